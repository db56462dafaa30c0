import Elections
import Foundation

/// The bounds of one question, what may still be spent on expanding rules for it, and what is found on the way.
struct SeriesQuestion {
  /// How calendars that contradict themselves are read.
  enum Reading {
    /// As RFC 5545 has it to the letter: what a calendar program would show.
    case asWritten
    /// So that no date is lost that somebody may have meant.
    case cautious
  }

  let days: Range<CivilDate>
  let instants: Range<Instant>
  let zone: TimeZone
  let reading: Reading
  var stepsLeft = CalendarLimits.expansionSteps
  var ruleDatesLeft: Int
  /// What is odd about a series that is read all the same.
  var remarks: [SeriesFault] = []
  /// Events of which some date was passed over, and why; of no weight for those that have another.
  var idle: [EventPlace: EventAccounts.Unused] = [:]
  /// Overrides that were taken already, where two series share one UID.
  var overridesTaken: Set<TakenOverride> = []
  /// The rule, the first being 0, that ignores the series of a UID.
  let ignoredSeries: [String: Int]

  /// An override that two series share is taken once. If one of them is cancelled and the other is not, it is taken for
  /// each.
  struct TakenOverride: Hashable {
    let member: EventPlace
    let isCancelled: Bool
  }

  init(
    days: Range<CivilDate>, zone: TimeZone, ruleDates: Int, reading: Reading, ignoredSeries: [String: Int] = [:]
  ) {
    ruleDatesLeft = ruleDates
    self.ignoredSeries = ignoredSeries
    self.days = days
    self.zone = zone
    self.reading = reading
    instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
  }

  var isCautious: Bool { reading == .cautious }

  func overlaps(start: Occurrence.Moment, end: Occurrence.Moment?) -> Bool {
    switch (start, end) {
    case (.day(let start), .day(let end)?): return start < days.upperBound && end > days.lowerBound
    case (.day(let start), _): return days.contains(start)
    case (.instant(let start), let end):
      guard let last = end?.instant(in: zone), last > start else { return instants.contains(start) }
      return start < instants.upperBound && last > instants.lowerBound
    }
  }

  mutating func remark(_ member: EventPlace, line: Int, _ message: @autoclosure () -> String) {
    guard isCautious else { return }
    remarks.append(SeriesFault(file: member.file, event: member.event, line: line, message: message()))
  }
}

/// A series that cannot be expanded, or is odd.
struct SeriesFault: Error {
  let file: Int32
  let event: Int32
  let line: Int
  let message: String
}
