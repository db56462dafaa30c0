/// One of the three areas for which bank holidays are published.
package enum HolidayDivision: String, CaseIterable, Hashable, Sendable {
  case englandAndWales = "england-and-wales"
  case scotland
  case northernIreland = "northern-ireland"

  package var name: String {
    switch self {
    case .englandAndWales: "England and Wales"
    case .scotland: "Scotland"
    case .northernIreland: "Northern Ireland"
    }
  }
}

/// The published bank holidays of the three divisions, and the years for which they are complete.
package struct BankHolidays: Hashable, Sendable {
  private var published: [HolidayDivision: [Int: [CivilDate]]]
  private var known: [HolidayDivision: Set<Int>]

  package init(_ days: [HolidayDivision: Set<CivilDate>] = [:]) {
    published = days.mapValues { Dictionary(grouping: $0, by: \.year).mapValues { $0.sorted() } }
    known = [:]
    for (division, years) in published {
      for (year, dates) in years {
        let weekdays = dates.count { !$0.isWeekend }
        guard weekdays >= RegularHolidays.days(of: division, inYear: year).count else { continue }
        known[division, default: []].insert(year)
      }
    }
  }

  /// Whether the data of a year can be taken as complete: they name at least as many weekdays as every
  /// year has. A year with a stray day or two, such as the one after the last published, is not known.
  package func isKnown(_ year: Int, in division: HolidayDivision) -> Bool {
    known[division]?.contains(year) ?? false
  }

  /// Every day that a timetable leaves out as a holiday of `division` in `year`: the published days,
  /// and for a year that is not known the regular ones besides. A day may stand twice.
  package func days(of division: HolidayDivision, inYear year: Int) -> [CivilDate] {
    let days = published[division]?[year] ?? []
    return isKnown(year, in: division) ? days : days + RegularHolidays.days(of: division, inYear: year)
  }

  /// The years for which a division's data are complete.
  package func knownYears(of division: HolidayDivision) -> Set<Int> { known[division] ?? [] }
}
