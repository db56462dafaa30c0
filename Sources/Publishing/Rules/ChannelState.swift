package import Elections

/// What a channel is at one instant, since when, until when, and why.
package struct ChannelState: Sendable {
  package enum State: String, Sendable { case open, closed, unknown }

  package struct Change: Sendable {
    package let at: Instant
    package let state: State
    /// To the end of the hold that begins then.
    package let causes: [Cause]
  }

  package let state: State
  /// Nil where it has no known beginning.
  package let since: Instant?
  /// When it is no longer closed or, where it is not closed, when it closes; nil where neither is known.
  package let until: Instant?
  package let closedFor: [ContentClass]
  /// Nil while it is open.
  package let hold: Hold?
  /// The next change of state, with what causes it.
  package let next: Change?

  /// Every cause, to the end of the hold.
  package var causes: [Cause] { hold?.causes ?? [] }
}
