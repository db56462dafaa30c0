package import Elections

/// A stop that a person put on a channel, or on all, in a crisis.
package struct Pause: Hashable, Sendable {
  /// Nil: every channel.
  package let channel: String?
  package let reason: String
  /// Nil: until somebody ends it.
  package let until: Instant?
  package let at: Instant
  package let actor: String

  package init(channel: String?, reason: String, until: Instant?, at: Instant, actor: String) {
    self.channel = channel
    self.reason = reason
    self.until = until
    self.at = at
    self.actor = actor
  }

  /// Whether it is a pause of the channel: its own, or one of every channel.
  package func concerns(_ channel: String) -> Bool { self.channel.map { $0 == channel } ?? true }

  /// Whether it is not over.
  package func holds(at instant: Instant) -> Bool { Self.holds(until: until, at: instant) }

  /// A pause without an end holds until somebody ends it.
  package static func holds(until end: Instant?, at instant: Instant) -> Bool { end.map { instant < $0 } ?? true }

  package func holds(_ channel: String, at instant: Instant) -> Bool { concerns(channel) && holds(at: instant) }

  /// Throws unless its actor may put it in the place of another of the same channel. Whoever cuts short a pause that
  /// holds ends it, which asks for more than pausing.
  package func check(
    replacing old: Pause?, under inForce: RulesInForce, epoch: RevisionNumber?
  ) throws(StoreError) {
    let actor = Actor(recorded: actor)
    try inForce.check(.pause, by: actor, at: at)
    guard let until, let old, old.until.map({ at < $0 && until < $0 }) ?? true else { return }
    try inForce.checkCurrent(epoch)
    try inForce.check(.endPause, by: actor, at: at)
  }

  /// `inFlight`: what is being sent at that moment on what it holds.
  package func audit(revision: RevisionNumber?, inFlight: [DeliveryName]) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor, .paused(AuditFact.Paused(self, inFlight: inFlight)), channel: channel, revision: revision)
  }

  package static func ending(
    of channel: String?, at: Instant, actor: Actor, reason: String, revision: RevisionNumber?
  ) -> AuditDraft {
    AuditDraft(
      at: at, actor: actor.description, .pauseEnded(AuditFact.Reason(reason)), channel: channel, revision: revision)
  }

  package var cause: Cause {
    let what = channel.map { "“\($0)”" } ?? "Every channel"
    return .condition(
      HoldCondition(
        kind: .paused,
        detail: "\(what) is paused by \(actor): \(reason) \(Remedy.endPause(channel)) ends it.",
        until: until))
  }
}
