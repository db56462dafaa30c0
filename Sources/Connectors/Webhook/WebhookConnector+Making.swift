package import Publishing

/// What people should know of it, and how a channel gets one.
extension WebhookConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "middleware and flows, by Standard Webhooks 1.0", promise: .weak,
      afterDoubt: "With receiver-dedupes the same request is sent again under the same webhook-id; else a person "
        + "decides.",
      limits: "20 KB in all; media as names and hashes only.",
      tested: "a receiver around the library standardwebhooks")
  }

  package init(of channel: Channel, _ settings: WebhookSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, url: settings.url, secret: settings.secret.map(surroundings.secret),
      receiverDedupes: settings.receiverDedupes, transport: surroundings.transport(settings.reach),
      now: surroundings.now)
  }
}
