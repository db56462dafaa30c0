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
  package func laneState(_ lane: Lane, at instant: Instant) -> LaneState {
    var holding = Holding()
    let purdah = blackouts.state(at: instant)
    let isClosing = channel.closesFor.contains(lane.contentClass)
    if isClosing { windows(lane, purdah, at: instant, &holding) }
    handOver(lane, purdah, at: instant, &holding)
    if let staffing {
      if let cause = staffing.cause(at: instant) { holding.hold(cause, until: nil) }
      holding.mayClose(at: staffing.nextEdge(after: instant))
    }
    approvals(lane, purdah, &holding)
    return holding.state
  }

  /// Causes gathered with when they end, and when an open lane next closes.
  private struct Holding {
    private var causes: [Cause] = []
    private var until: Instant?
    private var isEndless = false
    private var closes: Instant?

    mutating func hold(_ cause: Cause, until end: Instant?) { hold([cause], until: end) }

    mutating func hold(_ more: [Cause], until end: Instant?) {
      causes += more.filter { !causes.contains($0) }
      if let end { until = max(until ?? end, end) } else { isEndless = true }
    }

    mutating func mayClose(at instant: Instant?) {
      if let instant { closes = min(closes ?? instant, instant) }
    }

    var state: LaneState {
      causes.isEmpty ? .open(until: closes) : .held(until: isEndless ? nil : until, causes: causes)
    }
  }

  private func windows(
    _ lane: Lane, _ purdah: BlackoutSchedule.State, at instant: Instant, _ holding: inout Holding
  ) {
    switch purdah {
    case .closed(let index):
      // An override lifts the windows, and nothing else (G-40).
      if !lane.traits.isOverridden {
        holding.hold(blackouts.causes(at: instant).map(Cause.purdahWindow), until: blackouts.blackouts[index].ends)
      }
    case .open(_, let next):
      if !lane.traits.isOverridden { holding.mayClose(at: next.map { blackouts.blackouts[$0].starts }) }
    }
    if !doubts.isEmpty { holding.hold(doubts, until: nil) }
  }

  /// A partner's account is closed for everything during purdah until somebody of the council has taken it over.
  private func handOver(
    _ lane: Lane, _ purdah: BlackoutSchedule.State, at instant: Instant, _ holding: inout Holding
  ) {
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
          "It waits for \(missing == 1 ? "an approval" : "\(missing) approvals")\(why); see “portcullis post list "
          + "--awaiting me”."))
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

  // MARK: The whole channel

  /// The whole answer. A channel counts as closed when it is closed for any class.
  package func state(at instant: Instant) -> ChannelState {
    // Where nothing closes it, a channel with doubts is unknown, which holds.
    let wants = staffing?.cause(at: instant).map { [$0] } ?? []
    let unknown = doubts + wants
    let otherwise: ChannelState.State = unknown.isEmpty ? .open : .unknown
    switch blackouts.state(at: instant) {
    case .closed(let index):
      let blackout = blackouts.blackouts[index]
      let handOver = laneState(for: .emergency, at: instant).causes.filter(\.isHandOver)
      return ChannelState(
        state: .closed,
        since: blackout.starts,
        until: blackout.ends,
        closedFor: handOver.isEmpty && wants.isEmpty ? channel.closesFor : ContentClass.allCases,
        causes: blackouts.causes(at: instant).map(Cause.purdahWindow) + handOver + unknown,
        next: ChannelState.Change(at: blackout.ends, state: otherwise, causes: unknown)
      )
    case .open(let previous, let next):
      let change = next.map { index in
        let start = blackouts.blackouts[index].starts
        return ChannelState.Change(
          at: start, state: .closed, causes: blackouts.causes(at: start).map(Cause.purdahWindow) + unknown)
      }
      return ChannelState(
        state: otherwise,
        since: previous.map { blackouts.blackouts[$0].ends },
        until: change?.at,
        closedFor: otherwise == .unknown ? (wants.isEmpty ? channel.closesFor : ContentClass.allCases) : [],
        causes: unknown,
        next: sooner(change, after: instant)
      )
    }
  }

  /// The same while people have paused the channel: a pause is a cause like any other.
  package func state(at instant: Instant, pausedBy pauses: [Pause]) -> ChannelState {
    let base = state(at: instant)
    let holding = pauses.filter { $0.at <= instant && $0.holds(channel.id, at: instant) }
    guard let first = holding.map(\.at).min() else { return base }
    let end = holding.contains { $0.until == nil } ? nil : holding.compactMap(\.until).max()
    let after = end.map { state(at: $0) }
    let change = end.flatMap { end in
      after.flatMap { after in
        after.state == .closed
          ? after.next : ChannelState.Change(at: end, state: after.state, causes: after.causes)
      }
    }
    return ChannelState(
      state: .closed,
      since: base.state == .closed ? base.since.map { min($0, first) } : first,
      until: change?.at,
      closedFor: ContentClass.allCases,
      causes: base.causes + holding.map(\.cause),
      next: change
    )
  }

  /// The day on which the last administrator or owner leaves may come before the next blackout.
  private func sooner(_ change: ChannelState.Change?, after instant: Instant) -> ChannelState.Change? {
    guard let staffing, staffing.cause(at: instant) == nil, let edge = staffing.nextEdge(after: instant),
      let cause = staffing.cause(at: edge), change.map({ edge < $0.at }) ?? true
    else { return change }
    return ChannelState.Change(at: edge, state: .unknown, causes: [cause])
  }
}

extension Cause {
  fileprivate var isHandOver: Bool {
    if case .condition(let condition) = self { condition.kind == .handOver } else { false }
  }
}
