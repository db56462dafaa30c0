package import Elections
package import Texts

/// A request to let one delivery leave inside a blackout, and what became of it. Never deleted.
package struct OverrideRecord: Hashable, Codable, Sendable {
  package enum State: String, CaseIterable, Codable, Sendable {
    case requested, approved, refused, withdrawn
    /// It let its delivery leave.
    case used
    /// Its time passed, or its post was changed.
    case ended
  }

  package let id: OverrideID
  package let delivery: DeliveryName
  package let basis: OverrideBasis
  package let reason: String
  package let until: Instant
  package let requester: String
  package let requestedAt: Instant
  package let contentHash: ContentHash
  package internal(set) var state: State
  package internal(set) var decider: String?
  package internal(set) var decidedAt: Instant?
  /// Its delivery was being sent when it was withdrawn; told once, and not kept.
  package internal(set) var isUnderWay = false

  package init(
    id: OverrideID, delivery: DeliveryName, basis: OverrideBasis, reason: String, until: Instant, requester: String,
    requestedAt: Instant, contentHash: ContentHash, state: State = .requested, decider: String? = nil,
    decidedAt: Instant? = nil
  ) {
    self.id = id
    self.delivery = delivery
    self.basis = basis
    self.reason = reason
    self.until = until
    self.requester = requester
    self.requestedAt = requestedAt
    self.contentHash = contentHash
    self.state = state
    self.decider = decider
    self.decidedAt = decidedAt
  }

  /// The same in another state.
  package func with(_ state: State) -> OverrideRecord {
    var record = self
    record.state = state
    return record
  }
}

/// A person's act on an override.
package struct OverrideChange: Sendable {
  package enum Act: Hashable, Sendable {
    case request(DeliveryName, basis: OverrideBasis, reason: String, until: Instant)
    case approve(OverrideID, reason: String?)
    case refuse(OverrideID, reason: String)
    case withdraw(OverrideID, reason: String)

    /// The one that it decides of; nil for a request.
    package var override: OverrideID? {
      switch self {
      case .request: nil
      case .approve(let id, _), .refuse(let id, _), .withdraw(let id, _): id
      }
    }

    /// What a request names.
    package var delivery: DeliveryName? { if case .request(let name, _, _, _) = self { name } else { nil } }
  }

  package let act: Act
  package let at: Instant
  package let actor: Actor
  package let inForce: RulesInForce
  /// The post's revision that the actor was shown whole; without it, or where the post is at another, nothing is approved.
  package let seen: Int?

  package init(_ act: Act, at: Instant, actor: Actor, under inForce: RulesInForce, seen: Int? = nil) {
    self.act = act
    self.at = at
    self.actor = actor
    self.inForce = inForce
    self.seen = seen
  }
}

/// A head's decision on one delivery's content and time.
package struct ApprovalRecord: Hashable, Codable, Sendable {
  package let delivery: DeliveryName
  package let actor: String
  package let at: Instant
  package let contentHash: ContentHash
  package let due: Instant
  /// False: rejected.
  package let isApproval: Bool
  package let reason: String?

  package init(
    delivery: DeliveryName, actor: String, at: Instant, contentHash: ContentHash, due: Instant, isApproval: Bool,
    reason: String?
  ) {
    self.delivery = delivery
    self.actor = actor
    self.at = at
    self.contentHash = contentHash
    self.due = due
    self.isApproval = isApproval
    self.reason = reason
  }

  /// Whether it counts for the delivery as it is now.
  package func counts(for delivery: Delivery) -> Bool {
    isApproval && contentHash == delivery.contentHash && due == delivery.due
  }
}

/// A stop that a person put on a channel, or on all, in a crisis.
package struct Pause: Hashable, Sendable {
  /// Nil: every channel.
  package let channel: String?
  package let reason: String
  /// Nil: until somebody ends it.
  package let until: Instant?
  package let at: Instant
  package let actor: String

  package init(channel: String?, reason: String, until: Instant?, at: Instant, actor: String) {
    self.channel = channel
    self.reason = reason
    self.until = until
    self.at = at
    self.actor = actor
  }

  /// Whether it is a pause of the channel: its own, or one of every channel.
  package func concerns(_ channel: String) -> Bool { self.channel.map { $0 == channel } ?? true }

  /// Whether it is not over.
  package func holds(at instant: Instant) -> Bool { Self.holds(until: until, at: instant) }

  /// A pause without an end holds until somebody ends it.
  package static func holds(until end: Instant?, at instant: Instant) -> Bool { end.map { instant < $0 } ?? true }

  package func holds(_ channel: String, at instant: Instant) -> Bool { concerns(channel) && holds(at: instant) }

  /// Throws unless its actor may put it in the place of another of the same channel. Whoever cuts short a pause that
  /// holds ends it, which asks for more than pausing.
  package func check(
    replacing old: Pause?, under inForce: RulesInForce, epoch: RevisionNumber?
  ) throws(StoreError) {
    let actor = Actor(recorded: actor)
    try inForce.check(.pause, by: actor, at: at)
    guard let until, let old, old.until.map({ at < $0 && until < $0 }) ?? true else { return }
    try inForce.checkCurrent(epoch)
    try inForce.check(.endPause, by: actor, at: at)
  }

  /// `inFlight`: what is being sent at that moment on what it holds.
  package func audit(revision: RevisionNumber?, inFlight: [DeliveryName]) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor, .paused(AuditFact.Paused(self, inFlight: inFlight)), channel: channel, revision: revision)
  }

  package static func ending(
    of channel: String?, at: Instant, actor: Actor, reason: String, revision: RevisionNumber?
  ) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor.description, .pauseEnded(AuditFact.Reason(reason)), channel: channel, revision: revision)
  }

  package var cause: Cause {
    let what = channel.map { "“\($0)”" } ?? "Every channel"
    return .condition(
      HoldCondition(
        kind: .paused,
        detail: "\(what) is paused by \(actor): \(reason) \(Remedy.endPause(channel)) ends it.",
        until: until))
  }
}
