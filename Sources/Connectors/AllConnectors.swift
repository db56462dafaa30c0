import Elections
package import Publishing

/// Every connector that this program has.
package struct AllConnectors: ConnectorProvider {
  /// A new connector takes its place here and nowhere else; see the guide `AddAConnector`.
  package static let list = ConnectorList(
    [
      FeedConnector.self,
      WebhookConnector.self,
      WordPressConnector.self,
      DrupalConnector.self,
      BlueskyConnector.self,
      MastodonConnector.self,
      EmailConnector.self,
      CommandConnector.self,
    ], standIn: FeedSettings(path: "public/feed.atom"))

  package init() {}

  package var list: ConnectorList { Self.list }

  package func problem(ofLink link: String, allowing allowed: [AddressBlock]) -> ContentProblem? {
    LinkTarget.problem(in: link, allowing: allowed)
  }

  package func receiverClock(_ rules: Ruleset) async -> ClockTestimony? { await ReceiverClocks.ask(rules) }
}
