package import Publishing

/// What people should know of it, and how a channel gets one.
extension BlueskyConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "an account on Bluesky or another AT Protocol server", promise: .exact,
      afterDoubt: "The record, whose key is ours, is read.",
      limits: "300 characters and 3,000 bytes, links in full; 4 pictures of up to 950,000 bytes, each with a "
        + "description.",
      tested: "the AT Protocol server library arroba")
  }

  package init(of channel: Channel, _ settings: BlueskySettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, settings: settings, client: surroundings.client(settings.service, settings.reach),
      password: surroundings.secret(settings.password), sessionFile: surroundings.file(of: channel, in: .sessions),
      media: surroundings.media, now: surroundings.now)
  }
}
