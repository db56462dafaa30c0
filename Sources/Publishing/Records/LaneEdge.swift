import Elections

/// A lane that closed or opened.
package struct LaneEdge: Hashable, Sendable {
  package let lane: Lane
  package let isOpen: Bool
  package let audit: AuditDraft

  package init(lane: Lane, isOpen: Bool, audit: AuditDraft) {
    self.lane = lane
    self.isOpen = isOpen
    self.audit = audit
  }
}
