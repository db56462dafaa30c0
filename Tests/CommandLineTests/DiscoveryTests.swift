import Desk
import Foundation
import TestSupport
import Testing

/// How commands find the council's set-up, and that none answers for another one.
@Suite struct DiscoveryTests {
  /// Nothing is set up here.
  private static func nowhere() throws -> Program.Folder { try Program.Folder() }

  private static func settings(_ name: String) -> String { "authority:\n  name: \(name)\n" }

  private static let questions: [[String]] = [
    ["status"], ["why", "feed"], ["upcoming"], ["calendar", "check"], ["calendar", "elections"],
    ["calendar", "windows"], ["calendar", "export"], ["people", "check"], ["people", "list"], ["settings", "check"],
    ["channels", "list"], ["post", "list"], ["post", "review"], ["adopt"], ["adopt", "--preview"],
  ]

  @Test(arguments: questions)
  func `G-51: a question that finds no set-up is 78, with where was looked and what helps`(question: [String]) throws {
    let folder = try Self.nowhere()
    let outcome = try Program.run(question, in: folder.url, environment: [:])
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.output.isEmpty)
    for words in ["./portcullis.yaml", "/.config/portcullis/portcullis.yaml", "/etc/portcullis/portcullis.yaml"] {
      #expect(outcome.errors.contains(words), "\(words) in \(outcome.errors)")
    }
    for remedy in ["cd", "--settings", "PORTCULLIS_SETTINGS", "portcullis init"] {
      #expect(outcome.errors.contains(remedy), "\(remedy) in \(outcome.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test(arguments: [
    ["help"], ["--version"], ["connectors"], ["status", "--help"], ["--generate-completion-script", "bash"],
  ])
  func `what says nothing of a council needs no set-up`(command: [String]) throws {
    let folder = try Self.nowhere()
    #expect(try Program.run(command, in: folder.url, environment: [:]).status == 0)
  }

  @Test func `a calendar that is named is read without a set-up`() throws {
    let folder = try Self.nowhere()
    let file = Places.calendars.appending(path: "elections/uk-parliament.ics").path
    #expect(try Program.run("calendar", "check", file, in: folder.url).status == 0)
    #expect(try Program.run("calendar", "events", file, in: folder.url).status == 0)
  }

  @Test func `settings that are named and missing are 78, and settings that are invalid 65`() throws {
    let folder = try Self.nowhere()
    try folder.addBankHolidays()
    try folder.write("bad.yaml", "chanels: {}\n")
    for question in Self.questions {
      let missing = try Program.run(question + ["--settings", "none.yaml"], in: folder.url, environment: [:])
      #expect(missing.status == 78 && missing.errors.contains("none.yaml"), "\(question): \(missing)")
      let bad = try Program.run(question, in: folder.url, environment: ["PORTCULLIS_SETTINGS": "bad.yaml"])
      #expect(bad.status == 65 && bad.errors.contains("bad.yaml:1"), "\(question): \(bad)")
    }
    #expect(try Program.run("calendar", "check", "a.ics", "--settings", "none.yaml", in: folder.url).status == 78)
  }

  @Test func `the settings here come before the user's own, and a link that leads nowhere is no leave to look on`()
    throws
  {
    let (folder, home) = (try Self.nowhere(), try Self.nowhere())
    let environment = ["XDG_CONFIG_HOME": home.url.path]
    try home.addBankHolidays()
    try home.write("portcullis/portcullis.yaml", Self.settings("The user's council") + "calendars: ../calendars\n")
    func name() throws -> String? {
      let outcome = try Program.run(["status", "--format", "json"], in: folder.url, environment: environment)
      return (outcome.object["authority"] as? [String: Any])?["name"] as? String
    }
    #expect(try name() == "The user's council")
    try folder.addBankHolidays()
    #expect(try name() == "The user's council")
    try folder.write("portcullis.yaml", Self.settings("The council here"))
    #expect(try name() == "The council here")
    let here = folder.url.appending(path: "portcullis.yaml")
    try FileManager.default.removeItem(at: here)
    try FileManager.default.createSymbolicLink(atPath: here.path, withDestinationPath: "gone.yaml")
    #expect(try Program.run(["status"], in: folder.url, environment: environment).status == 78)
  }

  @Test func `calendars at hand, or named, are enough for the built-in settings, and the answer says so`() throws {
    let folder = try Self.nowhere()
    try folder.addBankHolidays()
    let here = try Program.run("status", in: folder.url)
    #expect(here.status == 4 && here.output.contains("built-in settings"), "\(here)")
    let empty = try Self.nowhere()
    let named = try Program.run(
      "status", "--calendars", Places.calendars.path, "--at", "2019-04-20T09:00", in: empty.url)
    #expect(named.status == 3, "\(named)")
  }

  @Test func `a store that has a revision is a set-up, from wherever it is asked`() throws {
    let council = try Council(
      settings: Council.settings + "people:\n  ann: {name: Ann, roles: [author], trained-on: 2026-09-01}\n")
    #expect(try council.run("adopt").status == 0)
    let elsewhere = try Self.nowhere()
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(arguments, in: elsewhere.url, environment: council.environment)
    }
    let status = try run("status", "--format", "json")
    #expect((status.object["authority"] as? [String: Any])?["name"] as? String == "A council", "\(status)")
    #expect((status.object["calendar"] as? [String: Any])?["state"] as? String == "current")
    #expect(try run("people", "check", "--format", "json").object["register"] as? Bool == true)
    #expect(try run("settings", "check").status == 0)
    #expect(try run("calendar", "check").status == 0)
    // Its files are looked at where they lie, so that a broken one is in doubt from here as well.
    try council.folder.write("calendars/elections/broken.ics", "BEGIN:VCALENDAR\r\n")
    #expect(try run("status").status == 4)
    // Where they are gone, the revision is all that there is.
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "portcullis.yaml"))
    #expect(try run("people", "check", "--format", "json").object["register"] as? Bool == true)
    #expect(try run("status", "--format", "json").object["register"] as? Bool == true)
    let adopt = try run("adopt")
    #expect(adopt.status == 77 && adopt.errors.contains("belongs to"), "\(adopt)")
  }

  @Test func `in another set-up's folder the user's own store takes no post and answers no question`() throws {
    let home = try Self.nowhere()
    let environment = ["XDG_STATE_HOME": home.url.path]
    let (own, other) = (try Self.nowhere(), try Self.nowhere())
    #expect(try Program.run(["init"], in: own.url, environment: environment).status == 0)
    try other.addBankHolidays()
    try other.write("portcullis.yaml", "channels:\n  website: {connector: feed, path: a.atom}\n")
    for arguments in [
      ["post", "add", "website", "--at", "now", "--text", "a"], ["post", "list"], ["gate", "run", "--once"],
      ["pause", "--all", "--reason", "a"], ["gate", "health"], ["revision", "list"], ["revision", "show"],
      ["audit", "list"], ["audit", "verify"], ["audit", "export"],
      [
        "audit", "pack", "--from", "2026-01-01", "--to",
        "2026-01-02", "a.zip",
      ],
    ] {
      let outcome = try Program.run(arguments, in: other.url, environment: environment)
      #expect(outcome.status == 78 && outcome.errors.contains("--store"), "\(arguments): \(outcome)")
    }
    let posts = try Program.run(["post", "list", "--format", "json"], in: own.url, environment: environment)
    #expect((posts.object["posts"] as? [Any])?.isEmpty == true, "\(posts)")
  }

  @Test func `who names one council's store in another's folder is told whose answer and act it is`() throws {
    let (council, other) = (try Council(), try Self.nowhere())
    #expect(try council.run("adopt").status == 0)
    try other.addBankHolidays()
    try other.write("portcullis.yaml", Self.settings("The other council"))
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(arguments, in: other.url, environment: council.environment)
    }
    let status = try run("status")
    #expect(
      status.output.contains("A council") && status.output.contains("is not what this answer follows"), "\(status)")
    let add = try run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a")
    #expect(add.status == 0 && add.errors.contains("A council") && add.errors.contains("not on the set-up here"))
    #expect(
      !(try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a").errors.contains("This")))
    // Settings that are broken, or gone, are no reason to speak of those that come with the program.
    let elsewhere = try Self.nowhere()
    try council.folder.write("portcullis.yaml", "channels:\n  - a\n")
    let check = try Program.run(["settings", "check"], in: elsewhere.url, environment: council.environment)
    #expect(check.status == 65 && check.errors.contains("portcullis.yaml:"), "\(check)")
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "portcullis.yaml"))
    let gone = try Program.run(["settings", "check"], in: elsewhere.url, environment: council.environment)
    #expect(gone.status == 78, "\(gone)")
  }

  @Test func `an init that cannot write its settings leaves nothing behind`() throws {
    let folder = try Self.nowhere()
    let outcome = try Program.run(
      ["init"], in: folder.url, environment: ["PORTCULLIS_SETTINGS": "/nowhere/portcullis.yaml"])
    #expect(outcome.status == 73 && outcome.errors.contains("/nowhere/portcullis.yaml"), "\(outcome)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func `what init made is found again from its folder, without a word about stores`() throws {
    let (home, folder) = (try Self.nowhere(), try Self.nowhere())
    let environment = ["HOME": home.url.path]
    #expect(try Program.run(["init"], in: folder.url, environment: environment).status == 0)
    let add = try Program.run(
      ["post", "add", "website", "--at", "now", "--text", "Hello"], in: folder.url, environment: environment)
    #expect(add.status == 0 && add.output.contains("Our council"), "\(add)")
    #expect(try Program.run(["status"], in: folder.url, environment: environment).status == 0)
    #expect(try Program.run(["gate", "run", "--once"], in: folder.url, environment: environment).status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "public/news.atom").path))
  }

  @Test func `an unknown channel without a store adopts nothing`() throws {
    let council = try Council()
    #expect(try council.run("post", "add", "nowhere", "--at", "now", "--text", "a").status == 69)
    #expect(try council.run("adopt").status == 0)
    #expect(try council.run("post", "add", "nowhere", "--at", "now", "--text", "a").status == 64)
    let list = try council.run("revision", "list", "--format", "json").object["revisions"] as? [Any]
    #expect(list?.count == 1)
  }

  @Test func `every answer names the council`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("Hello", at: "2027-01-11T09:00")
    for question in [
      ["status"], ["why", "website"], ["upcoming"], ["post", "list"], ["post", "show", post], ["post", "review"],
      ["gate", "health"], ["audit", "list"], ["channels", "list"], ["override", "list"], ["adopt", "--preview"],
      ["post", "add", "website", "--at", "2027-01-11T09:00", "--text", "b"],
      ["post", "move", post, "--at", "2027-01-11T10:00"],
    ] {
      let outcome = try Program.run(
        question + ["--format", "json"], in: council.folder.url, environment: council.environment)
      let authority = outcome.object["authority"] as? [String: Any]
      #expect(authority?["name"] as? String == "A council", "\(question): \(outcome)")
    }
    for question in [
      ["status"], ["why", "website"], ["upcoming"], ["post", "list"], ["gate", "health"], ["channels", "list"],
      ["calendar", "check"], ["calendar", "elections"], ["calendar", "windows"], ["revision", "list"],
      ["audit", "list"], ["audit", "verify"], ["people", "check"], ["people", "list"], ["override", "list"],
      ["post", "review"], ["pause", "website", "--reason", "a"], ["resume", "website", "--reason", "a"],
      ["resume", "website", "--reason", "a"], ["channel", "resume", "website"],
    ] {
      let outcome = try Program.run(question, in: council.folder.url, environment: council.environment)
      #expect(outcome.output.contains("A council"), "\(question): \(outcome)")
      #expect(!outcome.output.contains("not in force in a store"), "\(question): \(outcome)")
    }
  }
}
