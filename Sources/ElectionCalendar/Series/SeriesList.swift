import Elections
import Foundation

/// Series whose versions are settled, ready to be expanded.
struct SeriesList: Sendable {
  let files: [CalendarFile]
  let zone: TimeZone
  let series: [Series]
  /// The rule, the first being 0, that ignores the series of a UID.
  var ignoredSeries: [String: Int] = [:]

  struct Answer {
    /// By start, UID and end.
    var occurrences: [Occurrence] = []
    var problems: [CalendarProblem] = []
    /// Events that gave no occurrence, and why; some of those that did are here too.
    var idle: [EventPlace: EventAccounts.Unused] = [:]
  }

  func occurrences(in days: Range<CivilDate>, ruleDates: Int, reading: SeriesQuestion.Reading) -> Answer {
    var question = SeriesQuestion(
      days: days, zone: zone, ruleDates: ruleDates, reading: reading, ignoredSeries: ignoredSeries)
    var found: [Occurrence] = []
    var logs: [Int32: ProblemLog] = [:]
    func log(_ severity: CalendarProblem.Severity, _ fault: SeriesFault, _ message: String) {
      let file = files[Int(fault.file)]
      logs[fault.file, default: ProblemLog(file: file.path)]
        .add(severity, line: fault.line, uid: file.events[Int(fault.event)].uid, message)
    }
    let both = reading == .cautious ? BothReadings(files, zone: zone) : nil
    for series in series {
      do {
        let first = found.count
        try series.appendOccurrences(to: &found, files: files, question: &question)
        try both?.widen(&found, from: first, of: series, question: &question)
      } catch {
        log(.error, error, "The event is not read: \(error.message)")
        for member in series.members { question.idle[member] = .notExpanded }
      }
    }
    for remark in question.remarks { log(.warning, remark, remark.message) }
    let problems = logs.keys.sorted().flatMap { file in
      logs[file]?.finished(lastLine: files[Int(file)].events.last.map { Int($0.line) } ?? 1) ?? []
    }
    return Answer(occurrences: ordered(found), problems: problems, idle: question.idle)
  }

  /// By start, UID and end; occurrences that are alike in all of these in the order of their files and lines.
  private func ordered(_ occurrences: [Occurrence]) -> [Occurrence] {
    // Many all-day occurrences share their days, told by their number.
    var starts: [Int: Instant] = [:]
    func instant(_ moment: Occurrence.Moment) -> Instant {
      switch moment {
      case .instant(let instant): return instant
      case .day(let day):
        let number = Int(day.daysSince1970)
        if let known = starts[number] { return known }
        let start = zone.startOfDay(day)
        starts[number] = start
        return start
      }
    }
    let order = occurrences.indices.map { (index: $0, start: instant(occurrences[$0].start)) }
    let earliest = Instant(millisecondsSince1970: .min)
    return order.sorted { one, other in
      if one.start != other.start { return one.start < other.start }
      let (left, right) = (occurrences[one.index], occurrences[other.index])
      if left.event.uid != right.event.uid {
        return left.event.uid.utf8.lexicographicallyPrecedes(right.event.uid.utf8)
      }
      let ends = (left.end.map(instant) ?? earliest, right.end.map(instant) ?? earliest)
      if ends.0 != ends.1 { return ends.0 < ends.1 }
      return (left.member.file, left.event.line, one.index) < (right.member.file, right.event.line, other.index)
    }.map { occurrences[$0.index] }
  }
}
