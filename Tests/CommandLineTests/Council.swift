import Desk
import Elections
import Foundation
import TestSupport

/// A council's folder with settings, calendars and a store of its own, worked on by the built program.
struct Council {
  let folder: Program.Folder
  let environment: [String: String]
  /// Whose register it keeps, by what its settings say.
  let program: URL

  static let settings = """
    authority:
      name: A council
      areas: [local.our-council]
    calendars: calendars
    channels:
      website:
        name: News
        connector: feed
        path: public/news.atom
      intranet:
        name: Intranet
        connector: feed
        path: public/intranet.atom
        closes-for: [routine]

    """

  init(settings: String = Council.settings) throws {
    folder = try Program.Folder()
    program = Self.program(settings)
    environment = ["PORTCULLIS_STORE": "sqlite:" + folder.url.appending(path: "store/portcullis.sqlite").path]
    try folder.addBankHolidays()
    try folder.write("portcullis.yaml", settings)
    try elections([])
  }

  private static func program(_ settings: String) -> URL {
    settings.contains("people:") ? Program.peoples : Program.path
  }

  /// Changes the store's file as somebody would who has a shell and its rights.
  func changeStore(_ sql: String) throws {
    let store = folder.url.appending(path: "store/portcullis.sqlite").path
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
    _ = try PythonServer.output(of: URL(filePath: "/usr/bin/env"), ["python3", "-c", script, store, sql])
  }

  func run(_ arguments: String..., environment extra: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(arguments, in: folder.url, environment: environment.merging(extra) { $1 }, program: program)
  }

  /// The same at another person's keyboard.
  func run(as login: OtherLogin, _ arguments: String...) throws -> Program.Outcome {
    try Program.run(arguments, in: folder.url, environment: environment, login: login, program: program)
  }

  /// Writes the one calendar of elections: windows given by hand, and a poll long past so that it is never empty.
  func elections(_ windows: [(uid: String, from: Date, to: Date)]) throws {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN"]
    lines += [
      "BEGIN:VEVENT", "UID:local.our-council.2019-05-02", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20190502",
      "SUMMARY:Our election", "END:VEVENT",
    ]
    for window in windows {
      lines += [
        "BEGIN:VEVENT", "UID:\(window.uid)", "DTSTAMP:20260101T000000Z", "DTSTART:\(Self.utc(window.from))",
        "DTEND:\(Self.utc(window.to))", "SUMMARY:A window by hand", "CATEGORIES:PURDAH", "END:VEVENT",
      ]
    }
    try folder.write("calendars/elections/ours.ics", (lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n"))
  }

  private static func utc(_ date: Date) -> String {
    let text = UTCText.text(Instant(millisecondsSince1970: Int64(date.timeIntervalSince1970) * 1000))
    return text.filter { $0 != "-" && $0 != ":" }
  }

  /// An hour before and after now.
  func closeNow() throws {
    try elections([("now", Date(timeIntervalSinceNow: -3600), Date(timeIntervalSinceNow: 3600))])
  }

  /// What the channel's JSON Feed holds.
  func feed(_ name: String = "news") throws -> [String] {
    let url = folder.url.appending(path: "public/\(name).json")
    guard let data = try? Data(contentsOf: url) else { return [] }
    let feed = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return ((feed?["items"] as? [[String: Any]]) ?? []).compactMap { $0["content_html"] as? String }
  }

  /// The deliveries of a post, by channel.
  func deliveries(_ post: String) throws -> [String: [String: Any]] {
    let list = try run("post", "show", post, "--format", "json").object["deliveries"] as? [[String: Any]] ?? []
    return Dictionary(list.compactMap { delivery in (delivery["channel"] as? String).map { ($0, delivery) } }) { $1 }
  }

  func add(_ text: String, on channels: String = "website", at: String = "now", _ more: String...) throws -> String {
    let outcome = try Program.run(
      ["post", "add", channels, "--at", at, "--text", text, "--format", "json"] + more, in: folder.url,
      environment: environment, program: program)
    guard let post = outcome.object["post"] as? String else { throw Unexpected(words: outcome.errors) }
    return post
  }

  struct Unexpected: Error { let words: String }
}
