import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// Series whose parts contradict one another: every date that somebody may have meant counts.
@Suite struct RivalTests {
  private static func file(_ name: String, _ events: [String]) -> CalendarFile {
    CalendarReader.read(CalendarText.calendar(events), path: "elections/\(name).ics", zone: .london)
  }

  private static func event(_ lines: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:u@x", "CATEGORIES:LOCAL"] + lines.filter { !$0.isEmpty } + ["END:VEVENT"]
  }

  private static func days(_ calendar: ElectionCalendar) -> [String] {
    calendar.elections.filter { $0.status == .confirmed }.map(\.pollingDay.description)
  }

  private static let yearly = ["DTSTART;VALUE=DATE:20270506", "RRULE:FREQ=YEARLY;COUNT=3"]

  @Test func `an override that a cancelled and a confirmed series share counts for both, in either order`() {
    let cancelled = Self.event(Self.yearly[0], Self.yearly[1], "STATUS:CANCELLED")
    let confirmed = Self.event(Self.yearly[0], Self.yearly[1])
    let moved = Self.event("RECURRENCE-ID;VALUE=DATE:20270506", "DTSTART;VALUE=DATE:20270909")
    for events in [cancelled + confirmed + moved, confirmed + cancelled + moved, moved + cancelled + confirmed] {
      let calendar = ElectionCalendarTests.calendar(events)
      #expect(Self.days(calendar) == ["2027-09-09", "2028-05-06", "2029-05-06"])
      #expect(calendar.accounts.events == 3)
    }
  }

  @Test(arguments: [("RRULE:FREQ=YEARLY;COUNT=3", true), ("RDATE;VALUE=DATE:20280506,20290506", true), ("", false)])
  func `an override that recurs itself counts on all its dates, with a warning`(line: String, isTold: Bool) {
    let override = Self.event("RECURRENCE-ID;VALUE=DATE:20270506", "DTSTART;VALUE=DATE:20270506", line)
    let calendar = ElectionCalendarTests.calendar(Self.event("DTSTART;VALUE=DATE:20270506") + override)
    #expect(Self.days(calendar) == ["2027-05-06"] + (isTold ? ["2028-05-06", "2029-05-06"] : []))
    #expect(calendar.problems.map(\.severity) == (isTold ? [.warning] : []), "\(calendar.problems)")
    let alone = ElectionCalendarTests.calendar(override)
    #expect(Self.days(alone).count == (isTold ? 3 : 1))
  }

  @Test func `periods that end at different times are no repeat of one another, whatever their files are called`() {
    func window(_ length: String) -> [String] {
      [
        "BEGIN:VEVENT", "UID:w", "CATEGORIES:PURDAH", "DTSTART:20260701T000000Z", "DTEND:20260702T000000Z",
        "RDATE;VALUE=PERIOD:20270330T000000Z/\(length)", "END:VEVENT",
      ]
    }
    for names in [("a", "b"), ("b", "a")] {
      let calendar = ElectionCalendarTests.calendar([
        Self.file(names.0, window("P2D")), Self.file(names.1, window("P38D")),
      ])
      #expect(
        calendar.standaloneWindows.contains {
          $0.ends == TimeZone.london.startOfDay(.day("2027-05-07")).adding(seconds: 3600)
        })
      #expect(calendar.problems.map(\.severity) == [.warning])
    }
    let same = ElectionCalendarTests.calendar([
      Self.file("a", window("P2D")), Self.file("b", window("20270401T000000Z")),
    ])
    #expect(same.problems.isEmpty && same.standaloneWindows.count == 2)
  }

  @Test func `series that start at one instant on clocks that go differently are no repeat of one another`() {
    let rule = "RRULE:FREQ=YEARLY;BYMONTH=1,5;BYDAY=1TH;COUNT=2"
    func days(_ one: String, _ other: String) -> Set<String> {
      Set(
        Self.days(
          ElectionCalendarTests.calendar([
            Self.file("a", Self.event(one, rule)), Self.file("b", Self.event(other, rule)),
          ])))
    }
    #expect(
      days("DTSTART;TZID=Europe/London:20270107T233000", "DTSTART:20270107T233000Z")
        == ["2027-01-07", "2027-05-06", "2027-05-07"])
    #expect(
      days("DTSTART;TZID=Europe/London:20270107T233000", "DTSTART;TZID=GMT Standard Time:20270107T233000")
        == ["2027-01-07", "2027-05-06"])
  }

  // MARK: THISANDFUTURE

  @Test func `of two overrides that move all later dates, in two files, both count, whatever the files are called`() {
    func moving(_ day: String) -> [String] {
      Self.event("RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270506", "DTSTART;VALUE=DATE:\(day)")
    }
    for names in [("b", "c"), ("c", "b")] {
      let calendar = ElectionCalendarTests.calendar([
        Self.file("a", Self.event(Self.yearly[0], Self.yearly[1])), Self.file(names.0, moving("20270513")),
        Self.file(names.1, moving("20270520")),
      ])
      #expect(
        Set(Self.days(calendar)) == [
          "2027-05-13", "2027-05-20", "2028-05-13", "2028-05-20", "2029-05-13", "2029-05-20",
        ])
    }
  }

  @Test func `G-12: no number of overrides that move the same dates takes long, and too many are an error`() {
    let many = (0..<300).flatMap { number in
      Self.event(
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270506", "DTSTART;VALUE=DATE:20270513", "SUMMARY:\(number)")
    }
    let calendar = ElectionCalendarTests.calendar(
      Self.event("DTSTART;VALUE=DATE:20270506", "RRULE:FREQ=DAILY;COUNT=1000") + many)
    #expect(calendar.problems.contains { $0.severity == .error && $0.message.contains("move the same dates") })
  }

  @Test func `an override for all later dates that names a day moves a clock by what it says, not from midnight`() {
    let calendar = ElectionCalendarTests.calendar(
      Self.event("DTSTART;TZID=Europe/London:20270506T150000", "RRULE:FREQ=YEARLY;COUNT=2")
        + Self.event(
          "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270506", "DTSTART;TZID=Europe/London:20270506T160000"))
    #expect(Self.days(calendar) == ["2027-05-06", "2028-05-06"])
    let days = ElectionCalendarTests.calendar(
      Self.event(Self.yearly[0], Self.yearly[1])
        + Self.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20270506T150000", "DTSTART;VALUE=DATE:20270507"))
    #expect(Self.days(days) == ["2027-05-07", "2028-05-07", "2029-05-07"])
  }

  @Test func `an override for all later dates that names none moves them and leaves them, with a warning`() {
    let calendar = ElectionCalendarTests.calendar(
      Self.event(Self.yearly[0], Self.yearly[1])
        + Self.event("RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270507", "DTSTART;VALUE=DATE:20270513"))
    #expect(
      Self.days(calendar) == ["2027-05-06", "2027-05-13", "2028-05-06", "2028-05-12", "2029-05-06", "2029-05-12"])
    #expect(calendar.problems.map(\.severity) == [.warning])
    #expect(calendar.problems.first?.message.contains("both as it moves them and where they were") == true)
  }

  @Test func `an override whose series a rule ignores says by which`() {
    let rules = [SourceRule(file: "meetings.ics", summary: nil, treatment: .ignore)]
    let series = [
      "BEGIN:VEVENT", "UID:u@x", "DTSTART;VALUE=DATE:20270506", "RRULE:FREQ=YEARLY;COUNT=3", "END:VEVENT",
    ]
    let calendar = ElectionCalendarTests.calendar(
      [
        Self.file("meetings", series),
        Self.file("polls", Self.event("RECURRENCE-ID;VALUE=DATE:20270506", "DTSTART;VALUE=DATE:20270909")),
      ], rules)
    #expect(Self.days(calendar) == ["2027-09-09"])
    #expect(calendar.problems.count == 1 && calendar.problems.allSatisfy { $0.message.contains("sources rule 1") })
  }

  // MARK: UNTIL

  @Test(arguments: ["UTC", "Etc/UTC", "GMT", "UTC|Europe/London", "America/New_York|Europe/London"])
  func `an UNTIL in UTC of a calendar that names UTC as its zone takes the later day`(names: String) {
    let parts = names.split(separator: "|").map(String.init)
    let zone = parts.dropFirst().flatMap {
      [
        "BEGIN:VTIMEZONE", "TZID:\($0)", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
      ]
    }
    let event = Self.event("DTSTART;VALUE=DATE:20270506", "RRULE:FREQ=YEARLY;UNTIL=20280505T230000Z")
    let calendar = ElectionCalendarTests.calendar(["X-WR-TIMEZONE:\(parts[0])"] + zone + event)
    #expect(Self.days(calendar) == ["2027-05-06", "2028-05-06"])
    let second = ElectionCalendarTests.calendar(
      ["X-WR-TIMEZONE:\(parts[0])"] + zone + event + ["END:VCALENDAR", "BEGIN:VCALENDAR", "VERSION:2.0"]
        + CalendarText.event("q", "DTSTART;VALUE=DATE:20280101", "CATEGORIES:LOCAL"))
    #expect(Self.days(second).contains("2028-05-06"))
  }
}
