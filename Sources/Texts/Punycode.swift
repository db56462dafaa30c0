/// The names of hosts that hold other letters than ASCII's, as they travel (RFC 3492, RFC 5891).
package enum Punycode {
  /// What a browser shows of a host's label: `xn--bcher-kva` is bücher. Nil for what is no such label.
  package static func shown(_ label: some StringProtocol) -> String? {
    guard label.utf8.count <= 63, label.lowercased().hasPrefix("xn--") else { return nil }
    return decoded(Array(label.utf8.dropFirst(4)))
  }

  // RFC 3492, section 5.
  private static let base = 36
  private static let least = 1
  private static let most = 26
  private static let skew = 38
  private static let damp = 700

  private static func decoded(_ input: [UInt8]) -> String? {
    var output: [Unicode.Scalar] = []
    var rest = input[...]
    if let delimiter = input.lastIndex(of: UInt8(ascii: "-")) {
      guard input[..<delimiter].allSatisfy({ $0 < 0x80 }) else { return nil }
      output = input[..<delimiter].map { Unicode.Scalar($0) }
      rest = input[(delimiter + 1)...]
    }
    var (point, place, bias) = (128, 0, 72)
    while !rest.isEmpty {
      let before = place
      var (weight, position) = (1, base)
      while true {
        // A label has 63 bytes at most, and what is out of Unicode's range ends this: no number here overflows.
        guard let digit = rest.popFirst().flatMap(value(of:)), place < 1 << 40, weight < 1 << 40 else { return nil }
        place += digit * weight
        let threshold = position <= bias ? least : min(position - bias, most)
        if digit < threshold { break }
        weight *= base - threshold
        position += base
      }
      bias = adapted(place - before, output.count + 1, isFirst: before == 0)
      point += place / (output.count + 1)
      place %= output.count + 1
      guard point < 0x110000, let scalar = Unicode.Scalar(UInt32(point)) else { return nil }
      output.insert(scalar, at: place)
      place += 1
    }
    return String(String.UnicodeScalarView(output))
  }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var steps = 0
    while delta > (base - least) * most / 2 {
      delta /= base - least
      steps += base
    }
    return steps + (base - least + 1) * delta / (delta + skew)
  }

  private static func value(of byte: UInt8) -> Int? {
    switch byte {
    case 0x61...0x7A: Int(byte) - 0x61
    case 0x41...0x5A: Int(byte) - 0x41
    case 0x30...0x39: Int(byte) - 0x30 + 26
    default: nil
    }
  }
}
