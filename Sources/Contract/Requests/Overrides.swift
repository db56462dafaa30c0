package import Texts

/// Asks that one named post may leave inside a blackout, on one channel and once.
package struct RequestOverride: Request {
  package let post: String
  /// The only one that the post has, where left out.
  package let channel: String?
  package let basis: String
  /// In words; kept in the audit log.
  package let reason: String
  /// When it ends unused, a date with the end of that day; seven days ahead at most.
  package let until: String

  package init(post: String, channel: String?, basis: String, reason: String, until: String) {
    self.post = post
    self.channel = channel
    self.basis = basis
    self.reason = reason
    self.until = until
  }

  package static let path = "posts/{post}/overrides"
  package static let changes = true
  package static let summary = "Asks that one named post may leave inside a blackout, on one channel and once."
  package typealias Answer = DecidedOverride
}

/// Approves an override that somebody else asked for.
package struct ApproveOverride: Request {
  package let override: String
  /// The post's version that was looked at; the one that whoever asks was shown whole last where left out.
  package let seen: Int?
  package let reason: String?

  package init(override: String, seen: Int?, reason: String?) {
    self.override = override
    self.seen = seen
    self.reason = reason
  }

  package static let path = "overrides/{override}/approve"
  package static let changes = true
  package static let summary = "Approves an override that somebody else asked for."
  package typealias Answer = DecidedOverride
}

/// One override.
package struct ShowOverride: Request {
  package let override: String

  package init(override: String) { self.override = override }

  package static let path = "overrides/{override}"
  package static let summary = "Shows one override."
  package typealias Answer = OverrideAnswer
}

/// Refuses an override.
package struct RefuseOverride: Request {
  package let override: String
  package let reason: String

  package init(override: String, reason: String) {
    self.override = override
    self.reason = reason
  }

  package static let path = "overrides/{override}/refuse"
  package static let changes = true
  package static let summary = "Refuses an override."
  package typealias Answer = DecidedOverride
}

/// Takes an override back before it is used.
package struct WithdrawOverride: Request {
  package let override: String
  package let reason: String

  package init(override: String, reason: String) {
    self.override = override
    self.reason = reason
  }

  package static let path = "overrides/{override}/withdraw"
  package static let changes = true
  package static let summary = "Takes an override back before it is used."
  package typealias Answer = DecidedOverride
}

/// Overrides, the newest first.
package struct ListOverrides: Request {
  /// Only this post's.
  package let post: String?
  /// How many at most.
  package let limit: Int

  package init(post: String? = nil, limit: Int = 100) {
    self.post = post
    self.limit = limit
  }

  package static let path = "overrides"
  package static let usual: [String: JSON] = ["limit": .number(100)]
  package static let summary = "Lists overrides, the newest first."

  package struct Answer: Codable, Hashable, Sendable {
    package let overrides: [OverrideAnswer]
    package let authority: Authority
    /// How many there are on other posts, where only one post's were asked for and it has none; for words alone.
    @ForWords package private(set) var others: Int?

    package init(overrides: [OverrideAnswer], authority: Authority, others: Int?) {
      self.overrides = overrides
      self.authority = authority
      self.others = others
    }

    private enum CodingKeys: String, CodingKey {
      case overrides, authority
      case others = "_others"
    }
  }
}

/// An override after an act on it, with what was being sent at that moment.
package struct DecidedOverride: Codable, Hashable, Sendable {
  package let override: OverrideAnswer
  package let underWay: UnderWayAnswer
  package let authority: Authority

  package init(override: OverrideAnswer, underWay: UnderWayAnswer, authority: Authority) {
    self.override = override
    self.underWay = underWay
    self.authority = authority
  }

  private enum CodingKeys: String, CodingKey { case authority }

  package init(from decoder: any Decoder) throws {
    override = try OverrideAnswer(from: decoder)
    underWay = try UnderWayAnswer(from: decoder)
    authority = try decoder.container(keyedBy: CodingKeys.self).decode(Authority.self, forKey: .authority)
  }

  package func encode(to encoder: any Encoder) throws {
    try override.encode(to: encoder)
    try underWay.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(authority, forKey: .authority)
  }
}
