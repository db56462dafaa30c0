/// 128 random bits by which a receiver tells copies of one delivery apart.
///
/// Made once for a post's revision and a channel, stored before anything is sent, and the same in every
/// attempt; another revision has another key (C-05).
package struct DeliveryKey: Hashable, Codable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package static func random(using generator: inout some RandomNumberGenerator) -> DeliveryKey {
    DeliveryKey(high: generator.next(), low: generator.next())
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// Base32 in lower case (RFC 4648, section 6, without padding): 26 characters.
  package var text: String {
    var characters: [UInt8] = []
    characters.reserveCapacity(26)
    for group in 0..<26 {
      var value: UInt64 = 0
      for bit in group * 5..<group * 5 + 5 {
        let isSet = bit < 64 ? high >> UInt64(63 - bit) & 1 : bit < 128 ? low >> UInt64(127 - bit) & 1 : 0
        value = value << 1 | isSet
      }
      characters.append(Self.alphabet[Int(value)])
    }
    return String(decoding: characters, as: UTF8.self)
  }

  package init?(text: String) {
    let characters = Array(text.utf8)
    guard characters.count == 26 else { return nil }
    var bits: [UInt64] = []
    for character in characters {
      guard let value = Self.alphabet.firstIndex(of: character) else { return nil }
      for shift in stride(from: 4, through: 0, by: -1) { bits.append(UInt64(value >> shift & 1)) }
    }
    guard bits[128...].allSatisfy({ $0 == 0 }) else { return nil }
    high = bits[..<64].reduce(0) { $0 << 1 | $1 }
    low = bits[64..<128].reduce(0) { $0 << 1 | $1 }
  }
}
