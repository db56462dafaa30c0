package import Elections
package import Texts

/// The right to make, for one delivery's exact content, what nobody sees yet: uploads and drafts.
///
/// Only the gate makes one, while the delivery's lane is open under the newest revision. It is no permit: nothing
/// public may happen under it (G-33).
package struct Preparation: Sendable {
  package let name: DeliveryName
  package let contentHash: ContentHash
  /// Nothing may be begun at or after this.
  package let notAfter: Instant
  /// What an earlier preparation of the same revision kept.
  package let kept: [UInt8]?
  private let store: @Sendable ([UInt8]) async -> Bool

  /// `store` keeps what it is given, and says whether the delivery is still ours.
  package init(
    name: DeliveryName, contentHash: ContentHash, notAfter: Instant, kept: [UInt8]?,
    store: @escaping @Sendable ([UInt8]) async -> Bool
  ) {
    self.name = name
    self.contentHash = contentHash
    self.notAfter = notAfter
    self.kept = kept
    self.store = store
  }

  /// Whether it is for this plan, and not over.
  package func allows(_ plan: SendPlan, at now: Instant) -> Bool {
    plan.post.name == name && plan.contentHash == contentHash && now < notAfter
  }

  /// Stores the ids of what was made, durably, as soon as they are known. False when the delivery is no longer ours,
  /// or the store could not be written: then stop.
  package func keep(_ ids: [UInt8]) async -> Bool { await store(ids) }
}
