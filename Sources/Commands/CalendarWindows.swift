import ArgumentParser
import Contract
import Desk

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
      // People are told which are only possible, so for them they are always listed.
      let answered = try await options.desk().answer(
        ListWindows(from: range.from, to: range.to, possible: isPossibleListed || options.format == .text))
      options.show(answered.answer) { answer in
        if answer.list.isEmpty, let days = answer.aside {
          Terminal.complain(
            "No window closes anything\(days.words(range, answered.civil)); the calendars give \(days.total) at other times."
          )
        }
        let causeText = CauseText(civil: answered.civil)
        let lines = answer.list.map { listed in
          listed.isPossible == true ? causeText.possibleLine(listed.window) : causeText.line(.window(listed.window))
        }
        return (lines + [answered.council.line]).joined(separator: "\n")
      }
      answered.answer.aside?.complainOfErrors()
    }
  }
}
