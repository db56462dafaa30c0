import Elections
import Logging
import Publishing

extension GateService {
  /// Sends a channel's deliveries, as many at once as its connector allows, each under a permit of its own.
  func send(_ batch: [Claimed], on channel: String) async {
    var rest = batch[...]
    do throws(StoreError) {
      while !rest.isEmpty {
        if isEnding || Task.isCancelled {
          try await giveBack(Array(rest))
          break
        }
        guard let connector = try await connector(of: channel, for: rest) else { break }
        let chunk = rest.prefix(max(1, connector.simultaneousSends))
        rest = rest.dropFirst(chunk.count)
        let planned = try await plan(Array(chunk), connector)
        let prepared = try await prepare(planned, by: connector)
        let permitted = try await permit(prepared, by: connector)
        let reports = await sendAll(permitted, by: connector)
        try await record(reports)
        for report in reports { underWay[report.claimed.delivery.id] = nil }
        await verify(reports, by: connector)
      }
    } catch {
      endBy(error)
    }
    finished(channel: channel)
  }

  /// The channel's connector; nil when there is none now, and then what is in hand was given back.
  private func connector(of channel: String, for rest: ArraySlice<Claimed>) async throws(StoreError) -> (any Connector)?
  {
    guard let ruleset, let settings = ruleset.channel(channel) else {
      try await giveBack(Array(rest))
      return nil
    }
    if let known = connectors[channel] { return known.connector }
    do {
      let connector = try surroundings.connector(settings, ruleset)
      connectors[channel] = (settings, ruleset.folder, connector)
      return connector
    } catch {
      try await giveBack(Array(rest), trouble: "The channel cannot be used: \(error)")
      return nil
    }
  }

  /// What will be sent: the stored plan where there was an attempt, else a new one.
  private func plan(_ chunk: [Claimed], _ connector: any Connector) async throws(StoreError) -> [(Claimed, SendPlan)] {
    var planned: [(Claimed, SendPlan)] = []
    var refused: [DeliveryReport] = []
    for claimed in chunk {
      if let payload = claimed.plan {
        planned.append((claimed, SendPlan(post: claimed.released, payload: payload)))
        continue
      }
      do throws(ContentProblem) {
        if let problem = connector.check(claimed.content).first { throw problem }
        planned.append((claimed, try connector.plan(claimed.released)))
      } catch {
        refused.append(giveUp(claimed.delivery, reason: error.description))
      }
    }
    for delivery in try await write(refused) {
      guard let delivery else { continue }
      decide(GateDecision(at: effectiveNow(), event: .review, delivery: delivery.name, words: delivery.state.reason))
    }
    return planned
  }

  // MARK: Permits

  /// Asks for permits under the newest revision, as often as it moves on; gives back what may not leave now.
  private func permit(
    _ prepared: [(Claimed, Prepared)], by connector: any Connector
  ) async throws(StoreError) -> [(Prepared, Permit, Claimed)] {
    var rest = prepared
    while !rest.isEmpty {
      guard let ruleset, let revision = ruleset.revision, let now = sendingNow() else {
        try await giveBack(rest.map(\.0))
        return []
      }
      let unfit = try await sortOut(rest.map(\.0), ruleset, at: now)
      rest.removeAll { unfit.contains($0.0.delivery.id) }
      var items: [PermitRequest.Item] = []
      var held: [Claimed] = []
      for (claimed, prepared) in rest {
        let plan = prepared.plan
        guard case .open(let until) = ruleset.state(of: claimed.delivery.lane, at: now) else {
          held.append(claimed)
          continue
        }
        items.append(
          PermitRequest.Item(
            delivery: claimed.delivery.id, fence: claimed.delivery.fence, contentHash: plan.contentHash,
            plan: plan.payload, openUntil: until,
            latest: claimed.delivery.latest(
              channelAllows: ruleset.channel(claimed.delivery.channel)?.lateAfter ?? Channel.defaultLateAfter),
            longest: connector.longestPermit, longestAnswer: connector.longestAnswer,
            isHeldInDoubt: ruleset.isHeldInDoubt(claimed.delivery.lane)))
      }
      if !held.isEmpty {
        try await giveBack(held)
        rest.removeAll { planned in held.contains { $0.delivery.id == planned.0.delivery.id } }
      }
      if items.isEmpty { return [] }
      let paces = Dictionary(
        rest.compactMap { claimed, _ in
          ruleset.channel(claimed.delivery.channel)?.pace.map { (claimed.delivery.channel, $0) }
        }, uniquingKeysWith: { first, _ in first })
      let began = clock.monotonic
      let answer = try await store.permit(
        PermitRequest(
          revision: revision, service: service, now: now, sendTimeout: configuration.sendTimeout, paces: paces,
          items: items), as: newOperation())
      GateMetrics.storeCall("permit", took: clock.monotonic - began)
      if answer.isSuperseded {
        try await refreshRules()
        continue
      }
      if let mark = answer.clockBehind {
        learn(mark)
        if sendingNow().map({ $0 >= mark.highWater }) == true { continue }
        try await giveBack(rest.map(\.0))
        return []
      }
      return try await granted(answer, rest)
    }
    return []
  }

  private func granted(_ answer: PermitAnswer, _ rest: [(Claimed, Prepared)]) async throws(StoreError) -> [(
    Prepared, Permit, Claimed
  )] {
    let notNow = rest.map(\.0).filter { answer.refused[$0.delivery.id] == .notNow }
    if !notNow.isEmpty { try await giveBack(notNow) }
    let changed = rest.map(\.0).filter { answer.refused[$0.delivery.id] == .changed }
    if !changed.isEmpty { try await giveBack(changed, trouble: ChangedText.reason) }
    let grants = Dictionary(answer.granted.map { ($0.delivery, $0) }, uniquingKeysWith: { first, _ in first })
    return rest.compactMap { claimed, prepared in
      guard let grant = grants[claimed.delivery.id] else { return nil }
      underWay[grant.delivery] = UnderWay(fence: grant.fence, leaseEnds: grant.leaseEnds)
      let look = LastLook(
        delivery: grant.delivery, fence: grant.fence, revision: grant.revision,
        contentHash: prepared.plan.contentHash, override: grant.override,
        isHeldInDoubt: ruleset?.isHeldInDoubt(claimed.delivery.lane) ?? true)
      let permit = Permit(grant, name: claimed.delivery.name, contentHash: look.contentHash) {
        await self.refusal(of: look)
      }
      decide(
        GateDecision(
          at: grant.issued, event: .released, delivery: claimed.delivery.name, lane: claimed.delivery.lane,
          revision: grant.revision))
      GateMetrics.lateness(grant.issued.since(claimed.delivery.due), channel: claimed.delivery.channel)
      return (prepared, permit, claimed)
    }
  }

  // MARK: One send

  struct SendReport: Sendable {
    let claimed: Claimed
    let plan: SendPlan
    let revision: RevisionNumber
    let outcome: CommitOutcome
    /// Where the gate's own last look kept it back: when it is looked at again.
    let again: NextAttempt?
    let at: Instant
  }

  private nonisolated func sendAll(_ permitted: [(Prepared, Permit, Claimed)], by connector: any Connector) async
    -> [SendReport]
  {
    await withTaskGroup { group in
      for (prepared, permit, claimed) in permitted {
        group.addTask { await self.send(prepared, under: permit, claimed, by: connector) }
      }
      var reports: [SendReport] = []
      for await report in group { reports.append(report) }
      return reports
    }
  }

  private nonisolated func send(
    _ prepared: Prepared, under permit: Permit, _ claimed: Claimed, by connector: any Connector
  ) async -> SendReport {
    let (outcome, again) = await commit(prepared, under: permit, by: connector)
    return SendReport(
      claimed: claimed, plan: prepared.plan, revision: permit.revision, outcome: outcome, again: again,
      at: max(await effectiveNow(), permit.issued))
  }

  /// The connector's outcome; and, where the gate itself kept the post back, when it is looked at again.
  private nonisolated func commit(_ prepared: Prepared, under permit: Permit, by connector: any Connector) async
    -> (CommitOutcome, again: NextAttempt?)
  {
    guard permit.allows(prepared.plan, at: surroundings.clock.now) else {
      return (.notSent("The permit's time passed before the post left.", after: nil), .atOnce)
    }
    let outcome = await connector.commit(prepared, under: permit)
    // What the last look refused is certainly not sent, and what it waits for is known: no receiver was asked in vain.
    guard case .notSent = outcome, let refusal = permit.refusal else { return (outcome, nil) }
    if case .unasked = refusal { return (.notSent(refusal.description, after: nil), .later(asked: nil)) }
    return (.notSent(refusal.description, after: nil), .atOnce)
  }

  /// Asked by the connector immediately before the bytes leave.
  private nonisolated func refusal(of look: LastLook) async -> LastLook.Refusal? {
    guard let now = await sendingNow() else { return .clockInDoubt }
    do throws(StoreError) {
      return try await surroundings.store.refusal(of: look, at: now)
    } catch {
      return .unasked("\(error)")
    }
  }

  // MARK: What became of it

  private func record(_ reports: [SendReport]) async throws(StoreError) {
    let written = try await write(reports.map(deliveryReport))
    for (report, delivery) in zip(reports, written) {
      // A receipt for an older claim may have proved something all the same.
      if delivery?.fence != report.claimed.delivery.fence { try await tellLate(report) }
      guard let delivery else { continue }
      announce(delivery, report.outcome, at: report.at)
      switch report.outcome {
      case .needsLogin(let reason), .channelRefused(let reason):
        try await stop(report.claimed.delivery.channel, reason: reason, at: report.at)
      case .uncertain(_, let asked): remember(wait: asked, for: delivery.id)
      default: break
      }
    }
  }

  private func deliveryReport(_ report: SendReport) -> DeliveryReport {
    let delivery = report.claimed.delivery
    let (fence, at) = (delivery.fence, report.at)
    let event: DeliveryEvent
    let fact: AuditFact
    switch report.outcome {
    case .published(let receipt):
      event = .publish(fence: fence, receipt.kept, confirmed: at)
      fact = .published(AuditFact.Published(receipt))
    case .rejected(let reason) where delivery.wasUncertain, .undecided(let reason) where delivery.wasUncertain:
      // The request whose answer was lost may have been acted on, and this one be refused for being the second.
      return giveUp(delivery, reason: "It may have gone out already, by an attempt whose answer was lost. \(reason)")
    case .rejected(let reason):
      event = .fail(fence: fence, at: at, reason: reason)
      fact = .failed(AuditFact.Reason(reason))
    case .notSent(let reason, let asked):
      return notSent(delivery, reason: reason, again: report.again ?? .later(asked: asked), at: at)
    case .needsLogin(let reason), .channelRefused(let reason):
      return notSent(delivery, reason: reason, again: .whenStarted, at: at)
    case .undecided(let reason):
      return giveUp(delivery, reason: reason)
    case .uncertain(let reason, _):
      event = .loseAnswer(fence: fence, at: at, reason: reason)
      fact = .uncertain(AuditFact.Reason(reason))
    }
    return DeliveryReport(delivery: delivery.id, event: event, audit: entry(fact, delivery, at: at))
  }

  private func remember(wait: Duration?, for delivery: DeliveryID) {
    if waitsAsked.count >= 10_000 { waitsAsked = [:] }
    waitsAsked[delivery] = wait
  }

  /// Queued again, or to a person where a further attempt would be too late.
  func notSent(_ delivery: Delivery, reason: String, again: NextAttempt, at: Instant) -> DeliveryReport {
    let next: Instant
    switch again {
    case .atOnce: next = at
    case .whenStarted: next = at.adding(.seconds(1))
    case .later(let asked):
      // The delivery in hand was read before its permit, which counted one attempt more.
      let attempts = delivery.attempts + max(1, refusedPreparations[delivery.id] ?? 0)
      var generator = surroundings.randomness()
      next = at.adding(configuration.retries.delay(after: attempts, asked: asked, using: &generator))
    }
    let lateAfter = ruleset?.channel(delivery.channel)?.lateAfter ?? Channel.defaultLateAfter
    if next > delivery.latest(channelAllows: lateAfter) {
      return giveUp(delivery, reason: "\(reason) A further attempt would be too late.")
    }
    return DeliveryReport(
      delivery: delivery.id, event: .giveBack(fence: delivery.fence, next: next),
      audit: entry(.notSent(AuditFact.NotSent(reason, next: next)), delivery, at: at))
  }

  func giveUp(_ delivery: Delivery, reason: String) -> DeliveryReport {
    let now = effectiveNow()
    return DeliveryReport(
      delivery: delivery.id, event: .giveUp(fence: delivery.fence, at: now, reason: reason),
      audit: entry(.review(.because(reason)), delivery, at: now))
  }

  /// An answer that came after its delivery had been settled without it is told of as loudly as it deserves.
  private func tellLate(_ report: SendReport) async throws(StoreError) {
    let delivery = report.claimed.delivery
    let late = try await store.lateReports(of: delivery.post).last { late in
      late.delivery == delivery.name && late.fence == delivery.fence
    }
    guard let late else { return }
    let what = [late.outcome, late.url ?? late.remoteID ?? late.reason].compactMap(\.self).joined(separator: ": ")
    let words = "Its network answered after it had been settled without an answer: \(what)."
    decide(GateDecision(at: report.at, event: .lateReport, delivery: delivery.name, words: words))
    logger.error("\(delivery.name): \(words)")
  }

  /// Certainly nothing was sent. Where time or another's act is the reason, it is tried again as soon as it may, and is no
  /// news. With a trouble it is tried again later, told of and counted, and after some times waits for a person.
  func giveBack(_ batch: [Claimed], trouble: String? = nil) async throws(StoreError) {
    if batch.isEmpty { return }
    let now = effectiveNow()
    let written = try await write(
      batch.map { claimed in
        let delivery = claimed.delivery
        return DeliveryReport(
          delivery: delivery.id,
          event: .giveBack(fence: delivery.fence, next: trouble.map { _ in now.adding(.seconds(60)) }),
          audit: trouble.map { entry(.notSent(AuditFact.NotSent($0)), delivery, at: now) },
          trouble: trouble.map { DeliveryReport.Trouble($0, at: now) })
      })
    guard let trouble else { return }
    logger.warning("\(trouble)")
    for case let delivery? in written {
      let event: GateDecision.Event = delivery.state.name == .review ? .review : .givenBack
      decide(GateDecision(at: now, event: event, delivery: delivery.name, words: delivery.state.reason ?? trouble))
    }
  }

  func entry(_ fact: AuditFact, _ delivery: Delivery, at: Instant) -> AuditDraft {
    AuditDraft(
      at: at, actor: configuration.actor, fact, post: delivery.post, channel: delivery.channel,
      revision: ruleset?.revision)
  }

  /// Records outcomes; a store that cannot be written is tried again for as long as the lease lasts, because what
  /// went out must not be forgotten. Afterwards recovery looks it up.
  func write(_ reports: [DeliveryReport]) async throws(StoreError) -> [Delivery?] {
    if reports.isEmpty { return [] }
    var waited = Duration.zero
    // One call, however often it is tried: it may have been done, and only its answer lost.
    let operation = newOperation()
    while true {
      do throws(StoreError) {
        let began = clock.monotonic
        let written = try await store.record(reports, as: operation)
        GateMetrics.storeCall("record", took: clock.monotonic - began)
        return written
      } catch {
        guard waited < configuration.lease else { throw error }
        logger.error("What became of \(reports.count) deliveries could not be recorded yet: \(error)")
        await clock.sleep(for: .milliseconds(500))
        waited += .milliseconds(500)
      }
    }
  }

  private func announce(_ delivery: Delivery, _ outcome: CommitOutcome, at: Instant) {
    let event: GateDecision.Event
    switch delivery.state {
    case .published: event = .published
    case .failed: event = .failed
    case .uncertain: event = .uncertain
    case .review: event = .review
    case .queued: event = .notSent
    case .cancelled: event = .cancelled
    case .sending, .expired: return
    }
    var detail = delivery.state.reason
    if case .notSent(let reason, _) = outcome, detail == nil { detail = reason }
    if case .published(let receipt) = outcome { detail = receipt.url ?? receipt.remoteID }
    decide(GateDecision(at: at, event: event, delivery: delivery.name, words: detail))
  }

  func stop(_ channel: String, reason: String, at: Instant) async throws(StoreError) {
    let stop = ChannelStop(channel: channel, reason: reason, at: at, actor: configuration.actor)
    guard try await store.stop(stop, as: newOperation()) else { return }
    decide(GateDecision(at: at, event: .channelStopped, channel: channel, words: reason))
  }
}
