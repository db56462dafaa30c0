import Elections
import Foundation

/// Settles which versions of each event count, among those that no rule ignores: by the table at `EventVersion`.
///
/// Neither the order of files nor that of events decides anything, and a copy of a file changes nothing.
struct VersionSettlement {
  let list: SeriesList
  /// Of versions that cannot be ranked.
  let problems: [CalendarProblem]

  init(_ files: [CalendarFile], meanings: EventMeanings, zone: TimeZone, ledger: inout EventLedger) {
    var members: [EventPlace] = []
    members.reserveCapacity(files.reduce(0) { $0 + $1.events.count })
    // By far the most UIDs have one event; only the others need lists.
    var others: [Int: [EventPlace]] = [:]
    var places: [String: Int] = [:]
    var ignored: [String: Int] = [:]
    for (number, file) in files.enumerated() {
      for (index, event) in file.events.enumerated() {
        let member = EventPlace(file: Int32(number), event: Int32(index))
        if case .ignored(let rule) = meanings[member] {
          ledger.settle(member, .ignored(rule: rule))
          if event.details?.recurs == true { ignored[event.uid] = rule }
        } else if !event.uid.isEmpty, let place = places[event.uid] {
          others[place, default: []].append(member)
        } else {
          if !event.uid.isEmpty { places[event.uid] = members.count }
          members.append(member)
        }
      }
    }
    var settled: [Series] = []
    settled.reserveCapacity(members.count)
    var logs: [Int32: ProblemLog] = [:]
    for (place, first) in members.enumerated() {
      guard let more = others[place] else {
        settled.append(Series(first, in: files, zone: zone))
        continue
      }
      let group = Dictionary(grouping: [first] + more) { Family(meanings[$0]) }
      for (_, members) in group.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        var versions = VersionGroup(members, meanings: meanings, files: files, zone: zone)
        settled += versions.settle(&ledger)
        for rivals in versions.rivals { Self.report(rivals, files, &logs) }
      }
    }
    list = SeriesList(files: files, zone: zone, series: settled, ignoredSeries: ignored)
    problems = logs.keys.sorted().flatMap { file in
      logs[file]?.finished(lastLine: files[Int(file)].events.last.map { Int($0.line) } ?? 1) ?? []
    }
  }

  /// Events that are different things are no versions of one another, though they share a UID.
  private enum Family: Int {
    case election, notice, window

    init(_ meaning: EventClassifier.Meaning) {
      switch meaning {
      case .election, .holiday, .ignored: self = .election
      case .notice: self = .notice
      case .window: self = .window
      }
    }
  }

  /// One warning for all that share a name, at the last of them.
  private static func report(_ rivals: [EventPlace], _ files: [CalendarFile], _ logs: inout [Int32: ProblemLog]) {
    guard let last = rivals.max() else { return }
    let event = files.event(last)
    let others = rivals.sorted().dropLast()
    let places = others.prefix(3).map { files.source(of: $0) }.map { "\($0.file):\($0.line)" }.joined(separator: ", ")
    let more = others.count > 3 ? " and \(others.count - 3) more" : ""
    let path = files[Int(last.file)].path
    logs[last.file, default: ProblemLog(file: path)].add(
      .warning, line: Int(event.line), uid: event.uid,
      "One UID stands for \(rivals.count) events that say different things, and none is plainly a newer version (the "
        + "same SEQUENCE, one VCALENDAR, or another poll: \(places)\(more)); all count. Give each event a UID of its "
        + "own, or remove those that no longer hold.")
  }
}
