package import Elections
package import Texts

/// What a person's act makes of an override and its delivery: worked out before anything is written, the same for every
/// store.
package struct PlannedOverride: Sendable {
  package let record: OverrideRecord
  /// What the delivery becomes; nil when it stays.
  package let step: (before: Delivery, after: Delivery)?
  package let audit: AuditDraft

  /// The longest that an override may be asked for.
  private static let longest = Duration.seconds(7 * 86_400)

  package static func mayEnd(at end: Instant, from now: Instant) -> Bool { end > now && end <= now.adding(longest) }

  /// A request, under the number that the store gives it.
  package init(
    requesting change: OverrideChange, id: OverrideID, of delivery: Delivery
  ) throws(StoreError) {
    guard case .request(let name, let basis, let reason, let until) = change.act else {
      preconditionFailure("only a request begins an override")
    }
    try change.inForce.check(.requestOverride, by: change.actor, at: change.at)
    guard case .queued = delivery.state else { throw .refused(name, .notWaiting(delivery.state.name)) }
    guard Self.mayEnd(at: until, from: change.at) else {
      throw .notPermitted(
        Refusal(.overrideEnd, "An override ends at an instant that lies ahead, seven days at most; give another one."))
    }
    record = OverrideRecord(
      id: id, delivery: name, basis: basis, reason: reason, until: until, requester: change.actor.description,
      requestedAt: change.at, contentHash: delivery.contentHash)
    step = nil
    audit = Self.audit(.overrideRequested(AuditFact.OverrideAct(on: record, reason: reason)), change, delivery)
  }

  /// A decision on a request. `hands` are those who wrote the post, which is at `revision`.
  package init(
    _ change: OverrideChange, on found: OverrideRecord, of delivery: Delivery, hands: Set<String>, at revision: Int,
    content: ContentHash
  ) throws(StoreError) {
    var record = found
    let requester = Actor(recorded: found.requester)
    var step: (before: Delivery, after: Delivery)?
    let fact: (AuditFact.OverrideAct) -> AuditFact
    let reason: String?
    switch change.act {
    case .request: preconditionFailure("a request is no decision")
    case .approve(_, let words):
      // A second person even where no register is kept: an override without one is no override (G-41).
      try Self.check(.decideOverride, change, hands: hands.union(requester.hands))
      guard found.state == .requested else { throw .overrideIs(found.id, found.state) }
      guard change.at < found.until, delivery.contentHash == found.contentHash else {
        throw .overrideIs(found.id, .ended)
      }
      guard change.seen == revision else {
        throw .notAsSeen(delivery.post, seen: change.seen, revision: revision)
      }
      guard content == delivery.contentHash else { throw .refused(delivery.name, .changed) }
      (fact, reason) = (AuditFact.overrideApproved, words)
      record.state = .approved
      step = try Self.step(delivery, .override(OverrideGrant(id: found.id, until: found.until)))
    case .refuse(_, let words):
      try change.inForce.check(.decideOverride, by: change.actor, at: change.at)
      guard found.state == .requested else { throw .overrideIs(found.id, found.state) }
      (fact, reason) = (AuditFact.overrideRefused, words)
      record.state = .refused
    case .withdraw(_, let words):
      try change.inForce.check(.withdrawOverride, by: change.actor, at: change.at)
      // Used, and yet nothing went out: it would let the next attempt leave too.
      let isLive = delivery.override?.id == found.id && !delivery.state.isFinal
      guard [.requested, .approved].contains(found.state) || isLive else { throw .overrideIs(found.id, found.state) }
      (fact, reason) = (AuditFact.overrideWithdrawn, words)
      if isLive { step = try Self.step(delivery, .endOverride) }
      record.isUnderWay = isLive && delivery.state.name == .sending
      record.state = .withdrawn
    }
    record.decider = change.actor.description
    record.decidedAt = change.at
    self.record = record
    self.step = step
    audit = Self.audit(fact(AuditFact.OverrideAct(on: record, reason: reason)), change, delivery)
  }

  private static func check(_ deed: Deed, _ change: OverrideChange, hands: Set<String>) throws(StoreError) {
    try change.inForce.check(deed, by: change.actor, at: change.at, hands: hands)
    guard change.actor.hands.isDisjoint(with: hands) else {
      throw .notPermitted(
        Refusal(
          .secondPerson,
          "An override needs a second person: \(change.actor) wrote the post or asked for the override."))
    }
  }

  private static func step(_ delivery: Delivery, _ event: DeliveryEvent) throws(StoreError) -> (
    before: Delivery, after: Delivery
  ) {
    var after = delivery
    do throws(DeliveryRefusal) {
      try after.apply(event)
    } catch {
      throw .refused(delivery.name, error)
    }
    return (delivery, after)
  }

  private static func audit(_ fact: AuditFact, _ change: OverrideChange, _ delivery: Delivery) -> AuditDraft {
    AuditDraft(
      at: change.at, actor: change.actor.description, fact, post: delivery.post, channel: delivery.channel,
      revision: change.inForce.revision)
  }

  /// What is recorded when an override ends by itself: its time passed while the delivery waited.
  package static func ending(_ delivery: Delivery, _ grant: OverrideGrant, at now: Instant, revision: RevisionNumber?)
    -> AuditDraft
  {
    AuditDraft(
      at: now, actor: "gate", .overrideEnded(AuditFact.OverrideEnded(grant)), post: delivery.post,
      channel: delivery.channel, revision: revision)
  }

  /// What is recorded when an override lets its delivery leave.
  package static func use(_ delivery: Delivery, _ grant: OverrideGrant, at now: Instant, revision: RevisionNumber)
    -> AuditDraft
  {
    AuditDraft(
      at: now, actor: "gate", .overrideUsed(AuditFact.OverrideUsed(grant.id)), post: delivery.post,
      channel: delivery.channel, revision: revision)
  }
}
