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
      let workspace = try await Workspace.answering(options.choice, counting: true)
      let now = Workspace.now
      let start = try from.map(workspace.civil.instant) ?? now
      let end = try workspace.civil.instant(within, after: start)
      let chosen = try workspace.channels(channels)
      let forecast = try workspace.forecast(around: end)
      let standing = workspace.standing(forecast, now: now)
      switch options.format {
      case .json: Terminal.write(try await json(chosen, start..<end, workspace, forecast, standing).text)
      case .text: Terminal.write(try await text(chosen, start..<end, workspace, forecast, standing))
      }
    }
  }

  private func json(
    _ channels: [Channel], _ range: Range<Instant>, _ workspace: Workspace, _ forecast: Forecast, _ standing: Standing
  ) async throws -> JSON {
    let queue = BlackoutQueue(standing: standing, store: workspace.store)
    let contract = ContractJSON(zone: workspace.civil.zone)
    var blackouts: [JSON] = []
    var possible: [JSON] = []
    for channel in channels {
      let schedule = standing.blackouts(of: channel)
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
            pauses(of: channel, range, standing).map { pause in
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
    _ channels: [Channel], _ range: Range<Instant>, _ workspace: Workspace, _ forecast: Forecast, _ standing: Standing
  ) async throws -> String {
    let queue = BlackoutQueue(standing: standing, store: workspace.store)
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
        closed: standing.blackouts(of: channel).blackouts(overlapping: range).map { $0.starts..<$0.ends }
          + closing(channel, range, standing).map { stoppage in
            let starts = stoppage.since ?? range.lowerBound
            return starts..<max(starts, stoppage.until ?? range.upperBound)
          },
        possible: possible(channel, range, forecast).map { $0.starts..<$0.ends },
        isInDoubt: !doubts(of: channel, range, standing).isEmpty)
    }
    lines += Timeline(range: range, zone: civil.zone, width: min(Terminal.width, 160)).lines(rows)
    let rest = rows.contains(where: \.isInDoubt) ? "! unknown, which holds" : ". open"
    lines.append(Style.faint("# closed   ? possible, closing nothing until it is confirmed   \(rest)"))
    for channel in channels {
      let schedule = standing.blackouts(of: channel)
      let blackouts = schedule.blackouts(overlapping: range)
      lines.append("")
      for pause in pauses(of: channel, range, standing) {
        let end = pause.until.map { "until \(civil.short($0))" } ?? "and no end is known"
        lines.append(
          "\(channel.id): \(Style.red("paused")) since \(civil.short(pause.at)) \(end): \(pause.reason.visibleLine)")
      }
      for case .stop(let stop) in closing(channel, range, standing) {
        lines.append(
          "\(channel.id): \(Style.red("stopped")) since \(civil.short(stop.at)) and no end is known:")
        lines += causeText.block(stop.cause, mark: "-")
      }
      let doubts = doubts(of: channel, range, standing)
      if !doubts.isEmpty { lines.append("\(channel.id): \(Style.yellow("unknown")), and holding:") }
      for doubt in doubts { lines += causeText.block(doubt, mark: "-") }
      if blackouts.isEmpty, doubts.isEmpty {
        lines.append(
          "\(channel.id): no blackout from \(civil.short(range.lowerBound)) to \(civil.short(range.upperBound)).")
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
    if let note = forecast.comparison.note { lines += ["", Style.yellow(note)] }
    if !forecast.errors.isEmpty {
      lines += [
        "",
        "More may be closed than is shown: \(forecast.problemCount) in the calendars, see “portcullis calendar check”.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  /// Pauses and stops that have begun and reach into the range.
  private func closing(_ channel: Channel, _ range: Range<Instant>, _ standing: Standing) -> [Stoppage] {
    standing.stoppages.filter { stoppage in
      stoppage.concerns(channel.id) && !stoppage.isDoubt && stoppage.since.map { $0 < range.upperBound } ?? true
        && stoppage.until.map { $0 > range.lowerBound } ?? true
    }
  }

  private func pauses(of channel: Channel, _ range: Range<Instant>, _ standing: Standing) -> [Pause] {
    closing(channel, range, standing).compactMap { if case .pause(let pause) = $0 { pause } else { nil } }
  }

  /// Why nobody can tell whether it is open where no blackout closes it: calendars, or the clock.
  private func doubts(of channel: Channel, _ range: Range<Instant>, _ standing: Standing) -> [Cause] {
    let clock = standing.stoppages.filter { $0.isDoubt && range.upperBound > standing.now }
    return (standing.rules.schedule(of: channel.id)?.doubts ?? []) + clock.map(\.cause)
  }

  private func possible(_ channel: Channel, _ range: Range<Instant>, _ forecast: Forecast) -> [PurdahWindow] {
    forecast.possible(for: channel, at: range.lowerBound, before: range.upperBound)
  }
}

/// How many queued posts a blackout holds, or will.
private struct BlackoutQueue {
  let standing: Standing
  let store: (any GateStore)?

  func held(on channel: Channel, in blackout: Blackout) async throws -> Int {
    guard let store else { return 0 }
    // What was due before a blackout that has begun waits for its end as well.
    let from = blackout.starts <= standing.now ? nil : blackout.starts
    var count = 0
    for waiting in standing.queue.lanes where waiting.lane.channel == channel.id && isHeld(waiting.lane, in: blackout) {
      count += try await store.count(queuedIn: waiting.lane, exactly: true, from: from, to: blackout.ends)
    }
    return count
  }

  /// An override lifts the blackout for its lane.
  private func isHeld(_ lane: Lane, in blackout: Blackout) -> Bool {
    standing.rules.causesInForce(lane, at: blackout.starts).contains { $0.cause.window != nil }
  }
}

extension Standing {
  fileprivate func blackouts(of channel: Channel) -> BlackoutSchedule {
    rules.schedule(of: channel.id)?.blackouts ?? BlackoutSchedule([])
  }
}
