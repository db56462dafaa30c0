import Commands
import Desk
import Foundation
import TestSupport
import Testing

@Suite struct CalendarCommandTests {
  private static let poll = """
    BEGIN:VCALENDAR\r
    VERSION:2.0\r
    BEGIN:VEVENT\r
    UID:local.a.2027-05-06@x\r
    DTSTART;VALUE=DATE:20270506\r
    SUMMARY:A's poll\r
    END:VEVENT\r
    END:VCALENDAR\r

    """

  @Test func `the shipped calendars have no problems`() throws {
    let outcome = try Program.run("calendar", "check", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect((outcome.object["problems"] as? [Any])?.isEmpty == true, "\(outcome.output)")
    #expect(outcome.object["files"] as? Int == 10)
    let text = try Program.run("calendar", "check")
    #expect(text.output.hasSuffix(": no problems.\n"))
  }

  @Test func `G-10: an unreadable event makes check exit with 65, and every open channel unknown`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll)
    #expect(try Program.run("status", "--at", "2026-06-01", in: folder.url).status == 0)
    try folder.write(
      "calendars/elections/b.ics", Self.poll.replacing("20270506", with: "never").replacing("local.a", with: "local.b"))
    let check = try Program.run("calendar", "check", "--format", "json", in: folder.url)
    #expect(check.status == 65)
    let problem = try #require((check.object["problems"] as? [[String: Any]])?.first)
    #expect(problem["file"] as? String == "elections/b.ics")
    #expect(problem["line"] as? Int == 5)
    #expect(problem["uid"] as? String == "local.b.2027-05-06@x")
    #expect(problem["severity"] as? String == "error")
    let status = try Program.run("status", "--at", "2026-06-01", "--format", "json", in: folder.url)
    #expect(status.status == 4)
    #expect((status.object["calendar"] as? [String: Any])?["state"] as? String == "unreadable")
    // Inside the window of the poll that could be read it is closed all the same.
    #expect(try Program.run("status", "--at", "2027-05-01", in: folder.url).status == 3)
  }

  @Test(arguments: ["calendars", "calendars/elections", "calendars/bank-holidays"])
  func `missing calendars are unknown, which holds`(removed: String) throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll)
    try folder.write("portcullis.yaml", "authority:\n  name: A council\n")
    try FileManager.default.removeItem(at: folder.url.appending(path: removed))
    #expect(try Program.run("status", "--at", "2026-06-01", in: folder.url).status == 4)
  }

  @Test func `events lists what the reader sees and tells the rest on standard error`() throws {
    let fixture = Places.calendarFixtures.appending(path: "overrides.ics").path
    let good = try Program.run(
      "calendar", "events", fixture, "--from", "2026-04-01", "--to", "2026-08-31", "--format", "json")
    #expect(good.status == 0)
    #expect(good.list.count == 22)
    #expect(good.list.first?["uid"] as? String == "outlook@fixtures.example")
    #expect(good.list.first?["end"] as? String == "2026-04-03")
    #expect(good.list.first?["status"] is NSNull)
    let bad = Places.calendarFixtures.appending(path: "bad-values.ics").path
    let outcome = try Program.run(
      "calendar", "events", bad, "--from", "2026-01-01", "--to", "2026-12-31", "--format", "json")
    #expect(outcome.status == 65)
    #expect(outcome.list.count == 2)
    #expect(outcome.errors.split(separator: "\n").count == 13)
  }

  @Test(arguments: ["broken-structure", "bad-values", "rules-refused", "time-zones", "truncated"])
  func `P12: nothing but Portcullis writes to standard error`(fixture: String) throws {
    let path = Places.calendarFixtures.appending(path: "\(fixture).ics").path
    let outcome = try Program.run("calendar", "events", path, "--from", "2026-01-01", "--to", "2026-12-31")
    let lines = outcome.errors.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines { #expect(line.hasPrefix("portcullis: \(path):"), "\(line)") }
  }

  @Test func `elections and windows are listed from the first day to the last, which is included`() throws {
    func count(_ command: String, _ from: String, _ to: String) throws -> Int {
      try Program.run("calendar", command, "--from", from, "--to", to, "--format", "json").list.count
    }
    #expect(try count("elections", "2024-07-04", "2024-07-04") == 1)
    #expect(try count("elections", "2024-07-05", "2024-07-06") == 0)
    #expect(try count("elections", "2024-07-02", "2024-07-03") == 0)
    #expect(try count("elections", "2024-07-03", "2024-07-04") == 1)
    #expect(try count("windows", "2024-05-29", "2024-05-29") == 1)
    #expect(try count("windows", "2024-07-05", "2024-07-06") == 0)
    let election = try #require(
      try Program.run("calendar", "elections", "--from", "2024-07-04", "--to", "2024-07-05", "--format", "json").list
        .first)
    #expect(election["election"] as? String == "parl.2024-07-04")
    #expect(election["kind"] as? String == "parl")
    #expect(election["polling_day"] as? String == "2024-07-04")
    #expect(election["status"] as? String == "confirmed")
  }

  @Test func `a range that holds a notice but not its poll is no trouble`() throws {
    let outcome = try Program.run(
      "calendar", "elections", "--from", "2019-03-01", "--to", "2019-03-31", "--format", "json")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.list.isEmpty)
    let poll = try Program.run(
      "calendar", "elections", "--from", "2019-05-02", "--to", "2019-05-03", "--format", "json")
    #expect(poll.list.first?["notice"] as? String == "2019-03-19")
  }

  @Test func `G-14: an export is re-read to the same windows, and byte-identical when nothing changed`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    let first = try Program.run("calendar", "export")
    let second = try Program.run("calendar", "export", environment: ["TZ": "Asia/Tokyo"])
    #expect(first.status == 0)
    #expect(first.output == second.output)
    #expect(first.output.contains("\r\nMETHOD:PUBLISH\r\n"))
    try folder.write("calendars/elections/feed.ics", first.output)
    func edges(_ outcome: Program.Outcome) -> [String] {
      outcome.list.map { "\($0["starts"] ?? "") \($0["ends"] ?? "") \($0["area"] ?? "")" }.sorted()
    }
    let before = try Program.run("calendar", "windows", "--format", "json")
    let after = try Program.run("calendar", "windows", "--format", "json", in: folder.url)
    #expect(edges(before) == edges(after))
    #expect(edges(before).count > 30)
  }

  @Test func `what is tentative is shown as possible wherever closures are, and closes nothing`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    let tentative = """
      BEGIN:VEVENT\r
      UID:w1\r
      DTSTART;VALUE=DATE:20270301\r
      DTEND;VALUE=DATE:20270305\r
      SUMMARY:Perhaps\r
      CATEGORIES:PURDAH\r
      STATUS:TENTATIVE\r
      END:VEVENT\r
      BEGIN:VEVENT\r
      UID:n1\r
      DTSTART;VALUE=DATE:20270322\r
      CATEGORIES:NOTICE-OF-ELECTION\r
      RELATED-TO:local.a.2027-05-06@x\r
      STATUS:TENTATIVE\r
      END:VEVENT\r
      END:VCALENDAR
      """
    try folder.write("calendars/elections/a.ics", Self.poll.replacing("END:VCALENDAR", with: tentative))
    func starts(_ values: Any?) -> [String] {
      ((values as? [[String: Any]]) ?? []).compactMap { ($0["window"] as? [String: Any] ?? $0)["starts"] as? String }
        .map { String($0.prefix(10)) }
    }
    let both = ["2027-03-01", "2027-03-22"]
    let check = try Program.run("calendar", "check", "--format", "json", in: folder.url)
    #expect(check.status == 0)
    #expect(starts(check.object["possible"]) == both)
    let windows = try Program.run("calendar", "windows", "--format", "json", in: folder.url)
    #expect(starts(windows.list) == ["2027-03-31"])
    let listed = try Program.run("calendar", "windows", "--possible", "--format", "json", in: folder.url)
    #expect(listed.list.map { $0["possible"] as? Bool } == [false, true, true])
    let upcoming = try Program.run("upcoming", "--from", "2027-01-01", "--format", "json", in: folder.url)
    #expect(starts(upcoming.object["possible"]).contains("2027-03-22"))
    for command in [
      ["calendar", "check"], ["calendar", "windows"], ["upcoming", "--from", "2027-01-01"],
      ["status", "--at", "2027-03-02T10:00"],
    ] {
      let outcome = try Program.run(command, in: folder.url, environment: [:])
      #expect(outcome.status == 0, "\(command)")
      #expect(outcome.output.contains("possible"), "\(command)")
    }
  }

  @Test func `export brings a file up to date: moved windows grow their SEQUENCE, and nothing else is touched`() throws
  {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll)
    func export() throws -> String {
      let outcome = try Program.run("calendar", "export", "--output", "feed.ics", in: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try String(contentsOf: folder.url.appending(path: "feed.ics"), encoding: .utf8)
    }
    let first = try export()
    #expect(first.contains("SEQUENCE:0"))
    #expect(try export() == first)
    try folder.write(
      "calendars/elections/notice.ics",
      Self.poll.replacing(
        "UID:local.a.2027-05-06@x", with: "UID:n\r\nCATEGORIES:NOTICE-OF-ELECTION\r\nRELATED-TO:local.a.2027-05-06@x"
      )
      .replacing("20270506", with: "20270319"))
    let moved = try export()
    #expect(moved.contains("SEQUENCE:") && moved != first)
    try folder.write("calendars/elections/a.ics", Self.poll.replacing("SUMMARY", with: "STATUS:CANCELLED\r\nSUMMARY"))
    #expect(try export().contains("STATUS:CANCELLED"))
  }

  @Test func `export leaves a file that it did not write as it is`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll)
    let outcome = try Program.run("calendar", "export", "--output", "calendars/elections/a.ics", in: folder.url)
    #expect(outcome.status == 73)
    #expect(
      try String(contentsOf: folder.url.appending(path: "calendars/elections/a.ics"), encoding: .utf8) == Self.poll)
  }

  @Test func `G-47: with calendars in doubt upcoming shows no open day`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll.replacing("20270506", with: "never"))
    let text = try Program.run("upcoming", "--from", "2026-06-01", in: folder.url).output
    let bar = try #require(text.split(separator: "\n").first { $0.hasPrefix("feed  ") })
    #expect(bar.contains("!") && !bar.contains("."))
    #expect(text.contains("feed: unknown"))
  }

  @Test func `an area that no election touches is told of, because it would leave channels open`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll)
    try folder.write("portcullis.yaml", "authority:\n  areas: [local.a, local.b]\n")
    let outcome = try Program.run("calendar", "check", in: folder.url)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("“local.b”") && !outcome.output.contains("“local.a”"))
  }

  @Test func `an export that might lack windows is refused`() throws {
    let folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("calendars/elections/a.ics", Self.poll.replacing("20270506", with: "never"))
    let outcome = try Program.run("calendar", "export", in: folder.url)
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
  }
}
