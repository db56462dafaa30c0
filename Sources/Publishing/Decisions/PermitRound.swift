package import Elections

/// Which deliveries of one request get their permit, decided one at a time: the point of no return of each (G-20).
package struct PermitRound: Sendable {
  private let request: PermitRequest
  private let mark: ClockMark
  private let holds: ChannelHolds
  private let isInDoubt: Bool
  private var paces: [String: PaceLog] = [:]
  package private(set) var answer = PermitAnswer()

  /// `isInDoubt`: a file of the rules cannot be read.
  package init(
    _ request: PermitRequest, epoch: RevisionNumber?, mark: ClockMark, holds: ChannelHolds, isInDoubt: Bool
  ) {
    self.request = request
    self.mark = mark
    self.holds = holds
    self.isInDoubt = isInDoubt
    if epoch != request.revision {
      answer.isSuperseded = true
    } else if request.now < mark.highWater {
      answer.clockBehind = mark
    }
  }

  /// Whether the request was judged by the rules in force and by a clock that can be right; else nothing is to be done but
  /// to answer.
  package var isCurrent: Bool { !answer.isSuperseded && answer.clockBehind == nil }

  /// What the request's instant makes of the clock's mark; nil where it stays.
  package var clock: StoreWrite? { mark.raised(to: request.now).map(StoreWrite.clock) }

  /// What the permit of a delivery writes; nil where it gets none.
  ///
  /// `pace` gives the latest permits of its channel, and is asked where that has a pace; `override` gives the record of the
  /// override by which it leaves.
  package mutating func decide<Failure: Error>(
    _ item: PermitRequest.Item, on delivery: Delivery?, pace: (_ channel: String) throws(Failure) -> PaceLog,
    override: (OverrideID) throws(Failure) -> OverrideRecord?
  ) throws(Failure) -> PermitStep? {
    guard let delivery else {
      answer.refused[item.delivery] = .stale
      return nil
    }
    var log = PaceLog()
    if request.paces[delivery.channel] != nil {
      if let known = paces[delivery.channel] { log = known } else { log = try pace(delivery.channel) }
    }
    switch PermitDecision(
      request, item, delivery, pace: log, isPaused: holds.holds(delivery.channel), isInDoubt: isInDoubt)
    {
    case .refused(let refusal):
      answer.refused[item.delivery] = refusal
      return nil
    case .granted(let after, let grant, let log):
      if let log { paces[delivery.channel] = log }
      answer.granted.append(grant)
      var used: OverrideRecord?
      if let grant = after.override { used = try override(grant.id)?.with(.used) }
      return PermitStep(
        before: delivery, after: after, grant: grant, service: request.service, plan: item.plan, override: used)
    }
  }

  /// What is left to be written when every delivery has its answer.
  package var rest: [StoreWrite] { paces.map { .pace($1, channel: $0) } }
}

/// What the permit of one delivery writes.
package struct PermitStep: StoreWrites, Sendable {
  let before: Delivery
  let after: Delivery
  let grant: PermitGrant
  let service: ServiceID
  let plan: [UInt8]
  /// Spent by it.
  let override: OverrideRecord?

  package func forEach<Failure: Error>(_ run: (StoreWrite) throws(Failure) -> Void) throws(Failure) {
    try run(.step(after, from: before))
    try run(.plan(plan, of: after.id, revision: after.revision))
    try run(
      .attemptBegins(
        Attempt(
          delivery: after.id, fence: after.fence, revision: grant.revision, service: service, began: grant.issued)))
    if let override { try run(.override(override, of: after.id)) }
    if let granted = after.override {
      try run(.audit(PlannedOverride.use(after, granted, at: grant.issued, revision: grant.revision)))
    }
    try run(.audit(PermitDecision.audit(after, grant, plan: plan)))
  }
}

/// Which channels hold whatever their lanes say, at one instant: paused by people, or stopped by their receivers.
package struct ChannelHolds: Sendable {
  private let pauses: [Pause]
  private let stops: Set<String>
  private let now: Instant

  package init(pauses: [Pause], stops: Set<String>, at now: Instant) {
    self.pauses = pauses
    self.stops = stops
    self.now = now
  }

  package func holds(_ channel: String) -> Bool {
    stops.contains(channel) || pauses.contains { $0.holds(channel, at: now) }
  }
}
