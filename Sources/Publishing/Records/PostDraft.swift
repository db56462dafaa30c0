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

/// Where the keys of an edited post's deliveries come from.
package struct DeliveryKeySource: Sendable {
  package let make: @Sendable () -> DeliveryKey
  package init(_ make: @escaping @Sendable () -> DeliveryKey) { self.make = make }
}
