package import Publishing

/// What people should know of it, and how a channel gets one.
extension DrupalConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "a Drupal site such as LocalGov Drupal, by JSON:API", promise: .exact,
      afterDoubt: "The node, whose UUID is ours, is read.",
      limits: "Pictures only where image-field is set; each needs a description.",
      tested: "answers recorded from the documentation; unproved on a live site")
  }

  package init(of channel: Channel, _ settings: DrupalSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, settings: settings, client: surroundings.client(settings.url, settings.reach),
      password: surroundings.secret(settings.password), media: surroundings.media, now: surroundings.now)
  }
}
