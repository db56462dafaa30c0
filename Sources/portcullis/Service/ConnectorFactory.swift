import Connectors
import Elections
import Foundation
import PublishingGate
import SQLiteStore

/// Puts connectors together with what they work on.
enum ConnectorFactory {
  static func connector(_ channel: Channel, _ rules: Ruleset, store: SQLiteStore) throws -> any Connector {
    let parts = Parts(channel: channel, folder: rules.folder, storePath: store.path)
    let now: @Sendable () -> Instant = { SystemClock().now }
    switch channel.connector {
    case .feed(let path):
      return FeedConnector(
        channel: channel.id, path: parts.absolute(path), title: channel.name,
        published: { limit in try await store.published(on: channel.id, limit: limit) }, now: now)
    case .webhook(let settings):
      return WebhookConnector(
        channel: channel.id, url: settings.url, secret: settings.secret.map(parts.secret),
        receiverDedupes: settings.receiverDedupes, transport: parts.transport(settings.reach), now: now)
    case .wordpress, .drupal, .bluesky, .mastodon, .email, .command:
      throw ContentProblem("not yet")
    }
  }

  private struct Parts {
    let channel: Channel
    /// Where relative paths in the settings start.
    let folder: String
    let storePath: String

    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }

    func secret(_ reference: SecretReference) -> SecretSource { SecretSource(reference, folder: folder) }

    func transport(_ reach: ConnectorSettings.Reach) -> HTTPTransport {
      HTTPTransport(
        addressGuard: AddressGuard(allowsInsecure: reach.allowsInsecure, allowed: reach.networks),
        trustRootsFile: reach.trustFile.map(absolute))
    }
  }
}
