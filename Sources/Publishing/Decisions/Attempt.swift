package import Elections

/// One try at a connector: one permit, under one fence.
package struct Attempt: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  /// Under which it was permitted.
  package let revision: RevisionNumber
  /// Nil where an earlier version wrote it down.
  package let service: ServiceID?
  package let began: Instant
  /// When somebody told what became of it.
  package let ended: Instant?

  package init(
    delivery: DeliveryID, fence: Int64, revision: RevisionNumber, service: ServiceID?, began: Instant,
    ended: Instant? = nil
  ) {
    self.delivery = delivery
    self.fence = fence
    self.revision = revision
    self.service = service
    self.began = began
    self.ended = ended
  }
}

/// What became of an attempt.
package struct AttemptEnd: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  package let at: Instant
  /// Why it did not get through; nil where it did.
  package let problem: String?

  package init(delivery: DeliveryID, fence: Int64, at: Instant, problem: String?) {
    self.delivery = delivery
    self.fence = fence
    self.at = at
    self.problem = problem
  }
}

extension Delivery {
  /// The last sign of life of the service that may still tell what became of it; nil where nobody may.
  ///
  /// `attempt`: the one under its fence; `services`: those that have not said that they ended.
  package func senderHeard(_ attempt: Attempt?, among services: [ServiceRow]) -> Instant? {
    guard case .uncertain = state, let attempt, attempt.fence == fence, attempt.ended == nil else { return nil }
    return services.first { $0.id == attempt.service }?.heartbeat
  }
}
