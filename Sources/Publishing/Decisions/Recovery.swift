package import Elections

extension Decision<[Delivery]> {
  /// What services that are gone had in hand is in nobody's hand any more: certainly not sent, or in doubt.
  ///
  /// `inHand`: every delivery that somebody has in hand, whatever its age (G-26); those may be left out whose lease and
  /// whose service go on. `services`: those that have not said that they ended.
  package static func recovery(
    _ request: RecoveryRequest, inHand: [Delivery], services: [ServiceID]
  ) -> Self {
    // What they had under way is nobody's any more: they will report of nothing.
    let gone = request.isAlone ? services.filter { $0 != request.service } : []
    var writes = gone.map { StoreWrite.serviceEnds($0, at: request.now) }
    var recovered: [Delivery] = []
    let abandoned = inHand.compactMap { delivery in delivery.state.claim.map { (delivery, $0) } }
      .filter { request.abandons($0, under: $1) }
      .sorted { ($0.1.leaseEnds, $0.0.id) < ($1.1.leaseEnds, $1.0.id) }
    for (before, _) in abandoned.prefix(request.isAlone ? .max : request.limit) {
      guard let after = before.after(.abandon(fence: before.fence, at: request.now)) else { continue }
      recovered.append(after)
      writes.append(.step(after, from: before))
      guard let reason = after.state.reason else { continue }
      writes.append(
        .audit(
          AuditDraft(
            at: request.now, actor: request.actor, .uncertain(AuditFact.Reason(reason)), post: after.post,
            channel: after.channel, revision: request.revision)))
    }
    return Decision(writes, answer: recovered)
  }

  /// What may have left before the store went back waits for a person, but for what `living` services have in hand.
  package static func settingBack(
    _ finding: WentBack, _ deliveries: [Delivery], at now: Instant, sparing living: Set<ServiceID>,
    epoch: RevisionNumber?
  ) -> Self {
    var writes = [StoreWrite.audit(finding.audit(at: now, revision: epoch))]
    var moved: [Delivery] = []
    for before in deliveries.sorted(by: { $0.id < $1.id }) {
      guard finding.concerns(before, at: now), before.state.claim.map({ !living.contains($0.service) }) ?? true,
        let after = before.after(.setBack(at: now, reason: finding.reason))
      else { continue }
      moved.append(after)
      writes.append(.step(after, from: before))
      writes.append(.audit(finding.audit(after, at: now, revision: epoch)))
    }
    return Decision(writes, answer: moved)
  }
}

extension RecoveryRequest {
  /// Whether nobody will report of it any more: its lease is over, or its service is known to be gone; but never what the
  /// service that asks is sending itself.
  func abandons(_ delivery: Delivery, under claim: Claim) -> Bool {
    guard claim.service != service || underWay[delivery.id] != delivery.fence else { return false }
    return claim.leaseEnds <= now || (isAlone && claim.service != service)
  }
}

extension Decision<Void> {
  /// What a living service is sending stays in its hand for longer.
  package static func renewal(_ renewal: LeaseRenewal, of deliveries: [Delivery]) -> Self {
    Decision(
      deliveries.compactMap { before in
        guard before.state.claim?.service == renewal.service, let fence = renewal.underWay[before.id] else {
          return nil
        }
        return before.after(.renew(fence: fence, until: renewal.until)).map { .step($0, from: before) }
      })
  }

  /// The first sight of an attempt counts.
  package static func sighting(_ sighting: Sighting, seen: Instant?) -> Self {
    Decision(seen == nil ? [.attemptSeen(sighting)] : [])
  }
}
