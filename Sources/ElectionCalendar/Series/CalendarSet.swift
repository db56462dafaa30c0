package import Elections
package import Foundation

/// Several read files as one calendar, as a calendar program would show it: of several versions of an event the newest,
/// without unreadable series. Elections and bank holidays are read more cautiously, by `VersionSettlement`.
///
/// The order in which files were found does not matter: they are taken in the order of their names.
package struct CalendarSet: Sendable {
  private let list: SeriesList

  package init(_ files: [CalendarFile], zone: TimeZone) {
    let files = files.inOrder
    let unreadable = files.reduce(into: Set<String>()) { $0.formUnion($1.unreadableUIDs) }
    var series: [Series] = []
    var places: [String: Int] = [:]
    series.reserveCapacity(files.reduce(0) { $0 + $1.events.count })
    for (number, file) in files.enumerated() {
      for (index, event) in file.events.enumerated() where !unreadable.contains(event.uid) {
        let member = EventPlace(file: Int32(number), event: Int32(index))
        if !event.uid.isEmpty, let place = places[event.uid] {
          series[place].add(member, in: files, zone: zone)
        } else {
          if !event.uid.isEmpty { places[event.uid] = series.count }
          series.append(Series(member, in: files, zone: zone))
        }
      }
    }
    list = SeriesList(files: files, zone: zone, series: series)
  }

  /// Every occurrence that overlaps the days from `days.lowerBound` up to, and without, `days.upperBound`,
  /// by start, UID and end; and the events that cannot be expanded.
  package func occurrences(in days: Range<CivilDate>) -> (occurrences: [Occurrence], problems: [CalendarProblem]) {
    let answer = list.occurrences(in: days, ruleDates: CalendarLimits.ruleDatesInQuestion, reading: .asWritten)
    return (answer.occurrences, answer.problems)
  }
}

extension [CalendarFile] {
  /// By their names.
  var inOrder: [CalendarFile] { sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) } }
}
