package import Elections
package import Publishing
import Texts

/// What a delivery had of its own at an entry of the audit log, from the entries before it.
package struct DeliveryPast {
  package private(set) var approvals = 0
  package private(set) var isFlagged = false
  package private(set) var override: String?
  package private(set) var releasedAt: Instant?

  /// `isFlagged`: at the beginning, where no entry of its own says it, as after an import.
  package init(isFlagged: Bool = false) { self.isFlagged = isFlagged }

  package mutating func take(_ entry: AuditEntry) {
    let draft = entry.draft
    let detail = JSON(parsing: draft.detail)
    switch draft.event {
    case .submitted: isFlagged = detail?["flagged"] != nil
    case .flagged: isFlagged = true
    case .edited, .moved:
      // An approval is for one content and time, and an override for what it named (G-31).
      approvals = 0
      override = nil
      releasedAt = nil
      isFlagged = detail?["flagged"]?.bool == true
    case .approved: approvals += 1
    case .rejected: approvals = 0
    case .overrideApproved: override = detail?["override"]?.string
    case .overrideEnded, .overrideWithdrawn:
      if override == detail?["override"]?.string { override = nil }
    case .released: releasedAt = draft.at
    default: break
    }
  }

  package func traits(isOverridden: Bool) -> Lane.Traits {
    Lane.Traits(isOverridden: isOverridden, approvals: approvals, isFlagged: isFlagged)
  }
}
