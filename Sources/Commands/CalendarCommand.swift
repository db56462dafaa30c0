import ArgumentParser
import Contract
import Desk

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
}

extension ListedDays {
  /// ` from Wed 1 May 2024 to Thu 2 May 2024`, leaving out what nobody asked for.
  func words(_ options: DayRangeOptions, _ civil: CivilText) -> String {
    (options.from == nil ? "" : " from \(civil.short(first))")
      + (options.to == nil && options.from != nil ? " on" : " up to \(civil.short(last))")
  }

  /// A list holds what could be read. What could not be is told of beside it.
  func complainOfErrors() {
    for error in errors { Terminal.complain(error.description) }
  }
}
