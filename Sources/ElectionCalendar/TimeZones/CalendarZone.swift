package import Elections
package import Foundation

/// A zone that a calendar's times stand in.
package enum CalendarZone: Sendable {
  case utc
  case database(TimeZone)
  /// Known only from the calendar's own VTIMEZONE.
  case own(OwnZone)
  /// Not known at all; events that use it are unreadable.
  case unknown
}

extension CalendarZone: ZoneOffsets {
  package func offsetSeconds(at instant: Instant) -> Int {
    switch self {
    case .utc, .unknown: 0
    case .database(let zone): zone.offsetSeconds(at: instant)
    case .own(let zone): zone.offsetSeconds(at: instant)
    }
  }
}

extension CalendarZone {
  /// Its clocks show UTC in winter and summer.
  var staysAtUTC: Bool {
    [0, 15_552_000].allSatisfy { offsetSeconds(at: Instant(secondsSince1970: 1_767_225_600 + $0)) == 0 }  // 2026
  }
}

/// A VTIMEZONE worked out to its changes of offset.
package struct OwnZone: Sendable {
  /// By instant; the offset holds from it on.
  private let changes: [(at: Instant, offset: Int)]
  private let firstOffset: Int

  /// Nil when there is nothing to work with.
  init?(changes: [(at: Instant, offset: Int)], firstOffset: Int) {
    guard !changes.isEmpty else { return nil }
    self.changes = changes.sorted { $0.at < $1.at }
    self.firstOffset = firstOffset
  }

  package func offsetSeconds(at instant: Instant) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : changes[low - 1].offset
  }
}
