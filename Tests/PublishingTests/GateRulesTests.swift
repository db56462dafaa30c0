import Elections
import GateTesting
import Publishing
import TestSupport
import Testing
import Texts

@Suite struct PaceAndRetryTests {
  @Test func `G-30: a clock that was set back gains no further posts from a pace`() {
    let pace = Pace(posts: 2, per: .seconds(60))
    let start = Instant(secondsSince1970: 1_800_000_000)
    var log = PaceLog()
    // Given late on a clock that ran ahead, and then early on one that was set right.
    for seconds in [50, 0] { log.record(start.adding(seconds: Int64(seconds)), pace: pace) }
    #expect(log.available(pace, at: start.adding(seconds: 60)) == 1)
    log.record(start.adding(seconds: 60), pace: pace)
    #expect(log.available(pace, at: start.adding(seconds: 109)) == 0)
    #expect(log.next(pace, after: start.adding(seconds: 109)) == start.adding(seconds: 110))
  }

  @Test func `G-30: no stretch of the pace's length holds more permits than it allows`() {
    var generator = SeededGenerator(seed: 3)
    for posts in 1...5 {
      let pace = Pace(posts: posts, per: .seconds(60))
      var log = PaceLog()
      var given: [Instant] = []
      var now = ClockGuardTests.noon
      for _ in 0..<2000 {
        now = now.adding(.milliseconds(Int64.random(in: 1..<15_000, using: &generator)))
        if log.available(pace, at: now) > 0 {
          #expect(log.next(pace, after: now) == nil)
          log.record(now, pace: pace)
          given.append(now)
        } else if let next = log.next(pace, after: now) {
          #expect(next > now && log.available(pace, at: next) > 0)
          #expect(log.available(pace, at: next.adding(.milliseconds(-1))) == 0)
        }
      }
      for (index, instant) in given.enumerated() where index >= posts {
        #expect(instant.since(given[index - posts]) >= .seconds(60))
      }
      // And it is used up to the full.
      #expect(given.count > posts * 200)
    }
  }

  @Test func `C-27: retries wait longer each time, a receiver can lengthen that and never shorten it`() {
    var generator = SeededGenerator(seed: 5)
    let policy = RetryPolicy()
    for (attempts, step) in [(0, 60), (1, 60), (2, 300), (3, 900), (4, 3600), (40, 3600), (Int.max, 3600)] {
      // Nothing asked, and whatever asks for less than the step.
      for asked in [nil, .zero, .seconds(1), .seconds(-5), .seconds(Int64.min / 2), .seconds(59)] as [Duration?] {
        let delay = policy.delay(after: attempts, asked: asked, using: &generator)
        #expect(delay >= .seconds(step) && delay <= .seconds(step) * 1.25)
      }
      for (asked, counted) in [(7200, 7200), (21_600, 21_600), (21_601, 21_600), (10_000_000_000, 21_600)]
        as [(Int64, Int64)]
      {
        let delay = policy.delay(after: attempts, asked: .seconds(asked), using: &generator)
        #expect(delay >= .seconds(counted) && delay <= .seconds(counted) * 1.25)
      }
    }
    // A policy without steps waits all the same.
    #expect(RetryPolicy(delays: []).delay(after: 1, asked: .zero, using: &generator) >= .seconds(60))
  }
}

@Suite struct RulesetTests {
  static let noon = ClockGuardTests.noon

  private static func rules(_ windows: [(area: String, from: Int64, to: Int64)], revision: Int64 = 1) -> Ruleset {
    let text = windows.map { window in
      "\(window.area) \(noon.adding(seconds: window.from).millisecondsSince1970) "
        + "\(noon.adding(seconds: window.to).millisecondsSince1970)\n"
    }.joined()
    return SimulatedRules.ruleset(RevisionNumber(revision), text: text)
  }

  private static let lane = Lane(channel: "exact", contentClass: .routine)

  @Test func `G-01, G-29: a lane is held until its last cause ends, and open from that very instant`() {
    let rules = Self.rules([("local.east", 0, 100), ("local", 50, 200)])
    func state(_ milliseconds: Int64) -> LaneState {
      rules.state(of: Self.lane, at: Self.noon.adding(.milliseconds(milliseconds)))
    }
    #expect(state(-1) == .open(until: Self.noon))
    #expect(state(0).causes.count == 1 && state(0).until == Self.noon.adding(seconds: 200))
    #expect(state(60_000).causes.count == 2)
    // Its first cause is over, and it is held all the same.
    #expect(state(150_000).causes.count == 1 && !state(150_000).isOpen)
    #expect(!state(199_999).isOpen && state(200_000).isOpen)
    #expect(rules.nextEdge(after: Self.noon.adding(seconds: -5)) == Self.noon)
  }

  @Test func `a class that the channel does not close for, and a channel that is not there`() {
    let rules = Self.rules([("local", 0, 100)])
    #expect(rules.isOpen(Lane(channel: "hook", contentClass: .emergency), at: Self.noon))
    #expect(!rules.isOpen(Lane(channel: "hook", contentClass: .routine), at: Self.noon))
    let gone = rules.state(of: Lane(channel: "gone", contentClass: .routine), at: Self.noon)
    guard case .held(nil, let causes) = gone, case .condition(let condition)? = causes.first else {
      Issue.record("a channel that nobody knows must hold: \(gone)")
      return
    }
    #expect(condition.kind == .noSuchChannel)
    let nothing = Ruleset.nothing(SimulatedRules.settings, folder: "/")
    #expect(!nothing.isOpen(Self.lane, at: Self.noon))
  }

  @Test func `an outlook says when a post may leave, and whether it is too late by then`() {
    let rules = Self.rules([("local.east", 0, 1000)])
    let delivery = DeliveryTests.delivery()
    let held = Delivery(
      id: delivery.id, post: delivery.post, channel: "exact", contentClass: .routine, contentHash: delivery.contentHash,
      key: delivery.key, due: Self.noon)
    let outlook = Standing(rules, now: Self.noon.adding(seconds: -60)).outlook(for: held)
    #expect(outlook.verdict.isHold && outlook.earliest == Self.noon.adding(seconds: 1000))
    // The simulated channels allow five minutes.
    #expect(outlook.goesToReview)
    let open = Standing(rules, now: Self.noon.adding(seconds: 1000)).outlook(for: held)
    #expect(open.verdict == .release && open.goesToReview)
  }

  @Test func `a change of revision closes and opens exactly what differs, and what is over plays no part`() {
    let old = Self.rules([("local.east", 0, 100), ("local.west", -500, -400)])
    let new = Self.rules([("local.east", 50, 200)], revision: 2)
    let change = RevisionChange(from: old, to: new, now: Self.noon.adding(seconds: -10))
    #expect(Set(change.closes.map(\.channel)) == ["exact", "mail"])
    #expect(
      change.closes.allSatisfy {
        $0.starts == Self.noon.adding(seconds: 100) && $0.ends == Self.noon.adding(seconds: 200)
      })
    #expect(Set(change.opens.map(\.channel)) == ["exact", "mail"])
    #expect(change.opens.allSatisfy { $0.starts == Self.noon && $0.ends == Self.noon.adding(seconds: 50) })
    let late = RevisionChange(from: old, to: new, now: Self.noon.adding(seconds: 60))
    #expect(late.opens.isEmpty && !late.closes.isEmpty)
    #expect(RevisionChange(from: old, to: old, now: Self.noon).isEmpty)
  }
}

@Suite struct AuditChainTests {
  @Test func `G-45: changing, removing, reordering or putting in an entry is found at its place`() {
    var entries: [AuditEntry] = []
    for id in Int64(1)...20 {
      let draft = AuditDraft(
        at: ClockGuardTests.noon.adding(seconds: id), actor: "a", written: WrittenFact(.submitted, kept: "{}"),
        post: PostID(id), channel: "c", revision: RevisionNumber(1))
      let previous = entries.last?.hash ?? AuditChain.start
      entries.append(.sealing(draft, id: id, previous: previous) { TextKey(high: 1, low: 2) })
    }
    func firstFault(_ entries: [AuditEntry]) -> Int64? {
      var previous: AuditEntry?
      for entry in entries {
        if let fault = AuditChain.fault(in: entry, after: previous) { return fault.entry }
        previous = entry
      }
      return nil
    }
    #expect(firstFault(entries) == nil)
    for index in 0..<20 {
      var removed = entries
      removed.remove(at: index)
      #expect(index == 19 ? firstFault(removed) == nil : firstFault(removed) == Int64(index + 1))
      var changed = entries
      let entry = entries[index]
      let draft = AuditDraft(
        at: entry.draft.at, actor: "somebody else", written: entry.draft.written, post: entry.draft.post,
        channel: entry.draft.channel, revision: entry.draft.revision)
      changed[index] = AuditEntry(id: entry.id, chained: draft, previous: entry.previous, hash: entry.hash)
      #expect(firstFault(changed) == Int64(index + 1))
      // Sealed anew, it no longer leads to the entry after it.
      changed[index] = .sealing(draft, id: entry.id, previous: entry.previous) { TextKey(high: 1, low: 2) }
      #expect(index == 19 ? true : firstFault(changed) == Int64(index + 2))
      if index > 0 {
        var swapped = entries
        swapped.swapAt(index, index - 1)
        #expect(firstFault(swapped) == Int64(index))
      }
    }
  }

  @Test func `no two entries read alike: a field's end is part of what is hashed`() {
    func hash(_ actor: String, _ channel: String) -> ContentHash {
      AuditChain.hash(
        of: AuditDraft(at: ClockGuardTests.noon, actor: actor, .expired, channel: channel), detail: "", id: 1,
        previous: AuditChain.start)
    }
    #expect(hash("ab", "c") != hash("a", "bc"))
  }
}
