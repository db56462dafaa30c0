package import Elections

/// What a login was shown whole last, so that what they agree to is what they saw.
///
/// A store keeps one for each login and subject, with how far the store had come, so that what was queued or changed between
/// the look and the agreement can be told apart.
package struct Look: Hashable, Sendable {
  /// What was looked at.
  package enum Subject: Hashable, Sendable, CustomStringConvertible {
    /// What adopting would do.
    case adoption
    case post(PostID)
    /// What was done by breaking glass.
    case brokenGlass

    package var description: String {
      switch self {
      case .adoption: "adopt"
      case .post(let id): id.description
      case .brokenGlass: "glass"
      }
    }
  }

  /// The hash of an adoption, the post's revision, or the last entry that was told.
  package let seen: String
  package let at: Instant
  package let position: StorePosition

  package init(seen: String, at: Instant, position: StorePosition) {
    self.seen = seen
    self.at = at
    self.position = position
  }
}

/// How far a store had come.
package struct StorePosition: Hashable, Sendable {
  package let newestPost: PostID
  /// The last entry of the audit log.
  package let lastEntry: Int64

  package init(newestPost: PostID, lastEntry: Int64) {
    self.newestPost = newestPost
    self.lastEntry = lastEntry
  }

  /// Before anything was queued: whoever never looked has seen nothing.
  package static let beginning = StorePosition(newestPost: PostID(0), lastEntry: 0)
}
