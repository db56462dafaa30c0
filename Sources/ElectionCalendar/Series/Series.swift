import Elections
import Foundation

/// All components of one UID: the event itself, and the overrides of single occurrences (RFC 5545,
/// 3.8.4.4), each in its newest version.
struct Series: Sendable {
  /// The occurrence that an override replaces.
  enum Key: Hashable, Sendable {
    case day(CivilDate)
    case instant(Instant)

    /// False for a day and an instant, which are not compared.
    func isBefore(_ other: Key) -> Bool {
      switch (self, other) {
      case (.day(let one), .day(let other)): one < other
      case (.instant(let one), .instant(let other)): one < other
      default: false
      }
    }
  }

  private(set) var main: EventPlace?
  /// Several for one occurrence where no rank parts them.
  private(set) var overrides: [Key: [EventPlace]] = [:]

  /// Versions that are settled already.
  init(main: EventPlace?, overrides: [Key: [EventPlace]]) {
    self.main = main
    self.overrides = overrides
  }

  init(_ member: EventPlace, in files: [CalendarFile], zone: TimeZone) { add(member, in: files, zone: zone) }

  /// Every component that takes part.
  var members: [EventPlace] { (main.map { [$0] } ?? []) + overrides.values.joined() }

  /// Adds a component that was read after all that are here: it replaces the version with its key unless
  /// that is newer. Highest SEQUENCE, then latest DTSTAMP, then the last read.
  mutating func add(_ member: EventPlace, in files: [CalendarFile], zone: TimeZone) {
    let event = files.event(member)
    guard let key = files.key(of: member, zone: zone) else {
      if main.map({ event.isNewer(than: files.event($0)) }) ?? true { main = member }
      return
    }
    if overrides[key]?.last.map({ event.isNewer(than: files.event($0)) }) ?? true { overrides[key] = [member] }
  }

  /// Appends the occurrences that overlap the question.
  func appendOccurrences(
    to found: inout [Occurrence],
    files: [CalendarFile],
    question: inout SeriesQuestion
  ) throws(SeriesFault) {
    if overrides.isEmpty, let main {
      let event = files.event(main)
      if event.details?.recurs != true {
        // By far the most events: one occurrence, no dates to settle.
        let (start, end) = event.span(in: files[Int(main.file)], zone: question.zone)
        if question.overlaps(start: start, end: end) {
          found.append(Occurrence(main, of: files, start: start, end: end))
        } else if question.isCautious {
          question.idle[main] = .outsideDays
        }
        return
      }
    }
    try SeriesExpansion(self, files: files, zone: question.zone).append(to: &found, question: &question)
  }
}

extension [CalendarFile] {
  /// The occurrence that a component replaces; nil for the event itself.
  func key(of member: EventPlace, zone: TimeZone) -> Series.Key? {
    event(member).details?.recurrenceID.map { id in
      id.isDate ? .day(id.date) : .instant(self[Int(member.file)].instant(of: id, authority: zone))
    }
  }
}

extension CalendarEvent {
  /// What decides among versions: SEQUENCE, then DTSTAMP.
  struct Rank: Comparable {
    let sequence: Int32
    let stamp: Int64

    static func < (left: Self, right: Self) -> Bool {
      (left.sequence, left.stamp) < (right.sequence, right.stamp)
    }
  }

  var rank: Rank { Rank(sequence: sequence, stamp: stamp) }

  /// Whether this version counts before one that was read earlier.
  func isNewer(than other: CalendarEvent) -> Bool { rank >= other.rank }

  /// Start and end of the event itself, without its rule.
  func span(in file: CalendarFile, zone: some ZoneOffsets) -> (start: Occurrence.Moment, end: Occurrence.Moment?) {
    span(from: start.civil, length: length, in: file, zone: zone)
  }

  /// Start and end of an occurrence whose clock shows `civil` in the event's zone, at the instant `known`
  /// where that was worked out before.
  func span(
    from civil: CivilDateTime,
    beginning known: Instant? = nil,
    length: EventLength,
    in file: CalendarFile,
    zone authority: some ZoneOffsets
  ) -> (start: Occurrence.Moment, end: Occurrence.Moment?) {
    if start.isDate {
      let days =
        switch length {
        case .none: 1
        case .duration(let duration): duration.wholeDays ?? 1
        case .until(let end): end.date.days(since: start.date)
        }
      return (.day(civil.date), .day(civil.date.adding(days: days)))
    }
    let zone = file.zone(start.zone)
    let begin = known ?? zone.instant(of: civil)
    switch length {
    case .none: return (.instant(begin), nil)
    case .duration(let duration):
      let day =
        duration.days == 0 ? begin : zone.instant(of: civil.adding(days: Int(duration.days)))
      return (.instant(begin), .instant(day.adding(seconds: Int64(duration.seconds))))
    case .until(let end):
      let distance = civilDistance(to: end, in: file)
      // The event's own end is exact, also where its zone repeats an hour.
      if civil == start.civil {
        return (.instant(begin), .instant(max(begin, file.zone(end.zone).instant(of: end.civil))))
      }
      return (.instant(begin), .instant(max(begin, zone.instant(of: civil.adding(seconds: distance)))))
    }
  }

  /// How far the clock in the start's zone moves from start to end.
  private func civilDistance(to end: DateTimeValue, in file: CalendarFile) -> Int64 {
    let zone = file.zone(start.zone)
    let reading = end.zone == start.zone ? end.civil : zone.civil(at: file.zone(end.zone).instant(of: end.civil))
    return reading.secondsAsUTC - start.civil.secondsAsUTC
  }

  /// An upper bound on how many days an occurrence lasts.
  var longestDays: Int {
    switch length {
    case .none: 1
    case .duration(let duration): Int(duration.days) + Int(duration.seconds) / 86_400 + 2
    case .until(let end): end.date.days(since: start.date) + 2
    }
  }
}
