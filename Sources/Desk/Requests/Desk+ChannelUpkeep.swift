package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  /// By the settings on disk: a channel is tested before it is adopted.
  package func answer(_ request: TestChannel) async throws -> Answered<TestChannel.Answer> {
    let open = try await OpenStore(choice, for: .looking)
    let workspace = try await Workspace.atHand(choice)
    let channel = try workspace.channels([request.channel])[0]
    let rules = Ruleset.nothing(workspace.diskSettings, folder: workspace.folder)
    let outcome: ChannelTest
    do {
      outcome = try await choice.parts.connector(channel, rules, open.store).test()
    } catch {
      outcome = ChannelTest(isUsable: false, findings: ["\(error)"])
    }
    let answer = TestChannel.Answer(
      channel: channel.id, connector: channel.connector.kind.name, usable: outcome.isUsable,
      findings: outcome.findings)
    return Answered(answer, workspace)
  }

  package func answer(_ request: ResumeChannel) async throws -> Answered<ResumeChannel.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let channel = try open.workspace.channels([request.channel])[0].id
    let started = try await open.store.start(
      channel: channel, at: Workspace.now, reason: try ActReason.checked(request.reason), by: open.actor,
      under: open.rules.inForce, as: Workspace.newOperation())
    open.wakeGate()
    let answer = ResumeChannel.Answer(
      channel: channel, resumed: started, authority: AnsweringCouncil(open.workspace).authority)
    return Answered(answer, open.workspace)
  }
}
