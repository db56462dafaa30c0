/// Which days a kind of election leaves out of its timetable.
///
/// All leave out Saturdays, Sundays, 24 and 25 December, Good Friday, bank holidays and days of public
/// thanksgiving or mourning; what differs is whose bank holidays count and what is left out besides.
package struct ExcludedDays: Hashable, Sendable {
  package var divisions: Set<HolidayDivision>
  package var easterMonday = false
  /// The Thursday before Easter to the Tuesday after it, and the last weekday before Christmas Day to
  /// the first weekday after it that is no bank holiday, ends included (City of London wardmotes).
  package var cityBreaks = false

  package init(divisions: Set<HolidayDivision>, easterMonday: Bool = false, cityBreaks: Bool = false) {
    self.divisions = divisions
    self.easterMonday = easterMonday
    self.cityBreaks = cityBreaks
  }

  /// A UK general election leaves out a bank holiday of any part (RPA 1983 Sch 1 r.2).
  package static let anyPartOfTheUK = ExcludedDays(divisions: Set(HolidayDivision.allCases))

  package var name: String {
    var parts =
      divisions.count == HolidayDivision.allCases.count
      ? ["any part of the United Kingdom"]
      : HolidayDivision.allCases.filter(divisions.contains).map(\.name)
    if easterMonday { parts.append("Easter Monday") }
    if cityBreaks { parts.append("the City's Easter and Christmas breaks") }
    return parts.joined(separator: ", with ")
  }
}

/// Counts working days over one kind's excluded days.
///
/// The days of a span of years are laid out once, a byte each, so that counting back costs a few loads.
package struct WorkingDayCalendar: Sendable {
  private let rules: DayRules
  private let firstYear: Int
  private let firstDay: CivilDate
  private let isExcluded: [Bool]
  private let yearIsKnown: [Bool]

  /// Years laid out in advance; others are worked out when they are asked for.
  package static let commonYears = 1970...2040

  package init(
    excluding excluded: ExcludedDays,
    holidays: BankHolidays,
    extraNonWorkingDays: Set<CivilDate> = [],
    years: ClosedRange<Int> = Self.commonYears
  ) {
    rules = DayRules(excluded: excluded, holidays: holidays, extra: extraNonWorkingDays)
    firstYear = years.lowerBound
    firstDay = CivilDate(unchecked: years.lowerBound, 1, 1)
    let pastLast = CivilDate(unchecked: years.upperBound + 1, 1, 1)
    var flags = [Bool](repeating: false, count: pastLast.days(since: firstDay))
    var saturday = (Weekday.saturday.rawValue - firstDay.weekday.rawValue + 7) % 7
    if saturday == 6 { flags[0] = true }
    while saturday < flags.count {
      flags[saturday] = true
      if saturday + 1 < flags.count { flags[saturday + 1] = true }
      saturday += 7
    }
    for year in years {
      for day in rules.daysLeftOut(inYear: year) { flags[day.days(since: firstDay)] = true }
    }
    isExcluded = flags
    yearIsKnown = years.map(rules.isKnown)
  }

  package func isWorkingDay(_ day: CivilDate) -> Bool {
    var farYear = FarYear()
    return isWorkingDay(day, &farYear)
  }

  /// Whether the bank holidays of a day's year are published for every division that counts here.
  package func isKnown(_ year: Int) -> Bool {
    yearIsKnown.indices.contains(year - firstYear) ? yearIsKnown[year - firstYear] : rules.isKnown(year)
  }

  /// The `count`-th working day before `day`, which is day 0.
  package func day(_ count: Int, workingDaysBefore day: CivilDate) -> CivilDate {
    var farYear = FarYear()
    var current = day
    var left = count
    while left > 0 {
      current = current.adding(days: -1)
      if isWorkingDay(current, &farYear) { left -= 1 }
    }
    return current
  }

  /// The working days from the one before `day` back to `first`, in the order in which they are counted.
  package func workingDays(before day: CivilDate, backTo first: CivilDate) -> [CivilDate] {
    var farYear = FarYear()
    var days: [CivilDate] = []
    var current = day
    while current > first {
      current = current.adding(days: -1)
      if isWorkingDay(current, &farYear) { days.append(current) }
    }
    return days
  }

  /// One year outside of those laid out in advance, kept while one count goes on: a count seldom meets a second one.
  private struct FarYear {
    var year: Int?
    var daysLeftOut: [CivilDate] = []
  }

  private func isWorkingDay(_ day: CivilDate, _ farYear: inout FarYear) -> Bool {
    let index = day.days(since: firstDay)
    if isExcluded.indices.contains(index) { return !isExcluded[index] }
    if day.isWeekend { return false }
    if farYear.year != day.year { farYear = FarYear(year: day.year, daysLeftOut: rules.daysLeftOut(inYear: day.year)) }
    return !farYear.daysLeftOut.contains(day)
  }
}

/// What one kind of election leaves out besides weekends, year by year.
private struct DayRules: Sendable {
  let excluded: ExcludedDays
  let holidays: BankHolidays
  let extra: Set<CivilDate>

  func isKnown(_ year: Int) -> Bool { excluded.divisions.allSatisfy { holidays.isKnown(year, in: $0) } }

  /// Every weekday of `year` that is left out, and perhaps some weekend days; a day may stand twice.
  func daysLeftOut(inYear year: Int) -> [CivilDate] {
    let easter = Easter.sunday(inYear: year)
    let christmas = CivilDate(unchecked: year, 12, 25)
    var days = [christmas.adding(days: -1), christmas, easter.adding(days: -2)]
    for division in excluded.divisions { days += holidays.days(of: division, inYear: year) }
    if !extra.isEmpty { days += extra.filter { $0.year == year } }
    if excluded.easterMonday { days.append(easter.adding(days: 1)) }
    if excluded.cityBreaks {
      days += (-3...2).map { easter.adding(days: $0) }
      days += christmasBreak(christmas, holidays: days)
    }
    return days
  }

  private func christmasBreak(_ christmas: CivilDate, holidays: [CivilDate]) -> [CivilDate] {
    var first = christmas.adding(days: -1)
    while first.isWeekend { first = first.adding(days: -1) }
    var last = christmas.adding(days: 1)
    while last.isWeekend || holidays.contains(last) { last = last.adding(days: 1) }
    return (0...last.days(since: first)).map { first.adding(days: $0) }
  }
}
