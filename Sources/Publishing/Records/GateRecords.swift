package import Elections
package import Texts

/// A service that begins.
package struct ServiceStart: Hashable, Sendable {
  package let host: String
  package let process: Int
  package let at: Instant
  /// With it, a living gate on the same store refuses this one; without, several may work side by side.
  package let identity: ProcessIdentity?

  package init(host: String, process: Int, at: Instant, identity: ProcessIdentity? = nil) {
    self.host = host
    self.process = process
    self.at = at
    self.identity = identity
  }
}

/// What a gate asks to take in hand.
package struct ClaimRequest: Sendable {
  package struct OpenLane: Hashable, Sendable {
    package let lane: Lane
    package let pace: Pace?
    package let lateAfter: Duration
    package let handling: Channel.Handling

    package init(lane: Lane, pace: Pace?, lateAfter: Duration, handling: Channel.Handling = Channel.Handling()) {
      self.lane = lane
      self.pace = pace
      self.lateAfter = lateAfter
      self.handling = handling
    }
  }

  package let service: ServiceID
  package let now: Instant
  /// When a lease ends; later where a channel's handling takes longer.
  package let leaseEnds: Instant
  package let limit: Int
  /// Open at `now` under `revision`.
  package let lanes: [OpenLane]
  package let revision: RevisionNumber

  package init(
    service: ServiceID, now: Instant, leaseEnds: Instant, limit: Int, lanes: [OpenLane], revision: RevisionNumber
  ) {
    self.service = service
    self.now = now
    self.leaseEnds = leaseEnds
    self.limit = limit
    self.lanes = lanes
    self.revision = revision
  }

  /// The claim on a delivery of this lane.
  package func claim(of lane: OpenLane) -> Claim {
    Claim(service: service, leaseEnds: leaseEnds.adding(lane.handling.preparation))
  }
}

/// A delivery in hand with what it says.
package struct Claimed: Hashable, Sendable {
  package let delivery: Delivery
  package let content: PostContent
  /// The plan of its first attempt, when there was one.
  package let plan: [UInt8]?
  /// What preparing it kept, when anything was prepared.
  package let kept: [UInt8]?

  package init(delivery: Delivery, content: PostContent, plan: [UInt8]?, kept: [UInt8]? = nil) {
    self.delivery = delivery
    self.content = content
    self.plan = plan
    self.kept = kept
  }

  package var released: ReleasedPost {
    ReleasedPost(
      name: delivery.name, revision: delivery.revision, key: delivery.key, due: delivery.due, content: content)
  }
}

package struct ClaimAnswer: Hashable, Sendable {
  package var claimed: [Claimed] = []
  /// Too late: these wait for a person now.
  package var tooLate: [Delivery] = []
  package var expired: [Delivery] = []
  /// Their overrides' time was over: they are held again.
  package var overridesEnded: [Delivery] = []
  /// What the store keeps of them contradicts itself: these wait for a person now.
  package var distrusted: [Delivery] = []
  /// When the pace allows the next one of a channel that has used it up.
  package var paceUntil: [String: Instant] = [:]
  /// Stopped at `limit`: there may be more.
  package var isPartial = false
  /// The revision moved on: nothing was claimed.
  package var superseded: RevisionNumber?

  package init() {}
}

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
  /// The revision moved on: nothing was granted.
  package var superseded: RevisionNumber?
  /// The clock is behind the high-water mark: nothing was granted.
  package var clockBehind: ClockMark?

  package init() {}
}

/// What preparing a delivery made, under the claim that has it in hand.
package struct KeptPreparation: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  package let kept: [UInt8]

  package init(delivery: DeliveryID, fence: Int64, kept: [UInt8]) {
    self.delivery = delivery
    self.fence = fence
    self.kept = kept
  }
}

/// When a delivery was read back as the public sees it.
package struct Sighting: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  package let at: Instant

  package init(delivery: DeliveryID, fence: Int64, at: Instant) {
    self.delivery = delivery
    self.fence = fence
    self.at = at
  }
}

/// What became of a delivery that was in hand.
package struct DeliveryReport: Hashable, Sendable {
  package let delivery: DeliveryID
  package let event: DeliveryEvent
  /// Nil where the event is no news.
  package let audit: AuditDraft?
  /// Why a claim came to nothing, where that was not for time: it is counted, and too often goes to a person.
  package let trouble: Trouble?

  package struct Trouble: Hashable, Sendable {
    package let reason: String
    package let at: Instant

    package init(_ reason: String, at: Instant) {
      self.reason = reason
      self.at = at
    }
  }

  package init(delivery: DeliveryID, event: DeliveryEvent, audit: AuditDraft?, trouble: Trouble? = nil) {
    self.delivery = delivery
    self.event = event
    self.audit = audit
    self.trouble = trouble
  }
}

package struct RecoveryRequest: Hashable, Sendable {
  package let service: ServiceID
  package let now: Instant
  /// Every other service is known to be gone (the lock on the store is ours), so their leases need not run out.
  package let isAlone: Bool
  package let revision: RevisionNumber?
  package let actor: String
  /// What the service itself is sending, under which fences: it will report, however long that takes.
  package let underWay: [DeliveryID: Int64]
  package let limit: Int

  package init(
    service: ServiceID, now: Instant, isAlone: Bool, revision: RevisionNumber?, actor: String,
    underWay: [DeliveryID: Int64] = [:], limit: Int = 1000
  ) {
    self.underWay = underWay
    self.service = service
    self.now = now
    self.isAlone = isAlone
    self.revision = revision
    self.actor = actor
    self.limit = limit
  }
}

/// A living service's claims on what it is sending, before their leases are over.
package struct LeaseRenewal: Hashable, Sendable {
  package let service: ServiceID
  package let underWay: [DeliveryID: Int64]
  package let until: Instant

  package init(service: ServiceID, underWay: [DeliveryID: Int64], until: Instant) {
    self.service = service
    self.underWay = underWay
    self.until = until
  }
}

/// A lane that closed or opened.
package struct LaneEdge: Hashable, Sendable {
  package let lane: Lane
  package let isOpen: Bool
  package let audit: AuditDraft

  package init(lane: Lane, isOpen: Bool, audit: AuditDraft) {
    self.lane = lane
    self.isOpen = isOpen
    self.audit = audit
  }
}

/// What the data alone say of the gate (G-38).
package struct StoreHealth: Hashable, Sendable {
  /// The last signs of life of gates that did not say that they ended, the newest gate's first; twenty at most.
  package let heartbeats: [ClockReading]
  package let counts: [DeliveryState.Name: Int]
  package let oldestUncertain: Instant?
  /// When a living service last read whole what the rules are made of.
  package let lastLook: Instant?
  /// Deliveries that were given back for another reason than time, and are not done with.
  package let givenBack: Int
  /// Deliveries that are public, as a late answer says, and not recorded as published.
  package let lateReports: Int

  package static let mostHeartbeats = 20

  package init(
    heartbeats: [ClockReading], counts: [DeliveryState.Name: Int], oldestUncertain: Instant?, lastLook: Instant? = nil,
    givenBack: Int = 0, lateReports: Int = 0
  ) {
    self.givenBack = givenBack
    self.lateReports = lateReports
    self.heartbeats = heartbeats
    self.counts = counts
    self.oldestUncertain = oldestUncertain
    self.lastLook = lastLook
  }
}

extension StoreHealth {
  /// The sign of life of a gate that was heard of within `silence`; nil where there is none.
  ///
  /// Within a boot it is the time that the machine has run that counts, since the clock on the wall may have been wrong
  /// then, or be wrong now; and no process outlives its boot.
  package func living(at now: ClockReading, silence: Duration) -> ClockReading? {
    heartbeats.first { beat in
      guard let boot = beat.boot, let own = now.boot else {
        let silent = now.wall.since(beat.wall)
        return silent <= silence && silent >= .zero - silence
      }
      return boot == own && now.bootTime - beat.bootTime <= silence
    }
  }
}
