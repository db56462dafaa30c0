package import Elections

/// What a login was shown whole last, so that what they agree to is what they saw.
///
/// A store keeps one for each login and subject. `newestPost` and `lastEntry` say how far the store had come, so that what
/// was queued or changed between the look and the agreement can be told apart.
package struct Look: Hashable, Sendable {
  /// What was looked at.
  package enum Subject: Hashable, Sendable, CustomStringConvertible {
    /// What adopting would do.
    case adoption
    case post(PostID)

    package var description: String {
      switch self {
      case .adoption: "adopt"
      case .post(let id): id.description
      }
    }
  }

  /// The hash of an adoption, or the post's revision.
  package let seen: String
  package let at: Instant
  package let newestPost: PostID
  /// The last entry of the audit log at the look.
  package let lastEntry: Int64

  package init(seen: String, at: Instant, newestPost: PostID, lastEntry: Int64) {
    self.seen = seen
    self.at = at
    self.newestPost = newestPost
    self.lastEntry = lastEntry
  }
}
