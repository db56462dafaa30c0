/// What lets one delivery leave inside a blackout, once, by two people.
package struct OverrideAnswer: Codable, Hashable, Sendable {
  /// Its number.
  package let override: String
  package let delivery: String
  package let state: String
  package let basis: String
  package let reason: String
  package let until: Moment
  package let requester: String
  package let requestedAt: Moment
  package let decider: String?
  package let decidedAt: Moment?

  package init(
    override: String, delivery: String, state: String, basis: String, reason: String, until: Moment, requester: String,
    requestedAt: Moment, decider: String?, decidedAt: Moment?
  ) {
    self.override = override
    self.delivery = delivery
    self.state = state
    self.basis = basis
    self.reason = reason
    self.until = until
    self.requester = requester
    self.requestedAt = requestedAt
    self.decider = decider
    self.decidedAt = decidedAt
  }

  private enum CodingKeys: String, CodingKey {
    case override, delivery, state, basis, reason, until, requester
    case requestedAt = "requested_at"
    case decider
    case decidedAt = "decided_at"
  }
}
