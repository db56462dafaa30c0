import ElectionCalendar
import Elections
import TestSupport
import Testing

/// P21 and P22, and section 6: versions, dates and overrides of one UID (G-11).
@Suite struct SeriesTests {
  private static let weekly = CalendarText.event(
    "s", "DTSTART;TZID=Europe/London:20260504T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Series")

  private static func override(_ id: String, _ lines: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:s", id] + lines + ["END:VEVENT"]
  }

  private static func starts(_ lines: [String]) -> [String] {
    CalendarText.read(lines).occurrences().map { String($0.dropFirst(2)) }
  }

  @Test(arguments: [
    "EXDATE;TZID=Europe/London:20260505T090000", "EXDATE:20260505T080000Z",
    "EXDATE;TZID=America/New_York:20260505T040000",
    "EXDATE;VALUE=DATE:20260505", "EXDATE:20260505T090000",
  ])
  func `P21 G-11: EXDATE names an occurrence by its instant or its day`(line: String) {
    let lines = Self.weekly.dropLast() + [line, "END:VEVENT"]
    #expect(Self.starts(Array(lines)) == ["2026-05-04T09:00:00", "2026-05-06T09:00:00", "2026-05-07T09:00:00"])
  }

  @Test func `P21: RDATEs are sorted in, each once, with the length that a period brings`() throws {
    let file = CalendarText.read(
      CalendarText.event(
        "s", "DTSTART;TZID=Europe/London:20260504T090000", "DURATION:PT1H",
        "RDATE;TZID=Europe/London:20260506T090000,20260504T090000,20260505T090000",
        "RDATE;VALUE=PERIOD:20260503T080000Z/PT3H"))
    let answer = CalendarSet([file], zone: .london).occurrences(in: .day("2026-05-01")..<(.day("2026-06-01")))
    let lengths = answer.occurrences.map { occurrence -> Int64 in
      let start = occurrence.start.instant(in: UTCOffsets()).secondsSince1970
      return ((occurrence.end?.instant(in: UTCOffsets()).secondsSince1970 ?? start) - start) / 3600
    }
    #expect(lengths == [3, 1, 1, 1])
  }

  @Test func `RDATE of another type than DTSTART is unreadable`() {
    let file = CalendarText.read(
      CalendarText.event("s", "DTSTART;VALUE=DATE:20260504", "RDATE:20260506T090000Z"))
    #expect(file.errors.map(\.line) == [8])
  }

  @Test(arguments: [
    "RECURRENCE-ID;TZID=Europe/London:20260505T090000", "RECURRENCE-ID:20260505T080000Z",
    "RECURRENCE-ID;VALUE=DATE:20260505",
  ])
  func `P22: an override replaces the occurrence that it names, wherever it moves it`(id: String) {
    let moved = Self.override(id, "DTSTART;TZID=Europe/London:20261001T120000", "SUMMARY:Moved")
    for lines in [Self.weekly + moved, moved + Self.weekly] {
      #expect(
        Self.starts(lines) == [
          "2026-05-04T09:00:00", "2026-05-06T09:00:00", "2026-05-07T09:00:00", "2026-10-01T12:00:00",
        ])
    }
  }

  @Test func `an override stays in its question though the occurrence that it replaces lies outside`() {
    let moved = Self.override("RECURRENCE-ID:20260505T080000Z", "DTSTART;TZID=Europe/London:20261001T120000")
    let file = CalendarText.read(Self.weekly + moved)
    #expect(file.occurrences("2026-09-01", "2026-11-01") == ["s 2026-10-01T12:00:00"])
    #expect(file.occurrences("2026-05-05", "2026-05-06").isEmpty)
  }

  @Test func `EXDATE removes an overridden occurrence too, and an override that matches nothing stands alone`() {
    let moved = Self.override("RECURRENCE-ID:20260505T080000Z", "DTSTART:20260601T080000Z")
    let excluded = Array(Self.weekly.dropLast()) + ["EXDATE:20260505T080000Z", "END:VEVENT"]
    #expect(Self.starts(excluded + moved).count == 3)
    let orphan = Self.override("RECURRENCE-ID:20260515T080000Z", "DTSTART:20260601T080000Z")
    #expect(Self.starts(Self.weekly + orphan).count == 5)
    #expect(Self.starts(orphan) == ["2026-06-01T09:00:00"])
  }

  @Test func `P22: RANGE=THISANDFUTURE moves every later occurrence, and a later override of one wins`() {
    let range = Self.override(
      "RECURRENCE-ID;RANGE=THISANDFUTURE:20260505T080000Z", "DTSTART;TZID=Europe/London:20260505T110000",
      "SUMMARY:Later")
    let single = Self.override("RECURRENCE-ID:20260506T080000Z", "DTSTART;TZID=Europe/London:20260506T070000")
    #expect(
      Self.starts(Self.weekly + range + single) == [
        "2026-05-04T09:00:00", "2026-05-05T11:00:00", "2026-05-06T07:00:00", "2026-05-07T11:00:00",
      ])
  }

  @Test func `P22: STATUS:CANCELLED on a series cancels all, on an override that occurrence, and all are listed`() {
    func statuses(_ lines: [String]) -> [String?] {
      let set = CalendarSet([CalendarText.read(lines)], zone: .london)
      return set.occurrences(in: .day("2026-05-01")..<(.day("2026-06-01"))).occurrences.map(\.status)
    }
    let one = Self.override("RECURRENCE-ID:20260505T080000Z", "DTSTART:20260505T080000Z", "STATUS:CANCELLED")
    #expect(statuses(Self.weekly + one) == [nil, "CANCELLED", nil, nil])
    let all = Array(Self.weekly.dropLast()) + ["STATUS:cancelled", "END:VEVENT"]
    #expect(statuses(all + one) == Array(repeating: "CANCELLED", count: 4))
  }

  @Test func `P22: of several versions over files the highest SEQUENCE counts, then the latest DTSTAMP, then the last`()
  {
    func file(_ path: String, _ day: String, _ stamp: String, _ sequence: Int?) -> CalendarFile {
      let lines =
        ["BEGIN:VEVENT", "UID:v", "DTSTAMP:\(stamp)", "DTSTART;VALUE=DATE:\(day)"]
        + (sequence.map { ["SEQUENCE:\($0)"] } ?? []) + ["END:VEVENT"]
      return CalendarReader.read(CalendarText.calendar(lines), path: path, zone: .london)
    }
    func day(_ files: [CalendarFile]) -> [String] {
      CalendarSet(files, zone: .london).occurrences(in: .day("2026-01-01")..<(.day("2027-01-01"))).occurrences
        .map { $0.startDay(in: UTCOffsets()).description }
    }
    let first = file("a.ics", "20260501", "20260101T000000Z", 2)
    let second = file("b.ics", "20260502", "20260201T000000Z", 1)
    let third = file("c.ics", "20260503", "20260301T000000Z", nil)
    for order in [[first, second, third], [third, first, second], [second, third, first]] {
      #expect(day(order) == ["2026-05-01"])
    }
    #expect(day([file("a.ics", "20260501", "20260101T000000Z", 1), second]) == ["2026-05-02"])
    #expect(day([second, file("a.ics", "20260501", "20260201T000000Z", 1)]) == ["2026-05-02"])
  }

  @Test func `two forms of one occurrence's name are two versions of its override`() {
    let newer = Self.override("RECURRENCE-ID:20260505T080000Z", "DTSTART:20260601T080000Z", "SEQUENCE:2")
    let older = Self.override("RECURRENCE-ID;VALUE=DATE:20260505", "DTSTART:20260701T080000Z", "SEQUENCE:1")
    for lines in [newer + older, older + newer] {
      #expect(Self.starts(Self.weekly + lines).last == "2026-06-01T09:00:00")
      #expect(Self.starts(Self.weekly + lines).count == 4)
    }
  }

  @Test func `an unreadable part makes its whole series unreadable, over files as well`() {
    let good = CalendarReader.read(CalendarText.calendar(Self.weekly), path: "a.ics", zone: .london)
    let bad = CalendarReader.read(
      CalendarText.calendar(Self.override("RECURRENCE-ID:soon", "DTSTART:20260505T080000Z")), path: "b.ics",
      zone: .london)
    let answer = CalendarSet([good, bad], zone: .london).occurrences(in: .day("2026-01-01")..<(.day("2027-01-01")))
    #expect(answer.occurrences.isEmpty)
    #expect(bad.errors.map(\.uid) == ["s"])
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a question's answer is that part of a longer question's`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var lines: [String] = []
    for number in 0..<6 {
      let rule = RandomRule(using: &random)
      lines += CalendarText.event("\(number)", "DTSTART;VALUE=DATE:\(rule.start.compact)", "RRULE:\(rule.text)")
    }
    lines += Self.weekly
    lines += Self.override(
      "RECURRENCE-ID;RANGE=THISANDFUTURE:20260505T080000Z", "DTSTART;TZID=Europe/London:20260605T110000", "DURATION:P3D"
    )
    let file = CalendarText.read(lines)
    let whole = file.occurrences("1999-01-01", "2040-01-01")
    for _ in 0..<10 {
      let from = CivilDate.day("2000-01-01").adding(days: Int.random(in: 0..<14_000, using: &random))
      let to = from.adding(days: Int.random(in: 1..<400, using: &random))
      let part = file.occurrences(from.description, to.description).filter { !$0.hasPrefix("s ") }
      let expected = whole.filter { line in
        let day = String(line.split(separator: " ").last ?? "")
        return !line.hasPrefix("s ") && day >= from.description && day < to.description
      }
      #expect(part == expected, "seed \(seed)")
    }
  }

  @Test func `every tree that libical made is freed`() {
    for _ in 0..<50 { _ = CalendarText.read(Self.weekly + CalendarText.event("bad", "DTSTART:x")) }
    // Other tests run meanwhile and hold a tree for a moment each.
    var live = LibicalTrees.live
    for _ in 0..<1_000_000 where live != 0 { live = LibicalTrees.live }
    #expect(live == 0)
  }
}
