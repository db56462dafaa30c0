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
