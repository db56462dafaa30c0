import ArgumentParser
import Contract
import Desk
import Elections
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
      let answered = try await options.desk().answer(ListElections(from: range.from, to: range.to))
      options.show(answered.answer) { answer in
        if answer.list.isEmpty, let days = answer.aside {
          Terminal.complain(
            "The calendars name no election\(days.words(range, answered.civil)); they name \(days.total) at other times."
          )
        }
        return (answer.list.map(line) + [answered.council.line]).joined(separator: "\n")
      }
      answered.answer.aside?.complainOfErrors()
    }
  }

  private func line(_ poll: ListElections.Poll) -> String {
    let status = poll.status == Election.Status.confirmed.rawValue ? "" : " [\(poll.status)]"
    return "\(poll.pollingDay)  \(poll.election ?? poll.kind ?? "unclassified")  \(poll.summary.printable)\(status)"
  }
}
