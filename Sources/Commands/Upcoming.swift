import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

struct Upcoming: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upcoming",
    abstract: "Lists the blackouts that are coming, with a timeline.",
    discussion: """
      EXAMPLES
        portcullis upcoming
        portcullis upcoming website --from 2019-01-01 --within 1y
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channels; all when none is named.") var channels: [String] = []
  @Option(help: ArgumentHelp("From when on; now when left out.", valueName: "t")) var from: String?
  @Option(help: ArgumentHelp("How far ahead: 30d, 6mo, 1y.", valueName: "span")) var within = "1y"

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.answering(options.choice)
      let start = try from.map(workspace.civil.instant) ?? Workspace.now
      let end = try workspace.civil.instant(within, after: start)
      let chosen = try workspace.channels(channels)
      let forecast = try workspace.forecast(around: end)
      switch options.format {
      case .json: Terminal.write(try await json(chosen, start..<end, workspace, forecast).text)
      case .text: Terminal.write(try await text(chosen, start..<end, workspace, forecast))
      }
    }
  }

  private func json(_ channels: [Channel], _ range: Range<Instant>, _ workspace: Workspace, _ forecast: Forecast)
    async throws -> JSON
  {
    let queue = try HeldCount(options.choice, workspace)
    let contract = ContractJSON(zone: workspace.civil.zone)
    var blackouts: [JSON] = []
    var possible: [JSON] = []
    for channel in channels {
      let schedule = forecast.schedule(for: channel).blackouts
      for blackout in schedule.blackouts(overlapping: range) {
        blackouts.append(
          .object([
            ("channel", .string(channel.id)),
            ("starts", contract.instant(blackout.starts)),
            ("ends", contract.instant(blackout.ends)),
            ("causes", .array(schedule.causes(of: blackout).map(contract.window))),
            ("held", .number(try await queue.held(on: channel, in: blackout))),
          ]))
      }
      for window in self.possible(channel, range, forecast) {
        possible.append(.object([("channel", .string(channel.id)), ("window", contract.window(window))]))
      }
    }
    return .object([
      ("from", contract.instant(range.lowerBound)),
      ("to", contract.instant(range.upperBound)),
      AnsweringCouncil(workspace).json,
      ("revision", workspace.revisionJSON),
      ("calendar", forecast.json),
      ("blackouts", .array(blackouts)),
      ("possible", .array(possible)),
      (
        "pauses",
        .array(
          channels.flatMap { channel in
            pauses(of: channel, range, workspace).map { pause in
              .object([
                ("channel", .string(channel.id)), ("starts", contract.instant(pause.at)),
                ("ends", contract.instant(pause.until)), ("reason", .string(pause.reason)),
              ])
            }
          })
      ),
    ])
  }

  private func text(
    _ channels: [Channel], _ range: Range<Instant>, _ workspace: Workspace, _ forecast: Forecast
  ) async throws -> String {
    let queue = try HeldCount(options.choice, workspace)
    let civil = workspace.civil
    let causeText = CauseText(civil: civil)
    let council = AnsweringCouncil(workspace)
    var lines = [
      Style.bold(
        "\(council.prefix)\(civil.short(range.lowerBound)) to \(civil.short(range.upperBound)) (\(civil.zone.identifier))"
      ), "",
    ]
    let rows = channels.map { channel in
      Timeline.Row(
        name: channel.id,
        closed: forecast.schedule(for: channel).blackouts.blackouts(overlapping: range).map { $0.starts..<$0.ends }
          + pauses(of: channel, range, workspace).map { $0.at..<max($0.at, $0.until ?? range.upperBound) },
        possible: possible(channel, range, forecast).map { $0.starts..<$0.ends },
        isInDoubt: !forecast.doubts.isEmpty)
    }
    lines += Timeline(range: range, zone: civil.zone, width: min(Terminal.width, 160)).lines(rows)
    let rest = forecast.doubts.isEmpty ? ". open" : "! unknown, which holds"
    lines.append(Style.faint("# closed   ? possible, closing nothing until it is confirmed   \(rest)"))
    for channel in channels {
      let schedule = forecast.schedule(for: channel).blackouts
      let blackouts = schedule.blackouts(overlapping: range)
      lines.append("")
      for pause in pauses(of: channel, range, workspace) {
        let end = pause.until.map { "until \(civil.short($0))" } ?? "and no end is known"
        lines.append(
          "\(channel.id): \(Style.red("paused")) since \(civil.short(pause.at)) \(end): \(pause.reason.visibleLine)")
      }
      if blackouts.isEmpty {
        lines.append(
          forecast.doubts.isEmpty
            ? "\(channel.id): no blackout from \(civil.short(range.lowerBound)) to \(civil.short(range.upperBound))."
            : "\(channel.id): \(Style.yellow("unknown")), and holding, because the calendars cannot be relied on.")
      }
      for blackout in blackouts {
        let held = try await queue.held(on: channel, in: blackout)
        let holds = held == 0 ? "" : ", holding \(held) post\(held == 1 ? "" : "s")"
        lines.append(
          "\(channel.id): \(Style.red("closed")) \(civil.short(blackout.starts)) to \(civil.short(blackout.ends))\(holds)"
        )
        for window in schedule.causes(of: blackout) { lines += causeText.block(.purdahWindow(window), mark: "-") }
      }
      for window in possible(channel, range, forecast) {
        lines.append("\(channel.id): \(Style.yellow("possible")), closing nothing until it is confirmed")
        lines += causeText.block(.purdahWindow(window), mark: "?")
      }
    }
    lines += ["", council.line]
    if let note = forecast.standing.note { lines += ["", Style.yellow(note)] }
    if !forecast.errors.isEmpty {
      lines += [
        "",
        "More may be closed than is shown: \(forecast.problemCount) in the calendars, see “portcullis calendar check”.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  /// Pauses that have begun and reach into the range.
  private func pauses(of channel: Channel, _ range: Range<Instant>, _ workspace: Workspace) -> [Pause] {
    workspace.pauses.filter { pause in
      pause.channel.map { $0 == channel.id } ?? true
        && pause.at < range.upperBound && pause.until.map { $0 > range.lowerBound } ?? true
    }
  }

  private func possible(_ channel: Channel, _ range: Range<Instant>, _ forecast: Forecast) -> [PurdahWindow] {
    forecast.possible(for: channel, at: range.lowerBound, before: range.upperBound)
  }
}

/// How many queued posts a blackout holds, or will.
private struct HeldCount {
  private let store: (any GateStore)?

  /// The user's own store may serve another set-up, whose posts are none of these channels'.
  init(_ options: SetUpChoice, _ workspace: Workspace) throws {
    let location = try StoreLocation(options)
    store = location.exists && workspace.isElsewhere == nil ? try location.openToLook() : nil
  }

  func held(on channel: Channel, in blackout: Blackout) async throws -> Int {
    guard let store else { return 0 }
    // What was due before a blackout that has begun waits for its end as well.
    let from = blackout.starts <= Workspace.now ? nil : blackout.starts
    var count = 0
    for contentClass in channel.closesFor {
      let lane = Lane(channel: channel.id, contentClass: contentClass)
      count += try await store.count(queuedIn: lane, from: from, to: blackout.ends)
    }
    return count
  }
}
