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
    return Answer(occurrences: OccurrenceOrder(found, zone: zone).sorted(), problems: problems, idle: question.idle)
  }
}
