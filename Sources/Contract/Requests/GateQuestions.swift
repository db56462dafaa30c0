/// Whether a gate is working, and what waits, from the data alone.
package struct ShowHealth: Request {
  package init() {}

  package static let path = "health"
  package static let summary = "Tells from the data alone whether a gate is working, and what waits."

  /// A file that cannot be read.
  package struct Doubt: Codable, Hashable, Sendable {
    package let source: String
    package let detail: String
    package let since: Moment

    package init(source: String, detail: String, since: Moment) {
      self.source = source
      self.detail = detail
      self.since = since
    }
  }

  package struct StoppedChannel: Codable, Hashable, Sendable {
    package let channel: String
    package let reason: String
    /// For words alone.
    @ForWords package private(set) var since: Moment?

    package init(channel: String, reason: String, since: Moment) {
      self.channel = channel
      self.reason = reason
      self.since = since
    }

    private enum CodingKeys: String, CodingKey {
      case channel, reason
      case since = "_since"
    }
  }

  package struct Answer: Codable, Hashable, Sendable {
    /// Due and open for more than a minute.
    package let overdue: Int
    package let oldestOverdue: Moment?
    package let lastHeartbeat: Moment?
    /// Deliveries whose verdict is to hold, at their time or now.
    package let held: Int
    package let uncertain: Int
    package let review: Int
    package let revision: Int?
    /// Taken in hand and not sent for another reason than time.
    package let givenBack: Int
    /// Public and recorded otherwise, by what a network answered late.
    package let lateReports: Int
    package let well: Bool
    package let oldestUncertain: Moment?
    package let anchor: String
    /// Why the gate does not trust the clock.
    package let clockDoubt: String?
    /// Files that cannot be read, so that everything holds.
    package let doubts: [Doubt]
    /// When a living gate last read its files whole.
    package let lastLook: Moment?
    package let authority: Authority
    package let gate: GateSign
    package let stoppedChannels: [StoppedChannel]
    /// What is wrong with the anchor; for words alone.
    @ForWords package private(set) var anchorWords: String?
    /// The gate lives and does not see its files; for words alone.
    @ForWords package private(set) var isBlind = false

    package init(
      overdue: Int, oldestOverdue: Moment?, held: Int, uncertain: Int, review: Int, revision: Int?, givenBack: Int,
      lateReports: Int, well: Bool, oldestUncertain: Moment?, anchor: String, clockDoubt: String?,
      doubts: [Doubt], lastLook: Moment?, authority: Authority, gate: GateSign,
      stoppedChannels: [StoppedChannel], anchorWords: String?, isBlind: Bool
    ) {
      self.overdue = overdue
      self.oldestOverdue = oldestOverdue
      lastHeartbeat = gate.lastHeartbeat
      self.held = held
      self.uncertain = uncertain
      self.review = review
      self.revision = revision
      self.givenBack = givenBack
      self.lateReports = lateReports
      self.well = well
      self.oldestUncertain = oldestUncertain
      self.anchor = anchor
      self.clockDoubt = clockDoubt
      self.doubts = doubts
      self.lastLook = lastLook
      self.authority = authority
      self.gate = gate
      self.stoppedChannels = stoppedChannels
      self.anchorWords = anchorWords
      self.isBlind = isBlind
    }

    private enum CodingKeys: String, CodingKey {
      case overdue
      case oldestOverdue = "oldest_overdue"
      case lastHeartbeat = "last_heartbeat"
      case held, uncertain, review, revision
      case givenBack = "given_back"
      case lateReports = "late_reports"
      case well
      case oldestUncertain = "oldest_uncertain"
      case anchor
      case clockDoubt = "clock_doubt"
      case doubts
      case lastLook = "last_look"
      case authority, gate
      case stoppedChannels = "stopped_channels"
      case anchorWords = "_anchorWords"
      case isBlind = "_isBlind"
    }
  }
}

/// Vouches for the machine's clock after it stepped back or jumped ahead.
package struct ConfirmClock: Request {
  package let reason: String

  package init(reason: String) { self.reason = reason }

  package static let path = "gate/confirm-clock"
  package static let changes = true
  package static let summary = "Vouches for the machine's clock after it stepped back or jumped ahead."

  package struct Answer: Codable, Hashable, Sendable {
    package let confirmed: Moment

    package init(confirmed: Moment) { self.confirmed = confirmed }
  }
}
