package import Elections
package import Foundation

/// The elections and hand-written windows that an authority's calendars name over a range of days.
package struct ElectionCalendar: Sendable {
  package let elections: [Election]
  /// Windows that belong to no election.
  package let standaloneWindows: [ExplicitWindow]
  /// The same that are TENTATIVE: they are shown, and close nothing.
  package let possibleWindows: [ExplicitWindow]
  package let problems: [CalendarProblem]
  /// What became of each event.
  package let accounts: EventAccounts
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
    let files = files.inOrder
    var ledger = EventLedger(files)
    let meanings = EventMeanings(files, by: EventClassifier(rules: rules))
    let settlement = VersionSettlement(files, meanings: meanings, zone: zone, ledger: &ledger)
    let answer = settlement.list.occurrences(
      in: days, ruleDates: CalendarLimits.ruleDatesOfElections, reading: .cautious)
    var collector = ElectionCollector(files: files, zone: zone, nation: nation, meanings: meanings)
    for occurrence in answer.occurrences { ledger.settle(occurrence.member, collector.take(occurrence)) }
    for (member, reason) in answer.idle { ledger.settle(member, .unused(reason)) }
    collector.finish()
    let closed = ledger.close()
    accounts = closed.accounts
    elections = collector.elections
    standaloneWindows = collector.standaloneWindows
    possibleWindows = collector.possibleWindows
    problems =
      files.flatMap(\.problems) + files.compactMap(\.emptiness) + settlement.problems + answer.problems
      + collector.problems + closed.problems
    eventCount = files.reduce(0) { $0 + $1.eventCount }
    fileCount = files.count
    newestStamp = files.lazy.flatMap(\.events).map { max($0.stamp, $0.details?.lastModified ?? .min) }.max()
      .flatMap { $0 == .min ? nil : $0 }
  }
}
