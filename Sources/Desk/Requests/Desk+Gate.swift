package import Contract
import Elections
import Machine
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: ShowHealth) async throws -> Answered<ShowHealth.Answer> {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.ofStore(choice)
    let health = try await Health(store, workspace, SystemClock().reading, parts: choice.parts)
    return Answered(ContractValues(workspace.civil).health(health), workspace)
  }

  package func answer(_ request: ConfirmClock) async throws -> Answered<ConfirmClock.Answer> {
    let store = try StoreLocation(choice).open(.existing)
    let reason = try ActReason.checked(request.reason)
    let open = try await OpenStore(choice, for: .acting, store: store)
    let reading = SystemClock().reading
    try await store.confirmClock(
      at: reading, reason: reason, by: open.actor, under: open.rules.inForce, as: Workspace.newOperation())
    store.wakeGate()
    return Answered(ConfirmClock.Answer(confirmed: ContractValues(open.civil).moment(reading.wall)), open.workspace)
  }
}

extension ContractValues {
  fileprivate func health(_ health: Health) -> ShowHealth.Answer {
    ShowHealth.Answer(
      overdue: health.overdue, oldestOverdue: moment(health.oldestOverdue), held: health.held,
      uncertain: health.uncertain, review: health.review, revision: health.revision.map { Int($0.rawValue) },
      givenBack: health.givenBack, lateReports: health.lateReports, well: health.isWell,
      oldestUncertain: moment(health.oldestUncertain), anchor: health.anchor.word, clockDoubt: health.clockDoubt,
      doubts: health.doubts.map { ShowHealth.Doubt(source: $0.source, detail: $0.detail, since: moment($0.since)) },
      lastLook: moment(health.lastLook), authority: health.council.authority, gate: gate(health.gate),
      stoppedChannels: health.stops.map {
        ShowHealth.StoppedChannel(channel: $0.channel, reason: $0.reason, since: moment($0.at))
      },
      anchorWords: health.anchor.fault ?? health.anchor.remark, isBlind: health.isBlind)
  }
}
