package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: ListChannels) async throws -> Answered<ListChannels.Answer> {
    let silence = try SpanText.duration(request.stale, "--stale")
    let workspace = try await Workspace.answering(choice)
    let location = try StoreLocation(choice)
    // The user's own store may serve another set-up, whose posts say nothing of these channels.
    let store = location.exists && workspace.isElsewhere == nil ? try location.openToLook() : nil
    let now = Workspace.now
    let standing = workspace.standing(try workspace.forecast(around: now), now: now)
    var channels: [ListChannels.Channel] = []
    for channel in workspace.settings.channels {
      let last = try await store?.published(on: channel.id, limit: 1).first?.publishedAt
      // Never published counts as silent for ever.
      if let silence, let last, now.since(last) < silence { continue }
      let next = try await store?.waitingLanes().filter { $0.lane.channel == channel.id }.map(\.next).min()
      channels.append(Self.use(of: channel, last: last, next: next, standing, workspace))
    }
    return Answered(
      ListChannels.Answer(
        channels: channels, authority: AnsweringCouncil(workspace).authority, total: workspace.settings.channels.count),
      workspace)
  }

  /// How one channel is used, and by whom.
  private static func use(
    of channel: Channel, last: Instant?, next: Instant?, _ standing: Standing, _ workspace: Workspace
  ) -> ListChannels.Channel {
    let values = ContractValues(workspace.civil)
    let now = standing.now
    let register = workspace.settings.register
    let governance = channel.governance
    let approvers = (register?.able(to: .approve, on: workspace.civil.zone.date(at: now)) ?? []).map(\.login)
    let people = governance.administrators + (governance.owner.map { [$0] } ?? []) + approvers
    let state = standing.state(of: channel.id, at: now)
    return ListChannels.Channel(
      channel: channel.id, name: channel.name, connector: channel.connector.kind.name,
      administrators: governance.administrators, owner: governance.owner, approvers: approvers,
      lastPublished: values.moment(last), nextDue: values.moment(next),
      daysSilent: last.map { Int(now.since($0).components.seconds / 86_400) },
      stopped: standing.stop(of: channel.id)?.reason, state: values.state(state.state),
      until: values.moment(state.until),
      names: register.map { register in
        Dictionary(people.map { ($0, register.name($0)) }, uniquingKeysWith: { first, _ in first })
      })
  }

  /// What the program can publish through; it asks for no set-up.
  package func answer(_ request: ListConnectors) -> ListConnectors.Answer {
    ListConnectors.Answer(
      list: choice.parts.connectors.list.all.map { connector in
        let description = connector.description
        return ListConnectors.Connector(
          connector: connector.kind.name, reaches: description.reaches, atMostOnce: Self.promise(description.promise),
          afterDoubt: description.afterDoubt, limits: description.limits, testedAgainst: description.tested)
      })
  }

  private static func promise(_ promise: ConnectorDescription.Promise) -> ListConnectors.Promise {
    switch promise {
    case .exact: .exact
    case .good: .good
    case .weak: .weak
    }
  }
}
