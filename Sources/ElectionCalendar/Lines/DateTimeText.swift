import Elections

/// What the digits of a date or date-time say, before a zone is known.
enum DateTimeText: Equatable {
  case date(CivilDate)
  case local(CivilDateTime)
  case utc(CivilDateTime)

  /// Only `YYYYMMDD` and `YYYYMMDDTHHMMSS[Z]` of days and times that exist, in the years that are read;
  /// libical accepts far more (P7).
  init?(_ text: ByteView) {
    guard text.count == 8 || text.count == 15 || text.count == 16,
      let year = Self.number(text, 0..<4), CalendarLimits.years.contains(year),
      let month = Self.number(text, 4..<6), let day = Self.number(text, 6..<8),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    if text.count == 8 {
      self = .date(date)
      return
    }
    guard text[8] == UInt8(ascii: "T"), let hour = Self.number(text, 9..<11),
      let minute = Self.number(text, 11..<13), let second = Self.number(text, 13..<15),
      let civil = CivilDateTime(date: date, hour: hour, minute: minute, second: second)
    else { return nil }
    if text.count == 15 {
      self = .local(civil)
    } else if text[15] == UInt8(ascii: "Z") {
      self = .utc(civil)
    } else {
      return nil
    }
  }

  private static func number(_ text: ByteView, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      guard text[index].isDigit else { return nil }
      value = value * 10 + Int(text[index] - 48)
    }
    return value
  }
}
