package import Elections

/// What a channel is at one instant, since when, until when, and why.
package struct ChannelState: Sendable {
  package enum State: String, Sendable { case open, closed, unknown }

  package struct Change: Sendable {
    package let at: Instant
    package let state: State
    package let causes: [Cause]
  }

  package let state: State
  /// Nil where it has no known beginning.
  package let since: Instant?
  /// Nil where no end, or no next blackout, is known.
  package let until: Instant?
  package let closedFor: [ContentClass]
  /// Every cause in force at the instant.
  package let causes: [Cause]
  /// The next change of state, with what causes it; the causes before it are `causes`.
  package let next: Change?
}
