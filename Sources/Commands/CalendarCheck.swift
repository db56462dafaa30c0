import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import Texts

struct CalendarCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads the calendars and reports every problem with its file and line.",
    discussion: """
      Without files it checks elections/ and bank-holidays/ of the calendars' folder. Exit code 65 when there is \
      an error: an event or a file that cannot be read holds every channel until it is mended.

      It ends with what became of every event: how many are elections, notices, windows and holidays, how many a \
      rule under sources leaves out, how many a newer version replaces, and how many decide nothing, and why.

      EXAMPLES
        portcullis calendar check
        portcullis calendar check ~/Downloads/elections.ics
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Single files to check instead.", completion: .file(extensions: ["ics"])) var files: [String] = []

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.atHand(options.choice, orBuiltIn: !files.isEmpty)
      let zone = workspace.civil.zone
      let last = zone.date(at: Workspace.now).adding(days: 3653)
      let forecast: Forecast
      if files.isEmpty {
        forecast = Forecast(workspace, days: Workspace.firstDay..<last)
      } else {
        let read = files.map { CalendarFolder.readFile($0, zone: zone) }
        forecast = Forecast(
          electionFiles: read.filter { !Self.holdsBankHolidays($0.path) },
          holidayFiles: read.filter { Self.holdsBankHolidays($0.path) },
          settings: workspace.settings, days: Workspace.firstDay..<last)
      }
      var problems = forecast.problems + forecast.distances
      let now = zone.date(at: Workspace.now)
      if files.isEmpty {
        problems += forecast.losses(settings: workspace.settings, on: now)
        problems += forecast.doubtfulAreas(workspace.settings, file: workspace.settingsName)
      }
      if let difference = SystemZoneData.difference(from: zone, around: Workspace.now) {
        problems.append(
          CalendarProblem(severity: .warning, file: "time zone database", line: 1, message: difference))
      }
      switch options.format {
      case .json: Terminal.write(json(forecast, problems, workspace).text)
      case .text: Terminal.write(text(forecast, problems, workspace))
      }
      if problems.contains(where: { $0.severity == .error }) { throw ExitStatus.badInput.code }
    }
  }

  /// A file below a folder of that name, or named as those are, is no election calendar.
  private static func holdsBankHolidays(_ path: String) -> Bool {
    URL(filePath: path).pathComponents.dropLast().contains("bank-holidays")
      || BankHolidayCalendars.isNamedForDivision(path)
  }

  /// What is only possible and not yet over.
  private func possible(_ forecast: Forecast) -> [PurdahWindow] {
    BlackoutSchedule(forecast.possible).windows.filter { $0.ends > Workspace.now }
  }

  private func json(_ forecast: Forecast, _ problems: [CalendarProblem], _ workspace: Workspace) -> JSON {
    .object([
      ("files", .number(forecast.fileCount)), AnsweringCouncil(workspace).json,
      ("events", .number(forecast.eventCount)),
      ("elections", .number(forecast.elections.count)),
      ("accounts", AccountsReport(forecast.accounts, workspace).json),
      (
        "problems",
        .array(
          problems.map { problem in
            .object([
              ("severity", .string(problem.severity.rawValue)),
              ("file", .string(problem.file)),
              ("line", .number(problem.line)),
              ("uid", JSON(problem.uid)),
              ("message", .string(problem.message)),
            ])
          })
      ),
      ("left_behind", .number(forecast.leftBehind)),
      ("possible", .array(possible(forecast).map(ContractJSON(zone: workspace.civil.zone).window))),
    ])
  }

  private func text(_ forecast: Forecast, _ problems: [CalendarProblem], _ workspace: Workspace) -> String {
    let causeText = CauseText(civil: workspace.civil)
    var notes = possible(forecast).map { window in
      "\(window.source.file.printable):\(window.source.line): \(causeText.possibleLine(ContractValues(workspace.civil).window(window)))"
    }
    if forecast.leftBehind > 0 {
      notes.append("\(counted(forecast.leftBehind, "entry", "entries")) that other programs left behind: not read.")
    }
    notes += [AnsweringCouncil(workspace).line, AccountsReport(forecast.accounts, workspace).text]
    let summary = [
      counted(forecast.fileCount, "file"), counted(forecast.eventCount, "event"),
      counted(forecast.elections.count, "poll"),
    ].joined(separator: ", ")
    if problems.isEmpty { return (notes + ["\(summary): no problems."]).joined(separator: "\n") }
    let errors = problems.count { $0.severity == .error }
    let verdict =
      errors > 0
      ? "\(counted(errors, "error")); every channel that is not closed holds until this is mended"
      : "no errors, \(counted(problems.count, "warning"))"
    return (problems.map(\.description) + notes + ["\(summary): \(verdict)."]).joined(separator: "\n")
  }
}
