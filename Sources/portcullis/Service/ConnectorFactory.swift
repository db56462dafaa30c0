import Connectors
import Elections
import Foundation
import PublishingGate

/// Puts connectors together with what they work on.
enum ConnectorFactory {
  static func connector(_ channel: Channel, _ rules: Ruleset, store: any GateStore) throws -> any Connector {
    switch channel.connector {
    case .feed(let path):
      FeedConnector(
        channel: channel.id, path: absolute(path, rules.folder), title: channel.name,
        published: { limit in try await store.published(on: channel.id, limit: limit) },
        now: { SystemClock().now })
    case .webhook(let url, let secret, let allowsInsecure, let receiverDedupes):
      WebhookConnector(
        channel: channel.id, url: url, secret: secret.map { SecretSource($0, folder: rules.folder) },
        receiverDedupes: receiverDedupes,
        transport: HTTPTransport(addressGuard: AddressGuard(allowsInsecure: allowsInsecure)),
        now: { SystemClock().now })
    }
  }

  private static func absolute(_ path: String, _ folder: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }
}
