package import Elections

/// What the verdict depends on apart from the instant: one channel, one class of content, and what a delivery has of its
/// own that can open or close it.
package struct Lane: Hashable, Sendable, CustomStringConvertible {
  package let channel: String
  package let contentClass: ContentClass
  package let traits: Traits

  package init(channel: String, contentClass: ContentClass, traits: Traits = Traits()) {
    self.channel = channel
    self.contentClass = contentClass
    self.traits = traits
  }

  /// The lane of deliveries that have every approval there is.
  package var approved: Lane {
    Lane(
      channel: channel, contentClass: contentClass,
      traits: Traits(
        isOverridden: traits.isOverridden, approvals: ApprovalRule.mostTiers, isFlagged: traits.isFlagged))
  }

  package var description: String {
    "\(channel)/\(contentClass.rawValue)" + traits.words
  }
}

extension Lane {
  /// What distinguishes deliveries of one channel and class: only acts on a delivery change it.
  package struct Traits: Hashable, Sendable {
    /// An override lifts the purdah windows for it.
    package let isOverridden: Bool
    /// How many people have approved its content and time.
    package let approvals: Int
    /// Listed words stand in it.
    package let isFlagged: Bool

    package init(isOverridden: Bool = false, approvals: Int = 0, isFlagged: Bool = false) {
      self.isOverridden = isOverridden
      self.approvals = min(approvals, ApprovalRule.mostTiers)
      self.isFlagged = isFlagged
    }

    fileprivate var words: String {
      (isOverridden ? " (overridden)" : "") + (approvals > 0 ? " (approved)" : "") + (isFlagged ? " (flagged)" : "")
    }
  }
}
