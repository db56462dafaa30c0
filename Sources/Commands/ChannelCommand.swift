import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
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
      let open = try await OpenStore(options.choice, for: .looking)
      // The settings on disk: a channel is tested before it is adopted.
      let workspace = try await Workspace.atHand(options.choice)
      guard let settings = try workspace.channels([channel]).first else { return }
      let rules = Ruleset.nothing(workspace.diskSettings, folder: workspace.folder)
      let outcome: ChannelTest
      do {
        outcome = try await Portcullis.parts.connector(settings, rules, open.store).test()
      } catch {
        outcome = ChannelTest(isUsable: false, findings: ["\(error)"])
      }
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object([
            ("channel", .string(channel)), ("connector", .string(settings.connector.kind.name)),
            ("usable", .bool(outcome.isUsable)), ("findings", .array(outcome.findings.map(JSON.string))),
          ]).text)
      case .text:
        let head = outcome.isUsable ? Style.green("can be used") : Style.red("cannot be used")
        Terminal.write(
          (["\(channel) (\(settings.connector.kind.name)) \(head)."] + outcome.findings.map { "  \($0.printable)" })
            .joined(separator: "\n"))
      }
      if !outcome.isUsable { throw ExitStatus.unavailable.code }
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
      let open = try await OpenStore(options.choice, for: .acting)
      _ = try open.workspace.channels([channel])
      let now = Workspace.now
      let started = try await open.store.start(
        channel: channel, at: now, reason: try PostReason.checked(reason), by: open.actor, under: open.rules.judgement)
      open.wakeGate()
      let council = AnsweringCouncil(open.workspace)
      switch options.format {
      case .json:
        Terminal.write(JSON.object([("channel", .string(channel)), ("resumed", .bool(started)), council.json]).text)
      case .text:
        Terminal.write("\(channel) \(started ? "is used again" : "was not stopped").\n\(council.line)")
      }
    }
  }
}
