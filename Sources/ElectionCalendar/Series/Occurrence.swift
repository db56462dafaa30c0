package import Elections

/// One time at which an event takes place.
package struct Occurrence: Sendable {
  package enum Moment: Hashable, Sendable {
    /// A whole local day, or the exclusive end of some.
    case day(CivilDate)
    case instant(Instant)
  }

  /// The events of the file that has its event. There may be very many occurrences, and an event is large.
  private let events: [CalendarEvent]
  /// Where its event stands among the files that were read.
  let member: EventPlace
  package let start: Moment
  /// Exclusive; nil for a timed event without an end.
  package let end: Moment?
  private let isSeriesCancelled: Bool

  init(
    _ member: EventPlace, of files: [CalendarFile], start: Moment, end: Moment?, isSeriesCancelled: Bool = false
  ) {
    events = files[Int(member.file)].events
    self.member = member
    self.start = start
    self.end = end
    self.isSeriesCancelled = isSeriesCancelled
  }

  init(_ other: Occurrence, start: Moment, end: Moment?) {
    events = other.events
    member = other.member
    self.start = start
    self.end = end
    isSeriesCancelled = other.isSeriesCancelled
  }

  /// The component that gives this occurrence its text.
  package var event: CalendarEvent { events[Int(member.event)] }

  /// As written, in upper case; CANCELLED where the whole series is.
  package var status: String? { isSeriesCancelled ? "CANCELLED" : event.status }

  package var isAllDay: Bool { if case .day = start { true } else { false } }

  /// The local day on which it starts.
  package func startDay(in zone: some ZoneOffsets) -> CivilDate {
    switch start {
    case .day(let day): day
    case .instant(let instant): zone.date(at: instant)
    }
  }

  /// The last local day that it touches.
  package func lastDay(in zone: some ZoneOffsets) -> CivilDate {
    let first = startDay(in: zone)
    switch end {
    case .day(let day): return max(first, day.adding(days: -1))
    case .instant(let end):
      return max(first, zone.date(at: Instant(millisecondsSince1970: end.millisecondsSince1970 - 1)))
    case nil: return first
    }
  }
}

extension Occurrence.Moment {
  /// A day stands for its first instant in the authority's zone.
  package func instant(in zone: some ZoneOffsets) -> Instant {
    switch self {
    case .day(let day): zone.startOfDay(day)
    case .instant(let instant): instant
    }
  }
}
