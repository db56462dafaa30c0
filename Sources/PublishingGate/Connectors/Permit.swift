package import Elections

/// The right to send one delivery's exact content once, before an instant.
///
/// Only the gate makes one, from what the store granted in the transaction that recorded the attempt (G-20).
package struct Permit: Hashable, Sendable {
  package let delivery: DeliveryID
  package let name: DeliveryName
  package let contentHash: ContentHash
  package let fence: Int64
  package let revision: RevisionNumber
  package let issued: Instant
  /// No byte may leave at or after this.
  package let notAfter: Instant

  init(_ grant: PermitGrant, name: DeliveryName, contentHash: ContentHash) {
    delivery = grant.delivery
    self.name = name
    self.contentHash = contentHash
    fence = grant.fence
    revision = grant.revision
    issued = grant.issued
    notAfter = grant.notAfter
  }

  /// Whether it is for this plan, and not over (G-33).
  package func allows(_ plan: SendPlan, at now: Instant) -> Bool {
    plan.post.name == name && plan.contentHash == contentHash && now < notAfter
  }
}
