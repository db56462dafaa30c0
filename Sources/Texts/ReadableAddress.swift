/// An address as a reader of it would say it: without percent signs, and hosts in their own letters.
package enum ReadableAddress {
  /// How many layers of percent signs are taken off: what was encoded may have been encoded again.
  private static let mostLayers = 3

  package static func text(of address: String) -> String {
    var text = address
    for _ in 0..<mostLayers {
      guard let plain = decoded(text), plain != text else { break }
      text = plain
    }
    guard text.utf8.contains(UInt8(ascii: "-")), text.lowercased().contains("xn--") else { return text }
    return text.split(omittingEmptySubsequences: false) { !isOfLabel($0) }.reduce(into: text) { whole, label in
      if let shown = Punycode.shown(label) { whole = whole.replacing(label, with: shown, maxReplacements: 1) }
    }
  }

  /// Whether there is anything in it that a reader would not see as it stands.
  package static func isEncoded(_ token: some StringProtocol) -> Bool {
    let bytes = Array(token.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "%"), index + 2 < bytes.count, hex(bytes[index + 1]) != nil, hex(bytes[index + 2]) != nil
      {
        return true
      }
      if byte == UInt8(ascii: "-"), index >= 3, bytes[index - 1] == byte,
        bytes[index - 2] | 0x20 == UInt8(ascii: "n"), bytes[index - 3] | 0x20 == UInt8(ascii: "x")
      {
        return true
      }
    }
    return false
  }

  private static func isOfLabel(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
  }

  /// One layer of percent signs taken away, and the plus signs that stand for blanks; nil where there is none.
  private static func decoded(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "%")) || bytes.contains(UInt8(ascii: "+")) else { return nil }
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = hex(bytes[index + 1]),
        let low = hex(bytes[index + 2])
      {
        plain.append(high << 4 | low)
        index += 3
      } else {
        plain.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    // What is no UTF-8 is a sign that parts words.
    return String(decoding: plain, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
