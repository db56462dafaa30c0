import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation

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
    help: ArgumentHelp("The last day, which is included, YYYY-MM-DD; without it, ten years from now.", valueName: "day")
  )
  var to: String?

  func days(_ workspace: Workspace) throws -> Range<CivilDate> {
    let first = try from.map(day) ?? Workspace.firstDay
    let past =
      try to.map { try day($0).adding(days: 1) } ?? workspace.civil.zone.date(at: Workspace.now).adding(days: 3653)
    guard first < past || to == nil && first == past else {
      throw Failure(.usage, "--from \(first) lies after --to \(to ?? past.description); swap them.")
    }
    let last = Workspace.lastDay
    return min(max(first, Workspace.firstDay), last)..<min(max(past, Workspace.firstDay), last)
  }

  private func day(_ text: String) throws -> CivilDate {
    guard let day = CivilDate(text) else { throw Failure(.usage, "“\(text)” is no day; write it as 2027-05-06.") }
    return day
  }
}

extension Range<CivilDate> {
  /// ` from Wed 1 May 2024 to Thu 2 May 2024`, leaving out what nobody asked for.
  func words(_ options: DayRangeOptions, _ civil: CivilText) -> String {
    (options.from == nil ? "" : " from \(civil.short(lowerBound))")
      + (options.to == nil && options.from != nil ? " on" : " up to \(civil.short(upperBound.adding(days: -1)))")
  }
}

extension Forecast {
  /// A list holds what could be read. What could not be is told of beside it, and makes the command fail.
  func complainOfErrors() {
    for problem in errors { Terminal.complain(problem.description) }
  }
}
