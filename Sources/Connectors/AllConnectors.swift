import Elections
import Foundation
import Machine
package import Publishing
import Texts

/// Every connector that this program has.
package struct AllConnectors: ConnectorProvider {
  package init() {}

  package func connector(
    of channel: Channel, under rules: Ruleset, companionFolder: String,
    published: @escaping @Sendable (_ limit: Int) async throws -> [PublishedPost]
  ) throws -> any Connector {
    let parts = Parts(channel: channel, folder: rules.folder, companionFolder: companionFolder)
    let now: @Sendable () -> Instant = { SystemClock().now }
    switch channel.connector {
    case .feed(let path, let settings):
      return FeedConnector(
        channel: channel.id, path: parts.absolute(path), title: channel.name, settings: settings,
        media: parts.media, published: published, now: now)
    case .webhook(let settings):
      return WebhookConnector(
        channel: channel.id, url: settings.url, secret: settings.secret.map(parts.secret),
        receiverDedupes: settings.receiverDedupes, transport: parts.transport(settings.reach), now: now)
    case .wordpress(let settings):
      return WordPressConnector(
        channel: channel.id, settings: settings, client: parts.client(settings.url, settings.reach),
        password: parts.secret(settings.password), media: parts.media, now: now)
    case .drupal(let settings):
      return DrupalConnector(
        channel: channel.id, settings: settings, client: parts.client(settings.url, settings.reach),
        password: parts.secret(settings.password), media: parts.media, now: now)
    case .bluesky(let settings):
      return BlueskyConnector(
        channel: channel.id, settings: settings, client: parts.client(settings.service, settings.reach),
        password: parts.secret(settings.password), sessionFile: parts.file(in: "sessions"), media: parts.media,
        now: now)
    case .mastodon(let settings):
      return MastodonConnector(
        channel: channel.id, settings: settings, client: parts.client(settings.url, settings.reach),
        token: parts.secret(settings.token), limitsFile: parts.file(in: "limits"), media: parts.media, now: now)
    case .email(let settings):
      return EmailConnector(
        channel: channel.id, settings: settings,
        transport: SMTPClient(
          settings: settings, addressGuard: parts.addressGuard(settings.reach),
          trustRootsFile: settings.reach.trustFile.map(parts.absolute)),
        password: (settings.login?.password).map(parts.secret), media: parts.media, now: now)
    case .command(let settings):
      return CommandConnector(
        channel: channel.id, settings: settings, program: parts.absolute(settings.program), media: parts.media,
        mediaFolder: parts.mediaFolder, now: now)
    }
  }

  package var descriptions: [ConnectorDescription] { ConnectorCatalogue.all }

  package func problem(ofLink link: String, allowing allowed: [AddressBlock]) -> ContentProblem? {
    LinkTarget.problem(in: link, allowing: allowed)
  }

  package func problem(onThisMachineOf channel: Channel, folder: String) -> String? {
    guard case .command(let command) = channel.connector else { return nil }
    return CommandConnector.problem(
      ofProgram: command.program.hasPrefix("/") ? command.program : "\(folder)/\(command.program)")
  }

  package func receiverClock(_ rules: Ruleset) async -> ClockTestimony? { await ReceiverClocks.ask(rules) }

  private struct Parts {
    let channel: Channel
    /// Where relative paths in the settings start.
    let folder: String
    let companionFolder: String

    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }

    func secret(_ reference: SecretReference) -> SecretSource { SecretSource(reference, folder: folder) }

    func addressGuard(_ reach: ConnectorSettings.Reach) -> AddressGuard {
      AddressGuard(allowsInsecure: reach.allowsInsecure, allowed: reach.networks)
    }

    func transport(_ reach: ConnectorSettings.Reach) -> HTTPTransport {
      HTTPTransport(addressGuard: addressGuard(reach), trustRootsFile: reach.trustFile.map(absolute))
    }

    func client(_ url: String, _ reach: ConnectorSettings.Reach) -> APIClient {
      APIClient(base: url, transport: transport(reach))
    }

    /// Beside the store: what the channel's connector has to remember between two runs.
    func file(in folder: String) -> String { besideStore(folder) + "/\(channel.id).json" }

    private func besideStore(_ name: String) -> String {
      companionFolder + "/" + name
    }

    var mediaFolder: String { besideStore("media") }

    var media: MediaSource {
      let folder = mediaFolder
      return MediaSource { item in
        [UInt8](try Data(contentsOf: URL(filePath: folder).appending(path: item.hash.hex)))
      }
    }
  }
}
