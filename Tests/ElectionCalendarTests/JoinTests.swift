import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// How windows and notices join their elections: one that misses its poll opens nothing that the law closes.
@Suite struct JoinTests {
  private static let poll = CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506")
  private static let series = CalendarText.event(
    "local.a@x", "DTSTART;VALUE=DATE:20270506", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;COUNT=3")

  private static func window(_ from: String, _ to: String, _ more: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:window@x", "CATEGORIES:PURDAH", "SUMMARY:By hand", "DTSTART;VALUE=DATE:\(from)"]
      + ["DTEND;VALUE=DATE:\(to)"] + more + ["END:VEVENT"]
  }

  private static func notice(_ day: String, _ related: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:notice@x", "CATEGORIES:NOTICE-OF-ELECTION", "DTSTART;VALUE=DATE:\(day)"]
      + related.map { "RELATED-TO:\($0)" } + ["END:VEVENT"]
  }

  private static func closed(_ calendar: ElectionCalendar) throws -> BlackoutSchedule {
    let calculator = WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
    return BlackoutSchedule(
      calendar.elections.flatMap(calculator.windows) + calendar.standaloneWindows.map(calculator.window))
  }

  private static func doubts(_ calendar: ElectionCalendar) throws -> [CalendarProblem] {
    calendar.doubts(under: WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london))
  }

  private static func noon(_ day: String) -> Instant {
    TimeZone.london.instant(of: CivilDateTime(date: .day(day), secondOfDay: 43_200))
  }

  @Test(arguments: [
    ("2026-03-19", "2026-05-07", true), ("2027-05-07", "2027-05-11", true), ("2027-05-06", "2027-05-07", false),
    ("2027-04-10", "2027-05-07", false), ("2027-03-19", "2027-05-06", true), ("2027-03-31", "2027-05-07", false),
    ("2027-03-01", "2027-05-07", false),
  ])
  func
    `a window stands as given, and one that misses its poll closes besides the computed one, with a warning at its line`(
      from: String, to: String, isShort: Bool
    ) throws
  {
    let calendar = ElectionCalendarTests.calendar(
      Self.poll
        + Self.window(
          CivilDate.day(from).compact, CivilDate.day(to).compact, "RELATED-TO:local.a.2027-05-06@x"))
    let schedule = try Self.closed(calendar)
    for day in ["2027-03-31", "2027-04-01", "2027-04-20", "2027-05-06"] {
      #expect(schedule.isClosed(at: Self.noon(day)) == (isShort || (from..<to).contains(day)), "\(day)")
    }
    #expect(schedule.isClosed(at: Self.noon(from)))
    let doubts = try Self.doubts(calendar)
    #expect(doubts.map(\.severity) == (isShort ? [.warning] : []))
    #expect(doubts.allSatisfy { $0.uid == "window@x" && $0.line == 9 })
    #expect(calendar.problems.isEmpty)
  }

  @Test func `a window of a series is that of the polls that it covers, else of the nearest`() throws {
    func owners(_ from: String, _ to: String) -> [[String]] {
      ElectionCalendarTests.calendar(Self.series + Self.window(from, to, "RELATED-TO:local.a@x")).elections
        .map { $0.explicitWindows.map(\.summary) }
    }
    #expect(owners("20280301", "20280505") == [[], ["By hand"], []])
    #expect(owners("20270301", "20290505") == [["By hand"], ["By hand"], ["By hand"]])
    #expect(owners("20270507", "20270511") == [["By hand"], [], []])
    #expect(owners("20340301", "20340507") == [[], [], ["By hand"]])
    let after = ElectionCalendarTests.calendar(
      Self.series + Self.window("20270507", "20270511", "RELATED-TO:local.a@x"))
    for day in ["2027-04-20", "2027-05-09", "2028-04-20", "2029-04-20"] {
      #expect(try Self.closed(after).isClosed(at: Self.noon(day)), "\(day)")
    }
    #expect(try Self.doubts(after).count == 1)
  }

  @Test func `each UID of a RELATED-TO that names nothing is told of, and the window stands by itself as well`() throws
  {
    let calendar = ElectionCalendarTests.calendar(
      Self.poll + Self.window("20270319", "20270507", "RELATED-TO:local.a.2027-05-06@x", "RELATED-TO:gone@x"))
    #expect(calendar.problems.map(\.severity) == [.warning])
    #expect(calendar.problems.first?.message.contains("gone@x") == true)
    #expect(calendar.elections.map(\.explicitWindows.count) == [1])
    #expect(calendar.standaloneWindows.map(\.area) == [nil])
    let notice = ElectionCalendarTests.calendar(Self.poll + Self.notice("20270319", "local.a.2027-05-06@x", "gone@x"))
    #expect(notice.problems.map(\.severity) == [.error])
    #expect(notice.problems.first?.message.contains("(gone@x)") == true)
    #expect(notice.elections.map(\.notice?.day) == [.day("2027-03-19")])
  }

  @Test func `a notice of a series is that of its next poll that is held, and one of a cancelled poll is told of`() {
    let cancelled = [
      "BEGIN:VEVENT", "UID:local.a@x", "RECURRENCE-ID;VALUE=DATE:20270506", "DTSTART;VALUE=DATE:20270506",
      "STATUS:CANCELLED", "END:VEVENT",
    ]
    let series = ElectionCalendarTests.calendar(Self.series + cancelled + Self.notice("20270320", "local.a@x"))
    #expect(series.elections.map(\.notice?.day) == [nil, .day("2027-03-20"), nil])
    let alone = ElectionCalendarTests.calendar(
      CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506", "STATUS:CANCELLED")
        + Self.notice("20270320", "local.a.2027-05-06@x"))
    #expect(alone.elections.map(\.notice?.day) == [nil])
    #expect(alone.problems.map(\.uid) == ["notice@x"])
  }

  @Test func `a notice of an election that two calendars tell differently is of both`() {
    func file(_ name: String, _ lines: [String]) -> CalendarFile {
      CalendarReader.read(CalendarText.calendar(lines), path: "elections/\(name).ics", zone: .london)
    }
    let cancelled = CalendarText.event("local.a.2027-05-06@y", "DTSTART;VALUE=DATE:20270506", "STATUS:CANCELLED")
    let calendar = ElectionCalendarTests.calendar([
      file("a", Self.poll), file("b", cancelled), file("c", Self.notice("20270320", "local.a.2027-05-06@y")),
    ])
    #expect(calendar.elections.filter { $0.status == .confirmed }.map(\.notice?.day) == [.day("2027-03-20")])
    #expect(calendar.problems.count == 1)
  }

  @Test(arguments: [("local.a.2027-05-06", "LOCAL,PURDAH"), ("local.a.2027-05-06", "PURDAH"), ("x@y", "PURDAH,LOCAL")])
  func `a window that says which election it is counts as that too, with a warning`(uid: String, categories: String)
    throws
  {
    let calendar = ElectionCalendarTests.calendar(
      CalendarText.event(uid, "DTSTART;VALUE=DATE:20270506", "CATEGORIES:\(categories)"))
    #expect(calendar.elections.map(\.pollingDay) == [.day("2027-05-06")])
    #expect(calendar.elections.map(\.kinds) == [[.local]])
    #expect(try Self.closed(calendar).isClosed(at: Self.noon("2027-04-20")))
    #expect(calendar.problems.map(\.severity) == [.warning])
    #expect(calendar.accounts.windows == 1 && calendar.standaloneWindows.count == 1)
    #expect(try Self.doubts(calendar).isEmpty)
  }

  @Test func `a window that reaches into the poll that its UID names is a window, and of that area`() {
    let calendar = ElectionCalendarTests.calendar(
      CalendarText.event(
        "local.a.2027-05-06", "DTSTART;VALUE=DATE:20270401", "DTEND;VALUE=DATE:20270507", "CATEGORIES:PURDAH"))
    #expect(calendar.elections.isEmpty && calendar.standaloneWindows.map(\.area?.description) == ["local.a"])
    #expect(calendar.problems.isEmpty)
  }

  @Test func `a window beside the election that its UID names stays a window`() {
    let calendar = ElectionCalendarTests.calendar(
      Self.poll
        + CalendarText.event(
          "purdah-local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270302", "CATEGORIES:PURDAH"
        ))
    #expect(calendar.elections.count == 1 && calendar.standaloneWindows.map(\.area?.description) == ["local.a"])
    #expect(calendar.problems.isEmpty)
  }

  @Test func `an election that lasts long closes from its first day to its last`() throws {
    let calendar = ElectionCalendarTests.calendar(
      CalendarText.event("q", "DTSTART;VALUE=DATE:20270401", "DTEND;VALUE=DATE:20270701", "CATEGORIES:LOCAL"))
    let schedule = try Self.closed(calendar)
    for day in ["2027-03-20", "2027-04-01", "2027-04-15", "2027-05-15", "2027-06-30"] {
      #expect(schedule.isClosed(at: Self.noon(day)), "\(day)")
    }
    #expect(calendar.problems.count == 1)
  }
}
