package import Texts

/// Posts with their state and verdict.
package struct ListPosts: Request {
  package let channel: String?
  /// A delivery's state.
  package let state: String?
  /// Only what is held: queued, and kept back at its time, or now where that is past.
  package let held: Bool
  /// Only what waits for an approval that this person could give; `me` is whoever asks.
  package let awaiting: String?
  package let dueBefore: String?
  /// How many at most.
  package let limit: Int
  /// Only those after this one, for the next page.
  package let after: String?

  package init(
    channel: String? = nil, state: String? = nil, held: Bool = false, awaiting: String? = nil, dueBefore: String? = nil,
    limit: Int = 1000, after: String? = nil
  ) {
    self.channel = channel
    self.state = state
    self.held = held
    self.awaiting = awaiting
    self.dueBefore = dueBefore
    self.limit = limit
    self.after = after
  }

  package static let path = "posts"
  package static let usual: [String: JSON] = ["limit": .number(1000)]
  package static let summary = "Lists posts with their state and verdict."

  package struct Answer: Codable, Hashable, Sendable {
    package let posts: [PostAnswer]
    /// There may be more: ask again after the last of these.
    package let more: Bool
    package let authority: Authority
    /// Where there is a store.
    @LeftOutIfNil package private(set) var gate: GateSign?

    package init(posts: [PostAnswer], more: Bool, authority: Authority, gate: GateSign?) {
      self.posts = posts
      self.more = more
      self.authority = authority
      self.gate = gate
    }
  }

  private enum CodingKeys: String, CodingKey {
    case channel, state, held, awaiting
    case dueBefore = "due_before"
    case limit, after
  }
}

/// Why a list of posts is empty: what is not there, and what is.
package struct ExplainEmptyList: Request {
  package let search: ListPosts

  package init(_ search: ListPosts) { self.search = search }
  package init(from decoder: any Decoder) throws { search = try ListPosts(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try search.encode(to: encoder) }

  package static let path = "posts/none"
  package static let summary = "Says why a list of posts is empty: what is not there, and what is."

  package struct Answer: Codable, Hashable, Sendable {
    package let explanation: String

    package init(explanation: String) { self.explanation = explanation }
  }
}

/// One post whole.
package struct ShowPost: Request {
  package let post: String

  package init(post: String) { self.post = post }

  package static let path = "posts/{post}"
  package static let summary = "Shows one post whole: all that it sends, each channel's state, and its history."

  /// When the post was written and approved, beside the beginning of a pre-election period that touches it.
  package struct Period: Codable, Hashable, Sendable {
    package let election: String?
    package let begins: Moment
    package let basis: String
    package let writtenAt: Moment
    package let writtenBefore: Bool
    package let approvedAt: Moment?
    /// Nil where nobody approved it.
    package let approvedBefore: Bool?
    /// For words alone.
    @ForWords package private(set) var window: HoldCause.Window?

    package init(
      election: String?, begins: Moment, basis: String, writtenAt: Moment, writtenBefore: Bool, approvedAt: Moment?,
      approvedBefore: Bool?, window: HoldCause.Window
    ) {
      self.election = election
      self.begins = begins
      self.basis = basis
      self.writtenAt = writtenAt
      self.writtenBefore = writtenBefore
      self.approvedAt = approvedAt
      self.approvedBefore = approvedBefore
      self.window = window
    }

    private enum CodingKeys: String, CodingKey {
      case election, begins, basis
      case writtenAt = "written_at"
      case writtenBefore = "written_before"
      case approvedAt = "approved_at"
      case approvedBefore = "approved_before"
      case window = "_window"
    }
  }

  package struct Answer: Codable, Sendable {
    package let whole: WholePost
    package let periods: [Period]
    package let history: [EntryAnswer]
    /// Those that were asked for; for words alone.
    @ForWords package private(set) var overrides: [OverrideAnswer] = []

    package init(whole: WholePost, periods: [Period], history: [EntryAnswer], overrides: [OverrideAnswer]) {
      self.whole = whole
      self.periods = periods
      self.history = history
      self.overrides = overrides
    }

    private enum CodingKeys: String, CodingKey {
      case periods, history
      case overrides = "_overrides"
    }

    package init(from decoder: any Decoder) throws {
      whole = try WholePost(from: decoder)
      let container = try decoder.container(keyedBy: CodingKeys.self)
      periods = try container.decode([Period].self, forKey: .periods)
      history = try container.decode([EntryAnswer].self, forKey: .history)
      _overrides = try container.decode(ForWords<[OverrideAnswer]>.self, forKey: .overrides)
    }

    package func encode(to encoder: any Encoder) throws {
      try whole.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(periods, forKey: .periods)
      try container.encode(history, forKey: .history)
      try container.encode(_overrides, forKey: .overrides)
    }
  }
}

/// Notes that whoever asks was shown a post whole, as it stands: what a later approval is for.
package struct NoteLook: Request {
  package let post: String
  /// As it was shown.
  package let revision: Int

  package init(post: String, revision: Int) {
    self.post = post
    self.revision = revision
  }

  package static let path = "posts/{post}/looks"
  package static let changes = true
  package static let summary = "Notes that whoever asks was shown the post whole, as it stands."

  package struct Answer: Codable, Hashable, Sendable {
    /// It was noted; false where nobody can agree to the post any more, or whoever asks may not.
    package let noted: Bool

    package init(noted: Bool) { self.noted = noted }
  }
}
