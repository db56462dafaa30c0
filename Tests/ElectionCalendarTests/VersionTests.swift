import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// Which of several events with one UID count (the table at `EventVersion`), and that none goes unaccounted for.
@Suite struct VersionTests {
  private static func file(_ name: String, _ events: [[String]]) -> CalendarFile {
    CalendarReader.read(CalendarText.calendar(events.flatMap(\.self)), path: "elections/\(name).ics", zone: .london)
  }

  private static func event(_ lines: String..., uid: String = "poll@council.example") -> [String] {
    ["BEGIN:VEVENT", "UID:\(uid)", "CATEGORIES:LOCAL"] + lines + ["END:VEVENT"]
  }

  private static let may = "DTSTART;VALUE=DATE:20270506"
  private static let october = "DTSTART;VALUE=DATE:20271014"

  private static func days(_ calendar: ElectionCalendar) -> [String] {
    calendar.elections.filter { $0.status == .confirmed }.map(\.pollingDay.description)
  }

  @Test(arguments: [october, "\(may)\r\nSTATUS:CANCELLED"])
  func `a higher SEQUENCE of another file replaces, and the other is counted as superseded`(change: String) throws {
    let old = Self.event(Self.may, "SUMMARY:Poll")
    for names in [("a", "b"), ("b", "a")] {
      let calendar = ElectionCalendarTests.calendar([
        Self.file(names.0, [old]), Self.file(names.1, [Self.event(change, "SUMMARY:Poll", "SEQUENCE:1")]),
      ])
      #expect(Self.days(calendar) == (change == Self.october ? ["2027-10-14"] : []))
      #expect(calendar.problems.isEmpty)
      #expect(calendar.accounts.superseded.map(\.counts.file) == ["elections/\(names.1).ics"])
      #expect(calendar.accounts.elections == 1)
    }
  }

  @Test(arguments: [
    ["DTSTAMP:20260101T000000Z"], ["DTSTAMP:20270101T000000Z"], [], ["SEQUENCE:3"], ["SEQUENCE:3", "SUMMARY:Poll"],
  ])
  func `within one VCALENDAR both count, whatever their stamps and SEQUENCEs, and are told of`(more: [String]) {
    let first = Self.event(Self.may, "DTSTAMP:20260601T000000Z", "SUMMARY:Poll")
    let second = ["BEGIN:VEVENT", "UID:poll@council.example", "CATEGORIES:LOCAL", Self.october] + more + ["END:VEVENT"]
    for events in [[first, second], [second, first]] {
      // A copy of the file changes nothing.
      for files in [[Self.file("a", events)], [Self.file("a", events), Self.file("copy", events)]] {
        let calendar = ElectionCalendarTests.calendar(files)
        #expect(Self.days(calendar) == ["2027-05-06", "2027-10-14"])
        #expect(calendar.problems.map(\.severity) == [.warning])
        // The first begins in line 4.
        #expect(calendar.problems.first?.line == 4 + events[0].count)
      }
    }
  }

  @Test(arguments: ["SEQUENCE:0", "SEQUENCE:7"], ["", "STATUS:CANCELLED"])
  func `a counter that two files share stands for two polls`(sequence: String, status: String) {
    let other = ["SUMMARY:By-election", sequence, status].filter { !$0.isEmpty }
    let calendar = ElectionCalendarTests.calendar([
      Self.file("a", [Self.event(Self.may, "SUMMARY:City election", uid: "1@default")]),
      Self.file(
        "b", [["BEGIN:VEVENT", "UID:1@default", "CATEGORIES:LOCAL", Self.october] + other + ["END:VEVENT"]]),
    ])
    #expect(Self.days(calendar).contains("2027-05-06"))
    #expect(Self.days(calendar).contains("2027-10-14") == status.isEmpty)
    #expect(calendar.problems.map(\.severity) == [.warning])
  }

  @Test(arguments: ["SEQUENCE:99", "SEQUENCE:99\r\nSTATUS:CANCELLED"])
  func `what a rule ignores hides nothing`(more: String) {
    let rules = [
      SourceRule(file: "outlook.ics", summary: nil, treatment: .ignore),
      SourceRule(file: nil, summary: "*", treatment: .election(kind: .local, area: nil, nation: nil)),
    ]
    func event(_ more: [String]) -> [String] {
      ["BEGIN:VEVENT", "UID:x", Self.may, "SUMMARY:Poll"] + more + ["END:VEVENT"]
    }
    let calendar = ElectionCalendarTests.calendar(
      [Self.file("ours", [event([])]), Self.file("outlook", [event([more])])], rules)
    #expect(Self.days(calendar) == ["2027-05-06"])
    #expect(calendar.accounts.ignored == [0: 1])
    #expect(calendar.accounts.events == 2)
  }

  @Test(arguments: [(0, 2), (2, 0), (1, 1)])
  func `a poll and its notice under one UID are no versions of one another`(poll: Int, notice: Int) {
    let uid = "local.a.2027-05-06"
    let published = [
      "BEGIN:VEVENT", "UID:\(uid)", "CATEGORIES:NOTICE-OF-ELECTION", "RELATED-TO:\(uid)",
      "DTSTART;VALUE=DATE:20270322", "SEQUENCE:\(notice)", "END:VEVENT",
    ]
    let calendar = ElectionCalendarTests.calendar([
      Self.file("a", [Self.event("\(Self.may)\r\nSEQUENCE:\(poll)", uid: uid)]), Self.file("b", [published]),
    ])
    #expect(Self.days(calendar) == ["2027-05-06"])
    #expect(calendar.elections.map(\.notice?.day) == [.day("2027-03-22")])
  }

  // MARK: Series

  private static let series = [
    "BEGIN:VEVENT", "UID:local.a@x", "DTSTART;VALUE=DATE:20260507", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;COUNT=3",
    "END:VEVENT",
  ]

  private static func override(_ id: String, _ lines: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:local.a@x", "RECURRENCE-ID;VALUE=DATE:\(id)"] + lines + ["END:VEVENT"]
  }

  @Test func `a moved occurrence whose old day is excluded too counts at its new day`() {
    let excluding = Self.series.dropLast() + ["EXDATE;VALUE=DATE:20270506", "SEQUENCE:0", "END:VEVENT"]
    let moved = Self.override("20270506", "DTSTART;VALUE=DATE:20270513", "SEQUENCE:1")
    let calendar = ElectionCalendarTests.calendar(Array(excluding) + moved)
    #expect(Self.days(calendar) == ["2026-05-07", "2027-05-13", "2028-05-04"])
    #expect(calendar.problems.isEmpty)
  }

  @Test(arguments: ["SEQUENCE:0", "SEQUENCE:5"])
  func `an override whose day the series does not have counts, and is told of`(sequence: String) {
    let orphan = Self.override("20270609", "DTSTART;VALUE=DATE:20270610", sequence)
    let calendar = ElectionCalendarTests.calendar(Self.series + orphan)
    #expect(Self.days(calendar) == ["2026-05-07", "2027-05-06", "2027-06-10", "2028-05-04"])
    #expect(calendar.problems.map(\.line) == [9])
    #expect(calendar.problems.first?.message.contains("2027-06-09") == true)
  }

  @Test func `a cancelled override cancels its occurrence, and two of equal rank both count`() {
    let cancelled = Self.override("20270506", Self.may, "STATUS:CANCELLED")
    #expect(Self.days(ElectionCalendarTests.calendar(Self.series + cancelled)) == ["2026-05-07", "2028-05-04"])
    let moves = ["20270513", "20270520"].map { Self.override("20270506", "DTSTART;VALUE=DATE:\($0)") }
    for names in [["b", "c"], ["c", "b"]] {
      let calendar = ElectionCalendarTests.calendar(
        [Self.file("a", [Self.series])] + zip(names, moves).map { Self.file($0, [$1]) })
      #expect(Self.days(calendar) == ["2026-05-07", "2027-05-13", "2027-05-20", "2028-05-04"])
      #expect(calendar.problems.map(\.severity) == [.warning])
    }
  }

  // MARK: UNTIL

  @Test func `DTSTART counts though UNTIL lies before it, with a warning`() {
    let calendar = ElectionCalendarTests.calendar(
      Self.event(Self.may, "RRULE:FREQ=YEARLY;UNTIL=20260506", "SUMMARY:Poll"))
    #expect(Self.days(calendar) == ["2027-05-06"])
    #expect(calendar.problems.map(\.line) == [8])
  }

  @Test(arguments: [
    // Midnight of 6 May in Tokyo: without a zone the later day, with one its own.
    ("20280505T150000Z", "", true), ("20280505T150000Z", "Asia/Tokyo", true),
    ("20280505T150000Z", "America/New_York", false), ("20280506T040000Z", "America/New_York", true),
    ("20280504T225959Z", "", false), ("20280505T230000Z", "", true), ("20280506T000000", "", true),
  ])
  func `UNTIL of an all-day series is a day of the zone that its file names, else the later one`(
    until: String, zone: String, isIn: Bool
  ) {
    let definition =
      zone.isEmpty
      ? []
      : [
        "BEGIN:VTIMEZONE", "TZID:\(zone)", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
      ]
    let calendar = ElectionCalendarTests.calendar(
      definition + Self.event(Self.may, "RRULE:FREQ=YEARLY;UNTIL=\(until)", "SUMMARY:Poll"))
    #expect(Self.days(calendar) == ["2027-05-06"] + (isIn ? ["2028-05-06"] : []))
  }

  @Test func `a series whose every date is excluded closes nothing and is told of`() {
    let calendar = ElectionCalendarTests.calendar(
      Self.event(Self.may, "RRULE:FREQ=YEARLY;COUNT=2", "EXDATE;VALUE=DATE:20270506,20280506"))
    #expect(calendar.elections.isEmpty)
    #expect(calendar.problems.map(\.severity) == [.warning])
    #expect(calendar.accounts.unused == [.noDate: 1])
  }

  // MARK: Any folder

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `G-48: no order of files and events and no copy changes an answer, and every event is accounted for`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    let folders = (0..<4).map { _ in
      (0..<5).map { _ -> [String] in
        let uid = pick(["1", "poll@x", "local.a@x", "local.b.2027-05-06"])
        let isOverride = uid == "local.a@x" && Bool.random(using: &random)
        let rule = uid == "local.a@x" && !isOverride ? "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;COUNT=3" : ""
        let lines = [
          "BEGIN:VEVENT", "UID:\(uid)", "DTSTART;VALUE=DATE:\(pick(["20270506", "20271014"]))",
          "SUMMARY:\(pick(["City", "Ward", "Hustings"]))", pick(["", "SEQUENCE:1", "SEQUENCE:2"]),
          pick(["", "", "STATUS:CANCELLED"]),
          pick([
            "CATEGORIES:LOCAL", "CATEGORIES:NOTICE-OF-ELECTION", "CATEGORIES:PURDAH", "CATEGORIES:PURDAH,MAYOR", "",
          ]),
          rule,
          isOverride ? "RECURRENCE-ID;VALUE=DATE:\(pick(["20270506", "20280504"]))" : "", "END:VEVENT",
        ]
        return lines.filter { !$0.isEmpty }
      }
    }
    let rules = [SourceRule(file: nil, summary: "Hust*", treatment: .ignore)]
    func answer(_ files: [CalendarFile]) -> Set<String> {
      let calendar = ElectionCalendarTests.calendar(files, rules)
      #expect(calendar.accounts.events == files.reduce(0) { $0 + $1.eventCount }, "seed \(seed)")
      #expect(!calendar.problems.contains { $0.message.contains("fault in Portcullis") }, "seed \(seed)")
      // Of elections that two files name alike one stands for both, with its own title.
      return Set(calendar.elections.map { "\($0.pollingDay) \($0.status) \($0.kinds) \($0.area?.description ?? "")" })
    }
    let first = answer(folders.enumerated().map { Self.file("\($0.offset)", $0.element) })
    for _ in 0..<4 {
      var shuffled = folders.shuffled(using: &random).enumerated().map {
        Self.file("\($0.offset)", $0.element.shuffled(using: &random))
      }
      if let copied = folders.randomElement(using: &random) { shuffled.append(Self.file("copy", copied)) }
      #expect(answer(shuffled) == first, "seed \(seed)")
    }
  }
}
