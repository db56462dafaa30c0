import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import Texts

struct CalendarElections: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "elections",
    abstract: "Lists the elections that the calendars name.",
    discussion: "EXAMPLES\n  portcullis calendar elections --from 2026-01-01"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.atHand(options.choice)
      let days = try range.days(workspace)
      let forecast = try workspace.forecast(overlapping: days)
      let elections = forecast.elections.filter { days.contains($0.pollingDay) }
        .sorted { ($0.pollingDay, $0.source.file, $0.source.line) < ($1.pollingDay, $1.source.file, $1.source.line) }
      switch options.format {
      case .json:
        let contract = ContractJSON(zone: workspace.civil.zone)
        Terminal.write(JSON.array(elections.map { json($0, forecast.calculator.kind(of: $0), contract) }).text)
      case .text:
        if elections.isEmpty {
          Terminal.complain(
            "The calendars name no election\(days.words(range, workspace.civil)); they name "
              + "\(forecast.elections.count) at other times.")
        }
        let lines =
          elections.map { election in
            let id = election.id?.description ?? forecast.calculator.kind(of: election)?.rawValue ?? "unclassified"
            let status = election.status == .confirmed ? "" : " [\(election.status.rawValue)]"
            return "\(election.pollingDay)  \(id)  \(election.summary.printable)\(status)"
          } + [AnsweringCouncil(workspace).line]
        Terminal.write(lines.joined(separator: "\n"))
      }
      forecast.complainOfErrors()
    }
  }

  private func json(_ election: Election, _ kind: ElectionKind?, _ contract: ContractJSON) -> JSON {
    .object([
      ("election", JSON(election.id?.description)),
      ("kind", JSON(kind?.rawValue)),
      ("nation", .string(election.nation.rawValue)),
      ("area", JSON(election.area?.description)),
      ("polling_day", .string(election.pollingDay.description)),
      ("summary", .string(election.summary)),
      ("status", .string(election.status.rawValue)),
      ("notice", JSON(election.notice?.day.description)),
      ("possible_notice", JSON(election.possibleNotice?.day.description)),
      ("source", contract.source(election.source)),
    ])
  }
}
