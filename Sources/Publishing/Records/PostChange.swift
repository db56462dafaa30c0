package import Elections

/// A person's act on a post.
package struct PostChange: Sendable {
  package enum Act: Sendable {
    /// A new revision; parts that are nil stay.
    case edit(content: PostContent?, due: Instant?, lateAfter: Duration?, expires: Instant?, key: DeliveryKeySource)
    case cancel(reason: String)
    /// From review: leave as soon as the channel is open.
    case release(reason: String)
    /// A person has seen that it was published.
    case confirm(reason: String)
    /// Its content and time may go out.
    case approve(reason: String?)
    case reject(reason: String)

    /// What waited in review waits for its time again.
    package var endsReview: Bool {
      switch self {
      case .release: true
      case .edit(_, let due, _, _, _): due != nil
      case .cancel, .confirm, .approve, .reject: false
      }
    }

    /// It lets the post go, so its actor has to have seen what goes.
    package var needsLook: Bool {
      switch self {
      case .approve, .release: true
      case .edit, .cancel, .confirm, .reject: false
      }
    }

    /// It says something else afterwards.
    package var writes: Bool {
      if case .edit(.some, _, _, _, _) = self { true } else { false }
    }

    package var deed: Deed {
      switch self {
      case .edit: .edit
      case .cancel: .cancel
      case .release, .confirm: .release
      case .approve: .approve
      case .reject: .reject
      }
    }
  }

  package let post: PostID
  /// Only this channel's delivery; nil means every one that the act can apply to.
  package let channel: String?
  package let act: Act
  package let at: Instant
  package let actor: Actor
  package let inForce: RulesInForce
  /// The post's revision that the actor was shown whole; an act that lets the post go is refused without it, and where
  /// the post is at another.
  package let seen: Int?

  package init(
    post: PostID, channel: String? = nil, act: Act, at: Instant, actor: Actor, under inForce: RulesInForce,
    seen: Int? = nil
  ) {
    self.post = post
    self.channel = channel
    self.act = act
    self.at = at
    self.actor = actor
    self.inForce = inForce
    self.seen = seen
  }

  package var revision: RevisionNumber? { inForce.revision }
}
