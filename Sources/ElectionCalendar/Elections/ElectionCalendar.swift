package import Elections
package import Foundation

/// The elections and hand-written windows that an authority's calendars name over a range of days.
package struct ElectionCalendar: Sendable {
  package let elections: [Election]
  /// Windows that belong to no election.
  package let standaloneWindows: [ExplicitWindow]
  package let problems: [CalendarProblem]
  package let eventCount: Int
  package let fileCount: Int
  /// The newest stamp of any source, in seconds since 1970; what a feed was last changed at.
  package let newestStamp: Int64?

  /// From the `files` below `elections/`. Series are expanded over `days`; `nation` counts for polls that
  /// name none.
  package init(
    files: [CalendarFile],
    days: Range<CivilDate>,
    zone: TimeZone,
    nation: Nation,
    rules: [SourceRule]
  ) {
    let set = CalendarSet(files, zone: zone)
    let answer = set.electionOccurrences(in: days)
    var collector = ElectionCollector(files: set.files, zone: zone, nation: nation, rules: rules)
    collector.warn(ofRivals: set.rivals)
    for occurrence in answer.occurrences { collector.take(occurrence) }
    collector.finish()
    elections = collector.elections
    standaloneWindows = collector.standaloneWindows
    problems = set.files.flatMap(\.problems) + answer.problems + collector.problems
    eventCount = files.reduce(0) { $0 + $1.eventCount }
    fileCount = files.count
    newestStamp = set.files.lazy.flatMap(\.events).map { max($0.stamp, $0.details?.lastModified ?? .min) }.max()
      .flatMap { $0 == .min ? nil : $0 }
  }
}
