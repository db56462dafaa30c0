package import Elections
package import Publishing
import Texts

/// What became of what was taken in hand.
extension MemoryStore {
  package func record(_ reports: [DeliveryReport]) async throws(StoreError) -> [Delivery?] {
    try transaction { state in
      reports.map { report in
        guard let before = state.deliveries.first(where: { $0.id == report.delivery }) else { return nil }
        let index = state.attempts[before.id]?.firstIndex { $0.fence == report.event.fence }
        let isAwaited = report.event.isWorkersOutcome && index.map { state.attempts[before.id]?[$0].isOver } == false
        let planned = PlannedReport(
          report, on: before, isAwaited: { isAwaited },
          givenBack: state.givenBack[before.id]?.count ?? 0, owner: { Self.owner(of: $0, besides: before, state) })
        if let after = planned.after { Self.save(after, &state) }
        if let late = planned.late { state.lateReports.append(late) }
        if let givenBack = planned.givenBack { state.givenBack[before.id] = givenBack }
        if report.event.isWorkersOutcome, let audit = report.audit, let index,
          planned.late != nil || before.state.name == .sending || before.state.name == .uncertain
        {
          let words = JSON(parsing: audit.detail)?["reason"]?.string
          let isQueued = planned.after?.state.name == .queued
          let reason = planned.after.flatMap { $0.state.reason ?? (isQueued ? words : nil) } ?? planned.late?.reason
          state.attempts[before.id]?[index].outcome = reason
          state.attempts[before.id]?[index].isOver = true
        }
        for audit in planned.audits { state.log(audit) }
        return planned.after
      }
    }
  }

  private static func owner(of receipt: Receipt, besides delivery: Delivery, _ state: State) -> DeliveryName? {
    state.deliveries.first { other in
      guard other.id != delivery.id, other.channel == delivery.channel, case .published(let known, _) = other.state
      else { return false }
      return known.remoteID == receipt.remoteID && known.mayRepeat == receipt.mayRepeat
    }?.name
  }

  package func lastPermit(of delivery: DeliveryID) async throws(StoreError) -> Instant? {
    look { $0.attempts[delivery]?.last?.began }
  }

  package func remoteIDs(on channel: String, publishedSince since: Instant) async throws(StoreError) -> Set<String> {
    look { state in
      Set(
        state.deliveries.compactMap { delivery in
          guard delivery.channel == channel, case .published(let receipt, let confirmed) = delivery.state,
            confirmed >= since
          else { return nil }
          return receipt.remoteID
        })
    }
  }

  package func lateReports(of post: PostID) async throws(StoreError) -> [LateReport] {
    look { state in state.lateReports.filter { $0.delivery.post == post } }
  }

  package func renew(_ renewal: LeaseRenewal) async throws(StoreError) {
    try transaction { state in
      for before in state.deliveries where before.state.claim?.service == renewal.service {
        var after = before
        guard let fence = renewal.underWay[before.id],
          (try? after.apply(.renew(fence: fence, until: renewal.until))) != nil
        else { continue }
        Self.save(after, &state)
      }
    }
  }

  package func saw(_ sighting: Sighting) async throws(StoreError) {
    try transaction { state in
      let attempts = state.attempts[sighting.delivery] ?? []
      guard let index = attempts.firstIndex(where: { $0.fence == sighting.fence }), attempts[index].seen == nil else {
        return
      }
      state.attempts[sighting.delivery]?[index].seen = sighting.at
    }
  }

  package func recover(_ request: RecoveryRequest) async throws(StoreError) -> [Delivery] {
    try transaction { state in
      let found = state.deliveries.compactMap { delivery in delivery.state.claim.map { (delivery, $0) } }
        .filter { $1.leaseEnds <= request.now || (request.isAlone && $1.service != request.service) }
        .filter { $1.service != request.service || request.underWay[$0.id] != $0.fence }
        .sorted { ($0.1.leaseEnds, $0.0.id) < ($1.1.leaseEnds, $1.0.id) }
        .prefix(request.isAlone ? .max : request.limit)
      if request.isAlone {
        for index in state.services.indices where index != Int(request.service.rawValue) - 1 {
          state.services[index].isOver = true
        }
      }
      return found.compactMap { before, _ in
        var after = before
        guard (try? after.apply(.abandon(fence: before.fence, at: request.now))) != nil else { return nil }
        Self.save(after, &state)
        if let reason = after.state.reason {
          state.log(
            AuditDraft(
              at: request.now, actor: request.actor, event: .uncertain, post: after.post, channel: after.channel,
              revision: request.revision, detail: JSON.object([("reason", .string(reason))]).compactText))
        }
        return after
      }
    }
  }

  package func setBack(
    _ finding: WentBack, at now: Instant, sparing living: Set<ServiceID>
  ) async throws(StoreError) -> [Delivery] {
    try transaction { state in
      let revision = state.revisions.last?.number
      state.log(finding.audit(at: now, revision: revision))
      return state.deliveries.compactMap { before in
        guard finding.concerns(before, at: now), before.state.claim.map({ !living.contains($0.service) }) ?? true else {
          return nil
        }
        var after = before
        guard (try? after.apply(.setBack(at: now, reason: finding.reason))) != nil else { return nil }
        Self.save(after, &state)
        state.log(finding.audit(after, at: now, revision: revision))
        return after
      }
    }
  }

  package func uncertain(at now: Instant, limit: Int) async throws(StoreError) -> (due: [Claimed], next: Instant?) {
    look { state in
      let all = state.deliveries.filter { $0.state.name == .uncertain }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
      return (
        all.filter { $0.next <= now }.prefix(limit).compactMap { Self.claimed($0, state) },
        all.first { $0.next > now }?.next
      )
    }
  }

  package func nextLeaseEnd() async throws(StoreError) -> Instant? {
    look { $0.deliveries.compactMap { $0.state.claim?.leaseEnds }.min() }
  }
}
