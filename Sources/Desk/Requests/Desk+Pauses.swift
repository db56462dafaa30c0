package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: PauseChannel) async throws -> Answered<PauseChannel.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let now = Workspace.now
    let channel = try open.channel(request.channel)
    let end = try request.until.map(open.civil.end)
    if let end, end <= now { throw Failure(.usage, "The pause would be over already; name a later time by --until.") }
    let pause = Pause(
      channel: channel, reason: try ActReason.checked(request.reason), until: end, at: now,
      actor: open.actor.description)
    let inFlight = try await open.store.pause(pause, under: open.rules.inForce, as: Workspace.newOperation())
    open.wakeGate()
    let values = ContractValues(open.civil)
    let answer = PauseChannel.Answer(
      pause: PauseChannel.Pause(channel: channel, until: values.moment(end)),
      underWay: values.underWay(try await UnderWay(inFlight, in: open.store)),
      authority: AnsweringCouncil(open.workspace).authority)
    return Answered(answer, open.workspace)
  }

  package func answer(_ request: EndPause) async throws -> Answered<EndPause.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let channel = try open.channel(request.channel)
    let ended = try await open.store.endPause(
      of: channel, at: Workspace.now, actor: open.actor, reason: try ActReason.checked(request.reason),
      under: open.rules.inForce, as: Workspace.newOperation())
    open.wakeGate()
    let others = ended ? [] : try await open.store.pauses(at: Workspace.now).map { $0.channel ?? "--all" }
    let answer = EndPause.Answer(
      channel: channel, resumed: ended, authority: AnsweringCouncil(open.workspace).authority, others: others)
    return Answered(answer, open.workspace)
  }
}

extension OpenStore {
  /// The channel of a name, where one is named.
  fileprivate func channel(_ name: String?) throws -> String? {
    try name.map { try workspace.channels([$0])[0].id }
  }
}
