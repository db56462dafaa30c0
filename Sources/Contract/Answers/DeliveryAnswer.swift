/// One post for one channel: its state, and the gate's verdict on it.
package struct DeliveryAnswer: Codable, Hashable, Sendable {
  /// What somebody asked of it while it was being sent.
  package struct Wish: Codable, Hashable, Sendable {
    package let act: String
    package let by: String
    package let at: Moment
    package let reason: String

    package init(act: String, by: String, at: Moment, reason: String) {
      self.act = act
      self.by = by
      self.at = at
      self.reason = reason
    }
  }

  /// What its network answered after it had been settled.
  package struct LateReport: Codable, Hashable, Sendable {
    package let at: Moment
    package let outcome: String
    package let remoteID: String?
    package let url: String?
    package let reason: String?

    package init(at: Moment, outcome: String, remoteID: String?, url: String?, reason: String?) {
      self.at = at
      self.outcome = outcome
      self.remoteID = remoteID
      self.url = url
      self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
      case at, outcome
      case remoteID = "remote_id"
      case url, reason
    }
  }

  /// What its wording says besides.
  package struct Words: Codable, Hashable, Sendable {
    /// How the causes of its hold take turns.
    package var turns: [HoldTurn] = []
    /// Since when it is in its state, where that is told.
    package var since: Moment?
    /// When it can leave, where that is not now.
    package var leaves: Moment?
    /// How late it may leave: `4 hours`.
    package var lateAfter = ""
    package var expires: Moment?
    /// Nothing becomes of it any more.
    package var isFinal = false
    /// Its channel can be asked whether it is to be seen there.
    package var isReadBack = false

    package init() {}
  }

  package let channel: String
  package let due: Moment
  package let state: String
  /// release, hold, or refuse where nothing is to be decided.
  package let verdict: String
  package let heldUntil: Moment?
  package let causes: [HoldCause]
  /// When it can leave at the earliest, where that is known.
  package let earliest: Moment?
  package let delivery: String
  /// It will be too late by then, and wait for a person.
  package let goesToReview: Bool
  package let planned: Moment
  package let attempted: Moment?
  package let confirmed: Moment?
  package let remoteID: String?
  package let url: String?
  /// When it was read back where it was published.
  package let seen: Moment?
  package let attempts: Int
  package let approvals: Int
  package let override: String?
  package let reason: String?
  package let requested: Wish?
  package let lateReports: [LateReport]
  /// What a person may decide on it now.
  package let decisions: [String]
  package let nextAttempt: Moment?
  /// For words alone.
  @ForWords package private(set) var words = Words()

  package init(
    channel: String, due: Moment, state: String, verdict: String, heldUntil: Moment?, causes: [HoldCause],
    earliest: Moment?, delivery: String, goesToReview: Bool, planned: Moment, attempted: Moment?, confirmed: Moment?,
    remoteID: String?, url: String?, seen: Moment?, attempts: Int, approvals: Int, override: String?, reason: String?,
    requested: Wish?, lateReports: [LateReport], decisions: [String], nextAttempt: Moment?,
    words: Words
  ) {
    self.channel = channel
    self.due = due
    self.state = state
    self.verdict = verdict
    self.heldUntil = heldUntil
    self.causes = causes
    self.earliest = earliest
    self.delivery = delivery
    self.goesToReview = goesToReview
    self.planned = planned
    self.attempted = attempted
    self.confirmed = confirmed
    self.remoteID = remoteID
    self.url = url
    self.seen = seen
    self.attempts = attempts
    self.approvals = approvals
    self.override = override
    self.reason = reason
    self.requested = requested
    self.lateReports = lateReports
    self.decisions = decisions
    self.nextAttempt = nextAttempt
    self.words = words
  }

  private enum CodingKeys: String, CodingKey {
    case channel, due, state, verdict
    case heldUntil = "held_until"
    case causes, earliest, delivery
    case goesToReview = "goes_to_review"
    case planned, attempted, confirmed
    case remoteID = "remote_id"
    case url, seen, attempts, approvals, override, reason, requested
    case lateReports = "late_reports"
    case decisions
    case nextAttempt = "next_attempt"
    case words = "_words"
  }
}

extension DeliveryAnswer.Words: SaysNothing { package static var nothing: Self { Self() } }
