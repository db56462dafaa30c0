import Desk
import Elections
import Foundation
import SQLiteStore
import TestSupport
import Testing
import Texts
@testable import Commands
import Desk

/// Text of people, files and receivers that would drive a terminal or hide from its reader, put into every field and sent
/// through every command: no byte of it comes out raw.
@Suite struct HostileTextTests {
  /// A line of its own that would look like one of ours.
  private static let forged = "FORGED website: OPEN"
  /// What a post's text may hold: no control characters below U+0020.
  private static let quiet =
    "\u{7F}\u{80}\u{85}\u{9B}31m\u{9D}\u{AD}\u{34F}\u{61C}\u{115F}\u{180E}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{2028}"
    + "\u{2029}\u{202A}\u{202D}\u{202E}\u{2060}\u{2064}\u{2066}\u{2069}\u{3164}\u{FE00}\u{FEFF}\u{FFF9}\u{FFFB}\u{E000}"
    + "\u{E0001}\u{E0041}\u{E007F}\u{E0100}"
  private static let loud = "\u{1B}[31m\u{1B}]0;x\u{07}\u{08}\u{0C}\r\n\(forged)\n\(forged)\r" + quiet

  private let council: Council

  init() throws {
    // In YAML's own escapes, which is how a settings file can hold them.
    let yaml = Self.quiet.unicodeScalars.map {
      "\\U" + String(repeating: "0", count: 8 - String($0.value, radix: 16).count) + String($0.value, radix: 16)
    }
    .joined()
    let name = "\\e[31m\\n\(Self.forged)\(yaml)"
    council = try Council(
      settings: """
        authority:
          name: "A council\(name)"
          areas: [local.our-council]
        calendars: calendars
        people:
          \(NSUserName()): {name: "Ann\(name)", roles: [author, approver, director, administrator], trained-on: 2026-01-01}
          boss: {name: "Bea\(name)", roles: [director], trained-on: 2026-01-01}
        channels:
          website:
            name: "News\(name)"
            connector: feed
            path: public/news.atom
            administrator: \(NSUserName())
            owner: \(NSUserName())
          hook:
            name: "Hook\(name)"
            connector: command
            program: PROGRAM
            closes-for: [routine]
            administrator: \(NSUserName())
            owner: \(NSUserName())

        """)
    let program = council.folder.url.appending(path: "publish-post")
    let settings = council.folder.url.appending(path: "portcullis.yaml")
    try council.folder.write(
      "portcullis.yaml",
      String(contentsOf: settings, encoding: .utf8).replacingOccurrences(of: "PROGRAM", with: program.path))
    // It fails with words of its own.
    try council.folder.write("words", Self.loud)
    try council.folder.write("publish-post", "#!/bin/sh\ncat \(council.folder.url.path)/words >&2\nexit 65\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    try council.folder.write("picture\(Self.loud).png", "GIF89a")
    try council.folder.write(
      "calendars/elections/ours.ics",
      [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN", "BEGIN:VEVENT", "UID:window\(Self.quiet)",
        "DTSTAMP:20260101T000000Z", "DTSTART:\(Self.stamp(-3600))", "DTEND:\(Self.stamp(3600))",
        "SUMMARY:A window\u{1B}[31m\(Self.quiet)\\n\(Self.forged)", "CATEGORIES:PURDAH", "END:VEVENT", "BEGIN:VEVENT",
        "UID:odd\(Self.quiet)", "DTSTAMP:20260101T000000Z", "DTSTART:\(Self.quiet)", "SUMMARY:Odd\(Self.quiet)",
        "STATUS:\(Self.quiet)", "END:VEVENT", "END:VCALENDAR", "",
      ].joined(separator: "\r\n"))
  }

  private static func stamp(_ seconds: Double) -> String {
    UTCText.text(
      Instant(millisecondsSince1970: Int64(Date(timeIntervalSinceNow: seconds).timeIntervalSince1970) * 1000)
    )
    .filter { $0 != "-" && $0 != ":" }
  }

  @discardableResult
  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Outcome {
    let outcome = try Program.run(
      arguments, in: council.folder.url, environment: council.environment.merging(environment) { $1 },
      program: council.program)
    for (name, text) in [("output", outcome.output), ("errors", outcome.errors)] {
      let raw = text.unicodeScalars.first { $0 != "\n" && $0.isUnseen }
      #expect(raw == nil, "\(arguments.map(\.visibleLine)) lets \(raw?.codePointMark ?? "") through to its \(name)")
      let lines = text.split(separator: "\n")
      #expect(
        !lines.contains { $0.hasPrefix(Self.forged) },
        "\(arguments.map(\.visibleLine)): a line of a person's own in its \(name): \(text)")
    }
    return outcome
  }

  /// Both forms; the JSON, where there is some, is JSON.
  private func look(_ arguments: [String]) throws {
    try run(arguments)
    let outcome = try run(arguments + ["--format", "json"])
    #expect(outcome.output.isEmpty || outcome.json != nil, "\(arguments) prints no JSON: \(outcome.output.prefix(300))")
  }

  @Test func `no field of any command brings a control or an unseen character to a terminal, in text or in JSON`()
    throws
  {
    let (loud, quiet) = (Self.loud, Self.quiet)
    try look(["adopt", "--preview"])
    try run(["adopt", "--reason", loud])
    try council.folder.write(
      "calendars/elections/ours.ics",
      try String(contentsOf: council.folder.url.appending(path: "calendars/elections/ours.ics"), encoding: .utf8)
        .replacingOccurrences(of: "DTSTART:\(quiet)", with: "DTSTART:20190502T000000Z"))
    #expect(try run(["adopt", "--reason", loud, "--confirm-opening"]).status == 0)
    let post = try run([
      "post", "add", "hook", "--at", "now", "--title", "Title" + quiet, "--text", "Text\(quiet)\nmore\(quiet)",
      "--link", "https://example.org/a", "--media", "picture\(loud).png", "--alt", "Alt" + loud, "--key",
      "key" + loud, "--class", "statutory", "--basis", "Grounds\n\(Self.forged)" + quiet, "--format", "json",
    ])
    #expect(post.status == 0, "\(post.errors)")
    try run(["post", "add", "website", "--at", "now", "--text", "Second" + quiet])
    try run(["post", "add", "website", "--at", "now", "--text", "Third" + quiet])
    try run([
      "post", "add", "hook", "--at", "now", "--text", "Fourth" + quiet, "--class", "statutory", "--basis",
      "B\n\(Self.forged)" + quiet,
    ])
    let until = Date(timeIntervalSinceNow: 3000).formatted(.iso8601)
    try run(["override", "request", "2", "--basis", "emergency", "--reason", "Reason" + loud, "--until", until])
    try run(["override", "request", "3", "--basis", "emergency", "--reason", "Reason" + loud, "--until", until])
    try run(["override", "refuse", "2", "--reason", "No" + loud])
    try run(["post", "reject", "2", "--reason", "Rejected" + loud])
    try run(["post", "cancel", "3", "--reason", "Cancelled" + loud])
    try run(["pause", "website", "--reason", "Paused" + loud])
    try run(["gate", "run", "--once"])
    try run(["gate", "run", "--once", "--format", "json"])
    try run(["pause", "--all", "--reason", "All" + loud])
    try run(["post", "import", "rows.csv"])

    for arguments in [
      ["status"], ["upcoming"], ["why", "website"], ["why", "hook"], ["post", "list"], ["post", "list", "--held"],
      ["post", "show", "1"], ["post", "show", "2"], ["post", "show", "3"], ["post", "show", "4"],
      ["post", "preview", "1"],
      ["post", "preview", "2"], ["post", "review"], ["override", "list"], ["audit", "list"],
      ["audit", "list", "--post", "1"],
      ["audit", "verify"], ["revision", "list"], ["revision", "show"], ["revision", "show", "1"],
      ["calendar", "check"], ["calendar", "elections"], ["calendar", "windows"],
      ["calendar", "events", "calendars/elections/ours.ics", "--from", "2019-01-01", "--to", "2030-01-01"],
      ["channels"], ["channels", "list"], ["channel", "test", "hook"], ["people", "list"], ["people", "check"],
      ["settings", "check"], ["gate", "health"], ["adopt", "--preview"], ["store", "check"],
      ["connectors"], ["resume", "website", "--reason", "Over" + loud],
    ] { try look(arguments) }
    try run(["audit", "export", "--format", "json"])
    try run(["audit", "export", "--format", "csv"])
    // A terminal shows nothing of it, and a program gets all of it.
    let shown = try run(["post", "show", "1"]).output
    for scalar in quiet.unicodeScalars where scalar.isUnseen {
      #expect(shown.contains(scalar.codePointMark), "\(scalar.codePointMark)")
    }
    let object = try run(["post", "show", "1", "--format", "json"]).object
    #expect(object["text"] as? String == "Text\(quiet)\nmore\(quiet)")
    #expect((object["media"] as? [[String: Any]])?.first?["alt"] as? String == "Alt" + loud)
  }

  @Test func `nor does what was typed, repeated in a complaint`() throws {
    let loud = Self.loud
    try council.elections([])
    #expect(try run(["adopt"]).status == 0)
    for arguments in [
      [loud], ["status", loud], ["status", "--at", loud], ["status", "--" + loud], ["status", "--format", loud],
      ["status", "--settings", loud], ["status", "--calendars", loud], ["status", "--store", "sqlite:" + loud],
      ["status", "--store", loud], ["why", loud], ["upcoming", "--within", loud], ["post", loud],
      ["post", "show", loud],
      ["post", "list", "--state", loud], ["post", "list", "--channel", loud], ["post", "list", "--limit", loud],
      ["post", "list", "--awaiting", loud], ["post", "list", "--after", loud], ["post", "import", loud],
      ["post", "import", loud + ".csv"], ["post", "add", "website", "--at", "now", "--text", loud],
      ["post", "add", loud, "--at", "now", "--text", "x"], ["post", "add", "website", "--at", loud, "--text", "x"],
      ["post", "add", "website", "--at", "now", "--text-file", loud],
      ["post", "add", "website", "--at", "now", "--text", "x", "--class", loud],
      ["post", "add", "website", "--at", "now", "--text", "x", "--link", loud],
      ["post", "add", "website", "--at", "now", "--text", "x", "--late-after", loud],
      ["post", "add", "website", "--at", "now", "--text", "x", "--media", loud, "--alt", "x"],
      ["post", "add", "website", "--at", "now", "--text", "x", "--as", loud],
      ["post", "cancel", "1/" + loud, "--reason", "x"], ["post", "approve", "1", "--seen", loud],
      ["override", "approve", loud], ["override", "request", "1", "--basis", loud, "--reason", "x", "--until", "now"],
      ["pause", loud, "--reason", "x"], ["pause", "website", "--reason", "x", "--until", loud],
      ["resume", loud, "--reason", "x"], ["revision", "show", loud], ["revision", "show", "1", "--file", loud],
      ["audit", "list", "--from", loud], ["audit", "verify", "--pack", loud], ["audit", "replay", loud],
      ["channel", "test", loud], ["channel", "resume", loud], ["calendar", "check", loud],
      ["calendar", "events", loud],
      ["calendar", "export", loud], ["settings", "check", "--settings", loud], ["gate", "run", "--log-level", loud],
      ["gate", "confirm-clock", "--reason", "x", "--as", loud], ["store", "backup", loud + "/x/y"], ["help", loud],
    ] {
      let outcome = try run(arguments)
      let isComplaint =
        outcome.status != 0 || arguments.contains("--awaiting") || ["help", "status"].contains(arguments.first)
      #expect(isComplaint, "\(arguments.map(\.visibleLine)): \(outcome.output)")
    }
  }
}
