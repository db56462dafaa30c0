import Elections
import GateTesting
import Publishing
import TestSupport
import Testing
import Texts

/// Decisions as values: whatever rows a store hands over beyond those that it must, nothing else is decided of them. So a
/// store may hand over all that it has, and has no rule of its own.
@Suite struct DecisionTests {
  private let noon = Instant(millisecondsSince1970: 1_800_000_000_000)
  private let gate = ServiceID(1)
  private let website = Lane(channel: "website", contentClass: .routine)

  private func delivery(
    _ id: Int64, on channel: String = "website", due: Int64 = 0, state: DeliveryState = .queued(nil),
    expires: Instant? = nil, override: OverrideGrant? = nil, lateAfter: Duration? = nil
  ) -> Delivery {
    Delivery(
      id: DeliveryID(id), post: PostID(id), channel: channel, contentClass: .routine,
      contentHash: PostContent(text: "post \(id)").hash, key: DeliveryKey(high: 1, low: UInt64(id)),
      due: noon.adding(seconds: due), lateAfter: lateAfter, expires: expires, state: state, override: override)
  }

  private var everyState: [DeliveryState] {
    let claim = Claim(service: ServiceID(2), leaseEnds: noon.adding(seconds: 30))
    return [
      .queued(claim), .sending(claim), .uncertain(since: noon, reason: "lost"), .review(since: noon, reason: "late"),
      .published(Receipt(remoteID: "r", at: noon), confirmed: noon), .failed(at: noon, reason: "no"),
      .cancelled(at: noon, reason: "off"), .expired(at: noon),
    ]
  }

  private func kept(_ delivery: Delivery, text: String? = nil) -> KeptContent {
    let content = PostContent(text: text ?? "post \(delivery.id)")
    return KeptContent(content: content, hash: content.hash, plan: nil, preparation: nil, lastSending: { nil })
  }

  private func writes(_ decision: some StoreWrites) -> [StoreWrite] {
    var all: [StoreWrite] = []
    decision.forEach { all.append($0) }
    return all
  }

  private func claim(
    _ deliveries: [Delivery], limit: Int = 10, atOnce: Int? = nil, pace: Pace? = nil, log: PaceLog = PaceLog(),
    text: String? = nil, overrides: [OverrideRecord] = []
  ) -> (answer: ClaimAnswer, writes: [StoreWrite]) {
    let lane = ClaimRequest.OpenLane(
      lane: website, pace: pace, lateAfter: .seconds(600), handling: Channel.Handling(atOnce: atOnce))
    let overridden = ClaimRequest.OpenLane(
      lane: Lane(channel: "website", contentClass: .routine, traits: Lane.Traits(isOverridden: true)), pace: pace,
      lateAfter: .seconds(600), handling: Channel.Handling(atOnce: atOnce))
    var round = ClaimRound(
      ClaimRequest(
        service: gate, now: noon, leaseEnds: noon.adding(seconds: 30), limit: limit, lanes: [lane, overridden],
        revision: RevisionNumber(1)), epoch: RevisionNumber(1), pace: { _ in log })
    var all: [StoreWrite] = []
    for delivery in deliveries {
      if let step = round.expire(delivery) { all += writes(step) }
    }
    for delivery in deliveries.sorted(by: ClaimRound.comesBefore) {
      guard let lane = round.lane(of: delivery) else { continue }
      let step = round.take(
        delivery, of: lane, kept: { kept(delivery, text: text) },
        override: { id in overrides.first { $0.id == id } })
      if let step { all += writes(step) }
    }
    return (round.finished(), all)
  }

  @Test func `a claim takes what waits, is due and stands in an open lane, and of all the rest nothing`() {
    let others =
      everyState.enumerated().map { delivery(100 + Int64($0), state: $1) }
      + [delivery(200, on: "hook"), delivery(201, due: 1)]
    let due = [delivery(2), delivery(1, due: -5), delivery(3)]
    let (answer, writes) = claim(others + due)
    #expect(answer.claimed.map(\.delivery.id.rawValue) == [1, 2, 3])
    #expect(answer.claimed.allSatisfy { $0.delivery.fence == 1 && $0.delivery.state.claim?.service == gate })
    #expect(answer.tooLate.isEmpty && answer.expired.isEmpty && answer.distrusted.isEmpty && !answer.isPartial)
    #expect(writes.count == 3)
  }

  @Test func `a claim ends at its limit, and at what a channel may have in hand`() {
    let due = (1...9).map { delivery(Int64($0)) }
    let limited = claim(due, limit: 4).answer
    #expect(limited.claimed.count == 4 && limited.isPartial)
    let few = claim(due, atOnce: 2).answer
    #expect(few.claimed.count == 2 && !few.isPartial)
    let pace = Pace(posts: 3, per: .seconds(60))
    let paced = claim(due, pace: pace, log: PaceLog([noon.adding(seconds: -30)])).answer
    #expect(paced.claimed.count == 2 && paced.paceUntil.isEmpty)
    let spent = claim(due, pace: pace, log: PaceLog((1...3).map { noon.adding(seconds: -$0) })).answer
    #expect(spent.claimed.isEmpty && spent.paceUntil == ["website": noon.adding(seconds: 57)])
  }

  @Test func `what is late, changed, pointless or without its override any more goes where it belongs, with an entry`()
  {
    let grant = OverrideGrant(id: OverrideID(1), until: noon)
    let record = OverrideRecord(
      id: OverrideID(1), delivery: DeliveryName(post: PostID(3), channel: "website"), basis: .emergency,
      reason: "a flood",
      until: noon, requester: "ann", requestedAt: noon, contentHash: delivery(3).contentHash, state: .approved,
      decider: "dee", decidedAt: noon)
    func events(_ writes: [StoreWrite]) -> [AuditEvent] {
      writes.compactMap { if case .audit(let draft) = $0 { draft.event } else { nil } }
    }
    let late = claim([delivery(1, due: -601)])
    #expect(late.answer.tooLate.count == 1 && events(late.writes) == [.review])
    let changed = claim([delivery(1)], text: "another")
    #expect(changed.answer.distrusted.count == 1 && events(changed.writes) == [.review])
    let pointless = claim([
      delivery(1, expires: noon), delivery(2, state: .review(since: noon, reason: "x"), expires: noon),
    ])
    #expect(pointless.answer.expired.count == 2 && events(pointless.writes) == [.expired, .expired])
    let ended = claim([delivery(3, override: grant)], overrides: [record])
    #expect(ended.answer.overridesEnded.count == 1 && events(ended.writes) == [.overrideEnded])
    // What was used stays used.
    for state in OverrideRecord.State.allCases {
      let records = claim([delivery(3, override: grant)], overrides: [record.with(state)]).writes.compactMap { write in
        if case .override(let record, _) = write { record.state } else { nil }
      }
      #expect(records == (state == .approved ? [.ended] : []))
    }
  }

  @Test func `a recovery takes what nobody will report of, and of all the rest nothing`() {
    let over = Claim(service: ServiceID(2), leaseEnds: noon)
    let running = Claim(service: ServiceID(2), leaseEnds: noon.adding(.milliseconds(1)))
    let own = Claim(service: gate, leaseEnds: noon)
    let all =
      [delivery(1), delivery(2, state: .queued(over)), delivery(3, state: .sending(over))]
      + [delivery(4, state: .sending(running)), delivery(5, state: .sending(own)), delivery(6, state: .sending(own))]
      + everyState.dropFirst(2).enumerated().map { delivery(100 + Int64($0), state: $1) }
    func recovered(isAlone: Bool) -> (ids: [Int64], ended: Int) {
      let request = RecoveryRequest(
        service: gate, now: noon, isAlone: isAlone, revision: nil, actor: "gate", underWay: [DeliveryID(5): 0])
      let decision = Decision.recovery(request, inHand: all, services: [gate, ServiceID(2), ServiceID(3)])
      let ended = decision.writes.filter { if case .serviceEnds = $0 { true } else { false } }.count
      return (decision.answer.map(\.id.rawValue), ended)
    }
    #expect(recovered(isAlone: false) == ([2, 3, 6], 0))
    #expect(recovered(isAlone: true) == ([2, 3, 6, 4], 2))
  }

  @Test func `a lane of which nothing was recorded counts as open, and an edge is news once`() {
    func edge(_ isOpen: Bool) -> LaneEdge {
      let fact = AuditFact.laneClosed(AuditFact.LaneChange(.routine))
      return LaneEdge(lane: website, isOpen: isOpen, audit: AuditDraft(at: noon, actor: "gate", fact))
    }
    func news(_ edges: [Bool], known: Bool?) -> [Bool] {
      Decision.edges(edges.map(edge)) { _ in known }.answer.map(\.isOpen)
    }
    #expect(news([true], known: nil) == [])
    #expect(news([false], known: nil) == [false])
    #expect(news([false], known: false) == [])
    #expect(news([true, true], known: false) == [true])
    #expect(news([false, false, true], known: nil) == [false, true])
  }

  @Test func `an adoption names what is being sent, and sets aside what is newer than the look and would be freed`()
    throws
  {
    let claim = Claim(service: gate, leaseEnds: noon)
    let seen = StorePosition(newestPost: PostID(2), lastEntry: 7)
    let draft = RevisionDraft(
      basis: RevisionNumber(3), governing: Snapshot(folder: "/x", files: []), bytes: [:], at: noon, actor: "ann",
      unseen: Unseen(since: seen) { $0.channel == "website" })
    let changed = [
      ChangedDelivery(delivery(1), lastEntry: 7), ChangedDelivery(delivery(2), lastEntry: 8),
      ChangedDelivery(delivery(3), lastEntry: 1), ChangedDelivery(delivery(4, on: "hook"), lastEntry: 9),
      ChangedDelivery(delivery(5, state: .sending(claim)), lastEntry: 9),
    ]
    let decision = try Decision.adoption(
      draft, newest: RevisionNumber(3), beingSent: changed.map(\.delivery).reversed(), changed: changed)
    #expect(decision.answer.revision == RevisionNumber(4))
    #expect(decision.answer.inFlight.map(\.post.rawValue) == [5])
    #expect(decision.answer.setAside.map(\.post.rawValue) == [2, 3])
    #expect(throws: StoreError.superseded(by: RevisionNumber(4))) {
      try Decision.adoption(draft, newest: RevisionNumber(4), beingSent: [], changed: [])
    }
  }

  @Test func `a gate that begins ends those that are gone, and is refused beside one that lives`() throws {
    let identity = ProcessIdentity(boot: "boot", started: 5)
    let start = ServiceStart(host: "a", process: 9, at: noon, identity: identity)
    let other = ServiceRow(
      id: ServiceID(1), host: "a", process: 4, identity: ProcessIdentity(boot: "boot", started: 3), heartbeat: noon)
    func begin(_ start: ServiceStart, runs: Bool) throws(StoreError) -> [StoreWrite] {
      try Decision.begin(
        start, as: ServiceID(2), beside: [other], startOf: { _ in runs ? 3 : nil }, mark: .none, newest: noon,
        epoch: nil, place: "the store"
      ).writes
    }
    func ends(_ writes: [StoreWrite]) -> Int {
      writes.filter { if case .serviceEnds = $0 { true } else { false } }.count
    }
    #expect(throws: ServiceLife.taken("the store", by: "process 4")) { try begin(start, runs: true) }
    let writes = try begin(start, runs: false)
    #expect(ends(writes) == 1)
    let marks = writes.compactMap { if case .clock(let mark) = $0 { mark.highWater } else { nil } }
    #expect(marks == [noon])
    // Without an identity several may work side by side.
    #expect(ends(try begin(ServiceStart(host: "a", process: 9, at: noon), runs: true)) == 0)
  }
}
