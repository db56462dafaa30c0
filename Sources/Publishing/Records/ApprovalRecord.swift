package import Elections
package import Texts

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
