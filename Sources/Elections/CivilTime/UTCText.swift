/// Instants in UTC, for logs and facts that know no authority's zone.
package enum UTCText {
  /// `2027-05-06T21:00:00Z`, with milliseconds where there are some.
  package static func text(_ instant: Instant) -> String {
    let civil = CivilDateTime(secondsAsUTC: instant.secondsSince1970)
    let milliseconds = instant.millisecondsSince1970 - instant.secondsSince1970 * 1000
    guard milliseconds != 0 else { return "\(civil)Z" }
    let digits = String(milliseconds)
    return "\(civil)." + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
  }
}

extension UTCText {
  /// Reads `text(_:)` back; nil for anything else.
  package static func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    func isAt(_ index: Int, _ mark: Unicode.Scalar) -> Bool { bytes[index] == UInt8(ascii: mark) }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].reduce(0) { value, byte in
        guard let value, (48...57).contains(byte) else { return nil }
        return value * 10 + Int(byte - 48)
      }
    }
    guard bytes.count == 20 || bytes.count == 24, isAt(10, "T"), isAt(13, ":"), isAt(16, ":"),
      isAt(bytes.count - 1, "Z"), let date = CivilDate(text.prefix(10)), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19),
      let civil = CivilDateTime(date: date, hour: hour, minute: minute, second: second)
    else { return nil }
    var milliseconds = 0
    if bytes.count == 24 {
      guard isAt(19, "."), let fraction = number(20..<23) else { return nil }
      milliseconds = fraction
    }
    return Instant(millisecondsSince1970: civil.secondsAsUTC * 1000 + Int64(milliseconds))
  }
}
