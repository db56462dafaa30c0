package import Publishing

/// What people should know of it, and how a channel gets one.
extension MastodonConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "an account on a Mastodon instance", promise: .good,
      afterDoubt: "The account's own posts are read; where none is the same, a person decides.",
      limits: "Read from the instance; usually 500 characters with each link as 23, and 4 pictures, each with a "
        + "description.",
      tested: "a stand-in that the client library Mastodon.py accepts; unproved on a live instance")
  }

  package init(of channel: Channel, _ settings: MastodonSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, settings: settings, client: surroundings.client(settings.url, settings.reach),
      token: surroundings.secret(settings.token), limitsFile: surroundings.file(of: channel, in: .limits),
      media: surroundings.media, now: surroundings.now)
  }
}
