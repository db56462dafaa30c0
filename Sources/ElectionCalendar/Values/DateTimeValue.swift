package import Elections

/// A DATE or DATE-TIME as it was written: a civil reading and where its zone stands.
///
/// Small on purpose: a big calendar keeps several of them for each event.
package struct DateTimeValue: Hashable, Sendable {
  private let day: Int32
  /// -1 for a DATE.
  private let second: Int32
  /// An index into the file's zones; of no meaning for a DATE.
  package let zone: ZoneIndex

  init(date: CivilDate) {
    day = date.daysSince1970
    second = -1
    zone = .utc
  }

  init(_ civil: CivilDateTime, zone: ZoneIndex) {
    day = civil.date.daysSince1970
    second = civil.secondOfDay
    self.zone = zone
  }

  package var isDate: Bool { second < 0 }
  package var date: CivilDate { CivilDate(daysSince1970: day) }
  /// A DATE's reading is its midnight.
  package var civil: CivilDateTime { CivilDateTime(date: date, secondOfDay: max(0, second)) }
}

/// Points at one of a file's zones.
package struct ZoneIndex: Hashable, Sendable {
  let rawValue: Int32
  package static let utc = ZoneIndex(rawValue: 0)
}

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
