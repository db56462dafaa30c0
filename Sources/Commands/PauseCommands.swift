import ArgumentParser
import Contract
import Desk
import Publishing

/// Which channels a pause is for.
struct PauseScope: ParsableArguments {
  @Argument(help: "The channel.") var channel: String?
  @Flag(name: .customLong("all"), help: "Every channel.") var all = false

  /// Nil is every channel.
  func chosen() throws -> String? {
    guard (channel != nil) != all else { throw Failure(.usage, "Name one channel, or --all.") }
    return channel
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
      let answered = try await options.desk().answer(
        PauseChannel(channel: try scope.chosen(), reason: reason, until: until))
      options.show(answered.answer) { answer in
        let end = answer.pause.until.map { " until \(answered.civil.short($0))" } ?? ", until somebody ends it"
        return
          (["\(answer.pause.channel ?? "Every channel") is paused\(end)."] + answer.underWay.lines
          + [answered.council.line]).joined(separator: "\n")
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
      let answered = try await options.desk().answer(
        EndPause(channel: try scope.chosen(), reason: reason))
      options.show(answered.answer) { answer in
        let name = answer.channel ?? "every channel"
        let others = answer.others.isEmpty ? "" : " Paused now: \(answer.others.joined(separator: ", "))."
        let words =
          answer.resumed ? "The pause of \(name) is over." : "No pause of \(name) was there to be ended.\(others)"
        return words + "\n" + answered.council.line
      }
    }
  }
}
