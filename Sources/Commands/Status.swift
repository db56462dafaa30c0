import ArgumentParser
import Contract
import Desk
import Foundation
import Texts

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Says which channels are open or closed, since when, until when, and why.",
    discussion: """
      Exit codes: 0 every channel asked for is open; 3 at least one is closed; 4 none is closed, but at least \
      one is unknown because the calendars or the clock cannot be relied on, and holds. A channel that is paused, or \
      that its receiver stopped, is closed. A date alone asks about the whole day: what \
      is closed for a part of it counts as closed.

      EXAMPLES
        portcullis status
        portcullis status website --at 2027-04-20    the whole day
        portcullis status --at "2027-05-06 21:59" --format json
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channels; all when none is named.") var channels: [String] = []
  @Option(
    help: ArgumentHelp(
      "The moment asked about: RFC 3339, local time such as 2027-04-20T09:00, or a whole day, 2027-04-20.",
      valueName: "t"))
  var at: String?

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ShowStatus(channels: channels, at: at))
      options.show(answered.answer) { text($0, answered.civil, answered.council) }
      let states = answered.answer.channels.map(\.state.state)
      if states.contains(.closed) { throw ExitStatus.closed.code }
      if states.contains(.unknown) { throw ExitStatus.unknown.code }
    }
  }

  private func text(_ answer: ShowStatus.Answer, _ civil: CivilText, _ council: AnsweringCouncil) -> String {
    let moment = answer.channels.first.map { ChannelWords(answer: $0.state, civil: civil).moment(answer.at) }
    let heading = "\(council.prefix)\(moment ?? civil.short(answer.at)) (\(civil.zone.identifier))"
    var lines = [Style.bold(heading), ""]
    lines += answer.channels.flatMap { Self.lines($0, civil) }
    if let first = answer.channels.first(where: { $0.state.state != .open }) ?? answer.channels.first {
      let moment = at.map { " --at \(Self.quoted($0))" } ?? ""
      lines += ["", Style.faint("The law and the days counted: portcullis why \(first.state.channel)\(moment)")]
    }
    lines += [council.line]
    if let note = answer.calendar.note { lines += ["", Style.yellow(note)] }
    if !answer.register { lines += ["", Style.faint(SettingsCheck.noRegister)] }
    if answer.isLogUnwatched { lines += ["", Style.faint(Self.unwatchedLog)] }
    if answer.calendar.problems > 0 {
      lines += ["", "\(answer.calendar.problemCount) in the calendars: see “portcullis calendar check”."]
    }
    return lines.joined(separator: "\n")
  }

  private static let unwatchedLog =
    "The end of the audit log can be cut off unseen: name a folder outside of the store’s for signed checkpoints by "
    + "service.checkpoints in the settings."

  private static func lines(_ channel: ShowStatus.Channel, _ civil: CivilText) -> [String] {
    let words = ChannelWords(answer: channel.state, civil: civil)
    let causeText = CauseText(civil: civil)
    let besides = channel.besides
    var lines = [words.headline]
    if let day = words.day { lines.append("  that day: \(day)") }
    lines += causeText.lines(of: channel.state.causes, taking: channel.state.turns, indent: "  ") {
      causeText.block($0, mark: "-")
    }
    if let held = words.heldLine(besides.held) { lines.append("  \(held)") }
    lines += besides.overrides.map { "  \(Style.yellow("override")) \(OverrideText(civil: civil).line($0))" }
    lines += words.nextLines
    if !besides.possible.isEmpty {
      lines.append("  \(Style.yellow("possible")), closing nothing until it is confirmed:")
    }
    return lines + besides.possible.flatMap { causeText.block(.window($0), mark: "?") }
  }

  private static func quoted(_ argument: String) -> String { argument.contains(" ") ? "\"\(argument)\"" : argument }
}
