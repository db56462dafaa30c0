/// A DURATION (RFC 5545, 3.3.6): civil days, then exact seconds.
package struct DurationValue: Hashable, Sendable {
  let days: Int32
  let seconds: Int32
  let isNegative: Bool

  /// More than any event lasts; beyond it numbers would wrap.
  private static let mostDays = 250_000

  init(days: Int32, seconds: Int32) {
    self.days = days
    self.seconds = seconds
    isNegative = false
  }

  init?(_ text: ByteView) {
    var index = 0
    var sign: UInt8?
    func byte() -> UInt8? { index < text.count ? text[index].upperCased : nil }
    if let first = byte(), first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      sign = first
      index += 1
    }
    guard byte() == UInt8(ascii: "P") else { return nil }
    index += 1
    var units = Array("WDTHMS".utf8)[...]
    var isTime = false
    var (weeks, days, seconds, parts) = (0, 0, 0, 0)
    while index < text.count {
      if byte() == UInt8(ascii: "T") {
        guard !isTime else { return nil }
        isTime = true
        index += 1
        units = Array("HMS".utf8)[...]
        guard index < text.count else { return nil }
        continue
      }
      var number = 0
      let first = index
      while let digit = byte(), digit.isDigit {
        guard index - first < 9 else { return nil }
        number = number * 10 + Int(digit - 48)
        index += 1
      }
      guard index > first, let unit = byte(), let place = units.firstIndex(of: unit) else { return nil }
      units = units[(place + 1)...]
      index += 1
      parts += 1
      switch (unit, isTime) {
      case (UInt8(ascii: "W"), false): weeks = number
      case (UInt8(ascii: "D"), false): days = number
      case (UInt8(ascii: "H"), true): seconds += number * 3600
      case (UInt8(ascii: "M"), true): seconds += number * 60
      case (UInt8(ascii: "S"), true): seconds += number
      default: return nil
      }
    }
    let allDays = weeks * 7 + days
    // Weeks stand alone.
    guard parts > 0, weeks == 0 || parts == 1, allDays <= Self.mostDays, seconds <= Self.mostDays * 8640 else {
      return nil
    }
    self.days = Int32(allDays)
    self.seconds = Int32(seconds)
    isNegative = sign == UInt8(ascii: "-") && (allDays > 0 || seconds > 0)
  }

  /// The whole days that it lasts, or `nil` when hours are left over.
  var wholeDays: Int? { seconds % 86_400 == 0 ? Int(days) + Int(seconds) / 86_400 : nil }
}
