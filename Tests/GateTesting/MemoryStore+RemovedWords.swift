import Elections
import Publishing

/// Words taken out of whatever has them.
extension MemoryStore.State {
  mutating func remove(_ removed: RemovedWords) {
    operations = operations.mapValues { ($0.kept.without(removed), $0.mark) }
    switch removed.place {
    case .delivery(let name): remove(removed, from: name)
    case .channel(let channel):
      pauses[channel] = pauses[channel].map { pause in
        Pause(
          channel: pause.channel, reason: removed.without(pause.reason), until: pause.until, at: pause.at,
          actor: pause.actor)
      }
      guard let channel, let stop = stops[channel] else { return }
      stops[channel] = ChannelStop(
        channel: channel, reason: removed.without(stop.reason), at: stop.at, actor: stop.actor)
    case .none: break
    case .revision(let number):
      revisions = revisions.map { revision in
        guard revision.number == number else { return revision }
        return Revision(
          number: number,
          draft: RevisionDraft(
            basis: nil, governing: revision.governing, alsoCloses: revision.alsoCloses, bytes: [:],
            at: revision.adoptedAt, actor: revision.actor, reason: removed.without(revision.reason),
            isAutomatic: revision.isAutomatic))
      }
    }
  }

  private mutating func remove(_ removed: RemovedWords, from name: DeliveryName) {
    deliveries = deliveries.map { $0.name == name ? $0.without(removed) : $0 }
    approvals = approvals.map { approval in
      guard approval.delivery == name else { return approval }
      return ApprovalRecord(
        delivery: name, actor: approval.actor, at: approval.at, contentHash: approval.contentHash, due: approval.due,
        isApproval: approval.isApproval, reason: removed.without(approval.reason))
    }
    overrides = overrides.map { record in
      guard record.delivery == name else { return record }
      return OverrideRecord(
        id: record.id, delivery: name, basis: record.basis, reason: removed.without(record.reason), until: record.until,
        requester: record.requester, requestedAt: record.requestedAt, contentHash: record.contentHash,
        state: record.state, decider: record.decider, decidedAt: record.decidedAt)
    }
    lateReports = lateReports.map { late in
      guard late.delivery == name else { return late }
      return LateReport(
        delivery: name, fence: late.fence, at: late.at, outcome: late.outcome, remoteID: late.remoteID, url: late.url,
        reason: removed.without(late.reason))
    }
    for delivery in deliveries where delivery.name == name {
      givenBack[delivery.id] = givenBack[delivery.id].map {
        GivenBack(count: $0.count, reason: removed.without($0.reason), at: $0.at)
      }
      attempts[delivery.id] = attempts[delivery.id]?.map { attempt in
        var attempt = attempt
        attempt.end = attempt.end.map { end in
          AttemptEnd(delivery: end.delivery, fence: end.fence, at: end.at, problem: removed.without(end.problem))
        }
        return attempt
      }
    }
  }
}
