package import Texts

/// 128 random bits under which the digest of one personal text is made.
///
/// It is kept beside the text and taken away with it: a name is soon guessed, and what is left in the chain must tell
/// nobody whether they guessed right.
package struct TextKey: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package static func random(using generator: inout some RandomNumberGenerator) -> TextKey {
    TextKey(high: generator.next(), low: generator.next())
  }

  package init?(exactly bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func word(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
  }

  package init?(hex: String) {
    guard let bytes = Hexadecimal.bytes(hex) else { return nil }
    self.init(exactly: bytes)
  }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: high)
    bytes.append(bigEndian: low)
    return bytes
  }

  package var hex: String { Hexadecimal.text(bytes) }

  package func digest(of text: String) -> ContentHash { KeyedDigest.digest(of: text, under: bytes) }
}
