import ArgumentParser
import Elections
import Foundation
import PublishingGate
import SQLiteStore

struct ChannelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channel", abstract: "Starts a channel again that its receiver stopped.",
    subcommands: [ChannelResume.self])
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
      let open = try await OpenStore(options, adoptingFirst: false)
      _ = try open.workspace.channels([channel])
      let started = try await open.store.start(
        channel: channel, at: Workspace.now, actor: Person.login, reason: try PostReason.checked(reason))
      open.wakeGate()
      switch options.format {
      case .json: Terminal.write(JSON.object([("channel", .string(channel)), ("resumed", .bool(started))]).text)
      case .text: Terminal.write(started ? "\(channel) is used again." : "\(channel) was not stopped.")
      }
    }
  }
}
