import ArgumentParser
import ElectionCalendar
import Elections
import Foundation
import PublishingGate

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Says which channels are open or closed, since when, until when, and why.",
    discussion: """
      Exit codes: 0 every channel asked for is open; 3 at least one is closed; 4 none is closed, but at least \
      one is unknown because the calendars cannot be relied on, and holds.

      EXAMPLES
        portcullis status
        portcullis status website --at 2027-04-20
        portcullis status --at "2027-05-06 21:59" --format json
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channels; all when none is named.") var channels: [String] = []
  @Option(
    help: ArgumentHelp("The moment asked about: RFC 3339, or local time such as 2027-04-20T09:00.", valueName: "t"))
  var at: String?

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.answering(options)
      let instant = try at.map(workspace.civil.instant) ?? Workspace.now
      let chosen = try workspace.channels(channels)
      let forecast = try workspace.forecast(around: instant)
      let answers = chosen.map { channel in
        ChannelAnswer(channel: channel, state: workspace.state(of: channel, forecast, at: instant))
      }
      switch options.format {
      case .json: Terminal.write(json(answers, at: instant, workspace, forecast).text)
      case .text: Terminal.write(text(answers, at: instant, workspace, forecast))
      }
      if answers.contains(where: { $0.state.state == .closed }) { throw ExitStatus.closed.code }
      if answers.contains(where: { $0.state.state == .unknown }) { throw ExitStatus.unknown.code }
    }
  }

  private func json(
    _ answers: [ChannelAnswer], at instant: Instant, _ workspace: Workspace, _ forecast: Forecast
  ) -> JSON {
    let contract = ContractJSON(zone: workspace.civil.zone)
    return .object([
      ("at", contract.instant(instant)),
      ("revision", workspace.revisionJSON),
      ("register", .bool(workspace.settings.register != nil)),
      ("calendar", forecast.json),
      ("clock_doubt", JSON(workspace.clockDoubt)),
      (
        "channels",
        .array(
          answers.map { answer in
            .object(
              answer.json(contract) + [
                ("possible", .array(forecast.possible(for: answer.channel, at: instant).map(contract.window))),
                ("overrides", .array(workspace.overrides(on: answer.channel).map(contract.override))),
                (
                  "hand_over",
                  JSON(answer.channel.governance.handOver.map { $0.confirmedOn == nil ? "needed" : "done" })
                ),
                ("stopped", JSON(workspace.stops.first { $0.channel == answer.channel.id }?.reason)),
              ])
          })
      ),
    ])
  }

  private func text(
    _ answers: [ChannelAnswer], at instant: Instant, _ workspace: Workspace, _ forecast: Forecast
  ) -> String {
    let causeText = CauseText(civil: workspace.civil)
    let name = workspace.settings.authority.name.map { $0.printable + ", " } ?? ""
    var lines = [Style.bold("\(name)\(workspace.civil.short(instant)) (\(workspace.civil.zone.identifier))"), ""]
    for answer in answers {
      lines.append(answer.headline(workspace.civil))
      for cause in answer.state.causes { lines += causeText.block(cause, mark: "-") }
      for stop in workspace.stops where stop.channel == answer.channel.id {
        lines.append(
          "  \(Style.red("stopped")) since \(workspace.civil.short(stop.at)), so nothing leaves: \(stop.reason.visibleLine) "
            + "Once it is mended: portcullis channel resume \(stop.channel)")
      }
      for override in workspace.overrides(on: answer.channel) {
        lines.append("  \(Style.yellow("override")) \(OverrideText(civil: workspace.civil).line(override))")
      }
      lines += answer.nextLines(causeText)
      let possible = forecast.possible(for: answer.channel, at: instant)
      if !possible.isEmpty { lines.append("  \(Style.yellow("possible")), closing nothing until it is confirmed:") }
      for window in possible { lines += causeText.block(.purdahWindow(window), mark: "?") }
    }
    if let first = answers.first(where: { $0.state.state != .open }) ?? answers.first {
      let moment = at.map { " --at \(Self.quoted($0))" } ?? ""
      lines += ["", Style.faint("The law and the days counted: portcullis why \(first.channel.id)\(moment)")]
    }
    if let doubt = workspace.clockDoubt {
      lines += ["", "\(Style.red("Clock in doubt")), so the gate lets nothing leave: \(doubt)"]
    }
    if let note = forecast.standing.note { lines += ["", Style.yellow(note)] }
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

/// One channel's state, as `status` and `why` print it.
struct ChannelAnswer {
  let channel: Channel
  let state: ChannelState

  func json(_ contract: ContractJSON) -> [(String, JSON)] {
    [
      ("channel", .string(channel.id)),
      ("name", .string(channel.name)),
      ("state", .string(state.state.rawValue)),
      ("since", contract.instant(state.since)),
      ("until", contract.instant(state.until)),
      ("closed_for", .array(state.closedFor.map { .string($0.rawValue) })),
      ("causes", contract.causes(state.causes)),
      (
        "next",
        state.next.map { change in
          .object([
            ("at", contract.instant(change.at)),
            ("state", .string(change.state.rawValue)),
            ("causes", contract.causes(change.causes)),
          ])
        } ?? .null
      ),
    ]
  }

  func headline(_ civil: CivilText) -> String {
    let name = channel.name == channel.id ? channel.id : "\(channel.id) (\(channel.name.printable))"
    switch state.state {
    case .open:
      let until = state.until.map { " until \(civil.short($0))" } ?? "; no confirmed election closes it"
      return "\(name): \(Style.green("OPEN"))\(until)"
    case .closed:
      let classes =
        state.closedFor == ContentClass.allCases
        ? "" : " for \(state.closedFor.map(\.rawValue).joined(separator: " and ")) posts"
      let since = state.since.map { " since \(civil.short($0))" } ?? ""
      return "\(name): \(Style.red("CLOSED"))\(classes)\(since)"
        + (state.until.map { ", until \(civil.short($0))" } ?? "")
    case .unknown: return "\(name): \(Style.yellow("UNKNOWN")): nobody can tell whether it is closed, so it holds"
    }
  }

  /// What comes next, where the headline does not say it.
  func nextLines(_ causeText: CauseText) -> [String] {
    guard let next = state.next else { return [] }
    switch next.state {
    case .closed:
      // What is in doubt now is told above, and not again.
      return ["  next:"] + next.causes.filter { !state.causes.contains($0) }.flatMap { causeText.block($0, mark: "-") }
    case .unknown: return ["  then unknown, because the calendars cannot be relied on"]
    case .open: return []
    }
  }
}

extension Workspace {
  /// The number of the revision that answers; null where the files on disk do.
  var revisionJSON: JSON { adopted.map { .number(Int($0.revision.number.rawValue)) } ?? .null }
}

extension CalendarStanding {
  /// What a reader of an answer should know of it; nil when there is nothing.
  var note: String? {
    switch self {
    case .files, .current: nil
    case .elsewhere(let revision, let folder):
      "This answer follows the files here. Your store has revision \(revision) in force for \(folder.visibleLine); name it by --store "
        + "to ask about that."
    case .notAdopted:
      "The files on disk differ from what is in force, which this answer follows: see “portcullis adopt --preview”."
    case .unreadable(let problem):
      "The files on disk have errors, so they are not adopted, and what was adopted before stays in force: \(problem.visibleLine)"
    }
  }
}

extension Forecast {
  var json: JSON {
    let state =
      switch standing {
      case .files, .elsewhere: errors.isEmpty ? "current" : "unreadable"
      case .current: "current"
      case .notAdopted: "not-adopted"
      case .unreadable: "unreadable"
      }
    return .object([
      ("state", .string(state)), ("problems", .number(problems.count)), ("note", JSON(standing.note)),
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
