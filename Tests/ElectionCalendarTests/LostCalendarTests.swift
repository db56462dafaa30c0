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
    /// What its errors say, one each; an error holds every channel.
    var errors: [String] = []
    /// How many closures stand in the calendar as such, and how many are only possible.
    var windows = 0
    var possible = 0
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
    Lost(name: "tentative-window-and-notice.ics", days: ["2027-05-06"], warnings: [], possible: 1),
    Lost(name: "indented-event.ics", days: [], warnings: [], errors: ["This line is indented"]),
    Lost(
      name: "tzid-gmt-with-summer-time.ics", days: ["2027-05-06", "2027-05-07"],
      warnings: ["The VTIMEZONE “GMT” differs", "so both count"], windows: 1),
    Lost(
      name: "sequence-is-a-time-stamp.ics", days: ["2027-05-06", "2027-05-06"], warnings: ["2302221158"]),
    Lost(name: "until-9999.ics", days: everyFirstThursdayOfMay, warnings: []),
    Lost(
      name: "rule-ends-in-semicolon.ics", days: everyFirstThursdayOfMay,
      warnings: ["RRULE has a “;” with nothing beside it"]),
  ]

  /// Up to the last day that `ElectionCalendarTests` asks for.
  static let everyFirstThursdayOfMay = [
    "2027-05-06", "2028-05-04", "2029-05-03", "2030-05-02", "2031-05-01", "2032-05-06", "2033-05-05", "2034-05-04",
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
      #expect(calendar.standaloneWindows.count == lost.windows)
      #expect(calendar.possibleWindows.count == lost.possible)
      for (severity, expected) in [(CalendarProblem.Severity.warning, lost.warnings), (.error, lost.errors)] {
        let told = calendar.problems.filter { $0.severity == severity }
        #expect(told.count == expected.count, "\(calendar.problems)")
        for (problem, words) in zip(told, expected) { #expect(problem.message.contains(words), "\(problem)") }
      }
      #expect(calendar.accounts.events == calendar.eventCount)
    }
  }
}
