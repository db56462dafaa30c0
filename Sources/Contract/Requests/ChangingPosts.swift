/// Changes a queued post; what is nil stays.
package struct EditPost: Request {
  package let post: String
  package let text: String?
  /// An empty one takes the title away.
  package let title: String?
  /// An empty one takes the link away.
  package let link: String?
  /// Instead of those that it has; files that the desk keeps already.
  package let media: [MediaFile]?
  package let contentClass: String?
  package let at: String?
  package let lateAfter: String?
  package let expires: String?

  package init(
    post: String, text: String?, title: String?, link: String?, media: [MediaFile]?, contentClass: String?, at: String?,
    lateAfter: String?, expires: String?
  ) {
    self.post = post
    self.text = text
    self.title = title
    self.link = link
    self.media = media
    self.contentClass = contentClass
    self.at = at
    self.lateAfter = lateAfter
    self.expires = expires
  }

  package static let path = "posts/{post}/edit"
  package static let changes = true
  package static let summary = "Changes a queued post; what is left out stays."
  package typealias Answer = WholePost

  private enum CodingKeys: String, CodingKey {
    case post, text, title, link, media
    case contentClass = "class"
    case at
    case lateAfter = "late_after"
    case expires
  }
}

/// Gives a post another time; one that waits for a person is queued again.
package struct MovePost: Request {
  package let post: String
  package let channel: String?
  /// RFC 3339, local time, or `now`.
  package let at: String

  package init(post: String, channel: String?, at: String) {
    self.post = post
    self.channel = channel
    self.at = at
  }

  package static let path = "posts/{post}/move"
  package static let changes = true
  package static let summary = "Gives a post another time; one that waits for a person is queued again."
  package typealias Answer = WholePost
}

/// Takes a post back before it is sent, on all its channels or one.
package struct CancelPost: Request {
  package let post: String
  package let channel: String?
  /// Kept in the audit log.
  package let reason: String

  package init(post: String, channel: String?, reason: String) {
    self.post = post
    self.channel = channel
    self.reason = reason
  }

  package static let path = "posts/{post}/cancel"
  package static let changes = true
  package static let summary = "Takes a post back before it is sent, on all its channels or one."
  package typealias Answer = ClosedPost
}

/// Rejects a post: it waits in review until its author changes or cancels it.
package struct RejectPost: Request {
  package let post: String
  package let channel: String?
  /// Kept in the audit log, and shown to the author.
  package let reason: String

  package init(post: String, channel: String?, reason: String) {
    self.post = post
    self.channel = channel
    self.reason = reason
  }

  package static let path = "posts/{post}/reject"
  package static let changes = true
  package static let summary = "Rejects a post: it waits in review until its author changes or cancels it."
  package typealias Answer = ClosedPost
}
