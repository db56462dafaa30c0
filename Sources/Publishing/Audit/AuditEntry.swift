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
  /// A person had the personal text of an earlier entry taken away.
  case textRemoved = "text-removed"
  case tokenAdded = "token-added"
  /// Its own person took it up.
  case tokenAccepted = "token-accepted"
  case tokenRevoked = "token-revoked"

  /// Whether a checkpoint of the log is signed as soon as it is recorded: by it people put rules into force, open, close
  /// or let something out, or the log itself is at stake.
  package var isSignedAtOnce: Bool {
    switch self {
    case .adopted, .overrideRequested, .overrideApproved, .overrideRefused, .overrideWithdrawn, .overrideUsed,
      .overrideEnded, .paused, .pauseEnded, .storeWentBack, .textRemoved, .tokenAdded, .tokenAccepted, .tokenRevoked:
      true
    case .submitted, .imported, .edited, .moved, .cancelled, .cancelRequested, .lateReport, .released,
      .confirmedPublished, .laneClosed, .laneOpened, .sending, .published, .notSent, .failed, .uncertain, .review,
      .expired, .stillUncertain, .differs, .notReadBack, .channelStopped, .channelStarted, .clockConfirmed, .approved,
      .rejected, .flagged, .sourceUnreadable, .sourceReadable, .gateStarted, .gateStopped:
      false
    }
  }
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
  /// As it is shown: with its personal text where that is there, else with the digest in its place.
  package let draft: AuditDraft
  package let apart: TextApart
  package let previous: ContentHash
  package let hash: ContentHash

  private init(id: Int64, draft: AuditDraft, apart: TextApart, previous: ContentHash, hash: ContentHash) {
    self.id = id
    self.draft = draft
    self.apart = apart
    self.previous = previous
    self.hash = hash
  }

  /// As a store keeps it: `chained` with the fact that the chain covers, `beside` what there is of its personal text.
  package init(
    id: Int64, chained: AuditDraft, beside: TextBeside? = nil, previous: ContentHash, hash: ContentHash
  ) {
    let sealed = SealedDetail(chained.detail)
    switch beside {
    case _ where sealed.digest == nil:
      self.init(id: id, draft: chained, apart: .none, previous: previous, hash: hash)
    case .kept(let text, let key)?:
      self.init(
        id: id, draft: chained.with(detail: sealed.opened(with: text)), apart: .kept(key, sealed), previous: previous,
        hash: hash)
    case .removed(let removal)?:
      self.init(id: id, draft: chained, apart: .removed(removal), previous: previous, hash: hash)
    case nil: self.init(id: id, draft: chained, apart: .missing, previous: previous, hash: hash)
    }
  }

  /// The entry that follows `previous`. `key`: a new one, asked for where the draft has a personal text.
  package static func sealing(
    _ draft: AuditDraft, id: Int64, previous: ContentHash, key: () -> TextKey
  ) -> AuditEntry {
    var apart = TextApart.none
    if let personal = draft.written.personal {
      let key = key()
      apart = .kept(key, SealedDetail(sealing: draft.detail, at: personal, under: key))
    }
    let shown = draft.with(detail: draft.detail)
    let hash = AuditChain.hash(of: draft, detail: apart.chained ?? draft.detail, id: id, previous: previous)
    return AuditEntry(id: id, draft: shown, apart: apart, previous: previous, hash: hash)
  }

  /// The fact as the chain covers it.
  package var chainedDetail: String { apart.chained ?? draft.detail }

  /// What a store keeps beside it.
  package var textBeside: TextBeside? {
    switch apart {
    case .none, .missing: nil
    case .removed(let removal): .removed(removal)
    case .kept(let key, let sealed): sealed.personal(in: draft.detail).map { .kept($0, key) }
    }
  }

  /// The same once its personal text was taken away.
  package func withoutText(by removal: RecordedRemoval) -> AuditEntry {
    AuditEntry(
      id: id, chained: draft.with(detail: chainedDetail), beside: .removed(removal), previous: previous, hash: hash)
  }

  /// Who had its personal text taken away, and when; nil where nobody did.
  package var removal: RecordedRemoval? { if case .removed(let removal) = apart { removal } else { nil } }

  /// Why it happened; where that was removed, who had it removed.
  package var reason: String? {
    draft.fact.reason ?? removal.map { RecordedRemoval.mark(id, by: $0.actor, at: $0.at) }
  }

  /// The texts that are personal in it, as people read them.
  package var personalTexts: [String] {
    guard case .kept(let text, _)? = textBeside, let json = JSON(parsing: text) else { return [] }
    return json.array?.compactMap(\.string) ?? json.string.map { [$0] } ?? []
  }
}

extension TextApart {
  /// What the chain covers in the place of the fact that is shown; nil: that itself.
  fileprivate var chained: String? { if case .kept(_, let sealed) = self { sealed.text } else { nil } }
}

extension AuditDraft {
  /// With the fact as a log keeps it, of which it is not known any more what in it is personal.
  fileprivate func with(detail: String) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor, written: WrittenFact(event, kept: detail), post: post, channel: channel,
      revision: revision, causes: causes)
  }
}
