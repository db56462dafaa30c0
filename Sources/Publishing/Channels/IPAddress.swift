/// An address of the internet, as the number that it is.
package enum IPAddress: Hashable, Sendable {
  case v4(UInt32)
  case v6(high: UInt64, low: UInt64)

  /// Only the two standard forms; `2130706433`, `0x7f.1` and `127.1` are names to look up, not addresses.
  package init?(text: String) {
    if let number = Self.version4(text[...]) {
      self = .v4(number)
    } else if let groups = Self.version6(text) {
      self.init(groups: groups)
    } else {
      return nil
    }
  }

  /// The sixteen bytes of an address of version 6.
  package init(bytes: [UInt8]) {
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self = .v6(high: number(bytes[0..<8]), low: number(bytes[8..<16]))
  }

  private init(groups: [UInt16]) {
    func number(_ groups: ArraySlice<UInt16>) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }
    self = .v6(high: number(groups[0..<4]), low: number(groups[4..<8]))
  }

  /// Four decimal numbers without leading zeros, which some readers take for octal.
  private static func version4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part), part == String(byte) else {
        return nil
      }
      number = number << 8 | UInt32(byte)
    }
    return number
  }

  /// Eight groups, `::` for some of them, or an address of version 4 as the last two (RFC 4291, section 2.2).
  private static func version6(_ text: String) -> [UInt16]? {
    guard text.contains(":") else { return nil }
    var halves: [[UInt16]] = []
    let pieces = halvesOf(text)
    guard pieces.count <= 2 else { return nil }
    for (index, piece) in pieces.enumerated() {
      guard let groups = groups(piece, isLast: index == pieces.count - 1) else { return nil }
      halves.append(groups)
    }
    if halves.count == 1 { return halves[0].count == 8 ? halves[0] : nil }
    let missing = 8 - halves[0].count - halves[1].count
    guard missing >= 1 else { return nil }
    return halves[0] + [UInt16](repeating: 0, count: missing) + halves[1]
  }

  private static func halvesOf(_ text: String) -> [Substring] {
    var halves: [Substring] = []
    var rest = text[...]
    while let place = rest.firstRange(of: "::") {
      halves.append(rest[..<place.lowerBound])
      rest = rest[place.upperBound...]
    }
    return halves + [rest]
  }

  private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, let number = version4(part) {
        groups += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
        continue
      }
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      groups.append(group)
    }
    return groups
  }

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
  package var carried: IPAddress? {
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
