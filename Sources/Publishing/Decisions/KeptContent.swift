package import Texts

/// What a store keeps of what a delivery says, with the plan and the ids that earlier attempts left behind.
package struct KeptContent: Hashable, Sendable {
  package let content: PostContent
  /// Of the very bytes that are stored.
  package let hash: ContentHash
  package let plan: [UInt8]?
  /// What preparing it kept.
  package let preparation: [UInt8]?

  package init(content: PostContent, hash: ContentHash, plan: [UInt8]?, preparation: [UInt8]?) {
    self.content = content
    self.hash = hash
    self.plan = plan
    self.preparation = preparation
  }

  /// Whether it is what was queued, approved and judged: a byte that was changed outside is never sent.
  package func isWhole(for delivery: Delivery) -> Bool {
    hash == delivery.contentHash && content.contentClass == delivery.contentClass
  }

  package func claimed(_ delivery: Delivery) -> Claimed {
    Claimed(delivery: delivery, content: content, plan: plan, kept: preparation)
  }
}
