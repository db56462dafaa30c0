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

  /// Reads a series once more by the files' own zones, where any of its times are disputed, and widens its occurrences, those
  /// from `first` on; one that only the other reading has counts too.
  func widen(
    _ found: inout [Occurrence], from first: Int, of series: Series, question: inout SeriesQuestion
  ) throws(SeriesFault) {
    guard series.members.contains(where: isDisputed) else { return }
    var others: [Occurrence] = []
    // What there is to remark on, the first reading did already.
    var again = SeriesQuestion(
      days: question.days, zone: zone, ruleDates: question.ruleDatesLeft, reading: question.reading)
    again.stepsLeft = question.stepsLeft
    try series.appendOccurrences(to: &others, files: otherFiles, question: &again)
    question.stepsLeft = again.stepsLeft
    question.ruleDatesLeft = again.ruleDatesLeft
    pair(&found, from: first, with: others)
  }

  /// Joins each occurrence of the other reading to that of the first which it may be, in the order of their starts.
  private func pair(_ found: inout [Occurrence], from first: Int, with others: [Occurrence]) {
    func start(_ occurrence: Occurrence) -> Int64 { occurrence.start.instant(in: zone).secondsSince1970 }
    var open = Dictionary(grouping: found[first...].indices, by: { found[$0].member })
      .mapValues { $0.sorted { start(found[$0]) < start(found[$1]) }[...] }
    for other in others.sorted(by: { start($0) < start($1) }) {
      var places = open[other.member] ?? []
      while let place = places.first, start(found[place]) < start(other) - Self.farthestApart { places.removeFirst() }
      if let place = places.first, start(found[place]) <= start(other) + Self.farthestApart {
        found[place] = hull(found[place], other)
        places.removeFirst()
      } else {
        found.append(other)
      }
      open[other.member] = places
    }
  }

  /// Seconds between the clocks of the places that are farthest apart.
  private static let farthestApart: Int64 = 26 * 3600

  private func isDisputed(_ member: EventPlace) -> Bool {
    let disputed = files[Int(member.file)].disputedZones
    return !disputed.isEmpty && files.event(member).uses { disputed[$0] != nil }
  }

  private func hull(_ one: Occurrence, _ other: Occurrence) -> Occurrence {
    let starts = [one, other].map { $0.start.instant(in: zone) }
    let ends = [one, other].map { ($0.end ?? $0.start).instant(in: zone) }
    guard let start = starts.min(), let end = ends.max(), starts[0] != starts[1] || ends[0] != ends[1] else {
      return one
    }
    return Occurrence(one, start: .instant(start), end: .instant(end))
  }
}
