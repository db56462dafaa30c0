package import Elections

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
  /// The rules in force are not those of the request: nothing was claimed.
  package var isSuperseded = false

  package init() {}
}
