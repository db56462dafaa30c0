package import Contract
import ElectionCalendar
import Elections
import Foundation
import Publishing

extension Desk {
  package func answer(_ request: CheckCalendars) async throws -> Answered<CheckCalendars.Answer> {
    let workspace = try await Workspace.atHand(choice, orBuiltIn: !request.files.isEmpty)
    let now = Workspace.now
    let forecast = Self.forecast(of: request.files, workspace, now: now)
    let values = ContractValues(workspace.civil)
    let problems = Self.problems(of: forecast, isWhole: request.files.isEmpty, workspace, now: now)
    let possible = BlackoutSchedule(forecast.possible).windows.filter { $0.ends > now }
    return Answered(
      CheckCalendars.Answer(
        files: forecast.fileCount, authority: AnsweringCouncil(workspace).authority, events: forecast.eventCount,
        elections: forecast.elections.count, accounts: values.accounts(forecast.accounts, workspace),
        problems: problems.map(values.problem), leftBehind: forecast.leftBehind,
        possible: possible.map(values.window)), workspace)
  }

  /// What single files say or, where none is named, the calendars' folder.
  private static func forecast(of files: [String], _ workspace: Workspace, now: Instant) -> Forecast {
    let zone = workspace.civil.zone
    let days = Workspace.firstDay..<zone.date(at: now).adding(days: 3653)
    if files.isEmpty { return Forecast(workspace, days: days) }
    let read = files.map { CalendarFolder.readFile($0, zone: zone) }
    return Forecast(
      electionFiles: read.filter { !holdsBankHolidays($0.path) },
      holidayFiles: read.filter { holdsBankHolidays($0.path) }, settings: workspace.settings, days: days)
  }

  /// A file below a folder of that name, or named as those are, is no election calendar.
  private static func holdsBankHolidays(_ path: String) -> Bool {
    URL(filePath: path).pathComponents.dropLast().contains("bank-holidays")
      || BankHolidayCalendars.isNamedForDivision(path)
  }

  /// `isWhole`: it was read from all the calendars that there are, which can lack something.
  private static func problems(
    of forecast: Forecast, isWhole: Bool, _ workspace: Workspace, now: Instant
  ) -> [CalendarProblem] {
    let zone = workspace.civil.zone
    var problems = forecast.problems + forecast.distances
    if isWhole {
      problems += forecast.losses(settings: workspace.settings, on: zone.date(at: now))
      problems += forecast.doubtfulAreas(workspace.settings, file: workspace.settingsName)
    }
    if let difference = SystemZoneData.difference(from: zone, around: now) {
      problems.append(CalendarProblem(severity: .warning, file: "time zone database", line: 1, message: difference))
    }
    return problems
  }
}
