package import Elections

/// A channel's blackouts joined with what is not known about them, who answers for it, and what its posts need.
///
/// Made once for a revision and asked in every turn of the gate: a class, so that asking copies nothing.
package final class ChannelSchedule: Sendable {
  package let channel: Channel
  package let blackouts: BlackoutSchedule
  /// Why blackouts may be missing; empty when the calendars were read whole.
  package let doubts: [Cause]
  /// Nil: no register is kept.
  package let staffing: ChannelStaffing?
  /// When flagged words need an approval; nil: no words are listed.
  package let flaggedNeedApproval: ApprovalRule.When?
  /// Nothing but windows and doubts closes it for a delivery without anything of its own.
  private let isPlain: Bool

  package convenience init(
    channel: Channel, windows: some Sequence<PurdahWindow>, doubts: [Cause] = [], staffing: ChannelStaffing? = nil,
    flaggedNeedApproval: ApprovalRule.When? = nil
  ) {
    self.init(
      channel: channel, blackouts: BlackoutSchedule(windows, touching: channel.areas), doubts: doubts,
      staffing: staffing, flaggedNeedApproval: flaggedNeedApproval)
  }

  private init(
    channel: Channel, blackouts: BlackoutSchedule, doubts: [Cause], staffing: ChannelStaffing?,
    flaggedNeedApproval: ApprovalRule.When?
  ) {
    self.channel = channel
    self.blackouts = blackouts
    self.doubts = doubts
    self.staffing = staffing
    self.flaggedNeedApproval = flaggedNeedApproval
    isPlain = staffing == nil && channel.governance.handOver == nil && channel.governance.approvals.isEmpty
  }

  /// Closed whenever either is, for every class that either closes: what holds while a change waits for a person.
  package func alsoClosing(as other: ChannelSchedule) -> ChannelSchedule {
    let classes = ContentClass.allCases.filter {
      channel.closesFor.contains($0) || other.channel.closesFor.contains($0)
    }
    return ChannelSchedule(
      channel: channel.closing(for: classes),
      blackouts: BlackoutSchedule(Set(blackouts.windows).union(other.blackouts.windows)),
      doubts: doubts, staffing: staffing, flaggedNeedApproval: flaggedNeedApproval)
  }

  /// The same while more is in doubt.
  package func doubting(_ more: [Cause]) -> ChannelSchedule {
    ChannelSchedule(
      channel: channel, blackouts: blackouts, doubts: doubts + more.filter { !doubts.contains($0) }, staffing: staffing,
      flaggedNeedApproval: flaggedNeedApproval)
  }

  /// Closed by further windows, for their classes as well.
  package func alsoClosing(_ closures: [KeptClosures.Closure]) -> ChannelSchedule {
    let classes = ContentClass.allCases.filter { contentClass in
      channel.closesFor.contains(contentClass) || closures.contains { $0.classes.contains(contentClass) }
    }
    return ChannelSchedule(
      channel: channel.closing(for: classes),
      blackouts: BlackoutSchedule(Set(blackouts.windows).union(closures.map(\.window))),
      doubts: doubts, staffing: staffing, flaggedNeedApproval: flaggedNeedApproval)
  }

  // MARK: One lane

  /// The state alone, for one class of a delivery without anything of its own: a binary search that allocates nothing.
  package func state(for contentClass: ContentClass, at instant: Instant) -> ChannelState.State {
    guard channel.closesFor.contains(contentClass) else { return .open }
    if blackouts.isClosed(at: instant) { return .closed }
    return doubts.isEmpty ? .open : .unknown
  }

  /// Whether the lane is open, without naming causes.
  package func isOpen(_ lane: Lane, at instant: Instant) -> Bool {
    isPlain && lane.traits == Lane.Traits()
      ? state(for: lane.contentClass, at: instant) == .open : laneState(lane, at: instant).isOpen
  }

  /// The state of a class, for deliveries without anything of their own.
  package func laneState(for contentClass: ContentClass, at instant: Instant) -> LaneState {
    laneState(Lane(channel: channel.id, contentClass: contentClass), at: instant)
  }

  /// The state of a lane with every cause.
  package func laneState(_ lane: Lane, at instant: Instant) -> LaneState { holding(lane, at: instant).state }

  /// Every cause that holds a lane at an instant, each with its own end.
  package func causesInForce(_ lane: Lane, at instant: Instant) -> [CauseInForce] {
    holding(lane, at: instant).inForce
  }

  private func holding(_ lane: Lane, at instant: Instant) -> Holding {
    var holding = Holding()
    let purdah = blackouts.state(at: instant)
    if channel.closesFor.contains(lane.contentClass) {
      // An override lifts the windows, and nothing else (G-40).
      if !lane.traits.isOverridden { windows(purdah, at: instant, &holding) }
      for doubt in doubts { holding.hold(doubt, until: nil) }
    }
    handOver(purdah, &holding)
    staff(at: instant, &holding)
    approvals(lane, purdah, &holding)
    return holding
  }

  /// Causes gathered with when they end, and when an open lane next closes.
  private struct Holding {
    private(set) var inForce: [CauseInForce] = []
    private var until: Instant?
    private var closes: Instant?

    mutating func hold(_ cause: Cause, until end: Instant?) {
      if !inForce.contains(where: { $0.cause == cause }) { inForce.append(CauseInForce(cause, until: end)) }
    }

    /// What holds now is followed by more of its kind without a gap.
    mutating func goesOn(until end: Instant) { until = max(until ?? end, end) }

    mutating func mayClose(at instant: Instant?) {
      if let instant { closes = min(closes ?? instant, instant) }
    }

    var state: LaneState {
      if inForce.isEmpty { return .open(until: closes) }
      let causes = inForce.map(\.cause)
      if inForce.contains(where: { $0.until == nil }) { return .held(until: nil, causes: causes) }
      return .held(until: (inForce.map(\.until) + [until]).compactMap(\.self).max(), causes: causes)
    }
  }

  private func windows(_ purdah: BlackoutSchedule.State, at instant: Instant, _ holding: inout Holding) {
    switch purdah {
    case .closed(let index):
      for window in blackouts.causes(at: instant) { holding.hold(.purdahWindow(window), until: window.ends) }
      holding.goesOn(until: blackouts.blackouts[index].ends)
    case .open(_, let next): holding.mayClose(at: next.map { blackouts.blackouts[$0].starts })
    }
  }

  /// A partner's account is closed for everything during purdah until somebody of the council has taken it over.
  private func handOver(_ purdah: BlackoutSchedule.State, _ holding: inout Holding) {
    guard let handOver = channel.governance.handOver, handOver.confirmedOn == nil else { return }
    switch purdah {
    case .closed(let index):
      let cause = Cause.condition(
        HoldCondition(
          kind: .handOver,
          detail:
            "“\(channel.id)” is run by \(handOver.partner) and is not handed over to \(handOver.to) for purdah; once it "
            + "is, set confirmed-on.", until: blackouts.blackouts[index].ends))
      holding.hold(cause, until: blackouts.blackouts[index].ends)
    case .open(_, let next): holding.mayClose(at: next.map { blackouts.blackouts[$0].starts })
    }
  }

  private func staff(at instant: Instant, _ holding: inout Holding) {
    guard let staffing else { return }
    if let cause = staffing.cause(at: instant) { holding.hold(cause, until: nil) }
    holding.mayClose(at: staffing.nextEdge(after: instant))
  }

  private func approvals(_ lane: Lane, _ purdah: BlackoutSchedule.State, _ holding: inout Holding) {
    let now: Bool
    var change: Instant?
    switch purdah {
    case .closed(let index): (now, change) = (true, blackouts.blackouts[index].ends)
    case .open(_, let next): (now, change) = (false, next.map { blackouts.blackouts[$0].starts })
    }
    let needed = tiers(lane, inPurdah: now)
    guard lane.traits.approvals < needed else {
      if lane.traits.approvals < tiers(lane, inPurdah: true) { holding.mayClose(at: change) }
      return
    }
    let missing = needed - lane.traits.approvals
    let why = lane.traits.isFlagged ? ", since it holds listed words" : ""
    let cause = Cause.condition(
      HoldCondition(
        kind: .awaitingApproval,
        detail:
          "It waits for \(missing == 1 ? "an approval" : "\(missing) approvals")\(why); see \(Remedy.listAwaiting)."))
    let endsWithPurdah = now && lane.traits.approvals >= tiers(lane, inPurdah: false)
    holding.hold(cause, until: endsWithPurdah ? change : nil)
  }

  /// How many approvals a lane's posts need.
  package func tiers(_ lane: Lane, inPurdah: Bool) -> Int {
    let policy = channel.governance.tiers(for: lane.contentClass, inPurdah: inPurdah)
    guard lane.traits.isFlagged, let when = flaggedNeedApproval else { return policy }
    let isNeeded = when == .always || when == .duringPurdah && inPurdah
    return max(policy, isNeeded ? 1 : 0)
  }

  /// The next instant after `instant` at which a lane of the channel may open or close.
  package func nextEdge(after instant: Instant) -> Instant? {
    let edge: Instant? =
      switch blackouts.state(at: instant) {
      case .closed(let index): blackouts.blackouts[index].ends
      case .open(_, let next): next.map { blackouts.blackouts[$0].starts }
      }
    return [edge, staffing?.nextEdge(after: instant)].compactMap(\.self).min()
  }

  /// The same, or at which one window of several begins or ends.
  package func nextCauseEdge(after instant: Instant) -> Instant? {
    [blackouts.nextWindowEdge(after: instant), staffing?.nextEdge(after: instant)].compactMap(\.self).min()
  }

  // MARK: The whole channel

  /// Every cause that holds the channel for any class, each with its own end.
  package func causesInForce(at instant: Instant) -> [CauseInForce] {
    var holding = Holding()
    let purdah = blackouts.state(at: instant)
    windows(purdah, at: instant, &holding)
    handOver(purdah, &holding)
    for doubt in doubts { holding.hold(doubt, until: nil) }
    staff(at: instant, &holding)
    return holding.inForce
  }

  /// Whether nobody can tell if it is open, where no window closes it.
  package func isInDoubt(at instant: Instant) -> Bool { !doubts.isEmpty || lacksStaff(at: instant) }

  /// Whether it closes even for classes that it does not close for: nobody answers for it, or a partner runs it in purdah.
  package func closesForAll(at instant: Instant) -> Bool {
    lacksStaff(at: instant) || awaitsHandOver && blackouts.isClosed(at: instant)
  }

  private func lacksStaff(at instant: Instant) -> Bool { staffing?.cause(at: instant) != nil }

  private var awaitsHandOver: Bool { channel.governance.handOver.map { $0.confirmedOn == nil } ?? false }
}
