/// What was being sent when somebody closed it, and what became of it.
package struct UnderWayAnswer: Codable, Hashable, Sendable {
  package struct Outcome: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
      /// Not a byte that makes it public left.
      case stopped
      /// It is public.
      case left
      /// Its network refused it for good.
      case failed
      case unknown
    }

    package let delivery: String
    package let outcome: Kind
    package let state: String?
    package let remoteID: String?
    package let url: String?
    /// Why its network refused it; for words alone.
    @ForWords package private(set) var reason: String?

    package init(
      delivery: String, outcome: Kind, state: String?, remoteID: String?, url: String?, reason: String?
    ) {
      self.delivery = delivery
      self.outcome = outcome
      self.state = state
      self.remoteID = remoteID
      self.url = url
      self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
      case delivery, outcome, state
      case remoteID = "remote_id"
      case url
      case reason = "_reason"
    }
  }

  package let inFlight: [String]
  package let outcomes: [Outcome]

  package init(_ outcomes: [Outcome]) {
    inFlight = outcomes.map(\.delivery)
    self.outcomes = outcomes
  }

  package var left: [String] { outcomes.filter { $0.outcome == .left }.map(\.delivery) }
  package var unknown: [String] { outcomes.filter { $0.outcome == .unknown }.map(\.delivery) }

  private enum CodingKeys: String, CodingKey {
    case inFlight = "in_flight"
    case outcomes
  }
}
