import ArgumentParser
import Contract
import Desk
import Foundation
import Elections
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
      let answered = try await options.desk().answer(
        ListBlackouts(channels: channels, from: from, within: within))
      options.show(answered.answer) { text($0, answered.civil, answered.council) }
    }
  }

  private func text(_ answer: ListBlackouts.Answer, _ civil: CivilText, _ council: AnsweringCouncil) -> String {
    let range = "\(civil.short(answer.from)) to \(civil.short(answer.to))"
    var lines = [Style.bold("\(council.prefix)\(range) (\(civil.zone.identifier))"), ""]
    lines += Self.timeline(answer, civil)
    for channel in answer.channels { lines += [""] + Self.lines(channel, answer, civil) }
    lines += ["", council.line]
    if let note = answer.calendar.note { lines += ["", Style.yellow(note)] }
    if answer.calendar.errors ?? answer.calendar.problems > 0 {
      lines += [
        "",
        "More may be closed than is shown: \(answer.calendar.problemCount) in the calendars, see “portcullis calendar "
          + "check”.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  // MARK: One channel

  private static func lines(
    _ channel: ListBlackouts.Channel, _ answer: ListBlackouts.Answer, _ civil: CivilText
  ) -> [String] {
    let causeText = CauseText(civil: civil)
    let name = channel.channel
    var lines: [String] = []
    for pause in answer.pauses where pause.channel == name {
      let end = pause.ends.map { "until \(civil.short($0))" } ?? "and no end is known"
      lines.append(
        "\(name): \(Style.red("paused")) since \(civil.short(pause.starts)) \(end): \(pause.reason.visibleLine)")
    }
    for stop in channel.stops {
      lines.append("\(name): \(Style.red("stopped")) since \(civil.short(stop.since)) and no end is known:")
      lines += causeText.block(stop.cause, mark: "-")
    }
    if !channel.doubts.isEmpty { lines.append("\(name): \(Style.yellow("unknown")), and holding:") }
    lines += channel.doubts.flatMap { causeText.block($0, mark: "-") }
    let blackouts = answer.blackouts.filter { $0.channel == name }
    if blackouts.isEmpty, channel.doubts.isEmpty {
      lines.append("\(name): no blackout from \(civil.short(answer.from)) to \(civil.short(answer.to)).")
    }
    for blackout in blackouts {
      let holds = blackout.held == 0 ? "" : ", holding \(counted(blackout.held, "post"))"
      lines.append(
        "\(name): \(Style.red("closed")) \(civil.short(blackout.starts)) to \(civil.short(blackout.ends))\(holds)")
      lines += blackout.causes.flatMap { causeText.block(.window($0), mark: "-") }
    }
    for possible in answer.possible where possible.channel == name {
      lines.append("\(name): \(Style.yellow("possible")), closing nothing until it is confirmed")
      lines += causeText.block(.window(possible.window), mark: "?")
    }
    return lines
  }

  // MARK: All of them

  private static func timeline(_ answer: ListBlackouts.Answer, _ civil: CivilText) -> [String] {
    guard let start = civil.instant(answer.from), let end = civil.instant(answer.to) else { return [] }
    func range(_ starts: Moment, _ ends: Moment?) -> Range<Instant> {
      let from = civil.instant(starts) ?? start
      return from..<max(from, ends.flatMap { civil.instant($0) } ?? end)
    }
    let rows = answer.channels.map { channel in
      let name = channel.channel
      return Timeline.Row(
        name: name,
        closed: answer.blackouts.filter { $0.channel == name }.map { range($0.starts, $0.ends) }
          + answer.pauses.filter { $0.channel == name }.map { range($0.starts, $0.ends) }
          + channel.stops.map { range($0.since, nil) },
        possible: answer.possible.filter { $0.channel == name }.map { range($0.window.starts, $0.window.ends) },
        isInDoubt: !channel.doubts.isEmpty)
    }
    let rest = rows.contains(where: \.isInDoubt) ? "! unknown, which holds" : ". open"
    return Timeline(range: start..<end, zone: civil.zone, width: min(Terminal.width, 160)).lines(rows)
      + [Style.faint("# closed   ? possible, closing nothing until it is confirmed   \(rest)")]
  }
}
