/// Every name that a fact's parts have in the audit log.
///
/// They are kept for ever: entries are never rewritten, and scripts read them in exports. A new name may join them; none
/// is ever given another meaning.
package enum FactKey: String, CaseIterable, Sendable {
  case anchor
  case anchorHash = "anchor_hash"
  case approvals
  case askedAt = "asked_at"
  case attempt
  case automatic
  case basis
  case change
  case contentClass = "class"
  case count = "posts"
  case differences
  case due
  case entry
  case file
  case first
  case flagged
  case hash
  case host
  case how
  case inFlight = "in_flight"
  case key
  case last
  case lateAfter = "late_after_ms"
  case login
  case next
  case outcome
  case override
  case planHash = "plan_sha256"
  case postVersion = "post_revision"
  case process
  case reason
  case remoteID = "remote_id"
  case requester
  case scope
  case service
  case setAside = "set_aside"
  case contentHash = "sha256"
  case source
  case token
  case until
  case url
  case voidedApprovals = "approvals_void"
  case voidedOverride = "override_void"
  case was
  case wasDue = "was_due"
  case way
}
