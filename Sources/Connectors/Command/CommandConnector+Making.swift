package import Publishing

/// What people should know of it, and how a channel gets one.
extension CommandConnector: ConfiguredConnector {
  package static var description: ConnectorDescription {
    ConnectorDescription(
      reaches: "anything that a program of your own reaches", promise: .weak,
      afterDoubt:
        "With can-find the program is asked; with dedupes it is called again with the same key; else a person "
        + "decides.",
      limits: "The program's own; 300 seconds at most.", tested: "shell scripts")
  }

  package init(of channel: Channel, _ settings: CommandSettings, in surroundings: ConnectorSurroundings) {
    self.init(
      channel: channel.id, settings: settings, program: surroundings.absolute(settings.program),
      media: surroundings.media, mediaFolder: surroundings.mediaFolder, now: surroundings.now)
  }

  package static func problem(onThisMachineWith settings: CommandSettings, folder: String) -> String? {
    problem(ofProgram: settings.program.hasPrefix("/") ? settings.program : "\(folder)/\(settings.program)")
  }
}
