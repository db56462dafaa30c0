package import Elections
package import Publishing
import PublishingGate

/// What answers about posts are made from: all that holds, and whether a gate is there to send anything.
package struct PostReport {
  package let standing: Standing
  package let civil: CivilText
  package let gate: GatePresence
  package let council: AnsweringCouncil

  package var rules: Ruleset { standing.rules }
  package var now: Instant { standing.now }
}

extension PostReport {
  package init(_ open: OpenStore) async throws {
    self.init(
      standing: try await open.standing(), civil: open.civil, gate: try await GatePresence(open.store),
      council: AnsweringCouncil(open.workspace))
  }

  /// Whether a delivery waits for an approval that this person could give, at its time or now.
  package func awaits(_ login: String, _ record: DeliveryRecord, _ post: PostRecord) -> Bool {
    let delivery = record.delivery
    guard case .queued = delivery.state, let schedule = rules.schedule(of: delivery.channel) else { return false }
    let isPurdah = [now, max(now, delivery.due)].contains { schedule.blackouts.isClosed(at: $0) }
    guard delivery.approvals < schedule.tiers(delivery.lane, inPurdah: isPurdah) else { return false }
    let own = post.approvals.filter { $0.delivery == delivery.name && $0.counts(for: delivery) }
    if own.contains(where: { Actor(recorded: $0.actor).hands.contains(login) }) { return false }
    return rules.inForce.refusal(of: .approve, by: Actor(login), at: now, hands: post.hands) == nil
  }
}
