/// Writes what was published, held, refused and overridden into a pack, for requests for information.
package struct MakePack: Codable, Sendable {
  /// From this moment on.
  package let from: String
  /// Before this moment; a date includes that day.
  package let to: String
  /// Only this channel's part of posts.
  package let channel: String?
  /// Only posts that this election held, or would have.
  package let election: String?
  /// Only posts whose title or text holds this.
  package let text: String?

  package init(from: String, to: String, channel: String?, election: String?, text: String?) {
    self.from = from
    self.to = to
    self.channel = channel
    self.election = election
    self.text = text
  }
}

/// What a pack holds.
package struct PackAnswer: Codable, Hashable, Sendable {
  package struct Redactions: Codable, Hashable, Sendable {
    /// Places that are blacked out.
    package let applied: Int
    /// Entries without their facts.
    package let entries: Int
    /// Files of the rules that are left out.
    package let files: Int

    package init(applied: Int, entries: Int, files: Int) {
      self.applied = applied
      self.entries = entries
      self.files = files
    }
  }

  /// The file.
  package let pack: String
  package let posts: Int
  package let entries: Int
  package let outcomes: PackOutcomes
  package let redactions: Redactions
  /// The last entry of the log, when the pack was made.
  package let lastEntry: Int?
  package let hash: String?
  package let authority: Authority
  /// Why the log that it was made from is not intact; for words alone.
  @ForWords package private(set) var logFault: String?

  package init(
    pack: String, posts: Int, entries: Int, outcomes: PackOutcomes, redactions: Redactions, lastEntry: Int?,
    hash: String?, authority: Authority, logFault: String?
  ) {
    self.pack = pack
    self.posts = posts
    self.entries = entries
    self.outcomes = outcomes
    self.redactions = redactions
    self.lastEntry = lastEntry
    self.hash = hash
    self.authority = authority
    self.logFault = logFault
  }

  /// The same, where its asker has the file.
  package func lying(at path: String) -> PackAnswer {
    PackAnswer(
      pack: path, posts: posts, entries: entries, outcomes: outcomes, redactions: redactions, lastEntry: lastEntry,
      hash: hash, authority: authority, logFault: logFault)
  }

  private enum CodingKeys: String, CodingKey {
    case pack, posts, entries, redactions
    case lastEntry = "last_entry"
    case hash, authority
    case logFault = "_logFault"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    pack = try container.decode(String.self, forKey: .pack)
    posts = try container.decode(Int.self, forKey: .posts)
    entries = try container.decode(Int.self, forKey: .entries)
    outcomes = try PackOutcomes(from: decoder)
    redactions = try container.decode(Redactions.self, forKey: .redactions)
    lastEntry = try container.decodeIfPresent(Int.self, forKey: .lastEntry)
    hash = try container.decodeIfPresent(String.self, forKey: .hash)
    authority = try container.decode(Authority.self, forKey: .authority)
    _logFault = try container.decode(ForWords<String?>.self, forKey: .logFault)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pack, forKey: .pack)
    try container.encode(posts, forKey: .posts)
    try container.encode(entries, forKey: .entries)
    try outcomes.encode(to: encoder)
    try container.encode(redactions, forKey: .redactions)
    try container.encodeIfPresent(lastEntry, forKey: .lastEntry)
    try container.encodeIfPresent(hash, forKey: .hash)
    try container.encode(authority, forKey: .authority)
    try container.encode(_logFault, forKey: .logFault)
  }
}

/// How many deliveries came to each end; their keys stand among the pack's own.
package struct PackOutcomes: Codable, Hashable, Sendable {
  package let published: Int
  package let held: Int
  package let failed: Int
  package let rejected: Int
  package let review: Int
  package let uncertain: Int
  package let overridden: Int
  package let cancelled: Int
  package let expired: Int

  /// With their names, in their order.
  package var counts: [(name: String, count: Int)] {
    [
      ("published", published), ("held", held), ("failed", failed),
      ("rejected", rejected), ("review", review), ("uncertain", uncertain),
      ("overridden", overridden), ("cancelled", cancelled), ("expired", expired),
    ]
  }

  /// `count`: how many came to an end of a name.
  package init(_ count: (String) -> Int) {
    published = count("published")
    held = count("held")
    failed = count("failed")
    rejected = count("rejected")
    review = count("review")
    uncertain = count("uncertain")
    overridden = count("overridden")
    cancelled = count("cancelled")
    expired = count("expired")
  }
}

/// What the check of a pack found.
package struct PackCheckAnswer: Codable, Hashable, Sendable {
  package enum Log: String, Codable, CaseIterable, Sendable {
    case compared
    /// No log is here with which the pack could be compared.
    case notThere = "not-there"
  }

  package let intact: Bool
  /// How many agree with the manifest.
  package let files: Int
  package let entries: Int
  package let problems: [String]
  package let log: Log
  /// The public key that signed it; null where it carries no signature.
  package let key: String?

  package init(files: Int, entries: Int, problems: [String], log: Log, key: String?) {
    intact = problems.isEmpty
    self.files = files
    self.entries = entries
    self.problems = problems
    self.log = log
    self.key = key
  }
}
