import Desk
import Foundation
import TestSupport
import Testing

/// What a date alone means: the whole day to a question, that day included as an end, and nothing where it would send.
@Suite struct DayTests {
  /// Closed from 17:00 on 15 July 2027 until 12:00 on the 17th, and for two hours on 31 October, which has 25.
  private static func council() throws -> Council {
    let council = try Council()
    func window(_ uid: String, _ from: String, _ to: String) -> [String] {
      [
        "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z", "DTSTART:\(from)", "DTEND:\(to)",
        "SUMMARY:A window by hand", "CATEGORIES:PURDAH", "END:VEVENT",
      ]
    }
    let lines =
      ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN"]
      + window("a", "20270715T160000Z", "20270717T110000Z") + window("b", "20271031T200000Z", "20271031T220000Z")
      + window("c", "20270320T080000Z", "20270320T090000Z") + window("d", "20270320T120000Z", "20270320T130000Z")
    try council.folder.write(
      "calendars/elections/ours.ics", (lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n"))
    return council
  }

  private static func website(_ outcome: Program.Outcome) -> [String: Any] {
    (outcome.object["channels"] as? [[String: Any]])?.first { $0["channel"] as? String == "website" } ?? [:]
  }

  private static func day(_ object: [String: Any]) -> [String] {
    (object["day"] as? [[String: String]] ?? []).map {
      "\($0["from"] ?? "")/\($0["to"] ?? "")/\($0["state"] ?? "")"
    }
  }

  @Test func `a day on which a window begins at 17:00 is closed, from 17:00`() throws {
    let council = try Self.council()
    let status = try council.run("status", "--at", "2027-07-15", "--format", "json")
    #expect(status.status == 3)
    #expect(status.object["at"] as? String == "2027-07-15T00:00:00+01:00")
    let website = Self.website(status)
    #expect(website["state"] as? String == "closed")
    #expect(
      Self.day(website) == [
        "2027-07-15T00:00:00+01:00/2027-07-15T17:00:00+01:00/open",
        "2027-07-15T17:00:00+01:00/2027-07-16T00:00:00+01:00/closed",
      ])
    #expect(website["since"] as? String == "2027-07-15T17:00:00+01:00")
    #expect(website["until"] as? String == "2027-07-17T12:00:00+01:00")
    #expect((website["causes"] as? [Any])?.count == 1)
    #expect((website["next"] as? [String: Any])?["at"] as? String == "2027-07-17T12:00:00+01:00")
    let text = try council.run("status", "--at", "2027-07-15").output
    #expect(text.contains("CLOSED from 17:00") && text.contains("open until 17:00, closed from 17:00"), "\(text)")
    let why = try council.run("why", "website", "--at", "2027-07-15", "--format", "json")
    #expect(Self.day(why.object) == Self.day(website) && why.object["state"] as? String == "closed")
    #expect(try council.run("why", "website", "--at", "2027-07-15").output.contains("closed from 17:00"))
  }

  @Test(arguments: [
    ("2027-07-14", 0, "OPEN all day"), ("2027-07-16", 3, "CLOSED all day"), ("2027-07-17", 3, "CLOSED until 12:00"),
    ("2027-03-20", 3, "CLOSED from 08:00 to 09:00 and from 12:00 to 13:00"),
    ("2027-10-31", 3, "CLOSED from 20:00 to 22:00"),
  ])
  func `a day is told in its parts`(day: String, status: Int32, words: String) throws {
    let outcome = try Self.council().run("status", "--at", day)
    #expect(outcome.status == status && outcome.output.contains(words), "\(outcome.output)")
  }

  @Test(arguments: [("2027-03-28", 23), ("2027-10-31", 25), ("2027-03-21", 24)])
  func `a day has as many hours as the clocks give it`(day: String, hours: Int) throws {
    let parts = try #require(
      Self.website(try Self.council().run("status", "--at", day, "--format", "json"))["day"] as? [[String: String]])
    let format = ISO8601DateFormatter()
    let first = try #require(parts.first?["from"].flatMap(format.date))
    let last = try #require(parts.last?["to"].flatMap(format.date))
    #expect(last.timeIntervalSince(first) == Double(hours) * 3600)
    for (left, right) in zip(parts, parts.dropFirst()) { #expect(left["to"] == right["from"]) }
  }

  @Test func `a day that nobody can tell is unknown, and 4`() throws {
    let council = try Self.council()
    try council.folder.write("calendars/elections/broken.ics", "no calendar")
    let outcome = try council.run("status", "--at", "2027-07-14", "--format", "json")
    #expect(outcome.status == 4 && Self.website(outcome)["state"] as? String == "unknown")
    #expect(try council.run("status", "--at", "2027-07-15").status == 3)
  }

  @Test func `a pause that began today is a part of today`() throws {
    let council = try Self.council()
    #expect(try council.run("adopt").status == 0)
    #expect(try council.run("pause", "website", "--reason", "A crisis").status == 0)
    let now = try council.run("status", "website", "--format", "json").object["at"] as? String
    let today = try #require(now?.prefix(10))
    let outcome = try council.run("status", "website", "--at", String(today), "--format", "json")
    #expect(outcome.status == 3 && Self.website(outcome)["state"] as? String == "closed", "\(outcome.output)")
  }

  @Test func `a day that closes for more and more is told of by the most that it closes for`() throws {
    let council = try Council()
    try council.elections([
      (uid: "w", from: Date(timeIntervalSinceNow: -86_400), to: Date(timeIntervalSinceNow: 86_400))
    ])
    #expect(try council.run("adopt").status == 0)
    func classes() throws -> [String] {
      let now = try #require(try council.run("status", "--format", "json").object["at"] as? String)
      let day = try council.run("status", "intranet", "--at", String(now.prefix(10)), "--format", "json")
      let channel = (day.object["channels"] as? [[String: Any]])?.first
      return channel?["closed_for"] as? [String] ?? []
    }
    #expect(try classes() == ["routine"])
    #expect(try council.run("pause", "intranet", "--reason", "A crisis").status == 0)
    #expect(try classes().count > 1)
  }

  @Test func `a time without a date alone is answered as before`() throws {
    let outcome = try Self.council().run("status", "--at", "2027-07-15T00:00", "--format", "json")
    #expect(outcome.status == 0 && Self.website(outcome)["day"] == nil)
  }

  @Test func `where it would send, a date alone is refused with both meanings, and nothing changes`() throws {
    let council = try Self.council()
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("Kept", at: "2027-01-11T09:00")
    let line = "{\"channel\": \"website\", \"at\": \"2026-12-24\", \"text\": \"a\"}\n"
    try council.folder.write("posts.jsonl", line)
    try council.folder.write("mixed.csv", "channel,at,text\nwebsite,2026-12-24,a\nnone,2026-12-24T09:00,b\n")
    for act in [
      ["post", "add", "website", "--at", "2026-12-24", "--text", "a"], ["post", "edit", post, "--at", "2026-12-24"],
      ["post", "move", post, "--at", "2026-12-24"], ["post", "review", post, "--move", "2026-12-24"],
      ["post", "import", "posts.jsonl"],
    ] {
      let outcome = try Program.run(act, in: council.folder.url, environment: council.environment)
      #expect(outcome.status == 64, "\(act): \(outcome)")
      #expect(outcome.errors.contains("2026-12-24T09:00") && outcome.errors.contains("2026-12-24T00:00"))
    }
    let mixed = try council.run("post", "import", "mixed.csv")
    #expect(mixed.status == 65 && mixed.errors.contains("mixed.csv:2:") && mixed.errors.contains("mixed.csv:3:"))
    #expect((try council.run("post", "list", "--format", "json").object["posts"] as? [Any])?.count == 1)
    #expect(try council.deliveries(post)["website"]?["due"] as? String == "2027-01-11T09:00:00+00:00")
  }

  @Test func `as an expiry a date includes that day, and what would expire before it is due is refused`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let now = try #require(try council.run("status", "--format", "json").object["at"] as? String)
    let today = try council.run(
      "post", "add", "website", "--at", "now", "--expires", String(now.prefix(10)), "--text", "a", "--format", "json")
    #expect(today.status == 0, "\(today)")
    let post = try council.add("Kept", at: "2027-01-11T09:00")
    #expect(try council.run("post", "edit", post, "--expires", "2027-01-11").status == 0)
    try council.folder.write("posts.csv", "channel,at,text,expires\nwebsite,2027-01-11T09:00,a,2027-01-10\n")
    for act in [
      ["post", "add", "website", "--at", "2027-01-11T09:00", "--expires", "2027-01-10", "--text", "a"],
      ["post", "add", "website", "--at", "now", "--expires", "2026-01-01", "--text", "a"],
      ["post", "edit", post, "--expires", "2027-01-10"], ["post", "edit", post, "--at", "2027-01-12T00:00"],
      ["post", "move", post, "--at", "2027-01-12T09:00"], ["post", "import", "posts.csv"],
    ] {
      let outcome = try Program.run(act, in: council.folder.url, environment: council.environment)
      #expect(outcome.status == (act[1] == "import" ? 65 : 64), "\(act): \(outcome)")
      #expect(outcome.errors.contains("before it is due"), "\(act): \(outcome)")
    }
    #expect(try council.deliveries(post)["website"]?["due"] as? String == "2027-01-11T09:00:00+00:00")
  }

  @Test func `a time that the clock shows twice says which of the two it is`() throws {
    let council = try Council()
    let format = ISO8601DateFormatter()
    let times = ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"].compactMap(format.date)
    try council.elections([(uid: "w", from: times[0], to: times[1])])
    let outcome = try council.run("status", "--at", "2027-10-31")
    #expect(outcome.output.contains("CLOSED from 01:30 (+01:00) to 01:30 (+00:00)"), "\(outcome.output)")
  }

  @Test func `upcoming shows a pause, which is no blackout`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    #expect(try council.run("pause", "website", "--reason", "A crisis").status == 0)
    let text = try council.run("upcoming", "--within", "1mo").output
    #expect(text.contains("website: paused since") && text.contains("A crisis"), "\(text)")
    #expect(!text.contains("intranet: paused"))
    let pauses = try council.run("upcoming", "--format", "json").object["pauses"] as? [[String: Any]]
    #expect(pauses?.map { $0["channel"] as? String } == ["website"])
  }

  @Test func `as an end a date includes that day`() throws {
    let council = try Self.council()
    #expect(try council.run("adopt").status == 0)
    let now = try #require(try council.run("status", "--format", "json").object["at"] as? String)
    let today = String(now.prefix(10))
    let pause = try council.run("pause", "website", "--until", today, "--reason", "Today", "--format", "json")
    #expect(pause.status == 0, "\(pause)")
    let entries = try council.run("audit", "list", "--from", today, "--to", today, "--format", "json")
    #expect((entries.object["entries"] as? [Any])?.isEmpty == false)
    let windows = try council.run(
      "calendar", "windows", "--from", "2027-07-15", "--to", "2027-07-15", "--format", "json")
    #expect(windows.list.count == 1)
    #expect(try council.run("calendar", "windows", "--from", "2027-07-15", "--to", "2027-07-14").status == 64)
  }
}
