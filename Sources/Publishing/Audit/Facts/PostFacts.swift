package import Elections
package import Texts

// What people do with posts.

extension AuditFact {
  /// A post was queued for a channel.
  package struct Submitted: FactPayload {
    package let due: Instant?
    package let contentHash: ContentHash?
    /// Where listed words stand in it.
    package let passages: [String]

    package init(due: Instant, contentHash: ContentHash, passages: [String]) {
      self.due = due
      self.contentHash = contentHash
      self.passages = passages
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      due = try facts.value(.due)
      contentHash = try facts.value(.contentHash)
      passages = try facts.list(.flagged)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.due, due)
      facts.add(.contentHash, contentHash)
      facts.addIfThere(.flagged, personal: passages)
    }
  }

  /// Many posts were queued from one file, numbered one after the other.
  package struct Imported: FactPayload {
    package let file: String?
    package let count: Int?
    package let first: PostID?
    package let last: PostID?

    package init(_ file: String, count: Int, first: PostID, last: PostID) {
      self.file = file
      self.count = count
      self.first = first
      self.last = last
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      file = try facts.value(.file)
      count = try facts.value(.count)
      first = try facts.value(.first)
      last = try facts.value(.last)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.file, personal: file)
      facts.add(.count, count)
      facts.add(.first, first)
      facts.add(.last, last)
    }

    /// The first and the last of those that it queued, and all between; nil where the entry does not tell.
    package var range: ClosedRange<PostID>? {
      guard let first, let last, let count, first <= last, last.rawValue - first.rawValue < Int64(count) else {
        return nil
      }
      return first...last
    }

    /// Those that it queued.
    package var posts: [PostID] {
      range.map { ($0.lowerBound.rawValue...$0.upperBound.rawValue).map(PostID.init) } ?? []
    }
  }

  /// A post was changed: what it says, or when it is due.
  package struct Edited: FactPayload {
    /// The post's own version from then on.
    package let version: Int?
    package let due: Instant?
    package let wasDue: Instant?
    package let contentHash: ContentHash?
    /// Of the approvals and the override that were given for what it was (G-31); nil where there was none.
    package let voidedApprovals: Int?
    package let voidedOverride: OverrideID?
    /// Whether listed words stand in it.
    package let isFlagged: Bool

    package init(
      version: Int, due: Instant, wasDue: Instant, contentHash: ContentHash, voidedApprovals: Int?,
      voidedOverride: OverrideID?, isFlagged: Bool
    ) {
      self.version = version
      self.due = due
      self.wasDue = wasDue
      self.contentHash = contentHash
      self.voidedApprovals = voidedApprovals
      self.voidedOverride = voidedOverride
      self.isFlagged = isFlagged
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      version = try facts.value(.postVersion)
      due = try facts.value(.due)
      wasDue = try facts.value(.wasDue)
      contentHash = try facts.value(.contentHash)
      voidedApprovals = try facts.value(.voidedApprovals)
      voidedOverride = try facts.value(.voidedOverride)
      isFlagged = try facts.value(.flagged) ?? false
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.postVersion, version)
      facts.add(.due, due)
      facts.add(.wasDue, wasDue)
      facts.add(.contentHash, contentHash)
      facts.addIfThere(.voidedApprovals, voidedApprovals)
      facts.addIfThere(.voidedOverride, voidedOverride)
      if isFlagged { facts.add(.flagged, true) }
    }
  }

  /// A person cancelled a delivery, or decided what waited for one.
  package struct Decided: FactPayload {
    package let reason: String?
    /// Its state before.
    package let was: DeliveryState.Name?
    /// When it was asked for, where it could be done only later.
    package let askedAt: Instant?

    package init(_ reason: String, was: DeliveryState.Name, askedAt: Instant? = nil) {
      self.reason = reason
      self.was = was
      self.askedAt = askedAt
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      reason = try facts.value(.reason)
      was = try facts.value(.was)
      askedAt = try facts.value(.askedAt)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.reason, personal: reason)
      facts.add(.was, was)
      facts.addIfThere(.askedAt, askedAt)
    }
  }

  /// A person approved a delivery's content and time.
  package struct Approved: FactPayload {
    package let due: Instant?
    package let contentHash: ContentHash?
    package let reason: String?
    /// How many it has from then on.
    package let approvals: Int?

    package init(due: Instant, contentHash: ContentHash, reason: String?, approvals: Int) {
      self.due = due
      self.contentHash = contentHash
      self.reason = reason
      self.approvals = approvals
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      due = try facts.value(.due)
      contentHash = try facts.value(.contentHash)
      reason = try facts.value(.reason)
      approvals = try facts.value(.approvals)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.due, due)
      facts.add(.contentHash, contentHash)
      facts.add(.reason, personal: reason)
      facts.add(.approvals, approvals)
    }
  }

  /// A person rejected a delivery's content.
  package struct Rejected: FactPayload {
    package let contentHash: ContentHash?
    package let reason: String?
    /// Its state then, where it was under way and the rejection could only be kept for later.
    package let was: DeliveryState.Name?

    package init(contentHash: ContentHash, reason: String, was: DeliveryState.Name?) {
      self.contentHash = contentHash
      self.reason = reason
      self.was = was
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      contentHash = try facts.value(.contentHash)
      reason = try facts.value(.reason)
      was = try facts.value(.was)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.contentHash, contentHash)
      facts.add(.reason, personal: reason)
      facts.addIfThere(.was, was)
    }
  }
}
