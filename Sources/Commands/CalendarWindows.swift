import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import Texts

struct CalendarWindows: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "Lists the purdah windows of the elections, and those given by hand.",
    discussion: """
      What is TENTATIVE in the calendars stands after them as possible, and closes nothing. In JSON it is listed with \
      --possible alone, and each entry then says "possible": true or false.

      EXAMPLES
        portcullis calendar windows --from 2024-01-01 --to 2024-12-31
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions
  @Flag(name: .customLong("possible"), help: "In JSON, list what is only possible as well.")
  var isPossibleListed = false

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.atHand(options.choice)
      let days = try range.days(workspace)
      let forecast = try workspace.forecast(overlapping: days)
      let zone = workspace.civil.zone
      let instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
      func overlapping(_ windows: [PurdahWindow]) -> [PurdahWindow] {
        BlackoutSchedule(windows).windows.filter { $0.starts < instants.upperBound && $0.ends > instants.lowerBound }
      }
      let windows = overlapping(forecast.windows)
      let possible = overlapping(forecast.possible)
      switch options.format {
      case .json:
        let contract = ContractJSON(zone: zone)
        // Whoever reads the list takes each entry for a closure, so what is only possible stands in it when it is asked for.
        Terminal.write(
          JSON.array(
            isPossibleListed
              ? windows.map { contract.window($0, isPossible: false) }
                + possible.map { contract.window($0, isPossible: true) }
              : windows.map(contract.window)
          ).text)
      case .text:
        if windows.isEmpty && possible.isEmpty {
          Terminal.complain(
            "No window closes anything\(days.words(range, workspace.civil)); the calendars give "
              + "\(forecast.windows.count) at other times.")
        }
        let causeText = CauseText(civil: workspace.civil)
        Terminal.write(
          (windows.map { causeText.line(.purdahWindow($0)) }
            + possible.map { causeText.possibleLine(ContractValues(workspace.civil).window($0)) }
            + [AnsweringCouncil(workspace).line]).joined(separator: "\n"))
      }
      forecast.complainOfErrors()
    }
  }
}
