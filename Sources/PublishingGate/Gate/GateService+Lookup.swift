import Elections

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
    let outcome = await find(claimed, on: channel)
    let now = effectiveNow()
    let report: DeliveryReport
    switch outcome {
    case .found(let receipt):
      report = DeliveryReport(
        delivery: delivery.id, event: .foundAfterDoubt(fence: delivery.fence, receipt.kept, confirmed: now),
        audit: entry(
          .published, delivery, at: now,
          [
            ("remote_id", .string(receipt.remoteID)), ("url", JSON(receipt.url)),
            ("how", .string("found by looking it up")),
          ]))
    case .absentForCertain:
      report = DeliveryReport(
        delivery: delivery.id, event: .absentAfterDoubt(fence: delivery.fence, next: now),
        audit: entry(.notSent, delivery, at: now, [("reason", .string("Looked up, and proved absent."))]))
    case .absentPerhaps(let reason), .changedByOthers(let reason), .cannotTell(let reason):
      let next = now.adding(Delivery.lookupDelay(after: delivery.lookups))
      report = DeliveryReport(
        delivery: delivery.id, event: .stillInDoubt(fence: delivery.fence, next: next),
        audit: entry(.stillUncertain, delivery, at: now, [("reason", .string(reason))]))
    }
    guard let after = try await write([report]).first ?? nil else { return }
    switch after.state {
    case .published(let receipt, _):
      decide(
        GateDecision(at: now, event: .published, delivery: delivery.name, detail: receipt.url ?? receipt.remoteID))
    case .cancelled, .review:
      let isCancelled = after.state.name == .cancelled
      decide(
        GateDecision(
          at: now, event: isCancelled ? .cancelled : .review, delivery: delivery.name, detail: after.state.reason))
    case .queued:
      decide(GateDecision(at: now, event: .notSent, delivery: delivery.name, detail: "Looked up, and proved absent."))
    default: break
    }
  }

  /// How much later than its time was over a request may still arrive: it may lie in a proxy on its way.
  private static let straggling = Duration.seconds(120)

  /// What is known of the attempt whose answer was lost.
  private func lostAttempt(
    of delivery: Delivery, by connector: any Connector
  ) async throws(StoreError) -> LostAttempt? {
    guard let began = try await store.lastPermit(of: delivery.id) else { return nil }
    let longest = connector.longestPermit + (connector.longestAnswer ?? configuration.sendTimeout)
    return LostAttempt(
      began: began, ended: began.adding(longest + Self.straggling),
      taken: try await store.remoteIDs(on: delivery.channel, publishedSince: began.adding(.seconds(-86_400))))
  }

  private func find(_ claimed: Claimed, on channel: String) async -> FindOutcome {
    guard let ruleset, let settings = ruleset.channel(channel) else {
      return .cannotTell("The settings have no channel “\(channel)” any more.")
    }
    guard let payload = claimed.plan else { return .cannotTell("What was sent is not known.") }
    do {
      let connector = try connectors[channel]?.connector ?? surroundings.connector(settings, ruleset)
      let lost = try await lostAttempt(of: claimed.delivery, by: connector)
      return await connector.find(
        Prepared(plan: SendPlan(post: claimed.released, payload: payload), kept: claimed.kept, lost: lost))
    } catch let error as StoreError {
      return .cannotTell("The store could not be asked: \(error)")
    } catch {
      return .cannotTell("The channel cannot be used: \(error)")
    }
  }
}
