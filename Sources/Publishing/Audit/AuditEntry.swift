package import Elections
package import Texts

/// What an entry of the audit log records.
package enum AuditEvent: String, CaseIterable, Sendable {
  case adopted
  case submitted, imported, edited, moved, cancelled
  /// A person cancelled it while it was under way: nothing leaves any more, and whether it had left shows later.
  case cancelRequested = "cancel-requested"
  /// What became of an attempt, told after the delivery had been settled without it.
  case lateReport = "late-report"
  /// A person's decision on what waited for one.
  case released
  case confirmedPublished = "confirmed-published"
  /// A lane closed or opened.
  case laneClosed = "lane-closed"
  case laneOpened = "lane-opened"
  /// A permit was given: from here on it may have been sent.
  case sending
  case published
  case notSent = "not-sent"
  case failed, uncertain, review, expired
  case stillUncertain = "still-uncertain"
  /// What was answered or read back differs from what was approved.
  case differs
  /// What strangers see could not be read back, and why.
  case notReadBack = "not-read-back"
  case channelStopped = "channel-stopped"
  case channelStarted = "channel-started"
  case clockConfirmed = "clock-confirmed"
  case approved, rejected, flagged
  case overrideRequested = "override-requested"
  case overrideApproved = "override-approved"
  case overrideRefused = "override-refused"
  case overrideWithdrawn = "override-withdrawn"
  /// It let its delivery leave inside a blackout.
  case overrideUsed = "override-used"
  case overrideEnded = "override-ended"
  case paused
  case pauseEnded = "pause-ended"
  /// A file or folder of the rules cannot be read; while there is one, nothing leaves that a channel may close for.
  case sourceUnreadable = "source-unreadable"
  case sourceReadable = "source-readable"
  case gateStarted = "gate-started"
  case gateStopped = "gate-stopped"
  /// The store was found set back to an earlier state.
  case storeWentBack = "store-went-back"
}

/// What is to be recorded.
package struct AuditDraft: Hashable, Sendable {
  package let at: Instant
  package let actor: String
  package let post: PostID?
  package let channel: String?
  package let revision: RevisionNumber?
  /// CAUSE objects, as text; empty where nothing held.
  package let causes: String
  package let written: WrittenFact

  package init(
    at: Instant, actor: String, _ fact: AuditFact, post: PostID? = nil, channel: String? = nil,
    revision: RevisionNumber? = nil, causes: String = ""
  ) {
    self.init(
      at: at, actor: actor, written: fact.written, post: post, channel: channel, revision: revision, causes: causes)
  }

  /// With a fact that stands in other entries too, or was read back.
  package init(
    at: Instant, actor: String, written: WrittenFact, post: PostID? = nil, channel: String? = nil,
    revision: RevisionNumber? = nil, causes: String = ""
  ) {
    self.at = at
    self.actor = actor
    self.written = written
    self.post = post
    self.channel = channel
    self.revision = revision
    self.causes = causes
  }

  package var event: AuditEvent { written.event }
  /// What the event records, as the log shows it: a JSON object on one line; empty where it records nothing more.
  package var detail: String { written.text }
  /// The same, read: each time anew, so who needs it twice keeps it.
  package var fact: AuditFact { AuditFact(event, reading: detail) }
}

/// One appended, never edited record: who, what, when, under which revision, why.
package struct AuditEntry: Hashable, Sendable {
  /// From 1, without gaps.
  package let id: Int64
  package let draft: AuditDraft
  package let previous: ContentHash
  package let hash: ContentHash

  package init(id: Int64, draft: AuditDraft, previous: ContentHash, hash: ContentHash) {
    self.id = id
    self.draft = draft
    self.previous = previous
    self.hash = hash
  }

  /// The entry that follows `previous`.
  package static func sealing(_ draft: AuditDraft, id: Int64, previous: ContentHash) -> AuditEntry {
    AuditEntry(
      id: id, draft: draft, previous: previous, hash: AuditChain.hash(of: draft, id: id, previous: previous))
  }
}

/// The rule by which entries are chained: each hash covers the entry and the hash before it (G-45).
package enum AuditChain {
  /// What the first entry follows.
  package static let start = ContentHash(of: "portcullis audit log 1".utf8)

  /// SHA-256 over the hash before it and every field, each behind its length, so that no two entries read alike.
  package static func hash(of draft: AuditDraft, id: Int64, previous: ContentHash) -> ContentHash {
    var bytes = previous.bytes
    bytes.reserveCapacity(160 + draft.causes.utf8.count + draft.detail.utf8.count)
    func append(_ number: Int64) { bytes.append(bigEndian: UInt64(bitPattern: number)) }
    func append(_ text: String) {
      append(Int64(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    append(id)
    append(draft.at.millisecondsSince1970)
    append(draft.actor)
    append(draft.event.rawValue)
    append(draft.post?.rawValue ?? -1)
    append(draft.channel ?? "")
    append(draft.revision?.rawValue ?? -1)
    append(draft.causes)
    append(draft.detail)
    return ContentHash(of: bytes)
  }

  /// What is wrong with an entry, seen from the one before it; nil when it follows.
  package static func fault(in entry: AuditEntry, after previous: AuditEntry?) -> AuditFault? {
    let expectedID = (previous?.id ?? 0) + 1
    if entry.id != expectedID { return .missing(expectedID, found: entry.id) }
    if entry.previous != (previous?.hash ?? start) { return .broken(entry.id) }
    if hash(of: entry.draft, id: entry.id, previous: entry.previous) != entry.hash { return .changed(entry.id) }
    return nil
  }
}

/// Where an audit log is not what was written.
package enum AuditFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// An entry's content does not have its hash.
  case changed(Int64)
  /// An entry does not follow the one before it.
  case broken(Int64)
  case missing(Int64, found: Int64)
  /// The log ends before its last entry, whose number the store keeps.
  case cutOff(after: Int64, expected: Int64)

  package var entry: Int64 {
    switch self {
    case .changed(let id), .broken(let id), .missing(let id, _): id
    case .cutOff(let id, _): id + 1
    }
  }

  package var description: String {
    switch self {
    case .changed(let id): "Entry \(id) was changed after it was written: its content does not have its hash."
    case .broken(let id): "Entry \(id) does not follow the entry before it: one of them was changed or put in."
    case .missing(let id, let found): "Entry \(id) is missing: entry \(found) stands in its place."
    case .cutOff(let id, let expected):
      "The log ends after entry \(id), though \(expected) were written: its end was removed."
    }
  }
}
