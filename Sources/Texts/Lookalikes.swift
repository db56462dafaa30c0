/// Which Latin letters and digits a reader takes a character for (`LookalikeData`).
package enum Lookalikes {
  /// What the character looks like, as ASCII; nil for ASCII itself, and for what looks like none.
  package static func letters(of scalar: Unicode.Scalar) -> [UInt8]? { scalar.isASCII ? nil : table[scalar.value] }

  private static let table: [UInt32: [UInt8]] = {
    var table: [UInt32: [UInt8]] = [:]
    for entry in LookalikeData.entries.utf8.split(separator: UInt8(ascii: ";")) {
      let parts = entry.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") }
      guard parts.count == 2, let first = UInt32(String(decoding: parts[0], as: UTF8.self), radix: 16) else { continue }
      if entry.contains(UInt8(ascii: "=")) {
        table[first] = Array(parts[1])
      } else {
        for (step, letter) in parts[1].enumerated() { table[first + UInt32(step)] = [letter] }
      }
    }
    return table
  }()
}
