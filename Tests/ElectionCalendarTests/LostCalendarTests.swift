import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// Calendars in which an election was once lost without a word, after public reports: `Fixtures/Lost`, whose README
/// names them. Each gives the polls that it means, and says what is odd.
@Suite struct LostCalendarTests {
  struct Lost: Sendable, CustomTestStringConvertible {
    /// A file or a folder.
    let name: String
    /// Polling days that count, in order.
    let days: [String]
    /// What its warnings say, one each.
    let warnings: [String]
    var rules: [SourceRule] = []
    var testDescription: String { name }
  }

  static let inputs = [
    Lost(name: "one-uid-for-all.ics", days: ["2027-05-06", "2027-10-14"], warnings: ["One UID stands for 2 events"]),
    Lost(name: "counter-uids", days: ["2027-05-06", "2027-10-14"], warnings: ["One UID stands for 2 events"]),
    Lost(
      name: "same-uid-poll-and-hustings", days: ["2027-05-06"], warnings: [],
      rules: [
        SourceRule(file: nil, summary: "Hustings*", treatment: .ignore),
        SourceRule(file: nil, summary: "*election*", treatment: .election(kind: .local, area: nil, nation: nil)),
      ]),
  ]

  static func files(_ name: String) throws -> [CalendarFile] {
    let url = Places.calendarFixtures.appending(path: "Lost/\(name)")
    let urls =
      name.hasSuffix(".ics")
      ? [url]
      : try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "ics" }
    return try urls.map {
      CalendarReader.read(try Places.bytes($0), path: "elections/\($0.lastPathComponent)", zone: .london)
    }
  }

  @Test(arguments: inputs) func `G-48: no poll of a lost calendar is lost, in either order of its files and events`(
    lost: Lost
  ) throws {
    let files = try Self.files(lost.name)
    for order in [files, files.reversed()] {
      let calendar = ElectionCalendarTests.calendar(order, lost.rules)
      #expect(calendar.elections.filter { $0.status == .confirmed }.map(\.pollingDay.description) == lost.days)
      #expect(calendar.problems.count == lost.warnings.count, "\(calendar.problems)")
      for (problem, words) in zip(calendar.problems, lost.warnings) {
        #expect(problem.severity == .warning && problem.message.contains(words), "\(problem)")
      }
      #expect(calendar.accounts.events == calendar.eventCount)
    }
  }
}
