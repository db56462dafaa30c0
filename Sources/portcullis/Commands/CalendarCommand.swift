import ArgumentParser
import ElectionCalendar
import Elections
import Foundation
import PublishingGate

struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar",
    abstract: "Checks the calendars, and lists what they hold and what follows from it.",
    subcommands: [
      CalendarCheck.self, CalendarEvents.self, CalendarElections.self, CalendarWindows.self, CalendarExport.self,
    ]
  )
}

/// A range of days as options give it.
struct DayRangeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The first day, YYYY-MM-DD; without it, from the beginning.", valueName: "day"))
  var from: String?
  @Option(
    help: ArgumentHelp("The day before which it ends, YYYY-MM-DD; without it, ten years from now.", valueName: "day"))
  var to: String?

  func days(_ workspace: Workspace) throws -> Range<CivilDate> {
    let first = try from.map(day) ?? Workspace.firstDay
    let past = try to.map(day) ?? workspace.civil.zone.date(at: Workspace.now).adding(days: 3653)
    guard first <= past else { throw Failure(.usage, "--from \(first) lies after --to \(past); swap them.") }
    let last = Workspace.lastDay
    return min(max(first, Workspace.firstDay), last)..<min(max(past, Workspace.firstDay), last)
  }

  private func day(_ text: String) throws -> CivilDate {
    guard let day = CivilDate(text) else { throw Failure(.usage, "“\(text)” is no day; write it as 2027-05-06.") }
    return day
  }
}

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
      case .json: Terminal.write(json(forecast, problems).text)
      case .text: Terminal.write(text(forecast, problems))
      }
      if problems.contains(where: { $0.severity == .error }) { throw ExitStatus.badInput.code }
    }
  }

  /// A file below a folder of that name, or named as those are, is no election calendar.
  private static func holdsBankHolidays(_ path: String) -> Bool {
    URL(filePath: path).pathComponents.dropLast().contains("bank-holidays")
      || BankHolidayCalendars.isNamedForDivision(path)
  }

  private func json(_ forecast: Forecast, _ problems: [CalendarProblem]) -> JSON {
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
    ])
  }

  private func text(_ forecast: Forecast, _ problems: [CalendarProblem]) -> String {
    let summary = [
      counted(forecast.fileCount, "file"), counted(forecast.eventCount, "event"),
      counted(forecast.elections.count, "election"),
    ].joined(separator: ", ")
    if problems.isEmpty { return "\(summary): no problems." }
    let errors = problems.count { $0.severity == .error }
    let verdict =
      errors > 0
      ? "\(counted(errors, "error")); every channel that is not closed holds until this is mended"
      : "no errors, \(counted(problems.count, "warning"))"
    return (problems.map(\.description) + ["\(summary): \(verdict)."]).joined(separator: "\n")
  }
}

struct CalendarEvents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Lists every occurrence that the reader sees in one file, elections or not.",
    discussion: """
      What cannot be read is told on standard error, a line each, and the exit code is 65.

      EXAMPLES
        portcullis calendar events calendars/elections/uk-parliament.ics --from 2024-01-01 --to 2025-01-01
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions
  @Argument(help: "The .ics file.", completion: .file(extensions: ["ics"])) var file: String

  func run() throws {
    try reporting {
      let workspace = try Workspace(options)
      let days = try range.days(workspace)
      let zone = workspace.civil.zone
      let read = CalendarFolder.readFile(file, zone: zone)
      let answer = CalendarSet([read], zone: zone).occurrences(in: days)
      switch options.format {
      case .json: Terminal.write(array: answer.occurrences) { json($0, workspace.civil) }
      case .text:
        if answer.occurrences.isEmpty { Terminal.complain("no event of \(file) takes place in this time.") }
        Terminal.write(answer.occurrences.map { text($0, workspace.civil) }.joined(separator: "\n"))
      }
      let errors = (read.problems + answer.problems).filter { $0.severity == .error }
      for problem in errors { Terminal.complain(problem.description) }
      if !errors.isEmpty { throw ExitStatus.badInput.code }
    }
  }

  private func json(_ occurrence: Occurrence, _ civil: CivilText) -> JSON {
    .object([
      ("uid", .string(occurrence.event.uid)),
      ("start", .string(moment(occurrence.start, civil))),
      ("end", JSON(occurrence.end.map { moment($0, civil) })),
      ("all_day", .bool(occurrence.isAllDay)),
      ("summary", .string(occurrence.event.summary)),
      ("status", JSON(occurrence.status)),
      ("line", .number(Int(occurrence.event.line))),
    ])
  }

  private func moment(_ moment: Occurrence.Moment, _ civil: CivilText) -> String {
    switch moment {
    case .day(let day): day.description
    case .instant(let instant): civil.rfc3339(instant)
    }
  }

  private func text(_ occurrence: Occurrence, _ civil: CivilText) -> String {
    let end = occurrence.end.map { " to \(moment($0, civil))" } ?? ""
    let status = occurrence.status.map { " [\($0.printable)]" } ?? ""
    return
      "\(moment(occurrence.start, civil))\(end)  \(occurrence.event.summary.printable)\(status)  (line \(occurrence.event.line))"
  }
}

struct CalendarElections: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "elections",
    abstract: "Lists the elections that the calendars name.",
    discussion: "EXAMPLES\n  portcullis calendar elections --from 2026-01-01"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions

  func run() throws {
    try reporting {
      let workspace = try Workspace(options)
      let days = try range.days(workspace)
      let forecast = Forecast(workspace, days: days)
      let elections = forecast.elections.filter { days.contains($0.pollingDay) }
        .sorted { ($0.pollingDay, $0.source.file, $0.source.line) < ($1.pollingDay, $1.source.file, $1.source.line) }
      switch options.format {
      case .json: Terminal.write(JSON.array(elections.map { json($0, ContractJSON(civil: workspace.civil)) }).text)
      case .text:
        if elections.isEmpty { Terminal.complain("the calendars name no election in this time.") }
        Terminal.write(
          elections.map { election in
            let id = election.id?.description ?? election.kinds.first?.rawValue ?? "unclassified"
            let status = election.status == .confirmed ? "" : " [\(election.status.rawValue)]"
            return "\(election.pollingDay)  \(id)  \(election.summary.printable)\(status)"
          }.joined(separator: "\n"))
      }
      forecast.complainOfErrors()
    }
  }

  private func json(_ election: Election, _ contract: ContractJSON) -> JSON {
    .object([
      ("election", JSON(election.id?.description)),
      ("kind", JSON(election.kinds.first?.rawValue)),
      ("nation", .string(election.nation.rawValue)),
      ("area", JSON(election.area?.description)),
      ("polling_day", .string(election.pollingDay.description)),
      ("summary", .string(election.summary)),
      ("status", .string(election.status.rawValue)),
      ("notice", JSON(election.notice?.description)),
      ("source", contract.source(election.source)),
    ])
  }
}

struct CalendarWindows: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "Lists the purdah windows of the elections, and those given by hand.",
    discussion: "EXAMPLES\n  portcullis calendar windows --from 2024-01-01 --to 2025-01-01"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions

  func run() throws {
    try reporting {
      let workspace = try Workspace(options)
      let days = try range.days(workspace)
      // A window may overlap the range though its poll lies behind it.
      let reach = min(days.upperBound.adding(days: 400), Workspace.lastDay)
      let forecast = Forecast(workspace, days: Workspace.firstDay..<max(reach, Workspace.firstDay.adding(days: 1)))
      let zone = workspace.civil.zone
      let instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
      let windows = BlackoutSchedule(forecast.windows).windows.filter {
        $0.starts < instants.upperBound && $0.ends > instants.lowerBound
      }
      switch options.format {
      case .json: Terminal.write(JSON.array(windows.map(ContractJSON(civil: workspace.civil).window)).text)
      case .text:
        if windows.isEmpty { Terminal.complain("no window in this time.") }
        let causeText = CauseText(civil: workspace.civil)
        Terminal.write(windows.map { causeText.line(.purdahWindow($0)) }.joined(separator: "\n"))
      }
      forecast.complainOfErrors()
    }
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

  /// Lists are of what could be read; what could not is told, and is an error.
  func complainOfErrors() {
    for problem in errors { Terminal.complain(problem.description) }
  }
}
