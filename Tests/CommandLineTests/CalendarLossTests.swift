import Desk
import Foundation
import TestSupport
import Testing

/// What `calendar check` and `adopt` say of events that decide nothing and of elections that close nothing.
@Suite struct CalendarLossTests {
  private static func event(_ lines: String...) -> String {
    (["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).map { $0 + "\r\n" }.joined()
  }

  private static func calendar(_ events: String...) -> String {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n\(events.joined())END:VCALENDAR\r\n"
  }

  private static let poll = event("UID:local.a.2027-05-06", "DTSTART;VALUE=DATE:20270506", "SUMMARY:A's poll")

  private static let settings = """
    authority:
      name: A council
      areas: [local.a]
    sources:
      - {summary: "Hustings*", treat-as: ignore}
    channels:
      website:
        connector: feed
        path: feed.xml

    """

  private static func folder(_ files: [String: String]) throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("portcullis.yaml", settings)
    for (name, text) in files { try folder.write("calendars/elections/\(name)", text) }
    return folder
  }

  private static func messages(_ outcome: Program.Outcome) -> [String] {
    ((outcome.object["problems"] as? [[String: Any]]) ?? []).map { problem in
      "\(problem["file"] ?? ""):\(problem["line"] ?? ""): \(problem["message"] ?? "")"
    }
  }

  @Test func `G-48: check ends with what became of every event, by name where it decides nothing`() throws {
    let folder = try Self.folder([
      "a.ics": Self.calendar(
        Self.poll, Self.event("UID:h", "DTSTART;VALUE=DATE:20270401", "SUMMARY:Hustings in the hall"),
        Self.event(
          "UID:n", "DTSTART;VALUE=DATE:20270329", "CATEGORIES:NOTICE-OF-ELECTION", "RELATED-TO:local.a.2027-05-06"),
        Self.event(
          "UID:w", "DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270302", "CATEGORIES:PURDAH", "SUMMARY:W")),
      "b.ics": Self.calendar(Self.poll.replacing("SUMMARY", with: "SEQUENCE:1\r\nSUMMARY")),
      "c.ics": Self.calendar(Self.poll),
    ])
    let json = try Program.run("calendar", "check", "--format", "json", in: folder.url)
    #expect(json.status == 0)
    #expect(Self.messages(json) == [])
    let accounts = try #require(json.object["accounts"] as? [String: Any])
    func count(_ key: String) -> Int? { accounts[key] as? Int }
    #expect(count("elections") == 1 && count("notices") == 1 && count("windows") == 1)
    #expect(count("superseded_total") == 2 && count("unreadable") == 0)
    let ignored = try #require((accounts["ignored"] as? [[String: Any]])?.first)
    #expect(ignored["rule"] as? Int == 1 && ignored["line"] as? Int == 5 && ignored["events"] as? Int == 1)
    let newer = (accounts["superseded"] as? [[String: Any]])?.compactMap { ($0["by"] as? [String: Any])?["file"] }
    #expect(newer as? [String] == ["elections/b.ics", "elections/b.ics"])
    let settled = ["elections", "notices", "windows", "holidays", "superseded_total", "unreadable"].compactMap(count)
    #expect(settled.reduce(1, +) == count("events") && count("events") == json.object["events"] as? Int)

    let text = try Program.run("calendar", "check", in: folder.url)
    #expect(
      text.output.contains("1 ignored by sources rule 1 (portcullis.yaml:5), 2 superseded by elections/b.ics:4"),
      "\(text.output)")
  }

  @Test func `G-48: an election of no channel's area, a file without events and a name that nearly fits are told of`()
    throws
  {
    let folder = try Self.folder([
      "a.ics": Self.calendar(
        Self.poll, Self.event("UID:local.b.2027-05-06", "DTSTART;VALUE=DATE:20270506", "SUMMARY:B's poll"),
        Self.event("UID:local.b.2020-05-07", "DTSTART;VALUE=DATE:20200507", "SUMMARY:Long ago")),
      "empty.ics": Self.calendar(), "more.ics.txt": Self.calendar(Self.poll), "._a.ics": "not a calendar",
    ])
    let outcome = try Program.run("calendar", "check", "--format", "json", in: folder.url)
    #expect(outcome.status == 0)
    let told = Self.messages(outcome)
    #expect(told.count == 3, "\(told)")
    #expect(told.contains { $0.hasPrefix("elections/empty.ics:1: The file holds no event") })
    #expect(told.contains { $0.hasPrefix("elections/more.ics.txt:1: This file is not read") })
    #expect(told.contains { $0.hasPrefix("elections/a.ics:9: 1 election touches no area") && $0.contains("local.b") })
    #expect(outcome.object["left_behind"] as? Int == 1)
  }

  @Test func `G-48: calendars that name no election say so, and adopt says that those in force did`() throws {
    let folder = try Self.folder(["a.ics": Self.calendar(Self.poll)])
    let environment = ["PORTCULLIS_STORE": "sqlite:\(folder.url.path)/store/portcullis.sqlite"]
    #expect(try Program.run("adopt", in: folder.url, environment: environment).status == 0)
    try folder.write(
      "calendars/elections/a.ics", Self.calendar(Self.event("UID:h", "DTSTART;VALUE=DATE:20270401", "SUMMARY:Hustings"))
    )
    let check = try Program.run("calendar", "check", "--format", "json", in: folder.url)
    #expect(Self.messages(check).contains { $0.contains("The calendars name no election and no window") })
    let preview = try Program.run("adopt", "--preview", in: folder.url, environment: environment)
    let words = preview.output + preview.errors
    #expect(words.contains("names 1 election, and these calendars none"), "\(words)")
    #expect(try Program.run("adopt", in: folder.url, environment: environment).status == 77)
  }

  @Test func `G-48: a window of no channel's area is told of, and so are events after the days that are looked at`()
    throws
  {
    let folder = try Self.folder([
      "a.ics": Self.calendar(
        Self.poll,
        Self.event(
          "UID:purdah-working-days-25-local.xx.2028-05-04~local.xx@portcullis", "DTSTART;VALUE=DATE:20280329",
          "DTEND;VALUE=DATE:20280505", "CATEGORIES:PURDAH", "SUMMARY:Mistyped"),
        Self.event("UID:local.a.2072-05-05", "DTSTART;VALUE=DATE:20720505", "SUMMARY:Mistyped"),
        Self.event(
          "UID:s", "DTSTART;VALUE=DATE:20720505", "RRULE:FREQ=YEARLY", "CATEGORIES:LOCAL", "SUMMARY:All of a series"),
        Self.event("UID:local.a.2020-05-07", "DTSTART;VALUE=DATE:20200507", "SUMMARY:Long ago"))
    ])
    let outcome = try Program.run("calendar", "check", "--format", "json", in: folder.url)
    #expect(outcome.status == 0)
    let told = Self.messages(outcome)
    #expect(told.count == 2, "\(told)")
    #expect(told.contains { $0.hasPrefix("elections/a.ics:9: 1 window touches no area") && $0.contains("local.xx") })
    #expect(
      told.contains { $0.hasPrefix("elections/a.ics:16: 2 events begin only after") && $0.contains("2072-05-05") })
  }

  @Test func `G-48: calendars whose every election is cancelled say that nothing closes`() throws {
    let folder = try Self.folder([
      "a.ics": Self.calendar(Self.poll).replacing("PRODID", with: "METHOD:CANCEL\r\nPRODID")
    ])
    let told = Self.messages(try Program.run("calendar", "check", "--format", "json", in: folder.url))
    #expect(told.contains { $0.contains("Every election that the calendars name is CANCELLED") }, "\(told)")
  }

  @Test func `an ordinary area without a poll is no warning, and one that is nearly another is`() throws {
    let folder = try Self.folder(["a.ics": Self.calendar(Self.poll)])
    try folder.write(
      "portcullis.yaml", Self.settings.replacing("areas: [local.a]", with: "areas: [local.a, parl, pcc.thames-valley]"))
    #expect(Self.messages(try Program.run("calendar", "check", "--format", "json", in: folder.url)) == [])
    try folder.write(
      "portcullis.yaml", Self.settings.replacing("areas: [local.a]", with: "areas: [local.a, local.camden]"))
    try folder.write(
      "calendars/elections/b.ics", Self.calendar(Self.poll.replacing("local.a.", with: "local.camdem.")))
    let told = Self.messages(try Program.run("calendar", "check", "--format", "json", in: folder.url))
    #expect(told.contains { $0.hasPrefix("portcullis.yaml:3: ") && $0.contains("local.camden") }, "\(told)")
  }
}
