import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
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
      let silence = try SpanText.duration(stale, "--stale")
      let workspace = try await Workspace.answering(options.choice)
      let location = try StoreLocation(options.choice)
      // The user's own store may serve another set-up, whose posts say nothing of these channels.
      let store = location.exists && workspace.isElsewhere == nil ? try location.openToLook() : nil
      let now = Workspace.now
      let standing = workspace.standing(try workspace.forecast(around: now), now: now)
      var uses: [ChannelUse] = []
      for channel in workspace.settings.channels {
        let use = try await ChannelUse(channel, workspace, store, standing)
        if silence.map({ use.isSilent(for: $0) }) ?? true { uses.append(use) }
      }
      switch options.format {
      case .json:
        let contract = ContractJSON(zone: workspace.civil.zone)
        let list = JSON.array(uses.map { $0.json(contract) })
        Terminal.write(JSON.object([("channels", list), AnsweringCouncil(workspace).json]).text)
      case .text:
        let lines =
          uses.isEmpty
          ? [
            "None of the \(workspace.settings.channels.count) channels has published nothing for \(stale ?? "so long")."
          ]
          : uses.flatMap { $0.lines(workspace.civil) }
        Terminal.write((lines + [AnsweringCouncil(workspace).line]).joined(separator: "\n"))
      }
    }
  }
}

/// How one channel is used, and by whom.
private struct ChannelUse {
  let channel: Channel
  let lastPublished: Instant?
  let nextDue: Instant?
  let state: ChannelState
  let stop: ChannelStop?
  let approvers: [Person]
  let register: Register?
  let now: Instant

  init(
    _ channel: Channel, _ workspace: Workspace, _ store: (any CouncilStore)?, _ standing: Standing
  ) async throws {
    self.channel = channel
    now = standing.now
    state = standing.state(of: channel.id, at: now)
    register = workspace.settings.register
    lastPublished = try await store?.published(on: channel.id, limit: 1).first?.publishedAt
    nextDue = try await store?.waitingLanes().filter { $0.lane.channel == channel.id }.map(\.next).min()
    stop = standing.stop(of: channel.id)
    approvers = register?.able(to: .approve, on: workspace.civil.zone.date(at: now)) ?? []
  }

  /// Never published counts as silent for ever.
  func isSilent(for span: Duration) -> Bool { lastPublished.map { now.since($0) >= span } ?? true }

  private var daysSilent: Int? { lastPublished.map { Int(now.since($0).components.seconds / 86_400) } }

  func json(_ contract: ContractJSON) -> JSON {
    let governance = channel.governance
    return .object([
      ("channel", .string(channel.id)), ("name", .string(channel.name)),
      ("connector", .string(channel.connector.kind.name)),
      ("administrator", .array(governance.administrators.map(JSON.string))), ("owner", JSON(governance.owner)),
      ("approvers", .array(approvers.map { .string($0.login) })),
      ("last_published", contract.instant(lastPublished)), ("next_due", contract.instant(nextDue)),
      ("days_silent", daysSilent.map(JSON.number) ?? .null),
      ("credential", .string(stop == nil ? "not refused" : "refused")), ("stopped", JSON(stop?.reason)),
    ])
  }

  func lines(_ civil: CivilText) -> [String] {
    let name = channel.name == channel.id ? "" : " (\(channel.name.printable))"
    let last =
      lastPublished.map { "last published \(civil.short($0)), \(daysSilent ?? 0) days ago" } ?? "nothing published yet"
    var lines = [
      "\(Style.bold(channel.id))\(name), \(channel.connector.kind.name)",
      "  \(last); \(nextDue.map { "next due \(civil.short($0))" } ?? "nothing waits")",
    ]
    switch state.state {
    case .open: break
    case .closed:
      lines.append(
        "  \(Style.red("closed"))\(state.until.map { " until \(civil.short($0))" } ?? ", and no end is known")")
    case .unknown: lines.append("  \(Style.yellow("unknown")), and holding")
    }
    if let register {
      let administrators = channel.governance.administrators.map(register.name).joined(separator: ", ")
      lines.append("  administrator: \(administrators.isEmpty ? Style.red("none") : administrators.printable)")
      lines.append("  owner: \(channel.governance.owner.map(register.name)?.printable ?? Style.red("none"))")
      let names = approvers.map { register.name($0.login) }.joined(separator: ", ")
      lines.append("  approvers: \(names.isEmpty ? Style.yellow("none") : names.printable)")
    }
    if let stop { lines.append("  \(Style.red("stopped")): \(stop.reason.visibleLine)") }
    return lines
  }
}
