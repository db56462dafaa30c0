import Elections

/// What one claim takes in hand, decided one delivery at a time.
///
/// A store hands over first what has an end that passed, in the order of those ends, and then what waits in the open lanes,
/// in the order of `comesBefore`. It may leave out what the round would pass over, so that neither the future nor a
/// closed lane is ever read; it need not. Each step that comes back is run before the next delivery is handed over.
package struct ClaimRound: Sendable {
  private let request: ClaimRequest
  private let epoch: RevisionNumber?
  /// How many more each channel may have in hand; a channel that is not here may have any number.
  private var budget: [String: Int] = [:]
  private var answer = ClaimAnswer()

  /// `pace` gives the latest permits of a channel.
  package init<Failure: Error>(
    _ request: ClaimRequest, epoch: RevisionNumber?, pace: (_ channel: String) throws(Failure) -> PaceLog
  ) throws(Failure) {
    self.request = request
    self.epoch = epoch
    guard isCurrent else {
      answer.isSuperseded = true
      return
    }
    for lane in request.lanes where budget[lane.lane.channel] == nil {
      let channel = lane.lane.channel
      budget[channel] = lane.handling.atOnce
      guard let limit = lane.pace else { continue }
      let log = try pace(channel)
      budget[channel] = min(log.available(limit, at: request.now), lane.handling.atOnce ?? .max)
      if let next = log.next(limit, after: request.now) { answer.paceUntil[channel] = next }
    }
  }

  /// Whether the lanes were found open under the rules in force; else nothing is to be done but to answer.
  package var isCurrent: Bool { epoch == request.revision }

  /// What the claim's instant makes of the clock's mark; nil where it stays.
  package func clock(_ mark: ClockMark) -> StoreWrite? { mark.raised(to: request.now).map(StoreWrite.clock) }

  /// In which order the deliveries of the open lanes are taken: the earliest first (I8).
  package static func comesBefore(_ left: Delivery, _ right: Delivery) -> Bool {
    (left.next, left.id) < (right.next, right.id)
  }

  // MARK: What has expired

  /// Nil: it has not.
  package mutating func expire(_ delivery: Delivery) -> DeliveryStep? {
    guard answer.expired.count < request.limit, let expires = delivery.expires, expires <= request.now,
      let after = delivery.after(.expire(at: request.now))
    else { return nil }
    answer.expired.append(after)
    return DeliveryStep(
      delivery, after,
      audit: AuditDraft(
        at: request.now, actor: "gate", .expired, post: after.post, channel: after.channel,
        revision: request.revision))
  }

  // MARK: What waits

  /// The open lane that a delivery waits in.
  package func lane(of delivery: Delivery) -> ClaimRequest.OpenLane? {
    request.lanes.first { $0.lane == delivery.lane }
  }

  package var isFull: Bool { answer.claimed.count + answer.tooLate.count >= request.limit }

  /// Channels of which nothing more is taken.
  package var spentChannels: [String] { budget.filter { $0.value <= 0 }.map(\.key) }

  package func isSpent(_ channel: String) -> Bool { budget[channel].map { $0 <= 0 } ?? false }

  /// A delivery of an open lane: taken in hand, or sent elsewhere; nil: passed over.
  ///
  /// `kept` gives what the store keeps of what it says, and is asked where it may be taken; `override` gives the record of
  /// its override, and is asked where the time of that is over.
  package mutating func take<Failure: Error>(
    _ delivery: Delivery, of lane: ClaimRequest.OpenLane, kept: () throws(Failure) -> KeptContent?,
    override: (OverrideID) throws(Failure) -> OverrideRecord?
  ) throws(Failure) -> DeliveryStep? {
    guard !isFull, delivery.isUnclaimed, delivery.next <= request.now, !isSpent(delivery.channel) else { return nil }
    if let grant = delivery.override, request.now >= grant.until { return try end(grant, of: delivery, override) }
    if request.now > delivery.latest(channelAllows: lane.lateAfter) { return review(late: delivery) }
    guard let kept = try kept(), kept.isWhole(for: delivery), delivery.next >= delivery.due else {
      return review(changed: delivery)
    }
    guard let after = delivery.after(.claim(request.claim(of: lane))) else { return nil }
    answer.claimed.append(kept.claimed(after))
    if let left = budget[delivery.channel] { budget[delivery.channel] = left - 1 }
    return DeliveryStep(delivery, after)
  }

  /// Its override's time is over: it waits where it waited before.
  private mutating func end<Failure: Error>(
    _ grant: OverrideGrant, of delivery: Delivery, _ override: (OverrideID) throws(Failure) -> OverrideRecord?
  ) throws(Failure) -> DeliveryStep? {
    guard let after = delivery.after(.endOverride) else { return nil }
    answer.overridesEnded.append(after)
    return DeliveryStep(
      delivery, after, ending: try override(grant.id)?.afterLoss(),
      audit: PlannedOverride.ending(after, grant, at: request.now, revision: request.revision))
  }

  private mutating func review(late delivery: Delivery) -> DeliveryStep? {
    let late = request.now.since(delivery.releasedAt ?? delivery.due)
    guard let after = delivery.after(.tooLate(at: request.now, reason: LateText.reason(late: late))) else { return nil }
    answer.tooLate.append(after)
    return DeliveryStep(
      delivery, after, audit: LateText.audit(after, at: request.now, revision: request.revision))
  }

  private mutating func review(changed delivery: Delivery) -> DeliveryStep? {
    guard let after = delivery.after(.distrust(at: request.now, reason: ChangedText.reason)) else { return nil }
    answer.distrusted.append(after)
    return DeliveryStep(
      delivery, after, audit: ChangedText.audit(after, at: request.now, revision: request.revision))
  }

  // MARK: The answer

  package func finished() -> ClaimAnswer {
    var answer = answer
    answer.isPartial = isCurrent && isFull
    return answer
  }
}

extension Delivery {
  /// Queued, and in nobody's hand.
  package var isUnclaimed: Bool { if case .queued(nil) = state { true } else { false } }
}

extension OverrideRecord {
  /// What it becomes when its delivery loses it; nil: what it is. Used, it stays used; else its time is over, its post was
  /// changed, or another took its place.
  func afterLoss() -> OverrideRecord? { state == .approved ? with(.ended) : nil }
}
