package import Elections
package import Publishing

extension Delivery {
  /// Queued, and in nobody's hand.
  var isUnclaimed: Bool { if case .queued(nil) = state { true } else { false } }
}

/// What a gate takes in hand, and the last questions before it leaves.
extension MemoryStore {
  package func waitingLanes() async throws(StoreError) -> [WaitingLane] {
    look { state in
      Dictionary(grouping: state.deliveries.filter(\.isUnclaimed), by: \.lane).compactMap { lane, deliveries in
        deliveries.map(\.next).min().map { WaitingLane(lane: lane, next: $0) }
      }.sorted { ($0.lane.channel, $0.lane.contentClass.rawValue) < ($1.lane.channel, $1.lane.contentClass.rawValue) }
    }
  }

  package func uncertainLanes() async throws(StoreError) -> Set<Lane> {
    look { Set($0.deliveries.filter { $0.state.name == .uncertain }.map(\.lane)) }
  }

  package func claim(_ request: ClaimRequest) async throws(StoreError) -> ClaimAnswer {
    try transaction { state in
      var answer = ClaimAnswer()
      guard state.revisions.last?.number == request.revision else {
        answer.superseded = state.revisions.last?.number ?? RevisionNumber(0)
        return answer
      }
      Self.raise(&state, to: request.now)
      let pointless = state.deliveries.filter { delivery in
        guard let expires = delivery.expires, expires <= request.now else { return false }
        return delivery.isUnclaimed || delivery.state.name == .review
      }
      for delivery in pointless.sorted(by: { ($0.expires ?? $0.due) < ($1.expires ?? $1.due) }).prefix(request.limit) {
        var after = delivery
        guard (try? after.apply(.expire(at: request.now))) != nil else { continue }
        Self.save(after, &state)
        state.log(
          AuditDraft(
            at: request.now, actor: "gate", event: .expired, post: after.post, channel: after.channel,
            revision: request.revision))
        answer.expired.append(after)
      }
      let lanes = Dictionary(request.lanes.map { ($0.lane, $0) }, uniquingKeysWith: { first, _ in first })
      var budget: [String: Int] = [:]
      for lane in request.lanes {
        budget[lane.lane.channel] = lane.handling.atOnce
        guard let pace = lane.pace else { continue }
        let log = state.paces[lane.lane.channel] ?? PaceLog()
        budget[lane.lane.channel] = min(log.available(pace, at: request.now), lane.handling.atOnce ?? .max)
        answer.paceUntil[lane.lane.channel] = log.next(pace, after: request.now)
      }
      let due = state.deliveries.filter { $0.isUnclaimed && $0.next <= request.now && lanes[$0.lane] != nil }
        .sorted { ($0.next, $0.id) < ($1.next, $1.id) }
      for delivery in due where answer.claimed.count + answer.tooLate.count < request.limit {
        guard let lane = lanes[delivery.lane], budget[delivery.channel] != 0 else { continue }
        var after = delivery
        if let grant = delivery.override, request.now >= grant.until {
          guard (try? after.apply(.endOverride)) != nil else { continue }
          Self.save(after, &state)
          state.log(PlannedOverride.ending(after, grant, at: request.now, revision: request.revision))
          answer.overridesEnded.append(after)
          continue
        }
        if request.now > delivery.latest(channelAllows: lane.lateAfter) {
          let late = request.now.since(delivery.releasedAt ?? delivery.due)
          guard (try? after.apply(.tooLate(at: request.now, reason: LateText.reason(late: late)))) != nil else {
            continue
          }
          Self.save(after, &state)
          state.log(LateText.audit(after, at: request.now, revision: request.revision))
          answer.tooLate.append(after)
          continue
        }
        let stored = state.posts[delivery.post]?.contents[delivery.revision]
        guard stored?.hash == delivery.contentHash, stored?.contentClass == delivery.contentClass else {
          guard (try? after.apply(.distrust(at: request.now, reason: ChangedText.reason))) != nil else { continue }
          Self.save(after, &state)
          state.log(ChangedText.audit(after, at: request.now, revision: request.revision))
          answer.distrusted.append(after)
          continue
        }
        guard (try? after.apply(.claim(request.claim(of: lane)))) != nil, let claimed = Self.claimed(after, state)
        else { continue }
        Self.save(after, &state)
        answer.claimed.append(claimed)
        if let left = budget[delivery.channel] { budget[delivery.channel] = left - 1 }
      }
      answer.isPartial = answer.claimed.count + answer.tooLate.count >= request.limit
      return answer
    }
  }

  package func keep(_ preparation: KeptPreparation) async throws(StoreError) -> Bool {
    try transaction { state in
      guard let delivery = state.deliveries.first(where: { $0.id == preparation.delivery }),
        delivery.fence == preparation.fence, case .queued(.some) = delivery.state
      else { return false }
      state.preparations[Plan(delivery: delivery.id, revision: delivery.revision)] = preparation.kept
      return true
    }
  }

  package func permit(_ request: PermitRequest) async throws(StoreError) -> PermitAnswer {
    try transaction { state in
      var answer = PermitAnswer()
      guard state.revisions.last?.number == request.revision else {
        answer.superseded = state.revisions.last?.number ?? RevisionNumber(0)
        return answer
      }
      guard request.now >= state.mark.highWater else {
        answer.clockBehind = state.mark
        return answer
      }
      Self.raise(&state, to: request.now)
      for item in request.items {
        guard let before = state.deliveries.first(where: { $0.id == item.delivery }) else {
          answer.refused[item.delivery] = .stale
          continue
        }
        let isPaused =
          state.stops[before.channel] != nil
          || state.pauses.values.contains { $0.holds(before.channel, at: request.now) }
        switch PermitDecision(
          request, item, before, pace: state.paces[before.channel] ?? PaceLog(), isPaused: isPaused,
          isInDoubt: !state.doubts.isEmpty)
        {
        case .refused(let refusal): answer.refused[item.delivery] = refusal
        case .granted(let after, let grant, let log):
          Self.save(after, &state)
          let plan = Plan(delivery: after.id, revision: after.revision)
          if state.plans[plan] == nil { state.plans[plan] = item.plan }
          state.attempts[after.id, default: []].append(
            Attempt(fence: after.fence, began: grant.issued, service: request.service))
          if let log { state.paces[before.channel] = log }
          if let override = after.override {
            let index = Int(override.id.rawValue) - 1
            state.overrides[index] = state.overrides[index].with(.used)
            state.log(
              PlannedOverride.use(after, override, at: grant.issued, revision: request.revision))
          }
          state.log(PermitDecision.audit(after, grant))
          answer.granted.append(grant)
        }
      }
      return answer
    }
  }

  package func refusal(of look: LastLook, at now: Instant) async throws(StoreError) -> LastLook.Refusal? {
    self.look { state in
      let delivery = state.deliveries.first { $0.id == look.delivery }
      let found = delivery.map { delivery in
        LastLook.Found(
          isBeingSent: delivery.state.name == .sending, fence: delivery.fence, contentHash: delivery.contentHash,
          override: delivery.override, expires: delivery.expires, epoch: state.revisions.last?.number,
          isPaused: state.pauses.values.contains { $0.holds(delivery.channel, at: now) },
          isStopped: state.stops[delivery.channel] != nil, isInDoubt: !state.doubts.isEmpty,
          isWithdrawn: delivery.wish != nil)
      }
      return look.refusal(found, at: now)
    }
  }
}
