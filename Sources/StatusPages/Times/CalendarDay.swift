import Contract

/// A civil date, taken from the contract's text: `2027-05-06`.
struct CalendarDay: Hashable {
  let year: Int
  let month: Int
  let day: Int

  /// Nil for what is no date.
  init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year) else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  init?(_ day: Day) {
    var reading = DigitReading(day.text)
    guard let parts = reading.day(), reading.isAtEnd else { return nil }
    self = parts
  }

  /// Days from 1 January 1970 in the proleptic Gregorian calendar: the years are counted from March, so that the day that
  /// a leap year has more comes last.
  var number: Int {
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 0 for Sunday; 1 January 1970 was a Thursday.
  var weekday: Int { ((number + 4) % 7 + 7) % 7 }

  /// `2027-05-06`.
  var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A number with zeros before it.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
