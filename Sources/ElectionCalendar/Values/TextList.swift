/// Splits lists on the raw text, at the commas that no backslash escapes (P4).
enum TextList {
  /// The raw values; an escaped comma stays inside its value.
  static func values(in raw: ByteView, partedBy comma: UInt8 = UInt8(ascii: ",")) -> [ByteView] {
    var values: [ByteView] = []
    var start = 0
    var index = 0
    while index < raw.count {
      switch raw[index] {
      case UInt8(ascii: "\\"): index += 1
      case comma:
        values.append(raw[start..<index])
        start = index + 1
      default: break
      }
      index += 1
    }
    values.append(raw[min(start, raw.count)..<raw.count])
    return values
  }

  /// How many values a list has, without taking them apart.
  static func count(_ raw: ByteView) -> Int {
    var count = 1
    var index = 0
    while index < raw.count {
      switch raw[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: ","): count += 1
      default: break
      }
      index += 1
    }
    return count
  }

  /// The text of one value as meant (RFC 5545, 3.3.11), without blanks at its ends.
  static func unescaped(_ raw: ByteView) -> String {
    let trimmed = raw.trimmed
    guard trimmed.firstIndex(of: UInt8(ascii: "\\")) != nil else { return trimmed.string }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(trimmed.count)
    var index = 0
    while index < trimmed.count {
      var byte = trimmed[index]
      if byte == UInt8(ascii: "\\"), index + 1 < trimmed.count {
        index += 1
        byte =
          trimmed[index] == UInt8(ascii: "n") || trimmed[index] == UInt8(ascii: "N")
          ? UInt8(ascii: "\n") : trimmed[index]
      }
      bytes.append(byte)
      index += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
