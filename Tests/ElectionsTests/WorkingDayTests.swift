import Elections
import TestSupport
import Testing

@Suite struct WorkingDayTests {
  static let englandAndWales = ExcludedDays(divisions: [.englandAndWales])
  static let scotland = ExcludedDays(divisions: [.scotland])
  static let scotlandWithEasterMonday = ExcludedDays(divisions: [.scotland], easterMonday: true)
  static let northernIreland = ExcludedDays(divisions: [.northernIreland])
  static let city = ExcludedDays(divisions: [.englandAndWales], cityBreaks: true)

  /// Deadlines of the Electoral Commission's timetables, as DemocracyClub/uk-election-timetables tests them.
  @Test(arguments: [
    ("2019-01-10", 18, englandAndWales, "2018-12-11"), ("2019-01-10", 19, ExcludedDays.anyPartOfTheUK, "2018-12-07"),
    ("2019-01-10", 19, englandAndWales, "2018-12-10"), ("2019-01-10", 23, scotlandWithEasterMonday, "2018-12-03"),
    ("2019-01-10", 16, northernIreland, "2018-12-13"), ("2018-12-06", 23, scotlandWithEasterMonday, "2018-11-02"),
    ("2021-05-06", 23, scotlandWithEasterMonday, "2021-03-31"), ("2016-05-05", 22, englandAndWales, "2016-04-04"),
    ("2019-06-06", 19, englandAndWales, "2019-05-09"), ("2017-03-02", 16, northernIreland, "2017-02-08"),
    ("2021-05-06", 12, englandAndWales, "2021-04-19"), ("2021-05-06", 11, englandAndWales, "2021-04-20"),
    ("2021-05-06", 6, englandAndWales, "2021-04-27"), ("2023-04-13", 6, englandAndWales, "2023-04-03"),
    ("2023-04-13", 6, scotland, "2023-04-04"), ("2019-04-30", 17, city, "2019-04-01"),
    ("2021-05-06", 25, city, "2021-03-25"), ("2023-05-04", 25, englandAndWales, "2023-03-27"),
    ("2022-05-05", 35, scotlandWithEasterMonday, "2022-03-14"),
    ("2022-05-05", 28, scotlandWithEasterMonday, "2022-03-23"),
    // The union is not the earliest of the nations.
    ("2024-08-14", 22, ExcludedDays.anyPartOfTheUK, "2024-07-11"), ("2024-08-14", 22, englandAndWales, "2024-07-15"),
    ("2024-08-14", 22, northernIreland, "2024-07-15"), ("2024-08-14", 22, scotland, "2024-07-12"),
  ])
  func `a published deadline is counted back`(poll: String, count: Int, excluded: ExcludedDays, date: String) throws {
    let calendar = WorkingDayCalendar(excluding: excluded, holidays: try PublishedHolidays.holidays())
    #expect(calendar.day(count, workingDaysBefore: .day(poll)) == .day(date))
    let counted = calendar.workingDays(before: .day(poll), backTo: .day(date))
    #expect(counted.count == count)
    #expect(counted.last == .day(date))
  }

  /// From the data themselves: the regular pattern gives every year but those with a proclaimed change.
  @Test func `regular holidays are those of every year that no proclamation changed`() throws {
    let days = try PublishedHolidays.days()
    let changed: [HolidayDivision: Set<Int>] = [
      .englandAndWales: [2011, 2012, 2020, 2022, 2023], .scotland: [2011, 2012, 2020, 2022, 2023, 2026],
      .northernIreland: [2011, 2012, 2020, 2022, 2023],
    ]
    for division in HolidayDivision.allCases {
      for year in 2010...2028 {
        let published = try #require(days[division]).filter { $0.year == year }
        let regular = Set(RegularHolidays.days(of: division, inYear: year))
        #expect((published == regular) == !(changed[division]?.contains(year) ?? false), "\(division.name) \(year)")
      }
    }
  }

  @Test(arguments: [
    (1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2038, "2038-04-25"),
    (2285, "2285-03-22"),
  ])
  func `Good Friday and Easter Monday follow Easter Sunday`(year: Int, sunday: String) {
    let days = RegularHolidays.days(of: .englandAndWales, inYear: year)
    #expect(days.contains(CivilDate.day(sunday).adding(days: -2)))
    #expect(days.contains(CivilDate.day(sunday).adding(days: 1)))
  }

  @Test func `a year is known when its published days are complete, and not by a stray one`() throws {
    var days = try PublishedHolidays.days()
    days[.englandAndWales]?.insert(.day("2029-06-04"))
    let holidays = BankHolidays(days)
    for division in HolidayDivision.allCases {
      for year in 2010...2028 { #expect(holidays.isKnown(year, in: division)) }
      #expect(!holidays.isKnown(2009, in: division))
      #expect(!holidays.isKnown(2029, in: division))
    }
    // The stray day is left out all the same, beside the regular ones.
    #expect(holidays.days(of: .englandAndWales, inYear: 2029).contains(.day("2029-06-04")))
    #expect(holidays.days(of: .englandAndWales, inYear: 2029).contains(.day("2029-12-25")))
  }

  @Test func `years laid out in advance and years worked out on demand give the same days`() throws {
    let holidays = try PublishedHolidays.holidays()
    for excluded in [Self.englandAndWales, Self.scotlandWithEasterMonday, Self.city, .anyPartOfTheUK] {
      let wide = WorkingDayCalendar(excluding: excluded, holidays: holidays, years: 2000...2040)
      let narrow = WorkingDayCalendar(excluding: excluded, holidays: holidays, years: 2020...2020)
      var day = CivilDate.day("2009-01-01")
      while day < .day("2035-01-01") {
        #expect(wide.isWorkingDay(day) == narrow.isWorkingDay(day))
        day = day.adding(days: 1)
      }
      for year in 2009...2035 { #expect(wide.isKnown(year) == narrow.isKnown(year)) }
    }
  }
}
