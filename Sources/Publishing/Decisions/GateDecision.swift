package import Elections

/// What the gate did or found, for logs and for whoever watches.
package struct GateDecision: Hashable, Sendable {
  package enum Event: String, Sendable {
    /// A lane closed, with how much waits in it; no single delivery is meant.
    case held
    /// A lane opened, or a permit was given for a delivery.
    case released
    case published, failed, uncertain, review, expired
    /// Certainly not sent; another attempt comes.
    case notSent = "not-sent"
    /// What was answered or read back differs from what was approved.
    case differs
    /// What strangers see could not be read back, and why.
    case notReadBack = "not-read-back"
    /// What somebody asked for while it was under way.
    case cancelled
    /// An answer that came after the delivery had been settled without it.
    case lateReport = "late-report"
    /// Taken in hand, and given back for another reason than time.
    case givenBack = "given-back"
    case channelStopped = "channel-stopped"
    case clockInDoubt = "clock-in-doubt"
    case clockSound = "clock-sound"
    case revision
    case notAdopted = "not-adopted"
    /// What the store keeps of the rules is not what was adopted: nothing leaves.
    case rulesDamaged = "rules-damaged"
    /// A file or folder of the rules could not be read for more than a moment; it held from the first.
    case sourceUnreadable = "source-unreadable"
    case sourceReadable = "source-readable"
  }

  package let at: Instant
  package let event: Event
  package let channel: String?
  package let delivery: DeliveryName?
  package let lane: Lane?
  package let revision: RevisionNumber?
  package let causes: [Cause]
  package let detail: Sentence?

  /// `words`: what a network or a file said.
  package init(
    at: Instant, event: Event, channel: String? = nil, delivery: DeliveryName? = nil, lane: Lane? = nil,
    revision: RevisionNumber? = nil, causes: [Cause] = [], words: String?
  ) {
    self.init(
      at: at, event: event, channel: channel, delivery: delivery, lane: lane, revision: revision, causes: causes,
      detail: words.map { Sentence($0) })
  }

  package init(
    at: Instant, event: Event, channel: String? = nil, delivery: DeliveryName? = nil, lane: Lane? = nil,
    revision: RevisionNumber? = nil, causes: [Cause] = [], detail: Sentence? = nil
  ) {
    self.at = at
    self.event = event
    self.channel = channel ?? delivery?.channel ?? lane?.channel
    self.delivery = delivery
    self.lane = lane
    self.revision = revision
    self.causes = causes
    self.detail = detail
  }
}

extension GateDecision: CustomStringConvertible {
  /// For logs of tests and simulations; people and scripts read it as a `GateLine` of the contract.
  package var description: String {
    [UTCText.text(at), event.rawValue, delivery?.description ?? lane?.description ?? channel, detail?.description]
      .compactMap(\.self).joined(separator: " ")
  }
}
