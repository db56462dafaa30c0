import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
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
      let workspace = try await Workspace.atHand(options.choice, orBuiltIn: true)
      let days = try range.days(workspace)
      let zone = workspace.civil.zone
      let read = CalendarFolder.readFile(file, zone: zone)
      let answer = CalendarSet([read], zone: zone).occurrences(in: days)
      switch options.format {
      case .json: Terminal.write(array: answer.occurrences) { json($0, workspace.civil) }
      case .text:
        if answer.occurrences.isEmpty {
          Terminal.complain("No event of \(file) takes place\(days.words(range, workspace.civil)).")
        }
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
