package import Elections
package import Texts

package struct PermitRequest: Sendable {
  package struct Item: Hashable, Sendable {
    package let delivery: DeliveryID
    package let fence: Int64
    package let contentHash: ContentHash
    package let plan: [UInt8]
    /// The lane's next closing edge.
    package let openUntil: Instant?
    /// The last instant at which it may leave without a person's decision.
    package let latest: Instant
    /// How long the permit may live.
    package let longest: Duration
    /// How long its answer may be awaited, where that is longer than a send usually takes.
    package let longestAnswer: Duration?
    /// Whether its channel may close for it, so that it holds while something cannot be read.
    package let isHeldInDoubt: Bool

    package init(
      delivery: DeliveryID, fence: Int64, contentHash: ContentHash, plan: [UInt8], openUntil: Instant?, latest: Instant,
      longest: Duration = PermitGrant.longest, longestAnswer: Duration? = nil, isHeldInDoubt: Bool = true
    ) {
      self.delivery = delivery
      self.fence = fence
      self.contentHash = contentHash
      self.plan = plan
      self.openUntil = openUntil
      self.latest = latest
      self.longest = longest
      self.longestAnswer = longestAnswer
      self.isHeldInDoubt = isHeldInDoubt
    }
  }

  /// The revision under which the lanes were judged open.
  package let revision: RevisionNumber
  package let service: ServiceID
  package let now: Instant
  /// How long before the end of its lease a send must have begun.
  package let sendTimeout: Duration
  package let paces: [String: Pace]
  package let items: [Item]

  package init(
    revision: RevisionNumber, service: ServiceID, now: Instant, sendTimeout: Duration, paces: [String: Pace],
    items: [Item]
  ) {
    self.revision = revision
    self.service = service
    self.now = now
    self.sendTimeout = sendTimeout
    self.paces = paces
    self.items = items
  }
}

/// What the store grants: the facts of a permit.
package struct PermitGrant: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  package let revision: RevisionNumber
  package let issued: Instant
  package let notAfter: Instant
  /// The end of the lease: after the longest that its answer may be awaited.
  package let leaseEnds: Instant
  /// The override that it was given by, where one was needed.
  package let override: OverrideID?

  package init(
    delivery: DeliveryID, fence: Int64, revision: RevisionNumber, issued: Instant, notAfter: Instant,
    leaseEnds: Instant? = nil, override: OverrideID? = nil
  ) {
    self.leaseEnds = leaseEnds ?? notAfter
    self.override = override
    self.delivery = delivery
    self.fence = fence
    self.revision = revision
    self.issued = issued
    self.notAfter = notAfter
  }

  /// How much longer than the longest answer a lease lasts.
  package static let leaseMargin = Duration.seconds(30)

  /// How long a permit usually lives at most.
  package static let longest = Duration.seconds(1)
}

package struct PermitAnswer: Hashable, Sendable {
  package enum Refusal: Hashable, Sendable {
    /// Another claim, an edit, a cancellation: not ours any more.
    case stale
    /// Ours, and yet its content is not what was claimed.
    case changed
    /// The lease is nearly over, the lane is about to close, or the pace is spent.
    case notNow
  }

  package var granted: [PermitGrant] = []
  package var refused: [DeliveryID: Refusal] = [:]
  /// The rules in force are not those of the request: nothing was granted.
  package var isSuperseded = false
  /// The clock is behind the high-water mark: nothing was granted.
  package var clockBehind: ClockMark?

  package init() {}
}
