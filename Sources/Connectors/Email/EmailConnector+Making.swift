package import Publishing

/// What people should know of it, and how a channel gets one.
extension EmailConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "a mailing list, by SMTP submission", promise: .weak,
      afterDoubt: "Never sent again by itself: a person decides.",
      limits: "One message to one address; 10 MB with its pictures, each with a description.",
      tested: "the mail server aiosmtpd")
  }

  package init(of channel: Channel, _ settings: EmailSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, settings: settings,
      transport: SMTPClient(
        settings: settings, addressGuard: surroundings.addressGuard(settings.reach),
        trustRootsFile: settings.reach.trustFile.map(surroundings.absolute)),
      password: (settings.login?.password).map(surroundings.secret), media: surroundings.media, now: surroundings.now)
  }
}
