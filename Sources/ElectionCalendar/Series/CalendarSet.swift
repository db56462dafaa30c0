package import Elections
package import Foundation

/// Several read files as one calendar: versions of one event are settled, and unreadable series left out.
///
/// The order in which files were found does not matter: they are taken in the order of their names.
package struct CalendarSet: Sendable {
  package let files: [CalendarFile]
  package let zone: TimeZone
  let series: [Series]

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
  }

  /// Every occurrence that overlaps the days from `days.lowerBound` up to, and without, `days.upperBound`,
  /// by start, UID and end; and the events that cannot be expanded.
  package func occurrences(in days: Range<CivilDate>) -> (occurrences: [Occurrence], problems: [CalendarProblem]) {
    var question = SeriesQuestion(days: days, zone: zone)
    var found: [Occurrence] = []
    var problems: [CalendarProblem] = []
    for series in series {
      do {
        try series.appendOccurrences(to: &found, files: files, question: &question)
      } catch {
        let event = files[Int(series.first.file)].events[Int(series.first.event)]
        problems.append(
          CalendarProblem(
            severity: .error, file: files[Int(error.file)].path, line: error.line, uid: event.uid,
            message: "The event is not read: \(error.message)"))
      }
    }
    let order = found.indices.map { index in
      (
        index: index, start: found[index].start.instant(in: zone),
        end: found[index].end?.instant(in: zone) ?? Instant(millisecondsSince1970: .min)
      )
    }
    let sorted = order.sorted {
      if $0.start != $1.start { return $0.start < $1.start }
      let (left, right) = (found[$0.index].event.uid, found[$1.index].event.uid)
      if left != right { return left.utf8.lexicographicallyPrecedes(right.utf8) }
      return ($0.end, $0.index) < ($1.end, $1.index)
    }
    return (sorted.map { found[$0.index] }, problems)
  }
}

/// The bounds of one question, and what may still be spent on expanding rules for it.
struct SeriesQuestion {
  let days: Range<CivilDate>
  let instants: Range<Instant>
  let zone: TimeZone
  var expansionDaysLeft = CalendarLimits.expansionDays

  init(days: Range<CivilDate>, zone: TimeZone) {
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
