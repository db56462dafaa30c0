import Elections
import Logging
import Publishing

/// What happens before a permit and after a receipt: neither makes anything public.
extension GateService {
  // MARK: Drafts and uploads

  /// Has the connector make its drafts and uploads, where it makes any; gives back what cannot go on now.
  func prepare(_ planned: [(Claimed, SendPlan)], by connector: any Connector) async throws(StoreError) -> [(
    Claimed, Prepared
  )] {
    guard connector.preparesFirst else { return planned.map { ($0, Prepared(plan: $1, kept: $0.kept)) } }
    await connector.learnLimits()
    try await refreshRules()
    var held: [Claimed] = []
    var ready: [(Claimed, SendPlan, Preparation)] = []
    for (claimed, plan) in planned {
      if let preparation = preparation(of: claimed, plan) {
        ready.append((claimed, plan, preparation))
      } else {
        held.append(claimed)
      }
    }
    try await giveBack(held)
    var prepared: [(Claimed, Prepared)] = []
    for (claimed, outcome) in await prepareAll(ready, by: connector) {
      if case .ready(let done) = outcome {
        refusedPreparations[claimed.delivery.id] = nil
        prepared.append((claimed, done))
      } else {
        try await recordUnprepared(claimed, outcome)
      }
    }
    return prepared
  }

  /// Nil while its lane is closed, or the clock in doubt.
  private func preparation(of claimed: Claimed, _ plan: SendPlan) -> Preparation? {
    let delivery = claimed.delivery
    guard let ruleset, let now = sendingNow(), let claim = delivery.state.claim,
      case .open(let until) = ruleset.state(of: delivery.lane, at: now)
    else { return nil }
    let leaseAllows = claim.leaseEnds.adding(.zero - configuration.sendTimeout)
    return Preparation(
      name: delivery.name, contentHash: plan.contentHash, notAfter: min(until ?? leaseAllows, leaseAllows),
      kept: claimed.kept
    ) { [surroundings, logger] kept in
      do throws(StoreError) {
        return try await surroundings.store.keep(
          KeptPreparation(delivery: delivery.id, fence: delivery.fence, kept: kept), as: surroundings.newOperation())
      } catch {
        logger.error("\(delivery.name): what was prepared could not be stored: \(error)")
        return false
      }
    }
  }

  private nonisolated func prepareAll(
    _ ready: [(Claimed, SendPlan, Preparation)], by connector: any Connector
  ) async -> [(Claimed, PrepareOutcome)] {
    await withTaskGroup { group in
      for (claimed, plan, preparation) in ready {
        group.addTask { (claimed, await connector.prepare(plan, preparation)) }
      }
      var outcomes: [(Claimed, PrepareOutcome)] = []
      for await outcome in group { outcomes.append(outcome) }
      return outcomes.sorted { $0.0.delivery.id < $1.0.delivery.id }
    }
  }

  private func recordUnprepared(_ claimed: Claimed, _ outcome: PrepareOutcome) async throws(StoreError) {
    let delivery = claimed.delivery
    let now = effectiveNow()
    switch outcome {
    case .ready: return
    case .rejected(let reason):
      _ = try await write([giveUp(delivery, reason: reason)])
      decide(GateDecision(at: now, event: .review, delivery: delivery.name, words: reason))
    case .retry(let reason, let asked):
      countRefusal(of: delivery.id)
      _ = try await write([notSent(delivery, reason: reason, again: .later(asked: asked), at: now)])
      decide(GateDecision(at: now, event: .notSent, delivery: delivery.name, words: reason))
    case .needsLogin(let reason), .channelRefused(let reason):
      _ = try await write([notSent(delivery, reason: reason, again: .whenStarted, at: now)])
      try await stop(delivery.channel, reason: reason, at: now)
    }
  }

  /// A preparation is no attempt that the store counts; without a count of its own each refusal would wait the first
  /// step only. Forgotten with the run, and when there are more than any queue has under way.
  private func countRefusal(of delivery: DeliveryID) {
    if refusedPreparations.count >= 10_000 { refusedPreparations = [:] }
    refusedPreparations[delivery, default: 0] += 1
  }

  // MARK: Reading back

  /// How long to wait for what is not visible yet; afterwards it stays unseen.
  private static let secondLook = Duration.seconds(2)

  /// Reads back what went out.
  func verify(_ reports: [SendReport], by connector: any Connector) async {
    for report in reports {
      guard case .published(let receipt) = report.outcome else { continue }
      await verify(receipt, of: report.claimed, report.plan, at: report.at, by: connector)
    }
  }

  /// Reads back one post. Whatever it finds changes nothing about the delivery (G-34).
  func verify(_ receipt: Receipt, of claimed: Claimed, _ plan: SendPlan, at: Instant, by connector: any Connector) async
  {
    let delivery = claimed.delivery
    do throws(StoreError) {
      // What the network answered needs no further question.
      if !receipt.differences.isEmpty {
        try await record(.differs(receipt.differences), of: delivery, at: at, isSight: connector.readsBack)
      }
      var outcome = await connector.verify(receipt, against: plan)
      if outcome == .notVisibleYet {
        await clock.sleep(for: Self.secondLook)
        outcome = await connector.verify(receipt, against: plan)
      }
      if outcome != .differs(receipt.differences) {
        try await record(outcome, of: delivery, at: at, isSight: connector.readsBack)
      }
    } catch {
      logger.error("\(delivery.name): what was read back is not recorded: \(error)")
    }
  }

  private func record(_ outcome: VerifyOutcome, of delivery: Delivery, at: Instant, isSight: Bool)
    async throws(StoreError)
  {
    switch outcome {
    case .same where isSight:
      try await store.saw(
        Sighting(delivery: delivery.id, fence: delivery.fence, at: effectiveNow()), as: newOperation())
    case .differs(let differences):
      let detail = differences.joined(separator: " ")
      decide(GateDecision(at: at, event: .differs, delivery: delivery.name, words: detail))
      try await store.appendAudit(
        [entry(.differs(AuditFact.Differing(differences)), delivery, at: at)], as: newOperation())
    case .sameToOwner(let reason) where isSight:
      try await recordUnread("\(reason) Nothing differs there; what strangers see is not known.", of: delivery, at: at)
    case .cannotRead(let reason) where isSight: try await recordUnread(reason, of: delivery, at: at)
    case .notVisibleYet where isSight:
      try await recordUnread("It was not to be seen there yet when it was read back.", of: delivery, at: at)
    // Where nothing can ever be read back, saying so with each post would be noise.
    case .same, .sameToOwner, .notVisibleYet, .cannotRead: break
    }
  }

  private func recordUnread(_ reason: String, of delivery: Delivery, at: Instant) async throws(StoreError) {
    decide(GateDecision(at: at, event: .notReadBack, delivery: delivery.name, words: reason))
    try await store.appendAudit([entry(.notReadBack(AuditFact.Reason(reason)), delivery, at: at)], as: newOperation())
  }
}
