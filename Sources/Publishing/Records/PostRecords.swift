package import Elections
package import Texts

/// A post that is to be queued.
package struct PostDraft: Hashable, Sendable {
  package struct Target: Hashable, Sendable {
    package let channel: String
    package let key: DeliveryKey

    package init(channel: String, key: DeliveryKey) {
      self.channel = channel
      self.key = key
    }
  }

  package let author: String
  package let content: PostContent
  package let due: Instant
  package let lateAfter: Duration?
  package let expires: Instant?
  /// The author's own key, by which a repetition is known.
  package let idempotencyKey: String?
  package let targets: [Target]

  package init(
    author: String, content: PostContent, due: Instant, lateAfter: Duration? = nil, expires: Instant? = nil,
    idempotencyKey: String? = nil, targets: [Target]
  ) {
    self.author = author
    self.content = content
    self.due = due
    self.lateAfter = lateAfter
    self.expires = expires
    self.idempotencyKey = idempotencyKey
    self.targets = targets
  }

  /// What must be equal for the same key to mean the same post: all that the author said.
  package var fingerprint: ContentHash { fingerprint(canonicalText: content.canonicalText) }

  /// The same, where the content's text has been worked out already.
  package func fingerprint(canonicalText: String) -> ContentHash {
    var text = "\(due.millisecondsSince1970) \(lateAfter?.wholeMilliseconds ?? -1) "
    text += "\(expires?.millisecondsSince1970 ?? -1) \(targets.map(\.channel).sorted().joined(separator: ","))\n"
    text += canonicalText
    return ContentHash(of: text.utf8)
  }
}

/// What the audit log keeps of a submission.
package struct SubmissionNote: Sendable {
  package let at: Instant
  package let actor: Actor
  package let inForce: RulesInForce
  /// The file that was imported; then the log has one entry for all its posts.
  package let importedFrom: String?
  /// The causes that held a draft's delivery when it was submitted, as CAUSE objects.
  package let causes: @Sendable (_ draft: Int, _ channel: String, _ isFlagged: Bool) -> String

  package init(
    at: Instant, actor: Actor, under inForce: RulesInForce, importedFrom: String? = nil,
    causes: @escaping @Sendable (_ draft: Int, _ channel: String, _ isFlagged: Bool) -> String = { _, _, _ in "" }
  ) {
    self.at = at
    self.actor = actor
    self.inForce = inForce
    self.importedFrom = importedFrom
    self.causes = causes
  }

  package var revision: RevisionNumber? { inForce.revision }

  /// Throws unless the actor may queue the draft under the rules in force.
  package func check(_ draft: PostDraft) throws(StoreError) {
    try inForce.check(draft.content, for: .queue, by: actor, at: at)
  }

  /// What the log keeps of a draft, the same for each of its channels.
  package static func fact(_ draft: PostDraft, hash: ContentHash, matches: [TermMatcher.Match]) -> WrittenFact {
    AuditFact.submitted(
      AuditFact.Submitted(due: draft.due, contentHash: hash, passages: matches.map(\.passage))
    ).written
  }

  /// The entry of one delivery of a draft.
  package func submitted(_ post: PostID, channel: String, causes: String, fact: WrittenFact) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor.description, written: fact, post: post, channel: channel, revision: revision,
      causes: causes)
  }

  /// The one entry of an import that added these posts.
  package func imported(_ file: String, first: PostID, last: PostID, count: Int) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor.description,
      .imported(AuditFact.Imported(file, count: count, first: first, last: last)), revision: revision)
  }
}

package struct Submission: Hashable, Sendable {
  package let post: PostID
  /// Not added: its key was known already.
  package let isRepetition: Bool

  package init(post: PostID, isRepetition: Bool) {
    self.post = post
    self.isRepetition = isRepetition
  }
}

/// A post as it is kept, at its newest revision.
package struct PostRecord: Hashable, Codable, Sendable {
  package let id: PostID
  package let revision: Int
  package let author: String
  package let createdAt: Instant
  package let idempotencyKey: String?
  package let content: PostContent
  package let deliveries: [DeliveryRecord]
  /// Who changed it last, where anybody did.
  package let editor: String?
  /// Who changed it before.
  package let earlierEditors: [String]
  /// When what it says was written: its last edit, or its submission.
  package let writtenAt: Instant
  /// Every approval and rejection, in their order.
  package let approvals: [ApprovalRecord]

  package init(
    id: PostID, revision: Int, author: String, createdAt: Instant, idempotencyKey: String?, content: PostContent,
    deliveries: [DeliveryRecord], editor: String? = nil, earlierEditors: [String] = [], writtenAt: Instant? = nil,
    approvals: [ApprovalRecord] = []
  ) {
    self.id = id
    self.revision = revision
    self.author = author
    self.createdAt = createdAt
    self.idempotencyKey = idempotencyKey
    self.content = content
    self.deliveries = deliveries
    self.editor = editor
    self.earlierEditors = earlierEditors
    self.writtenAt = writtenAt ?? createdAt
    self.approvals = approvals
  }

  /// Everybody who wrote it.
  package var hands: Set<String> {
    Witnesses(author: author, editor: editor, earlierEditors: earlierEditors).hands
  }
}

/// A delivery with when it was attempted: planned, attempted and confirmed times are separate (G-35).
package struct DeliveryRecord: Hashable, Codable, Sendable {
  package let delivery: Delivery
  package let attempted: Instant?
  /// Why the last attempt did not get through.
  package let lastProblem: String?
  /// When it was read back as the public sees it; nil while it was not.
  package let seen: Instant?
  /// Its answer was given up, and the service that sent it gave this last sign of life: it may still tell.
  package let senderHeard: Instant?
  /// What came after it had been settled.
  package let lateReports: [LateReport]

  package init(
    delivery: Delivery, attempted: Instant?, lastProblem: String?, seen: Instant? = nil, senderHeard: Instant? = nil,
    lateReports: [LateReport] = []
  ) {
    self.senderHeard = senderHeard
    self.lateReports = lateReports
    self.delivery = delivery
    self.attempted = attempted
    self.lastProblem = lastProblem
    self.seen = seen
  }
}

extension DeliveryRecord {
  /// After so long without a sign of life a service is taken for gone.
  package static let longestSilence = Duration.seconds(30)

  /// Whether somebody has it in hand, or may still tell what became of it.
  package func isUnderWay(at now: Instant) -> Bool {
    switch delivery.state {
    case .sending: true
    case .uncertain: senderHeard.map { now.since($0) < Self.longestSilence } ?? false
    default: false
    }
  }
}

package struct PostQuery: Hashable, Sendable {
  package var channel: String?
  package var state: DeliveryState.Name?
  package var dueBefore: Instant?
  /// Only posts after this one, for the next page.
  package var after: PostID?
  package var limit: Int

  package init(
    channel: String? = nil, state: DeliveryState.Name? = nil, dueBefore: Instant? = nil, after: PostID? = nil,
    limit: Int = 1000
  ) {
    self.channel = channel
    self.state = state
    self.dueBefore = dueBefore
    self.after = after
    self.limit = limit
  }
}

/// A person's act on a post.
package struct PostChange: Sendable {
  package enum Act: Sendable {
    /// A new revision; parts that are nil stay.
    case edit(content: PostContent?, due: Instant?, lateAfter: Duration?, expires: Instant?, key: DeliveryKeySource)
    case cancel(reason: String)
    /// From review: leave as soon as the channel is open.
    case release(reason: String)
    /// A person has seen that it was published.
    case confirm(reason: String)
    /// Its content and time may go out.
    case approve(reason: String?)
    case reject(reason: String)

    /// What waited in review waits for its time again.
    package var endsReview: Bool {
      switch self {
      case .release: true
      case .edit(_, let due, _, _, _): due != nil
      case .cancel, .confirm, .approve, .reject: false
      }
    }

    /// It lets the post go, so its actor has to have seen what goes.
    package var needsLook: Bool {
      switch self {
      case .approve, .release: true
      case .edit, .cancel, .confirm, .reject: false
      }
    }

    /// It says something else afterwards.
    package var writes: Bool {
      if case .edit(.some, _, _, _, _) = self { true } else { false }
    }

    package var deed: Deed {
      switch self {
      case .edit: .edit
      case .cancel: .cancel
      case .release, .confirm: .release
      case .approve: .approve
      case .reject: .reject
      }
    }
  }

  package let post: PostID
  /// Only this channel's delivery; nil means every one that the act can apply to.
  package let channel: String?
  package let act: Act
  package let at: Instant
  package let actor: Actor
  package let inForce: RulesInForce
  /// The post's revision that the actor was shown whole; an act that lets the post go is refused without it, and where
  /// the post is at another.
  package let seen: Int?

  package init(
    post: PostID, channel: String? = nil, act: Act, at: Instant, actor: Actor, under inForce: RulesInForce,
    seen: Int? = nil
  ) {
    self.post = post
    self.channel = channel
    self.act = act
    self.at = at
    self.actor = actor
    self.inForce = inForce
    self.seen = seen
  }

  package var revision: RevisionNumber? { inForce.revision }
}

/// Where the keys of an edited post's deliveries come from.
package struct DeliveryKeySource: Sendable {
  package let make: @Sendable () -> DeliveryKey
  package init(_ make: @escaping @Sendable () -> DeliveryKey) { self.make = make }
}

/// A post that went out, as a feed shows it.
package struct PublishedPost: Hashable, Sendable {
  package let post: ReleasedPost
  package let publishedAt: Instant

  package init(post: ReleasedPost, publishedAt: Instant) {
    self.post = post
    self.publishedAt = publishedAt
  }
}

package struct AuditQuery: Hashable, Sendable {
  package var post: PostID?
  package var from: Instant?
  package var to: Instant?
  package var after: Int64
  package var limit: Int

  package init(post: PostID? = nil, from: Instant? = nil, to: Instant? = nil, after: Int64 = 0, limit: Int = 1000) {
    self.post = post
    self.from = from
    self.to = to
    self.after = after
    self.limit = limit
  }
}
