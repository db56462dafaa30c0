import Glibc

/// An address of the internet, as the number that it is.
package enum IPAddress: Hashable, Sendable {
  case v4(UInt32)
  case v6(high: UInt64, low: UInt64)

  /// Only the two standard forms; `2130706433` and `0x7f.1` are names to look up, not addresses.
  package init?(text: String) {
    var v4 = in_addr()
    if unsafe inet_pton(AF_INET, text, &v4) == 1 {
      self = .v4(UInt32(bigEndian: v4.s_addr))
      return
    }
    var v6 = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
    self.init(v6)
  }

  init(_ address: in6_addr) {
    let bytes = unsafe withUnsafeBytes(of: address) { unsafe Array($0) }
    self = .v6(high: Self.number(bytes[0..<8]), low: Self.number(bytes[8..<16]))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  /// Four numbers, or eight groups without any shortening.
  package var text: String {
    switch self {
    case .v4(let number):
      stride(from: 24, through: 0, by: -8).map { String(number >> UInt32($0) & 255) }.joined(separator: ".")
    case .v6(let high, let low):
      [high, low].flatMap { half in
        stride(from: 48, through: 0, by: -16).map { String(half >> UInt64($0) & 0xFFFF, radix: 16) }
      }.joined(separator: ":")
    }
  }

  /// The address of version 4 that is carried inside: IPv4-mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
  var carried: IPAddress? {
    guard case .v6(let high, let low) = self else { return nil }
    if high == 0, low >> 32 == 0xFFFF { return .v4(UInt32(truncatingIfNeeded: low)) }
    if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return .v4(UInt32(truncatingIfNeeded: low)) }
    if high >> 48 == 0x2002 { return .v4(UInt32(truncatingIfNeeded: high >> 16)) }
    return nil
  }
}

/// The addresses that begin with the same bits.
package struct AddressBlock: Hashable, Sendable {
  private let first: IPAddress
  private let length: Int

  /// As in `10.0.0.0/8`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/")
    guard parts.count == 2, let first = IPAddress(text: String(parts[0])), let length = Int(parts[1]) else {
      return nil
    }
    switch first {
    case .v4: guard (0...32).contains(length) else { return nil }
    case .v6: guard (0...128).contains(length) else { return nil }
    }
    self.first = first
    self.length = length
  }

  package func contains(_ address: IPAddress) -> Bool {
    switch (first, address) {
    case (.v4(let first), .v4(let other)):
      // A shift by the whole width gives zero in Swift, as a block of length 0 needs.
      first >> UInt32(32 - length) == other >> UInt32(32 - length)
    case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
      length <= 64
        ? high >> UInt64(64 - length) == otherHigh >> UInt64(64 - length)
        : high == otherHigh && low >> UInt64(128 - length) == otherLow >> UInt64(128 - length)
    default: false
    }
  }
}
