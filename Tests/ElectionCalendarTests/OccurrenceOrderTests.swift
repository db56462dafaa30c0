import Elections
import Foundation
import TestSupport
import Testing

@testable import ElectionCalendar

/// Work that is spread, over processors or over stretches of time, gives what it would in one piece.
@Suite struct OccurrenceOrderTests {
  @Test(arguments: [0, 1, 31, 32, 33, 64, 1000])
  func `what is mapped on all processors stands in its order`(count: Int) {
    #expect((0..<count).map { $0 }.mapOnProcessors { $0 * 2 } == (0..<count).map { $0 * 2 })
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `occurrences are ordered by start, UID and end as a plain sort orders them, however they lie`(seed: UInt64)
    throws
  {
    var generator = SeededGenerator(seed: seed)
    let london = TimeZone.london
    // Few days and few UIDs make many that are alike; one far away makes stretches that are empty.
    let days = Int.random(in: 1...400, using: &generator)
    var lines: [String] = []
    for number in 0..<Int.random(in: 1...300, using: &generator) {
      let day = number == 0 ? 9000 : Int.random(in: 0..<days, using: &generator)
      let date = CivilDate(daysSince1970: 18_000).adding(days: day).description.filter { $0 != "-" }
      let length = Int.random(in: 1...3, using: &generator)
      lines += [
        "BEGIN:VEVENT", "UID:\(Int.random(in: 0...40, using: &generator))-\(number)", "DTSTAMP:20250101T000000Z",
        Bool.random(using: &generator) ? "DTSTART;VALUE=DATE:\(date)" : "DTSTART:\(date)T120000Z",
        "DURATION:P\(length)D", "SUMMARY:A", "END:VEVENT",
      ]
    }
    let file = CalendarText.read(lines)
    let first = try #require(CivilDate(year: 2000, month: 1, day: 1))
    let last = try #require(CivilDate(year: 2060, month: 1, day: 1))
    let found = CalendarSet([file], zone: london).occurrences(in: first..<last).occurrences
    func key(_ one: Occurrence) -> (Int64, String, Int64) {
      (
        one.start.instant(in: london).millisecondsSince1970, one.event.uid,
        one.end?.instant(in: london).millisecondsSince1970 ?? .min
      )
    }
    #expect(found.count == file.events.count && found.count > 0)
    #expect(zip(found, found.dropFirst()).allSatisfy { key($0) <= key($1) })
  }
}
