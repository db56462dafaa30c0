import Elections
import Publishing

extension GateService {
  /// Asks the connector whether uncertain deliveries went out; sends nothing.
  func lookUp(_ batch: [Claimed], on channel: String) async {
    do throws(StoreError) {
      for claimed in batch {
        if Task.isCancelled { break }
        try await lookUp(claimed, on: channel)
      }
    } catch {
      endBy(error)
    }
    finished(channel: channel, lookedUp: batch)
  }

  private func lookUp(_ claimed: Claimed, on channel: String) async throws(StoreError) {
    let delivery = claimed.delivery
    let (outcome, connector) = await find(claimed, on: channel)
    let now = effectiveNow()
    let report: DeliveryReport
    switch outcome {
    case .found(let receipt):
      report = DeliveryReport(
        delivery: delivery.id, event: .foundAfterDoubt(fence: delivery.fence, receipt.kept, confirmed: now),
        audit: entry(
          .published(AuditFact.Published(receipt, how: "found by looking it up")), delivery, at: now))
    case .absentForCertain:
      report = absent(delivery, at: now)
    case .absentPerhaps(let reason), .changedByOthers(let reason), .cannotTell(let reason):
      let next = now.adding(Delivery.lookupDelay(after: delivery.lookups))
      report = DeliveryReport(
        delivery: delivery.id, event: .stillInDoubt(fence: delivery.fence, next: next),
        audit: entry(.stillUncertain(AuditFact.Reason(reason)), delivery, at: now))
    }
    guard let after = try await write([report]).first ?? nil else { return }
    switch after.state {
    case .published(let kept, _):
      decide(GateDecision(at: now, event: .published, delivery: delivery.name, words: kept.url ?? kept.remoteID))
      if case .found(let receipt) = outcome, let connector, let payload = claimed.plan {
        await verify(receipt, of: claimed, SendPlan(post: claimed.released, payload: payload), at: now, by: connector)
      }
    case .cancelled, .review:
      let isCancelled = after.state.name == .cancelled
      decide(
        GateDecision(
          at: now, event: isCancelled ? .cancelled : .review, delivery: delivery.name, words: after.state.reason))
    case .queued:
      decide(GateDecision(at: now, event: .notSent, delivery: delivery.name, detail: "Looked up, and proved absent."))
    default: break
    }
  }

  /// Proved absent, it is tried again as late as whatever was certainly not sent: whoever gives no usable answer is not
  /// asked every few seconds. Where the gate itself ended, no receiver was asked in vain, and it leaves at once.
  private func absent(_ delivery: Delivery, at now: Instant) -> DeliveryReport {
    let reason = "Looked up, and proved absent."
    var generator = surroundings.randomness()
    let asked = waitsAsked.removeValue(forKey: delivery.id)
    let wait =
      delivery.state.reason == Delivery.gateEnded
      ? .zero : configuration.retries.delay(after: delivery.attempts, asked: asked, using: &generator)
    // It stays in the queue, where it goes to a person once it is too late: to give it up here would end the wait for the
    // receipt of a worker that may live.
    let lateAfter = ruleset?.channel(delivery.channel)?.lateAfter ?? Channel.defaultLateAfter
    let tooLate = delivery.latest(channelAllows: lateAfter).adding(.milliseconds(1))
    let next = min(now.adding(wait), max(now, tooLate))
    return DeliveryReport(
      delivery: delivery.id, event: .absentAfterDoubt(fence: delivery.fence, next: next),
      audit: entry(.notSent(AuditFact.NotSent(reason, next: next)), delivery, at: now))
  }

  /// How much later than its time was over a request may still arrive: it may lie in a proxy on its way.
  private static let straggling = Duration.seconds(120)

  /// What is known of the attempt whose answer was lost.
  private func lostAttempt(
    of delivery: Delivery, by connector: any Connector
  ) async throws(StoreError) -> LostAttempt? {
    guard let began = try await store.lastPermit(of: delivery.id) else { return nil }
    let longest = connector.longestPermit + (connector.longestAnswer ?? configuration.sendTimeout)
    let doubtful = try await store.uncertain(at: began.adding(Self.anyTime), limit: Self.mostRivals).due
    let rivals = doubtful.compactMap { other -> Prepared? in
      guard other.delivery.channel == delivery.channel, other.delivery.id != delivery.id, let payload = other.plan
      else { return nil }
      return Prepared(plan: SendPlan(post: other.released, payload: payload), kept: other.kept)
    }
    return LostAttempt(
      began: began, ended: began.adding(longest + Self.straggling),
      taken: try await store.remoteIDs(on: delivery.channel, publishedSince: began.adding(.seconds(-86_400))),
      rivals: rivals, reason: delivery.state.reason ?? "")
  }

  /// Later than any lookup is put off, so that every uncertain delivery counts.
  private static let anyTime = Duration.seconds(366 * 86_400)
  private static let mostRivals = 200

  /// What its connector finds, and the connector, where there is one.
  private func find(_ claimed: Claimed, on channel: String) async -> (FindOutcome, (any Connector)?) {
    guard let ruleset, let settings = ruleset.channel(channel) else {
      return (.cannotTell("The settings have no channel “\(channel)” any more."), nil)
    }
    guard let payload = claimed.plan else { return (.cannotTell("What was sent is not known."), nil) }
    do {
      let connector = try connectors[channel]?.connector ?? surroundings.connector(settings, ruleset)
      let lost = try await lostAttempt(of: claimed.delivery, by: connector)
      let prepared = Prepared(plan: SendPlan(post: claimed.released, payload: payload), kept: claimed.kept, lost: lost)
      return (await connector.find(prepared), connector)
    } catch let error as StoreError {
      return (.cannotTell("The store could not be asked: \(error)"), nil)
    } catch {
      return (.cannotTell("The channel cannot be used: \(error)"), nil)
    }
  }
}
