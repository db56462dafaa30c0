import Elections
import Foundation
package import Publishing
import PublishingGate

/// What one reading of the whole audit log finds for a pack; of the entries themselves it keeps none.
package struct LogScan {
  private let scope: PackScope
  package private(set) var lanes = LaneHistory()
  /// Posts that an entry of the range concerns.
  package private(set) var concerned: Set<PostID> = []
  /// Posts that something happened to later: they may have waited during the range.
  package private(set) var later: Set<PostID> = []
  package private(set) var revisions: Set<RevisionNumber> = []
  package private(set) var first: Int64?
  package private(set) var last: Int64?
  package private(set) var count = 0
  /// The first that is wrong with the log.
  package private(set) var fault: AuditFault?
  package private(set) var head: AuditEntry?
  private var check = AuditCheck()

  package init(_ scope: PackScope) { self.scope = scope }

  /// Says that every entry was taken; `total`: how many were ever written.
  package mutating func end(of total: Int64) {
    if fault == nil { fault = check.end(of: total) }
  }

  /// True when the entry lies in the range.
  package mutating func take(_ entry: AuditEntry) -> Bool {
    if fault == nil { fault = check.take(entry) }
    head = entry
    lanes.take(entry)
    let draft = entry.draft
    guard scope.range.contains(draft.at) else {
      if draft.at >= scope.range.upperBound, let post = draft.post { later.insert(post) }
      return false
    }
    first = first ?? entry.id
    last = entry.id
    count += 1
    if let revision = draft.revision { revisions.insert(revision) }
    if let post = draft.post, scope.channel == nil || draft.channel == scope.channel { concerned.insert(post) }
    // An import has one entry for all its posts.
    if draft.event == .imported, case .imported(let fact) = draft.fact { concerned.formUnion(fact.posts) }
    return true
  }
}
