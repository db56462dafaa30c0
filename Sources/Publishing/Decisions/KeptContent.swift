package import Texts

/// What a store keeps of what a delivery says, with the plan and the ids that earlier attempts left behind.
package struct KeptContent: Hashable, Sendable {
  package let content: PostContent
  /// Of the very bytes that are stored.
  package let hash: ContentHash
  package let plan: [UInt8]?
  /// What preparing it kept.
  package let preparation: [UInt8]?
  /// Whether the log knows the plan, by its hash: it records each plan with the permit that first let it leave.
  private let isPlanKnown: Bool

  /// `lastSending`: what the log says of the delivery's last permit; asked where there is a plan.
  package init<Failure: Error>(
    content: PostContent, hash: ContentHash, plan: [UInt8]?, preparation: [UInt8]?,
    lastSending: () throws(Failure) -> AuditFact.Sending?
  ) throws(Failure) {
    self.content = content
    self.hash = hash
    self.plan = plan
    self.preparation = preparation
    guard let plan else {
      isPlanKnown = true
      return
    }
    let sending = try lastSending()
    // An entry of a version that recorded no hash stands for whatever was planned.
    isPlanKnown = sending.map { $0.planHash.map { $0 == ContentHash(of: plan) } ?? true } ?? false
  }

  /// Whether it is what was queued, approved and judged: a byte that was changed outside is never sent.
  package func isWhole(for delivery: Delivery) -> Bool {
    hash == delivery.contentHash && content.contentClass == delivery.contentClass && isPlanKnown
  }

  /// With its plan only where the log knows that.
  package func claimed(_ delivery: Delivery) -> Claimed {
    Claimed(delivery: delivery, content: content, plan: isPlanKnown ? plan : nil, kept: preparation)
  }
}
