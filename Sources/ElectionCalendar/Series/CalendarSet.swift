package import Elections
package import Foundation

/// Several read files as one calendar: versions of one event are settled, and unreadable series left out.
///
/// The order in which files were found does not matter: they are taken in the order of their names.
package struct CalendarSet: Sendable {
  package let files: [CalendarFile]
  package let zone: TimeZone
  let series: [Series]
  /// Versions that the order of files alone parts from the one that counts, though they say otherwise.
  let rivals: [Series]

  package init(_ files: [CalendarFile], zone: TimeZone) {
    let files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.files = files
    self.zone = zone
    let unreadable = files.reduce(into: Set<String>()) { $0.formUnion($1.unreadableUIDs) }
    var series: [Series] = []
    var places: [String: Int] = [:]
    series.reserveCapacity(files.reduce(0) { $0 + $1.events.count })
    for (number, file) in files.enumerated() {
      for (index, event) in file.events.enumerated() where !unreadable.contains(event.uid) {
        let member = Series.Member(file: Int32(number), event: Int32(index))
        if !event.uid.isEmpty, let place = places[event.uid] {
          series[place].add(member, in: files, zone: zone)
        } else {
          if !event.uid.isEmpty { places[event.uid] = series.count }
          series.append(Series(member, in: files, zone: zone))
        }
      }
    }
    self.series = series
    rivals = series.flatMap(\.rivals).map { Series($0, in: files, zone: zone) }
  }

  /// Every occurrence that overlaps the days from `days.lowerBound` up to, and without, `days.upperBound`,
  /// by start, UID and end; and the events that cannot be expanded.
  package func occurrences(in days: Range<CivilDate>) -> (occurrences: [Occurrence], problems: [CalendarProblem]) {
    occurrences(in: days, of: series, ruleDates: CalendarLimits.ruleDatesInQuestion)
  }

  /// The same for an authority's elections: of versions that no rank parts, each one counts.
  func electionOccurrences(in days: Range<CivilDate>) -> (occurrences: [Occurrence], problems: [CalendarProblem]) {
    occurrences(in: days, of: series + rivals, ruleDates: CalendarLimits.ruleDatesOfElections)
  }

  private func occurrences(
    in days: Range<CivilDate>,
    of series: [Series],
    ruleDates: Int
  ) -> (occurrences: [Occurrence], problems: [CalendarProblem]) {
    var question = SeriesQuestion(days: days, zone: zone, ruleDates: ruleDates)
    var found: [Occurrence] = []
    var logs: [Int32: ProblemLog] = [:]
    for series in series {
      do {
        try series.appendOccurrences(to: &found, files: files, question: &question)
      } catch {
        let uid = files.event(series.first).uid
        logs[error.file, default: ProblemLog(file: files[Int(error.file)].path)]
          .add(.error, line: error.line, uid: uid, "The event is not read: \(error.message)")
      }
    }
    let problems = logs.keys.sorted().flatMap { file in
      logs[file]?.finished(lastLine: files[Int(file)].events.last.map { Int($0.line) } ?? 1) ?? []
    }
    return (ordered(found), problems)
  }

  /// By start, UID and end; occurrences that are alike in all of these in the order of their files and lines.
  private func ordered(_ occurrences: [Occurrence]) -> [Occurrence] {
    // Many all-day occurrences share their days.
    var starts: [CivilDate: Instant] = [:]
    func instant(_ moment: Occurrence.Moment) -> Instant {
      switch moment {
      case .instant(let instant): return instant
      case .day(let day):
        if let known = starts[day] { return known }
        let start = zone.startOfDay(day)
        starts[day] = start
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
      return (left.file, left.event.line, one.index) < (right.file, right.event.line, other.index)
    }.map { occurrences[$0.index] }
  }
}

/// The bounds of one question, and what may still be spent on expanding rules for it.
struct SeriesQuestion {
  let days: Range<CivilDate>
  let instants: Range<Instant>
  let zone: TimeZone
  var stepsLeft = CalendarLimits.expansionSteps
  var ruleDatesLeft: Int

  init(days: Range<CivilDate>, zone: TimeZone, ruleDates: Int) {
    ruleDatesLeft = ruleDates
    self.days = days
    self.zone = zone
    instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
  }

  func overlaps(start: Occurrence.Moment, end: Occurrence.Moment?) -> Bool {
    switch (start, end) {
    case (.day(let start), .day(let end)?): return start < days.upperBound && end > days.lowerBound
    case (.day(let start), _): return days.contains(start)
    case (.instant(let start), let end):
      guard let last = end?.instant(in: zone), last > start else { return instants.contains(start) }
      return start < instants.upperBound && last > instants.lowerBound
    }
  }
}

/// A series that cannot be expanded.
struct SeriesFault: Error {
  let file: Int32
  let line: Int
  let message: String
}
