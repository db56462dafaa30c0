import Commands
import Connectors
import Foundation
import Publishing
import PublishingSettings
import TestSupport
import Testing
@testable import Commands
import Desk

@Suite struct SetUpTests {
  @Test func `init writes settings that are read without a fault, and leaves what is there alone`() throws {
    let folder = try Program.Folder()
    let first = try Program.run("init", in: folder.url)
    #expect(first.status == 0, "\(first.errors)")
    #expect(try Program.run("settings", "check", in: folder.url).status == 0)
    // The example's election is tentative, and closes nothing.
    #expect(try Program.run("status", in: folder.url).status == 0)
    let elections = try Program.run("calendar", "elections", "--format", "json", in: folder.url).list
    #expect((elections.first?["status"] as? String)?.lowercased() == "tentative", "\(elections)")
    let before = try Data(contentsOf: folder.url.appending(path: "portcullis.yaml"))
    let second = try Program.run("init", in: folder.url)
    #expect(second.status == 73)
    #expect(try Data(contentsOf: folder.url.appending(path: "portcullis.yaml")) == before)
  }

  @Test func `the template's settings are the defaults`() throws {
    let settings = try SettingsReader.read(SettingsTemplate.text, file: "template", connectors: AllConnectors.list)
    #expect(settings.purdah == (Settings.builtIn(publishingBy: AllConnectors.list.standIn)?.purdah))
    #expect(settings.channels.map(\.id) == ["website"])
  }

  @Test func `settings with faults end every command with 65 and each fault's line`() throws {
    let folder = try Program.Folder()
    try folder.write("portcullis.yaml", "authority:\n  nation: x\nchanels: {}\n")
    for arguments in [["status"], ["settings", "check"], ["calendar", "check"]] {
      let outcome =
        try arguments.count == 1
        ? Program.run(arguments[0], in: folder.url) : Program.run(arguments[0], arguments[1], in: folder.url)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("portcullis.yaml:2: ") && outcome.errors.contains("portcullis.yaml:3: "))
      #expect(outcome.errors.contains("Did you mean “channels”?"))
    }
  }

  @Test func `the environment stands in for options, and options win`() throws {
    let folder = try Program.Folder()
    try folder.write("other.yaml", "channels:\n  web:\n    connector: feed\n    path: x.atom\n")
    let environment = [
      "PORTCULLIS_SETTINGS": "other.yaml", "PORTCULLIS_CALENDARS": Places.calendars.path(percentEncoded: false),
    ]
    let outcome = try Program.run("status", "web", "--at", "2024-06-01", in: folder.url, environment: environment)
    #expect(outcome.status == 3, "\(outcome.errors)")
    let option = try Program.run("status", "--calendars", "nowhere", in: folder.url, environment: environment)
    #expect(option.status == 4)
  }

  @Test func `the calendars of the settings lie beside the settings file`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try FileManager.default.moveItem(
      at: folder.url.appending(path: "calendars"), to: folder.url.appending(path: "mine"))
    try folder.write("portcullis.yaml", "calendars: mine\n")
    let settings = folder.url.appending(path: "portcullis.yaml").path(percentEncoded: false)
    let outcome = try Program.run("calendar", "check", "--settings", settings, "--format", "json")
    #expect(outcome.object["files"] as? Int == 7)
  }

  @Test
  func `help names every command with examples, says once that it gives no legal advice, and the manual has them all`()
    throws
  {
    let help = try Program.run("--help").output
    let manual = try String(
      contentsOf: Places.checkout.appending(path: "Sources/portcullis/Manual/portcullis.1"), encoding: .utf8)
    #expect(help.components(separatedBy: "no legal advice").count == 2)
    for command in ["status", "upcoming", "why", "calendar", "settings", "init"] {
      #expect(help.contains("\n  \(command) "))
      #expect(manual.contains(command))
    }
    for command in [
      ["status"], ["upcoming"], ["why"], ["init"], ["calendar", "check"], ["calendar", "events"],
      ["calendar", "elections"],
      ["calendar", "windows"], ["calendar", "export"], ["settings", "check"],
    ] {
      let outcome =
        try command.count == 1
        ? Program.run(command[0], "--help") : Program.run(command[0], command[1], "--help")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("EXAMPLES"), "\(command)")
      #expect(outcome.output.contains("--format"), "\(command)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are there for the shells`(shell: String) throws {
    let outcome = try Program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("upcoming"))
  }

  @Test func `no colour goes to what is no terminal`() throws {
    #expect(!(try Program.run("status", "--at", "2024-06-01").output.contains("\u{1B}")))
  }
}
