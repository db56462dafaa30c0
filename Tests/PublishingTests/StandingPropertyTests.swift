import Elections
import Publishing
import Testing

/// G-50 over seeded rules, pauses, stops, paces, retries, doubts, clocks and queues.
@Suite struct StandingPropertyTests {
  private static func each(_ part: Int, of count: UInt64 = 60, _ body: (UInt64, RandomStanding) -> Void) {
    for seed in UInt64(part) * count..<UInt64(part + 1) * count { body(seed, RandomStanding(seed: seed)) }
  }

  @Test(arguments: 0..<4)
  func `G-50: a lane is open exactly when a plain reading says so, now and later`(part: Int) {
    Self.each(part) { seed, given in
      let standing = given.standing()
      let permits = given.rows.paces["c"]?.permits ?? []
      for lane in Set(given.deliveries.map(\.lane)) {
        for instant in given.instants {
          let expected = given.isOpen(lane, at: instant) && given.allows(permits, at: instant)
          #expect(standing.isOpen(lane, at: instant) == expected, "seed \(seed): \(lane) at \(instant)")
        }
      }
    }
  }

  @Test(arguments: 0..<4)
  func `G-50: what may be claimed is what is due and released, and nothing else may be before the next wake`(part: Int)
  {
    Self.each(part) { seed, given in
      let standing = given.standing()
      let claimable = Set(standing.claimable(given.waiting).map(\.lane))
      // An override whose time is over is taken out of its lane by the claim.
      let released = given.unclaimed.filter { delivery in
        delivery.next <= standing.now && standing.outlook(for: delivery).verdict == .release
      }
      #expect(Set(released.map(\.lane)).isSubset(of: claimable), "seed \(seed)")
      // Behind another one of its channel, what is due may wait for its turn; the first never does.
      for lane in claimable {
        let isFirst = released.contains { $0.lane == lane }
        #expect(isFirst || given.channel.pace != nil && !released.isEmpty, "seed \(seed): \(lane)")
      }
      let wake = standing.nextWake(given.waiting)
      for instant in given.instants where instant > standing.now && wake.map({ instant < $0 }) ?? true {
        let later = Set(given.standing(at: instant).claimable(given.waiting).map(\.lane))
        #expect(
          later.isSubset(of: claimable), "seed \(seed): \(later) at \(instant), before \(String(describing: wake))")
      }
    }
  }

  @Test(arguments: 0..<4)
  func `G-50: the outlook's earliest instant is the first at which a gate could take it, pace and turn included`(
    part: Int
  ) {
    Self.each(part) { seed, given in
      let standing = given.standing()
      let left = given.departures()
      for delivery in given.unclaimed {
        let outlook = standing.outlook(for: delivery)
        #expect(outlook.earliest == left[delivery.id], "seed \(seed): \(delivery.id) of \(given.channel.pace as Any)")
        let latest = delivery.latest(channelAllows: given.channel.lateAfter)
        #expect(
          outlook.goesToReview == (left[delivery.id].map { $0 > latest } ?? false), "seed \(seed): \(delivery.id)")
        let wanted = max(standing.now, min(delivery.next, delivery.wanted))
        #expect(outlook.verdict.isHold == (left[delivery.id] != wanted), "seed \(seed): \(delivery.id)")
      }
      for delivery in given.deliveries where delivery.state.name == .review {
        #expect(standing.outlook(for: delivery).verdict == .refuse(reason: "r"))
      }
    }
  }

  @Test(arguments: 0..<4)
  func `G-50: every hold names the causes of each instant to its end, and ends when there are none`(part: Int) {
    Self.each(part, of: 40) { seed, given in
      let standing = given.standing()
      for delivery in given.queued {
        guard let hold = standing.outlook(for: delivery).verdict.hold else { continue }
        Self.check(hold, given, "seed \(seed): delivery \(delivery.id)") { instant in
          standing.verdict(on: delivery, at: instant).hold?.stretches[0].causes ?? []
        }
      }
      for instant in given.instants {
        guard let hold = standing.hold(of: "c", from: instant) else { continue }
        Self.check(hold, given, "seed \(seed): channel from \(instant)") { instant in
          standing.hold(of: "c", from: instant)?.stretches[0].causes ?? []
        }
      }
    }
  }

  /// `causes`: those that hold at an instant, and perhaps some that come while they do.
  private static func check(
    _ hold: Hold, _ given: RandomStanding, _ words: String, _ causes: (Instant) -> [Cause]
  ) {
    #expect(Set(hold.causes).count == hold.causes.count, "\(words) names a cause twice")
    for (one, next) in zip(hold.stretches, hold.stretches.dropFirst()) {
      #expect(one.until == next.starts, "\(words) has a gap")
    }
    guard let start = hold.stretches.first?.starts else { return }
    for instant in given.instants where instant >= start {
      if let until = hold.until, instant >= until {
        if instant == until { #expect(causes(instant).isEmpty, "\(words) goes on after \(until)") }
        continue
      }
      let holding = causes(instant)
      #expect(!holding.isEmpty, "\(words) is held by nothing at \(instant)")
      guard let first = holding.first, hold.until != nil else { continue }
      #expect(hold.causes.contains(first), "\(words) does not name \(first), which holds at \(instant)")
      let stretch = hold.stretches.last { $0.starts <= instant }
      let plain = given.windows.filter { $0.contains(instant) }.map(Cause.purdahWindow).filter(holding.contains)
      #expect(plain.allSatisfy { hold.causes.contains($0) }, "\(words) lacks a window of \(instant)")
      #expect(stretch.map { !$0.causes.isEmpty } ?? false)
    }
  }

  @Test(arguments: 0..<4)
  func `G-50: a channel's state agrees with its lanes, changes when it says, and not before`(part: Int) {
    Self.each(part) { seed, given in
      let standing = given.standing()
      let instants = given.instants
      let states = instants.map { standing.state(of: "c", at: $0) }
      for (index, instant) in instants.enumerated() {
        let state = states[index]
        let isClosed = given.isStopped(instant) || given.isInPurdah(instant)
        #expect((state.state == .closed) == isClosed, "seed \(seed) at \(instant)")
        for contentClass in ContentClass.allCases {
          let lane = Lane(channel: "c", contentClass: contentClass).approved
          #expect(
            given.isOpen(lane, at: instant) != state.closedFor.contains(contentClass),
            "seed \(seed): \(contentClass) at \(instant)")
        }
        #expect((state.state == .open) == (state.hold == nil), "seed \(seed) at \(instant)")
        let later = zip(instants, states).dropFirst(index + 1)
        let change = later.first { $1.state != state.state }
        #expect(state.next?.at == change?.0 && state.next?.state == change?.1.state, "seed \(seed) at \(instant)")
        let turn = later.first { ($1.state == .closed) != (state.state == .closed) }
        #expect(state.until == turn?.0, "seed \(seed) at \(instant)")
        if let next = state.next { #expect(next.causes.isEmpty == (next.state == .open), "seed \(seed) at \(instant)") }
      }
    }
  }

  @Test(arguments: 0..<4)
  func `G-50: as many are counted as held as have a verdict of hold`(part: Int) {
    Self.each(part) { seed, given in
      let standing = given.standing()
      let held = HeldQueue(standing)
      let counted = given.unclaimed.filter { delivery in
        held.stretches.contains { stretch in
          stretch.lane == delivery.lane && stretch.from.map { $0 <= delivery.next } ?? true
            && delivery.next < stretch.to
        }
      }.count
      let expected = given.queued.filter { standing.outlook(for: $0).verdict.isHold }.count
      #expect(counted + (held.single["c"] ?? 0) == expected, "seed \(seed)")
    }
  }

  @Test func `the seeds reach every kind of cause, and holds of several stretches`() {
    var kinds: Set<HoldCondition.Kind?> = []
    var longest = 0
    for seed in UInt64(0)..<240 {
      let given = RandomStanding(seed: seed)
      let standing = given.standing()
      for hold in given.queued.compactMap({ standing.outlook(for: $0).verdict.hold }) {
        longest = max(longest, hold.stretches.count)
        kinds.formUnion(hold.causes.map(\.kind))
      }
    }
    // Without a revision, or a channel in it, there is nothing to be random about.
    let reached = Set<HoldCondition.Kind?>(HoldCondition.Kind.allCases).subtracting([.notAdopted, .noSuchChannel])
    #expect(kinds == reached.union([nil]) && longest > 3)
  }
}
