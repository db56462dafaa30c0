import ArgumentParser
import Machine

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(
    help: ArgumentHelp(
      "The settings file (PORTCULLIS_SETTINGS; default the first that is there of ./portcullis.yaml, "
        + "~/.config/portcullis/portcullis.yaml and /etc/portcullis/portcullis.yaml).",
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var settings: String?

  @Option(
    help: ArgumentHelp(
      "The folder with elections/ and bank-holidays/ (PORTCULLIS_CALENDARS; default the settings' calendars, "
        + "else ./calendars).", valueName: "dir"),
    completion: .directory)
  var calendars: String?

  @Option(
    help: ArgumentHelp(
      "Where revisions and posts are kept, sqlite:PATH (PORTCULLIS_STORE; default portcullis/portcullis.sqlite in the "
        + "user's state folder).",
      valueName: "url"))
  var store: String?

  @Option(
    help: ArgumentHelp(
      "The service that owns the store, unix:PATH (PORTCULLIS_SERVICE; default the settings' service.socket when something "
        + "answers on it, else the command opens the store itself).",
      valueName: "url"))
  var service: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Act for another person, whom the settings let you act for (PORTCULLIS_AS); both are recorded.",
      valueName: "login"))
  var actingFor: String?

  @Flag(
    help: ArgumentHelp(
      "In an emergency, for the account that the store belongs to: do what only people of the register may, where nobody of it "
        + "can. The log keeps it, and a checkpoint signs it."))
  var breakGlass = false

  @Option(help: "How to print: text or json.")
  var format = Format.text

  /// An option's value, else its environment variable's.
  static func value(_ option: String?, environment name: String) -> String? {
    if let option { return option }
    guard let value = ProcessEnvironment.value(of: name), !value.isEmpty else { return nil }
    return value
  }
}
