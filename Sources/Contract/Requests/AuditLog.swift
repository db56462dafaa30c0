/// Who did what, when, under which revision, and why.
package struct ListEntries: Request {
  /// Only this post's.
  package let post: String?
  /// Only from this moment on.
  package let from: String?
  /// Only before this moment; a date includes that day.
  package let to: String?

  package init(post: String? = nil, from: String? = nil, to: String? = nil) {
    self.post = post
    self.from = from
    self.to = to
  }

  package static let path = "audit"
  package static let summary = "Lists who did what, when, under which revision, and why."

  package struct Answer: Codable, Sendable {
    package let entries: [EntryAnswer]
    package let authority: Authority

    package init(entries: [EntryAnswer], authority: Authority) {
      self.entries = entries
      self.authority = authority
    }
  }
}

/// Checks that no entry was changed, removed or put in, and that the log is behind neither its anchor nor any of the
/// checkpoints that are given.
package struct VerifyLog: Request {
  package let checkpoints: [CheckpointAnswer]
  /// The public keys that may have signed them; the store's own where none is named.
  package let keys: [String]

  package init(checkpoints: [CheckpointAnswer] = [], keys: [String] = []) {
    self.checkpoints = checkpoints
    self.keys = keys
  }

  package static let path = "audit/verify"
  package static let summary =
    "Checks that no entry was changed, removed or put in, and that the log is behind neither its anchor nor a checkpoint."

  package struct Answer: Codable, Hashable, Sendable {
    package let intact: Bool
    /// How many follow one another from the first on.
    package let entries: Int
    /// The hash of the last of them.
    package let head: String?
    package let firstBroken: Int?
    package let problem: String?
    package let anchor: String
    /// How many texts were taken away, each as an entry records; left out where none was.
    @LeftOutIfNil package private(set) var textsRemoved: Int?
    /// With how many checkpoints it agrees; left out where none was given.
    @LeftOutIfNil package private(set) var checkpoints: Int?
    /// The last of those.
    @LeftOutIfNil package private(set) var lastCheckpoint: CheckpointAnswer?
    /// Where what is in force can be read.
    @LeftOutIfNil package private(set) var authority: Authority?
    /// What is to be said of the anchor though the log is intact; for words alone.
    @ForWords package private(set) var remark: String?

    package init(
      entries: Int, head: String?, firstBroken: Int?, problem: String?, anchor: String, textsRemoved: Int?,
      checkpoints: Int?, lastCheckpoint: CheckpointAnswer?, authority: Authority?, remark: String?
    ) {
      intact = problem == nil
      self.entries = entries
      self.head = head
      self.firstBroken = firstBroken
      self.problem = problem
      self.anchor = anchor
      self.textsRemoved = textsRemoved
      self.checkpoints = checkpoints
      self.lastCheckpoint = lastCheckpoint
      self.authority = authority
      self.remark = remark
    }

    private enum CodingKeys: String, CodingKey {
      case intact, entries, head
      case firstBroken = "first_broken"
      case problem, anchor
      case textsRemoved = "texts_removed"
      case checkpoints
      case lastCheckpoint = "last_checkpoint"
      case authority
      case remark = "_remark"
    }
  }
}

/// Asks the rules of the time once more about one recorded decision.
package struct ReplayDecision: Request {
  /// The entry's number.
  package let entry: String

  package init(entry: String) { self.entry = entry }

  package static let path = "audit/{entry}/replay"
  package static let summary = "Asks the rules of the time once more about one recorded decision."

  package struct Decision: Codable, Sendable {
    package let verdict: String
    /// As they were recorded, or would be.
    package let causes: JSONValue
    package let reason: String?
    /// The causes in sentences; for words alone.
    @ForWords package private(set) var sentences: [String] = []

    package init(verdict: String, causes: JSONValue, reason: String?, sentences: [String]) {
      self.verdict = verdict
      self.causes = causes
      self.reason = reason
      self.sentences = sentences
    }

    private enum CodingKeys: String, CodingKey {
      case verdict, causes, reason
      case sentences = "_sentences"
    }
  }

  package struct Answer: Codable, Sendable {
    package let entry: Int
    package let event: String
    package let revision: Int?
    package let same: Bool
    package let recorded: Decision
    package let replayed: Decision
    /// What was decided on, and when; for words alone.
    @ForWords package private(set) var subject: String?
    @ForWords package private(set) var at: Moment?

    package init(
      entry: Int, event: String, revision: Int?, same: Bool, recorded: Decision, replayed: Decision, subject: String,
      at: Moment
    ) {
      self.entry = entry
      self.event = event
      self.revision = revision
      self.same = same
      self.recorded = recorded
      self.replayed = replayed
      self.subject = subject
      self.at = at
    }

    private enum CodingKeys: String, CodingKey {
      case entry, event, revision, same, recorded, replayed
      case subject = "_subject"
      case at = "_at"
    }
  }
}
