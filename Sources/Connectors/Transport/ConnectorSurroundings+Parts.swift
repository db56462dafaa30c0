package import Elections
import Foundation
import Machine
package import Publishing
import Texts

/// What connectors are put together from.
extension ConnectorSurroundings {
  /// A path of the settings, whole.
  package func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }

  package func secret(_ reference: SecretReference) -> SecretSource { SecretSource(reference, folder: folder) }

  package func addressGuard(_ reach: NetworkReach) -> AddressGuard {
    AddressGuard(allowsInsecure: reach.allowsInsecure, allowed: reach.networks)
  }

  package func transport(_ reach: NetworkReach) -> HTTPTransport {
    HTTPTransport(addressGuard: addressGuard(reach), trustRootsFile: reach.trustFile.map(absolute))
  }

  package func client(_ url: String, _ reach: NetworkReach) -> APIClient {
    APIClient(base: url, transport: transport(reach))
  }

  /// Beside the store: what the channel's connector has to remember between two runs.
  package func file(of channel: Channel, in companion: StoreCompanion) -> String {
    companion.path(in: companionFolder) + "/\(channel.id).json"
  }

  package var mediaFolder: String { StoreCompanion.media.path(in: companionFolder) }

  package var media: MediaSource {
    let folder = mediaFolder
    return MediaSource { item in
      [UInt8](try Data(contentsOf: URL(filePath: folder).appending(path: item.hash.hex)))
    }
  }

  package var now: @Sendable () -> Instant { { SystemClock().now } }
}
