/// Approves a post that somebody else wrote, as it stands.
package struct ApprovePost: Request {
  package let post: String
  package let channel: String?
  /// The version that was looked at; the one that whoever asks was shown whole last where left out.
  package let seen: Int?
  /// Kept in the audit log.
  package let reason: String?

  package init(post: String, channel: String?, seen: Int?, reason: String?) {
    self.post = post
    self.channel = channel
    self.seen = seen
    self.reason = reason
  }

  package static let path = "posts/{post}/approve"
  package static let changes = true
  package static let summary = "Approves a post that somebody else wrote, as it stands."
  package typealias Answer = WholePost
}

/// Lets what waits for a person leave as soon as its channel is open.
package struct ReleasePost: Request {
  package let post: String
  package let channel: String?
  /// The version that was looked at; the one that whoever asks was shown whole last where left out.
  package let seen: Int?
  package let reason: String?

  package init(post: String, channel: String?, seen: Int?, reason: String?) {
    self.post = post
    self.channel = channel
    self.seen = seen
    self.reason = reason
  }

  package static let path = "posts/{post}/release"
  package static let changes = true
  package static let summary = "Lets what waits for a person leave as soon as its channel is open."
  package typealias Answer = WholePost
}

/// Says of what may have gone out that it was seen published.
package struct ConfirmPost: Request {
  package let post: String
  package let channel: String?
  package let reason: String?

  package init(post: String, channel: String?, reason: String?) {
    self.post = post
    self.channel = channel
    self.reason = reason
  }

  package static let path = "posts/{post}/confirm"
  package static let changes = true
  package static let summary = "Says of what may have gone out that it was seen published."
  package typealias Answer = WholePost
}

/// What waits for a person's decision.
package struct ListPostsInReview: Request {
  package init() {}

  package static let path = "review"
  package static let summary = "Lists what waits for a person's decision."

  package struct Answer: Codable, Hashable, Sendable {
    package let posts: [PostAnswer]
    package let authority: Authority
    /// Where there is a store.
    @LeftOutIfNil package private(set) var gate: GateSign?

    package init(posts: [PostAnswer], authority: Authority, gate: GateSign?) {
      self.posts = posts
      self.authority = authority
      self.gate = gate
    }
  }
}
