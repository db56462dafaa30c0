/// A point in time to the millisecond, independent of any zone.
package struct Instant: Hashable, Comparable, Codable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let millisecondsSince1970: Int64

  package init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }
  package init(secondsSince1970: Int64) { millisecondsSince1970 = secondsSince1970 * 1000 }

  /// Whole seconds since 1970, rounded down.
  package var secondsSince1970: Int64 {
    millisecondsSince1970 >= 0 ? millisecondsSince1970 / 1000 : (millisecondsSince1970 - 999) / 1000
  }

  package func adding(seconds: Int64) -> Instant {
    Instant(millisecondsSince1970: millisecondsSince1970 + seconds * 1000)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.millisecondsSince1970 < right.millisecondsSince1970
  }
}

extension Instant {
  /// Rounded towards the past to the millisecond.
  package func adding(_ duration: Duration) -> Instant {
    Instant(millisecondsSince1970: millisecondsSince1970 + duration.wholeMilliseconds)
  }

  /// From `earlier` to this instant.
  package func since(_ earlier: Instant) -> Duration {
    .milliseconds(millisecondsSince1970 - earlier.millisecondsSince1970)
  }
}

extension Duration {
  package var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
