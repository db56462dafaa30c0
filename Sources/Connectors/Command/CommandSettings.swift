package import Publishing

/// What a channel says whose posts a program of the council's own takes.
package struct CommandSettings: ConnectorSettings {
  package static let kind = ConnectorKind("command", keys: ["program", "timeout", "can-find", "dedupes"])

  /// The program: a path, relative to the settings file.
  package let program: String
  package let timeout: Duration
  /// The program answers `find`: it can tell whether a post went out.
  package let canFind: Bool
  /// The program publishes a key that it has published before no second time.
  package let dedupes: Bool

  package init(program: String, timeout: Duration = .seconds(15), canFind: Bool = false, dedupes: Bool = false) {
    self.program = program
    self.timeout = timeout
    self.canFind = canFind
    self.dedupes = dedupes
  }

  package init?(_ keys: ConnectorKeys) {
    guard let program = keys.text("program", "name the program that publishes") else { return nil }
    let timeout = keys["timeout"].map { $0.duration() } ?? .seconds(15)
    guard let timeout else { return nil }
    guard timeout <= .seconds(300) else {
      keys["timeout"]?.fault("“\(keys.channel)” would wait for more than five minutes; shorten its timeout.")
      return nil
    }
    self.init(
      program: program, timeout: timeout, canFind: keys.flag("can-find"), dedupes: keys.flag("dedupes"))
  }

  package var handling: Channel.Handling { Channel.Handling(atOnce: 1, preparation: timeout) }
}
