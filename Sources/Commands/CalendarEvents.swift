import ArgumentParser
import Contract
import Desk
import Texts

struct CalendarEvents: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Lists every occurrence that the reader sees in one file, elections or not.",
    discussion: """
      What cannot be read is told on standard error, a line each, and the exit code is 65.

      EXAMPLES
        portcullis calendar events calendars/elections/uk-parliament.ics --from 2024-01-01 --to 2024-12-31
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions
  @Argument(help: "The .ics file.", completion: .file(extensions: ["ics"])) var file: String

  func run() async throws {
    try await reporting {
      let answered = try await options.ownDesk.answer(
        ListEvents(file: file, from: range.from, to: range.to))
      let days = answered.answer.aside
      options.show(answered.answer) { answer in
        if answer.list.isEmpty, let days {
          Terminal.complain("No event of \(file) takes place\(days.words(range, answered.civil)).")
        }
        return answer.list.map(line).joined(separator: "\n")
      }
      days?.complainOfErrors()
      if days?.errors.isEmpty == false { throw ExitStatus.badInput.code }
    }
  }

  private func line(_ occurrence: ListEvents.Occurrence) -> String {
    let end = occurrence.end.map { " to \($0)" } ?? ""
    let status = occurrence.status.map { " [\($0.printable)]" } ?? ""
    return "\(occurrence.start)\(end)  \(occurrence.summary.printable)\(status)  (line \(occurrence.line))"
  }
}
