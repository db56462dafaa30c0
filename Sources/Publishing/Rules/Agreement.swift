package import Elections
package import Texts

/// What a person agrees to when they take something that opens: one candidate beside one revision in force, by hash.
package struct Agreement: Sendable {
  /// Names the candidate and what is in force; whatever of the two changes makes another.
  package static func hash(of candidate: Snapshot, over revision: Revision?) -> ContentHash {
    let basis = revision.map { "\($0.number) \($0.hash.hex)" } ?? "nothing"
    return ContentHash(of: "\(candidate.hash.hex) over \(basis)".utf8)
  }

  /// The fewest digits by which a person may name a hash.
  package static let fewestDigits = 12

  /// Whether what a person wrote names the hash.
  package static func names(_ hash: ContentHash, _ text: String) -> Bool {
    text.utf8.count >= fewestDigits && hash.hex.hasPrefix(text.lowercased())
  }
}

/// What goes to review when an opening is adopted: queued or changed after the person looked, so that nobody agreed to it.
package struct Unseen: Sendable {
  package let since: StorePosition
  /// Whether the adoption lets a delivery leave that is held until then.
  package let isFreed: @Sendable (Delivery) -> Bool

  package init(since: StorePosition, isFreed: @escaping @Sendable (Delivery) -> Bool) {
    self.since = since
    self.isFreed = isFreed
  }

  package static let reason =
    "It was queued or changed after the opening was looked at that would let it leave; decide whether it may."

  /// The delivery in review with its audit entry; nil where the adoption does not free it.
  package func setAside(
    _ delivery: Delivery, at: Instant, actor: String, revision: RevisionNumber
  ) throws(DeliveryRefusal) -> (after: Delivery, audit: AuditDraft)? {
    let mayLeave =
      switch delivery.state {
      case .queued, .uncertain: true
      case .sending, .review, .published, .failed, .cancelled, .expired: false
      }
    guard mayLeave, isFreed(delivery) else { return nil }
    var after = delivery
    try after.apply(.setAside(at: at, reason: Self.reason))
    return (
      after,
      AuditDraft(
        at: at, actor: actor, .review(.because(Self.reason)), post: delivery.post, channel: delivery.channel,
        revision: revision)
    )
  }
}
