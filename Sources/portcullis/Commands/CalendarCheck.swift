import ArgumentParser
import ElectionCalendar
import Elections
import Foundation
import PublishingGate

struct CalendarCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads the calendars and reports every problem with its file and line.",
    discussion: """
      Without files it checks elections/ and bank-holidays/ of the calendars' folder. Exit code 65 when there is \
      an error: an event or a file that cannot be read holds every channel until it is mended.

      EXAMPLES
        portcullis calendar check
        portcullis calendar check ~/Downloads/elections.ics
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Single files to check instead.", completion: .file(extensions: ["ics"])) var files: [String] = []

  func run() throws {
    try reporting {
      let workspace = try Workspace(options)
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
      var problems = forecast.problems
      if files.isEmpty { problems += forecast.unusedAreas(workspace.settings) }
      if let difference = SystemZoneData.difference(from: zone, around: Workspace.now) {
        problems.append(
          CalendarProblem(severity: .warning, file: "time zone database", line: 1, message: difference))
      }
      switch options.format {
      case .json: Terminal.write(json(forecast, problems, workspace.civil).text)
      case .text: Terminal.write(text(forecast, problems, workspace.civil))
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

  private func json(_ forecast: Forecast, _ problems: [CalendarProblem], _ civil: CivilText) -> JSON {
    .object([
      ("files", .number(forecast.fileCount)),
      ("events", .number(forecast.eventCount)),
      ("elections", .number(forecast.elections.count)),
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
      ("possible", .array(possible(forecast).map(ContractJSON(zone: civil.zone).window))),
    ])
  }

  private func text(_ forecast: Forecast, _ problems: [CalendarProblem], _ civil: CivilText) -> String {
    let causeText = CauseText(civil: civil)
    let possible = possible(forecast).map { window in
      "\(window.source.file.printable):\(window.source.line): \(causeText.possibleLine(window))"
    }
    let summary = [
      counted(forecast.fileCount, "file"), counted(forecast.eventCount, "event"),
      counted(forecast.elections.count, "election"),
    ].joined(separator: ", ")
    if problems.isEmpty { return (possible + ["\(summary): no problems."]).joined(separator: "\n") }
    let errors = problems.count { $0.severity == .error }
    let verdict =
      errors > 0
      ? "\(counted(errors, "error")); every channel that is not closed holds until this is mended"
      : "no errors, \(counted(problems.count, "warning"))"
    return (problems.map(\.description) + possible + ["\(summary): \(verdict)."]).joined(separator: "\n")
  }
}

/// `1 file`, `2 files`.
private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension Forecast {
  /// An area in the settings that no election touches is perhaps mistyped, and would leave channels open.
  func unusedAreas(_ settings: Settings) -> [CalendarProblem] {
    let areas = Set((settings.authority.areas ?? []) + settings.channels.flatMap { $0.areas ?? [] })
    let named = elections.compactMap(\.area)
    return areas.filter { area in !named.contains { $0.touches(area) } }.map(\.description).sorted().map { area in
      CalendarProblem(
        severity: .warning, file: "settings", line: 1,
        message: "No election in the calendars touches the area “\(area)”; correct it if it is mistyped.")
    }
  }
}
