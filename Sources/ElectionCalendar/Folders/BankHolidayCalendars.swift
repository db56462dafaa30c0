package import Elections
package import Foundation

/// The bank holidays that a folder's calendars name.
package struct BankHolidayCalendars: Sendable {
  package let holidays: BankHolidays
  package let files: [CalendarFile]
  package let problems: [CalendarProblem]
  /// What became of each event.
  package let accounts: EventAccounts

  private static let firstDay = CivilDate(year: CalendarLimits.years.lowerBound, month: 1, day: 1)
  private static let lastDay = CivilDate(year: CalendarLimits.years.upperBound, month: 12, day: 31)

  /// Every day on which some event of a file takes place is a holiday of the file's division; STATUS plays
  /// no part but CANCELLED, because a holiday too many only holds a day longer.
  package init(files: [CalendarFile], zone: TimeZone) {
    var days: [HolidayDivision: Set<CivilDate>] = [:]
    var problems: [CalendarProblem] = []
    let files = files.inOrder
    var accounts = EventAccounts()
    for file in files {
      problems += file.problems + (file.emptiness.map { [$0] } ?? [])
      let divisions: [HolidayDivision]
      if let division = Self.division(ofFile: file.path) {
        divisions = [division]
      } else {
        // Left out in all three: the cautious reading of days that nobody has placed.
        divisions = HolidayDivision.allCases
        if !file.isUnreadable {
          problems.append(
            CalendarProblem(
              severity: .warning, file: file.path, line: 1,
              message: "The file's name tells no division, so its days count in all three; name it "
                + "england-and-wales.ics, scotland.ics or northern-ireland.ics."))
        }
      }
      guard let first = Self.firstDay, let last = Self.lastDay else { continue }
      var ledger = EventLedger([file])
      let settlement = VersionSettlement(
        [file], meanings: EventMeanings([file], all: .holiday), zone: zone, ledger: &ledger)
      let answer = settlement.list.occurrences(
        in: first..<last, ruleDates: CalendarLimits.ruleDatesOfElections, reading: .cautious)
      for occurrence in answer.occurrences { ledger.settle(occurrence.member, .holiday) }
      for (member, reason) in answer.idle { ledger.settle(member, .unused(reason)) }
      let closed = ledger.close()
      accounts = accounts + closed.accounts
      problems += settlement.problems + answer.problems + closed.problems
      for occurrence in answer.occurrences where occurrence.status != "CANCELLED" {
        var day = occurrence.startDay(in: zone)
        // A holiday lasts a day or two; of a longer stretch, which is something else, the first days count.
        let end = min(occurrence.lastDay(in: zone), day.adding(days: 13))
        while day <= end {
          for division in divisions { days[division, default: []].insert(day) }
          day = day.adding(days: 1)
        }
      }
    }
    holidays = BankHolidays(days)
    self.accounts = accounts
    self.files = files
    self.problems = problems + Self.gaps(in: holidays, folder: files.first?.path)
  }

  /// Divisions without data, and years that are missing between others: what is counted there is an estimate.
  private static func gaps(in holidays: BankHolidays, folder: String?) -> [CalendarProblem] {
    guard let folder = folder?.split(separator: Character("/")).first else { return [] }
    func warning(_ message: String) -> CalendarProblem {
      CalendarProblem(severity: .warning, file: String(folder), line: 1, message: message)
    }
    return HolidayDivision.allCases.compactMap { division in
      let known = holidays.knownYears(of: division)
      let remedy =
        "starts that rest on it are estimates, a working day early. Add \(division.rawValue).ics from GOV.UK."
      guard let first = known.min(), let last = known.max() else {
        return warning("There are no bank holidays of \(division.name); \(remedy)")
      }
      let missing = (first...last).filter { !known.contains($0) }
      guard !missing.isEmpty else { return nil }
      let years = missing.map(String.init).joined(separator: ", ")
      return warning("The bank holidays of \(division.name) for \(years) are missing or not complete; \(remedy)")
    }
  }

  /// Whether a file that stands anywhere is plainly one of bank holidays: `scotland.ics`, not `scotland-elections.ics`.
  package static func isNamedForDivision(_ path: String) -> Bool {
    let name = path.split(separator: Character("/")).last.map { $0.lowercased() } ?? ""
    return HolidayDivision.allCases.contains { name == "\($0.rawValue).ics" }
  }

  /// `england-and-wales.ics` and names that begin so.
  static func division(ofFile path: String) -> HolidayDivision? {
    let name = path.split(separator: Character("/")).last.map { $0.lowercased() } ?? ""
    return HolidayDivision.allCases.first { name.hasPrefix($0.rawValue) }
  }
}
