import ArgumentParser
import Desk
import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

/// Which channels a pause is for.
struct PauseScope: ParsableArguments {
  @Argument(help: "The channel.") var channel: String?
  @Flag(name: .customLong("all"), help: "Every channel.") var all = false

  func channel(_ open: OpenStore) throws -> String? {
    guard (channel != nil) != all else { throw Failure(.usage, "Name one channel, or --all.") }
    return try channel.map { try open.workspace.channels([$0])[0].id }
  }
}

struct PauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Holds a channel, or all of them, in a crisis.",
    discussion: """
      What waits meanwhile is not lost: when the pause is over, it leaves at the channel's pace, or waits for a person \
      where it is too late by then. What is being sent is stopped where it has not left yet, and named with what became \
      of it. A new pause of the same channel takes the place of the old one.

      EXAMPLES
        portcullis pause --all --reason "Major incident: only the press office speaks"
        portcullis pause website --until "2027-01-11 18:00" --reason "A death in the family of the mayor"
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var scope: PauseScope
  @Option(help: "Why; kept in the audit log and shown to whoever asks.") var reason: String
  @Option(
    help: ArgumentHelp(
      "When it ends by itself, a date with the end of that day; without it somebody has to end it.", valueName: "t"))
  var until: String?

  func run() async throws {
    try await reporting {
      let open = try await OpenStore(options.choice, for: .acting)
      let now = Workspace.now
      let channel = try scope.channel(open)
      let end = try until.map(open.civil.end)
      if let end, end <= now { throw Failure(.usage, "The pause would be over already; name a later time by --until.") }
      let pause = Pause(
        channel: channel, reason: try PostReason.checked(reason), until: end, at: now, actor: open.actor.description)
      let inFlight = try await open.store.pause(pause, under: open.rules.judgement)
      open.wakeGate()
      let underWay = try await UnderWay(inFlight, in: open.store)
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object(
            [
              ("channel", JSON(channel)), ("paused", .bool(true)), ("until", open.contract.instant(end)),
            ] + underWay.json + [AnsweringCouncil(open.workspace).json]
          ).text)
      case .text:
        let what = channel ?? "Every channel"
        Terminal.write(
          (["\(what) is paused\(end.map { " until \(open.civil.short($0))" } ?? ", until somebody ends it")."]
            + underWay.lines + [AnsweringCouncil(open.workspace).line]).joined(separator: "\n"))
      }
    }
  }
}

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Ends a pause; what nothing else holds leaves at the channel's pace, or waits for a person.",
    discussion: "EXAMPLES\n  portcullis resume website --reason \"It is over\"\n  portcullis resume --all --reason "
      + "\"The incident is closed\"")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var scope: PauseScope
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let open = try await OpenStore(options.choice, for: .acting)
      let channel = try scope.channel(open)
      let ended = try await open.store.endPause(
        of: channel, at: Workspace.now, actor: open.actor, reason: try PostReason.checked(reason),
        under: open.rules.judgement)
      open.wakeGate()
      let council = AnsweringCouncil(open.workspace)
      switch options.format {
      case .json:
        Terminal.write(JSON.object([("channel", JSON(channel)), ("resumed", .bool(ended)), council.json]).text)
      case .text:
        guard !ended else {
          return Terminal.write("The pause of \(channel ?? "every channel") is over.\n\(council.line)")
        }
        let rest = try await open.store.pauses(at: Workspace.now).map { $0.channel ?? "--all" }
        let others = rest.isEmpty ? "" : " Paused now: \(rest.joined(separator: ", "))."
        Terminal.write("No pause of \(channel ?? "every channel") was there to be ended.\(others)\n\(council.line)")
      }
    }
  }
}
