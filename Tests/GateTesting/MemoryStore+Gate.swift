package import Elections
package import PublishingGate

extension Delivery {
  fileprivate var isUnclaimed: Bool { if case .queued(nil) = state { true } else { false } }
}

extension MemoryStore {
  // MARK: Services and the clock

  package func register(_ service: ServiceStart) async throws(StoreError) -> ServiceID {
    try transaction { state in
      if state.mark.highWater == ClockMark.none.highWater, let last = state.audit.last {
        Self.raise(&state, to: last.draft.at)
      }
      state.services.append(Service(start: service, heartbeat: ClockReading(wall: service.at)))
      let id = ServiceID(Int64(state.services.count))
      state.log(
        AuditDraft(
          at: service.at, actor: "gate", event: .gateStarted, revision: state.revisions.last?.number,
          detail: JSON.object([
            ("service", .string(id.description)), ("host", .string(service.host)),
            ("process", .number(service.process)),
          ]).compactText))
      return id
    }
  }

  package func clockMark() async throws(StoreError) -> ClockMark { look(\.mark) }

  package func heartbeat(_ sign: SignOfLife) async throws(StoreError) -> ClockMark {
    try transaction { state in
      state.services[Int(sign.service.rawValue) - 1].heartbeat = sign.reading
      let mark = state.mark
      switch sign.finding {
      case .sound(let instant, let anchor):
        let isNew = anchor?.boot != nil && anchor?.boot != mark.anchor?.boot
        state.mark = ClockMark(
          highWater: max(mark.highWater, instant), confirmations: mark.confirmations,
          anchor: isNew ? anchor : mark.anchor)
      case .proved(let instant, let anchor):
        state.mark = ClockMark(
          highWater: instant, confirmations: mark.confirmations, anchor: anchor.boot == nil ? mark.anchor : anchor)
      case .doubt(let reason):
        state.mark = ClockMark(
          highWater: mark.highWater, confirmations: mark.confirmations, anchor: mark.anchor, doubt: reason)
      }
      return state.mark
    }
  }

  private static func raise(_ state: inout State, to instant: Instant) {
    let mark = state.mark
    state.mark = ClockMark(
      highWater: max(mark.highWater, instant), confirmations: mark.confirmations, anchor: mark.anchor,
      doubt: mark.doubt)
  }

  package func unregister(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try transaction { state in
      state.services[Int(service.rawValue) - 1].isOver = true
      state.log(
        AuditDraft(
          at: at, actor: "gate", event: .gateStopped, revision: state.revisions.last?.number,
          detail: JSON.object([("service", .string(service.description))]).compactText))
    }
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under judgement: Judgement
  ) async throws(StoreError) {
    try transaction { state throws(StoreError) in
      try Self.checkCurrent(judgement, state)
      try judgement.check(.confirmClock, by: actor, at: reading.wall)
      state.mark = ClockMark(
        highWater: reading.wall, confirmations: state.mark.confirmations + 1,
        anchor: reading.boot == nil ? state.mark.anchor : ClockAnchor(reading, witness: .person))
      state.log(
        AuditDraft(
          at: reading.wall, actor: actor.description, event: .clockConfirmed, revision: state.revisions.last?.number,
          detail: JSON.object([("reason", .string(reason))]).compactText))
    }
  }

  // MARK: Claims

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

  // MARK: Outcomes

  package func record(_ reports: [DeliveryReport]) async throws(StoreError) -> [Delivery?] {
    try transaction { state in
      reports.map { report in
        guard let before = state.deliveries.first(where: { $0.id == report.delivery }) else { return nil }
        let index = state.attempts[before.id]?.firstIndex { $0.fence == report.event.fence }
        let isAwaited = report.event.isWorkersOutcome && index.map { state.attempts[before.id]?[$0].isOver } == false
        let planned = PlannedReport(
          report, on: before, isAwaited: { isAwaited },
          givenBack: state.givenBack[before.id]?.count ?? 0)
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

  // MARK: Lanes and channels

  package func recordEdges(_ edges: [LaneEdge]) async throws(StoreError) -> [LaneEdge] {
    try transaction { state in
      edges.filter { edge in
        guard (state.edges[edge.lane] ?? true) != edge.isOpen else { return false }
        state.edges[edge.lane] = edge.isOpen
        state.log(edge.audit)
        return true
      }
    }
  }

  package func stop(_ stop: ChannelStop) async throws(StoreError) -> Bool {
    try transaction { state in
      guard state.stops[stop.channel] == nil else { return false }
      state.stops[stop.channel] = stop
      state.log(
        AuditDraft(
          at: stop.at, actor: stop.actor, event: .channelStopped, channel: stop.channel,
          revision: state.revisions.last?.number,
          detail: JSON.object([("reason", .string(stop.reason))]).compactText))
      return true
    }
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under judgement: Judgement
  ) async throws(StoreError) -> Bool {
    try transaction { state throws(StoreError) in
      try Self.checkCurrent(judgement, state)
      try judgement.check(.resumeChannel, by: actor, at: at)
      guard state.stops.removeValue(forKey: channel) != nil else { return false }
      state.log(
        AuditDraft(
          at: at, actor: actor.description, event: .channelStarted, channel: channel,
          revision: state.revisions.last?.number,
          detail: JSON.object([("reason", .string(reason))]).compactText))
      return true
    }
  }

  package func stops() async throws(StoreError) -> [ChannelStop] {
    look { $0.stops.values.sorted { $0.channel < $1.channel } }
  }

  // MARK: Looking

  package func health(at now: Instant) async throws(StoreError) -> StoreHealth {
    look { state in
      var counts: [DeliveryState.Name: Int] = [:]
      for name in [DeliveryState.Name.uncertain, .review, .sending] {
        counts[name] = state.deliveries.filter { $0.state.name == name }.count
      }
      let doubts = state.deliveries.compactMap { delivery -> Instant? in
        if case .uncertain(let since, _) = delivery.state { since } else { nil }
      }
      return StoreHealth(
        heartbeats: Array(
          state.services.filter { !$0.isOver }.map(\.heartbeat).reversed().prefix(StoreHealth.mostHeartbeats)),
        counts: counts, oldestUncertain: doubts.min(), lastLook: state.services.last { !$0.isOver }?.lookedAt,
        givenBack: state.givenBack.keys.filter { id in
          state.deliveries.contains { $0.id == id && !$0.state.isFinal }
        }.count,
        lateReports: Set(state.lateReports.filter(\.isPublished).map(\.delivery)).filter { name in
          state.deliveries.contains { $0.name == name && $0.state.name != .published }
        }.count)
    }
  }

  private static func queued(
    _ lane: Lane, exactly: Bool, _ from: Instant?, _ to: Instant?, _ state: State
  ) -> [Delivery] {
    state.deliveries.filter { delivery in
      delivery.isUnclaimed && delivery.channel == lane.channel && delivery.contentClass == lane.contentClass
        && (!exactly || delivery.lane == lane) && (from.map { delivery.next >= $0 } ?? true)
        && (to.map { delivery.next < $0 } ?? true)
    }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
  }

  package func count(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?) async throws(StoreError) -> Int {
    look { Self.queued(lane, exactly: exactly, from, to, $0).count }
  }

  package func names(
    queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?, limit: Int
  ) async throws(StoreError) -> [DeliveryName] {
    look { Self.queued(lane, exactly: exactly, from, to, $0).prefix(limit).map(\.name) }
  }

  package func published(on channel: String, limit: Int) async throws(StoreError) -> [PublishedPost] {
    look { state in
      let found = state.deliveries.compactMap { delivery -> PublishedPost? in
        guard delivery.channel == channel, case .published(let receipt, _) = delivery.state,
          let claimed = Self.claimed(delivery, state)
        else { return nil }
        return PublishedPost(post: claimed.released, publishedAt: receipt.at)
      }
      return Array(
        found.sorted { ($0.publishedAt, $0.post.name.post) > ($1.publishedAt, $1.post.name.post) }.prefix(limit))
    }
  }

  package func appendAudit(_ drafts: [AuditDraft]) async throws(StoreError) {
    try transaction { state in
      for draft in drafts { state.log(draft) }
    }
  }

  package func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditEntry] {
    look { state in
      Array(
        state.audit.filter { entry in
          entry.id > query.after && (query.post.map { entry.draft.post == $0 } ?? true)
            && (query.from.map { entry.draft.at >= $0 } ?? true) && (query.to.map { entry.draft.at < $0 } ?? true)
        }.prefix(query.limit))
    }
  }

  package func lastAuditEntry() async throws(StoreError) -> Int64 { look { Int64($0.audit.count) } }

  /// Every delivery as it is now, for tests that look at all of them.
  package var allDeliveries: [Delivery] { look(\.deliveries) }
  package var allAudit: [AuditEntry] { look(\.audit) }
  package var postCount: Int { look(\.posts.count) }
}
