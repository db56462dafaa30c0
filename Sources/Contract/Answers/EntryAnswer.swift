/// One appended, never edited record of what happened.
package struct EntryAnswer: Codable, Sendable {
  package let id: Int
  package let at: Moment
  package let actor: String
  package let event: String
  package let post: String?
  package let channel: String?
  package let revision: Int?
  /// As they were recorded.
  package let causes: JSONValue
  package let detail: JSONValue?
  /// The hash of the entry before it.
  package let previous: String
  package let hash: String
  /// Who had its personal text taken away.
  @LeftOutIfNil package private(set) var textRemoved: Removal?
  /// For words alone.
  @ForWords package private(set) var words = Words()

  package struct Removal: Codable, Hashable, Sendable {
    /// The number of the entry that records it.
    package let entry: Int
    package let at: Moment
    package let by: String

    package init(entry: Int, at: Moment, by: String) {
      self.entry = entry
      self.at = at
      self.by = by
    }
  }

  /// What its wording says besides.
  package struct Words: Codable, Sendable {
    /// What it records, name by name: `reason Checked`.
    package var facts: [String] = []
    /// The names of the causes that hold.
    package var causes: [String] = []

    package init() {}
  }

  package init(
    id: Int, at: Moment, actor: String, event: String, post: String?, channel: String?, revision: Int?,
    causes: JSONValue, detail: JSONValue?, previous: String, hash: String, textRemoved: Removal?, words: Words
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.event = event
    self.post = post
    self.channel = channel
    self.revision = revision
    self.causes = causes
    self.detail = detail
    self.previous = previous
    self.hash = hash
    self.textRemoved = textRemoved
    self.words = words
  }

  private enum CodingKeys: String, CodingKey {
    case id, at, actor, event, post, channel, revision, causes, detail, previous, hash
    case textRemoved = "text_removed"
    case words = "_words"
  }
}

extension EntryAnswer.Words: SaysNothing { package static var nothing: Self { Self() } }
