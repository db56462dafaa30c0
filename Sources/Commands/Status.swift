import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
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
      let workspace = try await Workspace.answering(options.choice, counting: at == nil)
      let asked = try AskedMoment(at, workspace.civil)
      let chosen = try workspace.channels(channels)
      let forecast = try workspace.forecast(around: asked.start)
      let standing = workspace.standing(forecast, now: asked.now)
      let held = try await workspace.held(standing, asked)
      let answers = chosen.map { ChannelAnswer($0, standing, asked, workspace.civil, held: held) }
      switch options.format {
      case .json: Terminal.write(json(answers, asked, workspace, forecast, standing).text)
      case .text: Terminal.write(text(answers, asked, workspace, forecast))
      }
      if answers.contains(where: { $0.state.state == .closed }) { throw ExitStatus.closed.code }
      if answers.contains(where: { $0.state.state == .unknown }) { throw ExitStatus.unknown.code }
    }
  }

  private func json(
    _ answers: [ChannelAnswer], _ asked: AskedMoment, _ workspace: Workspace, _ forecast: Forecast, _ standing: Standing
  ) -> JSON {
    let contract = ContractJSON(zone: workspace.civil.zone)
    return .object([
      ("at", contract.instant(asked.start)),
      AnsweringCouncil(workspace).json,
      ("revision", workspace.revisionJSON),
      ("register", .bool(workspace.settings.register != nil)),
      ("calendar", forecast.json),
      ("clock_doubt", JSON(standing.clockDoubt)),
      (
        "channels",
        .array(
          answers.map { answer in
            .object(
              answer.json(contract) + [
                ("possible", .array(forecast.possible(for: answer.channel, at: asked.start).map(contract.window))),
                ("overrides", .array(workspace.overrides(on: answer.channel).map(contract.override))),
                (
                  "hand_over",
                  JSON(answer.channel.governance.handOver.map { $0.confirmedOn == nil ? "needed" : "done" })
                ),
                ("stopped", JSON(standing.stop(of: answer.channel.id)?.reason)),
              ] + answer.heldJSON)
          })
      ),
    ])
  }

  private func text(
    _ answers: [ChannelAnswer], _ asked: AskedMoment, _ workspace: Workspace, _ forecast: Forecast
  ) -> String {
    let causeText = CauseText(civil: workspace.civil)
    let council = AnsweringCouncil(workspace)
    let heading = "\(council.prefix)\(asked.words(workspace.civil)) (\(workspace.civil.zone.identifier))"
    var lines = [Style.bold(heading), ""]
    for answer in answers {
      lines.append(answer.headline(workspace.civil))
      if let day = answer.day?.words(workspace.civil) { lines.append("  that day: \(day)") }
      if let hold = answer.state.hold {
        lines += causeText.lines(of: hold, indent: "  ") { causeText.block($0, mark: "-") }
      }
      if let held = answer.heldLine { lines.append("  \(held)") }
      for override in workspace.overrides(on: answer.channel) {
        lines.append("  \(Style.yellow("override")) \(OverrideText(civil: workspace.civil).line(override))")
      }
      lines += answer.nextLines(causeText)
      let possible = forecast.possible(for: answer.channel, at: asked.start)
      if !possible.isEmpty { lines.append("  \(Style.yellow("possible")), closing nothing until it is confirmed:") }
      for window in possible { lines += causeText.block(.purdahWindow(window), mark: "?") }
    }
    if let first = answers.first(where: { $0.state.state != .open }) ?? answers.first {
      let moment = at.map { " --at \(Self.quoted($0))" } ?? ""
      lines += ["", Style.faint("The law and the days counted: portcullis why \(first.channel.id)\(moment)")]
    }
    lines += [council.line]
    if let note = forecast.comparison.note { lines += ["", Style.yellow(note)] }
    if workspace.settings.register == nil { lines += ["", Style.faint(SettingsCheck.noRegister)] }
    if !forecast.problems.isEmpty {
      lines += ["", "\(forecast.problemCount) in the calendars: see “portcullis calendar check”."]
    }
    return lines.joined(separator: "\n")
  }
}

extension Status {
  private static func quoted(_ argument: String) -> String { argument.contains(" ") ? "\"\(argument)\"" : argument }
}

extension Workspace {
  /// The number of the revision that answers; null where the files on disk do.
  var revisionJSON: JSON { adopted.map { .number(Int($0.revision.number.rawValue)) } ?? .null }
}

extension FileComparison {
  /// What a reader of an answer should know of it; nil when there is nothing.
  var note: String? {
    switch self {
    case .files, .current: nil
    case .elsewhere(let revision, let folder):
      "This answer follows the files here. Your store has revision \(revision) in force for \(folder.visibleLine); name it by --store "
        + "to ask about that."
    case .notAdopted:
      "The files on disk differ from what is in force, which this answer follows: see “portcullis adopt --preview”."
    case .otherSetUp(let folder, let inForce):
      "The set-up here, \(folder.visibleLine), is not what this answer follows: the store that is named has "
        + "\(inForce.visibleLine) in force."
    case .unreadable(let problem):
      "The files on disk have errors, so they are not adopted, and what was adopted before stays in force: \(problem.visibleLine)"
    }
  }
}

extension Forecast {
  var json: JSON {
    let state =
      switch comparison {
      case .files, .elsewhere: errors.isEmpty ? "current" : "unreadable"
      case .current: "current"
      case .notAdopted, .otherSetUp: "not-adopted"
      case .unreadable: "unreadable"
      }
    return .object([
      ("state", .string(state)), ("problems", .number(problems.count)), ("note", JSON(comparison.note)),
    ])
  }

  var problemCount: String {
    let warnings = problems.count - errors.count
    let parts = [(errors.count, "error"), (warnings, "warning")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return parts.joined(separator: " and ")
  }

  /// The windows of what is tentative that touch a channel, are not over and begin before `end`, within
  /// a year when none is given; the nearest first.
  func possible(for channel: Channel, at instant: Instant, before end: Instant? = nil) -> [PurdahWindow] {
    let end = end ?? instant.adding(seconds: 366 * 86_400)
    return BlackoutSchedule(possible, touching: channel.areas).windows.filter { $0.ends > instant && $0.starts < end }
  }
}
