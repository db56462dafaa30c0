package import Elections
package import Publishing

/// What a delivery had of its own at an entry of the audit log, from the entries before it.
package struct DeliveryPast {
  package private(set) var approvals = 0
  package private(set) var isFlagged = false
  package private(set) var override: OverrideID?
  package private(set) var releasedAt: Instant?

  /// `isFlagged`: at the beginning, where no entry of its own says it, as after an import.
  package init(isFlagged: Bool = false) { self.isFlagged = isFlagged }

  package mutating func take(_ entry: AuditEntry) {
    let draft = entry.draft
    switch draft.fact {
    case .submitted(let fact): isFlagged = !fact.passages.isEmpty
    case .flagged: isFlagged = true
    case .edited(let fact), .moved(let fact):
      // An approval is for one content and time, and an override for what it named (G-31).
      approvals = 0
      override = nil
      releasedAt = nil
      isFlagged = fact.isFlagged
    case .approved: approvals += 1
    case .rejected: approvals = 0
    case .overrideApproved(let fact): override = fact.override
    case .overrideEnded(let fact): if override == fact.override { override = nil }
    case .overrideWithdrawn(let fact): if override == fact.override { override = nil }
    case .released: releasedAt = draft.at
    default: break
    }
  }

  package func traits(isOverridden: Bool) -> Lane.Traits {
    Lane.Traits(isOverridden: isOverridden, approvals: approvals, isFlagged: isFlagged)
  }
}
