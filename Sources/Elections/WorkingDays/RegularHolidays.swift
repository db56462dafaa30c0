/// The bank holidays that a division has in every year, worked out where no published data reach.
///
/// Fixed days and their substitutes after the Banking and Financial Dealings Act 1971 and the yearly
/// proclamations; days that are proclaimed for one year only cannot be foreseen, so whatever rests on
/// this is an estimate.
package enum RegularHolidays {
  /// In order, weekdays only.
  package static func days(of division: HolidayDivision, inYear year: Int) -> [CivilDate] {
    let easter = Easter.sunday(inYear: year)
    var days: [CivilDate] = []

    /// The weekday itself, or the next weekday that is not taken yet.
    func add(_ month: Int, _ day: Int) {
      var date = CivilDate(unchecked: year, month, day)
      while date.isWeekend || days.contains(date) { date = date.adding(days: 1) }
      days.append(date)
    }

    add(1, 1)
    if division == .scotland { add(1, 2) }
    if division == .northernIreland { add(3, 17) }
    days.append(easter.adding(days: -2))
    if division != .scotland { days.append(easter.adding(days: 1)) }
    days.append(firstMonday(of: 5, inYear: year))
    days.append(lastMonday(of: 5, inYear: year))
    if division == .northernIreland { add(7, 12) }
    days.append(division == .scotland ? firstMonday(of: 8, inYear: year) : lastMonday(of: 8, inYear: year))
    if division == .scotland { add(11, 30) }
    // A Christmas Day on a Sunday is made up for after Boxing Day, which keeps its Monday.
    let christmas = CivilDate(unchecked: year, 12, 25)
    if christmas.weekday == .sunday {
      add(12, 26)
      add(12, 25)
    } else {
      add(12, 25)
      add(12, 26)
    }
    return days.sorted()
  }

  private static func firstMonday(of month: Int, inYear year: Int) -> CivilDate {
    let first = CivilDate(unchecked: year, month, 1)
    return first.adding(days: (7 - first.weekday.rawValue) % 7)
  }

  private static func lastMonday(of month: Int, inYear year: Int) -> CivilDate {
    let last = CivilDate(unchecked: year, month, CivilDate.lengthOfMonth(month, inYear: year))
    return last.adding(days: -last.weekday.rawValue)
  }
}

extension CivilDate {
  package var isWeekend: Bool { weekday == .saturday || weekday == .sunday }
}
