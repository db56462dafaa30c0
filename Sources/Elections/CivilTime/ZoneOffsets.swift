package import Foundation

/// Anything that knows a place's offset from UTC at every instant.
///
/// The time zone database is one, and so is a calendar's own VTIMEZONE. Civil times become instants here and nowhere
/// else, so a boundary does not depend on where its zone was defined.
package protocol ZoneOffsets: Sendable {
  /// Seconds east of UTC at `instant`.
  func offsetSeconds(at instant: Instant) -> Int
}

extension TimeZone: ZoneOffsets {
  package func offsetSeconds(at instant: Instant) -> Int {
    secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.millisecondsSince1970) / 1000))
  }
}

/// What a reading of the clock on the wall stands for.
package enum CivilResolution: Hashable, Sendable {
  case unique(Instant)
  /// The clocks go back over it; it happens twice.
  case repeated(first: Instant, second: Instant)
  /// The clocks go forward over it; `shifted` is the instant by the offset before the change.
  case skipped(shifted: Instant)
}

extension ZoneOffsets {
  /// The instants that `civil` may stand for, from the offsets a day before and a day after it.
  package func resolve(_ civil: CivilDateTime) -> CivilResolution {
    let asUTC = Instant(secondsSince1970: civil.secondsAsUTC)
    let before = offsetSeconds(at: asUTC.adding(seconds: -86_400))
    let after = offsetSeconds(at: asUTC.adding(seconds: 86_400))
    let early = asUTC.adding(seconds: Int64(-before))
    let earlyHolds = offsetSeconds(at: early) == before
    if before == after { return earlyHolds ? .unique(early) : .skipped(shifted: early) }
    let late = asUTC.adding(seconds: Int64(-after))
    switch (earlyHolds, offsetSeconds(at: late) == after) {
    case (true, true): return .repeated(first: min(early, late), second: max(early, late))
    case (true, false): return .unique(early)
    case (false, true): return .unique(late)
    case (false, false): return .skipped(shifted: early)
    }
  }

  /// One instant for `civil` (RFC 5545, 3.3.5): the first where the clocks show it twice, and where they skip it, what
  /// the offset before the change makes of it.
  package func instant(of civil: CivilDateTime) -> Instant {
    switch resolve(civil) {
    case .unique(let instant), .repeated(let instant, _), .skipped(let instant): instant
    }
  }

  /// The first instant of a local day; where its midnight is skipped, the moment the clocks jump to.
  package func startOfDay(_ date: CivilDate) -> Instant { instant(of: CivilDateTime(date: date)) }

  /// What the clock on the wall shows at `instant`.
  package func civil(at instant: Instant) -> CivilDateTime {
    CivilDateTime(secondsAsUTC: instant.secondsSince1970 + Int64(offsetSeconds(at: instant)))
  }

  package func date(at instant: Instant) -> CivilDate { civil(at: instant).date }
}

/// Coordinated Universal Time.
package struct UTCOffsets: ZoneOffsets {
  package init() {}
  package func offsetSeconds(at instant: Instant) -> Int { 0 }
}
