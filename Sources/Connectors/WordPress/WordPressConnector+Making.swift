package import Publishing

/// What people should know of it, and how a channel gets one.
extension WordPressConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "a WordPress site, by REST and an application password", promise: .exact,
      afterDoubt: "The draft, whose id is known, is read: published or not.",
      limits: "Pictures up to what the site takes; each needs a description.", tested: "WordPress 6.1")
  }

  package init(of channel: Channel, _ settings: WordPressSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, settings: settings, client: surroundings.client(settings.url, settings.reach),
      password: surroundings.secret(settings.password), media: surroundings.media, now: surroundings.now)
  }
}
