import Elections
import Foundation

/// Occurrences whose zone the file and the time zone database read differently: each lasts from the earlier start to the
/// later end, so that whatever either reading closes is closed.
struct BothReadings {
  private let files: [CalendarFile]
  private let otherFiles: [CalendarFile]
  private let zone: TimeZone

  /// Nil where no file disputes a zone.
  init?(_ files: [CalendarFile], zone: TimeZone) {
    guard files.contains(where: { !$0.disputedZones.isEmpty }) else { return nil }
    self.files = files
    otherFiles = files.map(\.byOwnZones)
    self.zone = zone
  }

  /// Reads a series once more by the files' own zones, where the occurrences from `first` on are disputed, and widens them.
  func widen(
    _ found: inout [Occurrence], from first: Int, of series: Series, question: inout SeriesQuestion
  ) throws(SeriesFault) {
    guard found[first...].contains(where: isDisputed) else { return }
    var others: [Occurrence] = []
    // What there is to remark on, the first reading did already.
    var again = SeriesQuestion(
      days: question.days, zone: zone, ruleDates: question.ruleDatesLeft, reading: question.reading)
    again.stepsLeft = question.stepsLeft
    try series.appendOccurrences(to: &others, files: otherFiles, question: &again)
    question.stepsLeft = again.stepsLeft
    question.ruleDatesLeft = again.ruleDatesLeft
    if others.count == found.count - first {
      for (place, other) in zip(found[first...].indices, others) { found[place] = hull(found[place], other) }
    } else {
      // At an edge of the question one reading has an occurrence more.
      found += others
    }
  }

  private func isDisputed(_ occurrence: Occurrence) -> Bool {
    let disputed = files[Int(occurrence.member.file)].disputedZones
    if disputed.isEmpty || occurrence.event.start.isDate { return false }
    if disputed[occurrence.event.start.zone] != nil { return true }
    if case .until(let end) = occurrence.event.length { return disputed[end.zone] != nil }
    return false
  }

  private func hull(_ one: Occurrence, _ other: Occurrence) -> Occurrence {
    let starts = [one, other].map { $0.start.instant(in: zone) }
    let ends = [one, other].map { ($0.end ?? $0.start).instant(in: zone) }
    guard let start = starts.min(), let end = ends.max(), starts[0] != starts[1] || ends[0] != ends[1] else {
      return one
    }
    return Occurrence(
      event: one.event, member: one.member, start: .instant(start), end: .instant(end), status: one.status)
  }
}
