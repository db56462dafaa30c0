package import Elections

/// One time at which an event takes place.
package struct Occurrence: Sendable {
  package enum Moment: Hashable, Sendable {
    /// A whole local day, or the exclusive end of some.
    case day(CivilDate)
    case instant(Instant)
  }

  /// The component that gives this occurrence its text.
  package let event: CalendarEvent
  /// Where that stands among the files that were read.
  let member: EventPlace
  package let start: Moment
  /// Exclusive; nil for a timed event without an end.
  package let end: Moment?
  /// As written, in upper case; CANCELLED where the whole series is.
  package let status: String?

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
