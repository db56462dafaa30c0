package import Publishing

/// What people should know of it, and how a channel gets one.
extension FeedConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "an Atom file and a JSON Feed beside it", promise: .exact, afterDoubt: "The file itself is read.",
      limits:
        "None on the text; PNG, JPEG, GIF, WebP, SVG, PDF and MP4 of up to 100 MB each, in media/ beside the file, which "
        + "holds the newest 100 entries.",
      tested: "the reader feedparser")
  }

  package convenience init(of channel: Channel, _ settings: FeedSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, path: surroundings.absolute(settings.path), title: channel.name, settings: settings,
      media: surroundings.media, published: surroundings.published, now: surroundings.now)
  }
}
