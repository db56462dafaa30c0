/// Reads numbers of a fixed length off the front of a text.
struct DigitReading {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(_ digits: Int, upTo most: Int = .max) -> Int? {
    guard rest.count >= digits else { return nil }
    var value = 0
    for byte in rest.prefix(digits) {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    rest = rest.dropFirst(digits)
    return value <= most ? value : nil
  }

  /// The sign that was there, of those allowed.
  mutating func skip(_ allowed: String) -> UInt8? {
    guard let first = rest.first, allowed.utf8.contains(first) else { return nil }
    rest = rest.dropFirst()
    return first
  }

  /// False where there was none.
  mutating func skipDigits() -> Bool {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    return !digits.isEmpty
  }

  mutating func day() -> CalendarDay? {
    guard let year = number(4), skip("-") != nil, let month = number(2), skip("-") != nil, let day = number(2) else {
      return nil
    }
    return CalendarDay(year: year, month: month, day: day)
  }

  /// In minutes: `Z`, `+01:00`.
  mutating func offset() -> Int? {
    if skip("Zz") != nil { return 0 }
    guard let sign = skip("+-"), let hours = number(2, upTo: 23), skip(":") != nil, let minutes = number(2, upTo: 59)
    else { return nil }
    return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }
}
