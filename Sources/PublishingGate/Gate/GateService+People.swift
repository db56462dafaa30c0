import Elections
import Publishing

/// The register and the listed words, asked again before a permit (G-42).
extension GateService {
  /// Takes out what people may no longer stand for, and what holds words that were listed since; gives what it took.
  func sortOut(_ batch: [Claimed], _ ruleset: Ruleset, at now: Instant) async throws(StoreError) -> Set<DeliveryID> {
    var reports: [DeliveryReport] = []
    var words: [DeliveryID: String] = [:]
    if let register = ruleset.settings.register {
      let day = ruleset.inForce.day(of: now)
      let witnesses = try await store.witnesses(of: batch.map(\.delivery.id))
      for claimed in batch {
        guard let witness = witnesses[claimed.delivery.id],
          let refusal = register.refusal(toSendBy: witness, of: claimed.delivery.contentClass, on: day)
        else { continue }
        words[claimed.delivery.id] = refusal.description
        reports.append(giveUp(claimed.delivery, reason: refusal.description))
      }
    }
    for claimed in batch where words[claimed.delivery.id] == nil && !claimed.delivery.isFlagged {
      let matches = ruleset.inForce.matches(in: claimed.content)
      guard !matches.isEmpty, let schedule = ruleset.schedule(of: claimed.delivery.channel) else { continue }
      let flagged = Lane(
        channel: claimed.delivery.channel, contentClass: claimed.delivery.contentClass,
        traits: Lane.Traits(
          isOverridden: claimed.delivery.override != nil, approvals: claimed.delivery.approvals, isFlagged: true))
      guard !schedule.isOpen(flagged, at: now) else { continue }
      words[claimed.delivery.id] = "It holds listed words, and waits for an approval."
      reports.append(
        DeliveryReport(
          delivery: claimed.delivery.id, event: .flag(fence: claimed.delivery.fence),
          audit: entry(.flagged(AuditFact.Flagged(matches.map(\.passage))), claimed.delivery, at: now)))
    }
    for delivery in try await write(reports) {
      guard let delivery else { continue }
      let isFlagged = delivery.state.name == .queued
      decide(
        GateDecision(
          at: now, event: isFlagged ? .held : .review, delivery: delivery.name, words: words[delivery.id]))
    }
    return Set(words.keys)
  }
}
