import ArgumentParser
import Contract
import Desk
import Texts

struct ChannelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channels", abstract: "Lists the channels, with who answers for them and how they are used.",
    subcommands: [ChannelsList.self], defaultSubcommand: ChannelsList.self)
}

struct ChannelsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Shows each channel's people, last and next post, and how long it has been silent.",
    discussion: """
      A stream that nobody uses any more is a risk: find it by --stale, and close it or give it an owner.

      EXAMPLES
        portcullis channels list
        portcullis channels list --stale 30d
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: ArgumentHelp("Only channels that have published nothing for so long.", valueName: "span"))
  var stale: String?

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ListChannels(stale: stale))
      options.show(answered.answer) { answer in
        let none =
          "None of the \(answer.total ?? 0) channels has published nothing for \(stale ?? "so long")."
        let lines = answer.channels.isEmpty ? [none] : answer.channels.flatMap { self.lines($0, answered.civil) }
        return (lines + [answered.council.line]).joined(separator: "\n")
      }
    }
  }

  private func lines(_ channel: ListChannels.Channel, _ civil: CivilText) -> [String] {
    let name = channel.name == channel.channel ? "" : " (\(channel.name.printable))"
    let last =
      channel.lastPublished.map { "last published \(civil.short($0)), \(channel.daysSilent ?? 0) days ago" }
      ?? "nothing published yet"
    var lines = [
      "\(Style.bold(channel.channel))\(name), \(channel.connector)",
      "  \(last); \(channel.nextDue.map { "next due \(civil.short($0))" } ?? "nothing waits")",
    ]
    switch channel.state {
    case .open: break
    case .closed:
      let until = channel.until.map { " until \(civil.short($0))" } ?? ", and no end is known"
      lines.append("  \(Style.red("closed"))\(until)")
    case .unknown: lines.append("  \(Style.yellow("unknown")), and holding")
    }
    if let names = channel.names { lines += people(of: channel, names) }
    if let stopped = channel.stopped { lines.append("  \(Style.red("stopped")): \(stopped.visibleLine)") }
    return lines
  }

  private func people(of channel: ListChannels.Channel, _ names: [String: String]) -> [String] {
    func words(_ logins: [String], orNone style: Style) -> String {
      logins.isEmpty ? style("none") : logins.map { names[$0] ?? $0 }.joined(separator: ", ").printable
    }
    return [
      "  administrator: \(words(channel.administrators, orNone: .red))",
      "  owner: \(words(channel.owner.map { [$0] } ?? [], orNone: .red))",
      "  approvers: \(words(channel.approvers, orNone: .yellow))",
    ]
  }
}
