import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// Every calendar under Fixtures gives the answers written beside it.
@Suite struct FixtureTests {
  struct Expected: Decodable {
    struct Occurrence: Decodable, Hashable {
      let uid, start: String
      let end: String?
      let all_day: Bool
      let summary: String
      let status: String?
      let line: Int
    }
    struct Unreadable: Decodable, Hashable {
      let uid: String?
      let line: Int
    }
    let from, to, zone: String
    let occurrences: [Occurrence]
    let unreadable: [Unreadable]
  }

  @Test(arguments: [
    "all-day", "bad-values", "bank-holidays", "broken-structure", "lengths", "overrides", "rules-refused",
    "rules-used", "text", "time-zones", "truncated",
  ])
  func `a fixture gives its expected occurrences and unreadable events`(name: String) throws {
    let folder = Places.calendarFixtures
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: folder.appending(path: "\(name).expected.json")))
    let bytes = try Places.bytes(folder.appending(path: "\(name).ics"))
    let zone = try #require(TimeZone(identifier: expected.zone))
    let file = CalendarReader.read(bytes, path: "\(name).ics", zone: zone)
    let from = try #require(CivilDate(expected.from))
    let to = try #require(CivilDate(expected.to))
    let answer = CalendarSet([file], zone: zone).occurrences(in: from..<to)

    let found = answer.occurrences.map { occurrence in
      Expected.Occurrence(
        uid: occurrence.event.uid, start: text(occurrence.start, zone), end: occurrence.end.map { text($0, zone) },
        all_day: occurrence.isAllDay, summary: occurrence.event.summary, status: occurrence.status,
        line: Int(occurrence.event.line))
    }
    for (index, pair) in zip(found, expected.occurrences).enumerated() {
      #expect(pair.0 == pair.1, "occurrence \(index)")
    }
    #expect(found.count == expected.occurrences.count)
    let errors = (file.problems + answer.problems).filter { $0.severity == .error }
    #expect(
      Set(errors.map { Expected.Unreadable(uid: $0.uid, line: $0.line) }) == Set(expected.unreadable),
      "\(errors.map(\.description).joined(separator: "\n"))")
    #expect(errors.count == expected.unreadable.count)
  }

  /// As the expected files write it; the offset is the zone's at that instant.
  private func text(_ moment: Occurrence.Moment, _ zone: TimeZone) -> String {
    switch moment {
    case .day(let day): return day.description
    case .instant(let instant):
      let offset = zone.offsetSeconds(at: instant)
      let sign = offset < 0 ? "-" : "+"
      let hours = abs(offset) / 3600, minutes = abs(offset) / 60 % 60
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(zone.civil(at: instant))\(sign)\(two(hours)):\(two(minutes))"
    }
  }
}
