package import Elections

/// Names one call to a store, so that the same call is known when it comes again (G-52).
///
/// Whoever calls makes it, once for all tries of one call. It is a UUID of version 7 (RFC 9562, section 5.7): the time at
/// which it was made, to the millisecond, and 74 random bits. So a store that keeps them in their order appends, and finds
/// the old ones at the front.
package struct OperationID: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package init(at instant: Instant, using generator: inout some RandomNumberGenerator) {
    let (one, other) = (generator.next(), generator.next())
    high = UInt64(max(0, instant.millisecondsSince1970)) << 16 | 0x7000 | one & 0x0FFF
    low = 0x8000_0000_0000_0000 | other >> 2
  }

  /// Smaller than any that is made at this instant or later.
  package static func lowest(at instant: Instant) -> OperationID {
    OperationID(high: UInt64(max(0, instant.millisecondsSince1970)) << 16, low: 0)
  }

  /// When it was made.
  package var at: Instant { Instant(millisecondsSince1970: Int64(high >> 16)) }

  /// How long a store remembers it at least, by its own mark of the clock.
  package static let memory = Duration.seconds(86_400)
}

extension OperationID: Comparable {
  package static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension OperationID: CustomStringConvertible {
  /// As UUIDs are written: `01941f29-7c00-7abc-8def-0123456789ab`.
  package var description: String {
    func digits(_ value: UInt64, _ count: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: count - text.count) + text
    }
    return [
      digits(high >> 32, 8), digits(high >> 16 & 0xFFFF, 4), digits(high & 0xFFFF, 4), digits(low >> 48, 4),
      digits(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
  }
}
