package import Elections

/// What a gate asks in each turn, and how much is held.
extension Standing {
  // MARK: One lane

  /// Whether what is due in the lane may be taken in hand, without naming causes; of a lane without anything of its own it
  /// allocates nothing.
  package func isOpen(_ lane: Lane, at instant: Instant) -> Bool {
    for stoppage in stoppages where holds(stoppage, lane.channel, at: instant) { return false }
    return rules.isOpen(lane, at: instant) && paceEnds(on: lane.channel, at: instant) == nil
  }

  // MARK: A turn

  /// The lanes of which something may be taken in hand now.
  package func claimable(_ waiting: [WaitingLane], besides busy: Set<String> = []) -> [WaitingLane] {
    waiting.filter { $0.next <= now && !busy.contains($0.lane.channel) && isOpen($0.lane, at: now) }
  }

  /// When to look again: no lane that is not claimable now becomes so before. Nil where none ever does.
  package func nextWake(_ waiting: [WaitingLane]) -> Instant? {
    var wake = nextEdge(after: now)
    func consider(_ instant: Instant) { if instant > now { wake = min(wake ?? instant, instant) } }
    for lane in waiting {
      if let paceEnds = paceEnds(on: lane.lane.channel, at: now) { consider(max(paceEnds, lane.next)) }
      if lane.next > now, isOpen(lane.lane, at: lane.next) { consider(lane.next) }
    }
    return wake
  }

  // MARK: Counting

  /// The stretches of due times, until `last`, in which what waits in a lane is held: by now as it stands now, and later
  /// as it will stand then. The first has no beginning where what is due by now is held.
  ///
  /// Not of a lane whose deliveries leave in an order, or have overrides of their own.
  func heldStretches(of lane: Lane, until last: Instant) -> [(from: Instant?, to: Instant)] {
    var stretches: [(from: Instant?, to: Instant)] = []
    var start: Instant?
    var instant = now
    while true {
      let isHeld = !isOpen(lane, at: instant)
      let edge = nextEdge(of: lane.channel, after: instant).flatMap { $0 <= last ? $0 : nil }
      let end = edge ?? max(last, now).adding(.milliseconds(1))
      if isHeld {
        if let previous = stretches.last, previous.to == start {
          stretches[stretches.count - 1].to = end
        } else {
          stretches.append((start, end))
        }
      }
      guard let edge else { return stretches }
      start = edge
      instant = edge
    }
  }
}
