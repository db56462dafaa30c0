package import Elections

/// One reason to hold; a hold is a set of them and ends when the set is empty.
package enum Cause: Hashable, Sendable {
  case purdahWindow(PurdahWindow)
  case condition(HoldCondition)

  package static func calendarUnreadable(_ detail: Sentence) -> Cause {
    .condition(HoldCondition(kind: .calendarUnreadable, detail: detail))
  }
}

/// A cause at an instant at which it holds.
package struct CauseInForce: Hashable, Sendable {
  package let cause: Cause
  /// When it ends if nothing changes; nil where no end is known.
  package let until: Instant?

  package init(_ cause: Cause, until: Instant?) {
    self.cause = cause
    self.until = until
  }
}

/// What holds though no election does: something is unknown, in doubt or switched off.
package struct HoldCondition: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// Calendars that could not be read: nobody knows whether the channel should be closed.
    case calendarUnreadable = "calendar-unreadable"
    /// No revision is in force, so nothing is known.
    case notAdopted = "not-adopted"
    /// The revision in force has no such channel.
    case noSuchChannel = "no-such-channel"
    /// The clock stepped back or jumped ahead (G-37).
    case clockInDoubt = "clock-in-doubt"
    /// The channel's credential was refused, or its receiver switched itself off.
    case channelStopped = "channel-stopped"
    /// The channel has published as many as its pace allows for now.
    case pace
    /// The last attempt failed; the next one comes at `until`.
    case retry
    /// The channel lacks an administrator or an owner, so nobody answers for it.
    case staff
    /// A partner's account that nobody of the council has taken over for purdah.
    case handOver = "hand-over"
    /// Approvals are missing.
    case awaitingApproval = "awaiting-approval"
    /// Somebody paused the channel.
    case paused
  }

  package let kind: Kind
  package let detail: Sentence
  /// When it ends, where that is known.
  package let until: Instant?

  package init(kind: Kind, detail: Sentence, until: Instant? = nil) {
    self.kind = kind
    self.detail = detail
    self.until = until
  }
}
