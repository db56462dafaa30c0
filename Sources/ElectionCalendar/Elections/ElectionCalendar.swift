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
  /// Events that give nothing, because they lie wholly after the days.
  package let laterEvents: [LaterEvent]
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
    let later = answer.idle.filter { $0.value == .outsideDays && files.event($0.key).start.date >= days.upperBound }
    let used = later.isEmpty ? [] : Set(answer.occurrences.map(\.member))
    laterEvents = later.keys.filter { !used.contains($0) }.sorted().map {
      LaterEvent(source: files.source(of: $0), day: files.event($0).start.date)
    }
    let closed = ledger.close()
    accounts = closed.accounts
    elections = collector.elections
    standaloneWindows = collector.standaloneWindows
    possibleWindows = collector.possibleWindows
    problems =
      files.enumerated().flatMap { number, file in
        file.problems { !meanings[EventPlace(file: Int32(number), event: Int32($0))].isIgnored }
      }
      + files.compactMap(\.emptiness) + settlement.problems + answer.problems + collector.problems + closed.problems
    eventCount = files.reduce(0) { $0 + $1.eventCount }
    fileCount = files.count
    newestStamp = files.lazy.flatMap(\.events).map { max($0.stamp, $0.details?.lastModified ?? .min) }.max()
      .flatMap { $0 == .min ? nil : $0 }
  }
}

/// An event that begins after the days that were asked for.
package struct LaterEvent: Hashable, Sendable {
  package let source: SourceLine
  package let day: CivilDate
}
