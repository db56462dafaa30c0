import ArgumentParser
import ElectionCalendar
import Elections
import Foundation
import PublishingGate

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
      let forecast = try workspace.forecast(overlapping: days)
      let zone = workspace.civil.zone
      let instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
      let windows = BlackoutSchedule(forecast.windows).windows.filter {
        $0.starts < instants.upperBound && $0.ends > instants.lowerBound
      }
      switch options.format {
      case .json: Terminal.write(JSON.array(windows.map(ContractJSON(zone: workspace.civil.zone).window)).text)
      case .text:
        if windows.isEmpty { Terminal.complain("no window in this time.") }
        let causeText = CauseText(civil: workspace.civil)
        Terminal.write(windows.map { causeText.line(.purdahWindow($0)) }.joined(separator: "\n"))
      }
      forecast.complainOfErrors()
    }
  }
}
