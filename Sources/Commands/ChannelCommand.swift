import ArgumentParser
import Contract
import Desk
import Texts

struct ChannelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channel", abstract: "Tests a channel without posting, or starts one again that its receiver stopped.",
    subcommands: [ChannelTestCommand.self, ChannelResume.self])
}

struct ChannelTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Checks a channel's credential, account and limits without posting anything.",
    discussion: """
      Exit codes: 0 the channel could be used now; 69 it could not, and why.

      EXAMPLES
        portcullis channel test bluesky
        portcullis channel test bluesky --format json
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channel.") var channel: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(TestChannel(channel: channel))
      options.show(answered.answer) { answer in
        let head = answer.usable ? Style.green("can be used") : Style.red("cannot be used")
        let lines = ["\(answer.channel) (\(answer.connector)) \(head)."] + answer.findings.map { "  \($0.printable)" }
        return lines.joined(separator: "\n")
      }
      if !answered.answer.usable { throw ExitStatus.unavailable.code }
    }
  }
}

struct ChannelResume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Lets a channel be used again after its credential was refused or its receiver switched itself off.",
    discussion: "EXAMPLES\n  portcullis channel resume middleware --reason \"A new secret is in place\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channel.") var channel: String
  @Option(help: "Why; kept in the audit log.") var reason = "Mended."

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ResumeChannel(channel: channel, reason: reason))
      options.show(answered.answer) { answer in
        "\(answer.channel) \(answer.resumed ? "is used again" : "was not stopped").\n\(answered.council.line)"
      }
    }
  }
}
