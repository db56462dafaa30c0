import Elections
import Foundation
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// What every store must do; a new one is added to `StoreUnderTest.all`, and is done when this passes.
@Suite struct StoreConformanceTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test(arguments: StoreUnderTest.all)
  func `what is submitted is there, and an empty store says so`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    #expect(try await store.epoch() == nil)
    #expect(try await store.post(PostID(1)) == nil)
    #expect(try await store.waitingLanes().isEmpty)
    try await store.adoptFirst()
    let posts = try await store.submit(
      [
        Given.post("one", on: ["website", "hook"], seed: 1),
        Given.post("two", due: Given.noon.adding(seconds: 5), seed: 2),
      ],
      note: Given.note())
    #expect(posts.map(\.post) == [PostID(1), PostID(2)])
    let first = try #require(try await store.post(PostID(1)))
    #expect(first.content.text == "one" && first.deliveries.map(\.delivery.channel) == ["website", "hook"])
    #expect(first.deliveries.allSatisfy { $0.delivery.state == .queued(nil) && $0.attempted == nil })
    let lanes = try await store.waitingLanes()
    #expect(Set(lanes.map(\.lane.channel)) == ["website", "hook"] && lanes.allSatisfy { $0.next == Given.noon })
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-36: one key is one post, and another text under it a conflict`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let draft = Given.post("one", key: "k", seed: 1)
    let ids = try await withThrowingTaskGroup { group in
      for _ in 0..<20 { group.addTask { try await store.submit([draft], note: Given.note())[0] } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(ids.map(\.post)) == [PostID(1)])
    #expect(ids.filter { !$0.isRepetition }.count == 1)
    await #expect(throws: StoreError.keyConflict(key: "k", post: PostID(1))) {
      try await store.submit([Given.post("fresh"), Given.post("other", key: "k")], note: Given.note())
    }
    // All or none: the first of the two was not added either.
    #expect(try await store.posts(PostQuery()).count == 1)
  }

  @Test(arguments: StoreUnderTest.all)
  func `a claim takes the earliest first, over all open lanes and no closed one`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    for index in 0..<10 {
      let due = Given.noon.adding(seconds: Int64(index * 37 % 10))
      let contentClass = ContentClass.allCases[index % 4]
      _ = try await store.submit(
        [
          Given.post(
            "p\(index)", on: [index.isMultiple(of: 2) ? "website" : "hook"], due: due, contentClass: contentClass)
        ],
        note: Given.note())
    }
    let service = try await store.service()
    let open = Given.openLanes().filter { $0.lane.contentClass != .emergency }
    let now = Given.noon.adding(seconds: 20)
    let some = try await store.claim(service, at: now, limit: 3, lanes: open)
    let rest = try await store.claim(service, at: now, lanes: open)
    let order = (some.claimed + rest.claimed).map(\.delivery)
    #expect(some.claimed.count == 3 && some.isPartial)
    #expect(order.map(\.due) == order.map(\.due).sorted())
    #expect(order.allSatisfy { $0.contentClass != .emergency } && order.count == 8)
    #expect(order.allSatisfy { $0.fence == 1 && $0.state.claim?.service == service })
    #expect(try await store.claim(service, at: now, lanes: open).claimed.isEmpty)
    // Nothing before its time.
    #expect(try await store.claim(service, at: Given.noon.adding(seconds: -1)).claimed.isEmpty)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-20, G-21: a permit needs the newest revision, and adopting names what is being sent`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a", seed: 1), Given.post("b", seed: 2)], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    let first = try await store.permit([claimed[0]], service, at: Given.noon)
    #expect(first.granted.count == 1)
    let adoption = try await store.adopt(
      SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon, actor: "other"))
    #expect(adoption.inFlight == [DeliveryName(post: PostID(1), channel: "website")])
    let second = try await store.permit([claimed[1]], service, at: Given.noon)
    #expect(second.granted.isEmpty && second.isSuperseded)
    #expect(try await store.claim(service, at: Given.noon).isSuperseded)
    await #expect(throws: StoreError.superseded(by: RevisionNumber(2))) {
      try await store.adopt(SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon))
    }
  }

  @Test(arguments: StoreUnderTest.all)
  func `a permit ends with the lane, the lease and a second, whichever comes first`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit((0..<3).map { Given.post("p\($0)", seed: UInt64($0)) }, note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    let soon = Given.noon.adding(.milliseconds(300))
    let byLane = try await store.permit([claimed[0]], service, at: Given.noon, openUntil: soon)
    #expect(byLane.granted.first?.notAfter == soon)
    let bySecond = try await store.permit([claimed[1]], service, at: Given.noon)
    #expect(bySecond.granted.first?.notAfter == Given.noon.adding(seconds: 1))
    // The lease ends at 30 s and a send may take 20.
    let late = try await store.permit([claimed[2]], service, at: Given.noon.adding(seconds: 10))
    #expect(late.granted.isEmpty && late.refused[claimed[2].delivery.id] == .notNow)
    // Closed from its edge on, to the millisecond (G-01).
    let closed = try await store.permit(
      [claimed[2]], service, at: Given.noon.adding(seconds: 10), openUntil: Given.noon.adding(seconds: 10))
    #expect(closed.granted.isEmpty)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-25: a stale worker changes nothing, and a final state never changes`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a")], note: Given.note())
    let one = try await store.service()
    let two = try await store.service()
    let old = try await store.claim(one, at: Given.noon).claimed[0]
    let later = Given.noon.adding(seconds: 31)
    _ = try await store.recover(
      RecoveryRequest(service: two, now: later, isAlone: false, revision: RevisionNumber(1), actor: "gate"))
    let new = try await store.claim(two, at: later).claimed[0]
    #expect(new.delivery.fence == old.delivery.fence + 1)
    #expect(try await store.permit([old], one, at: later).refused[old.delivery.id] == .stale)
    #expect(try await store.publish(old.delivery, at: later) == nil)
    #expect(try await store.permit([new], two, at: later).granted.count == 1)
    #expect(try await store.publish(old.delivery, at: later) == nil)
    #expect(try await store.publish(new.delivery, at: later)?.state.name == .published)
    #expect(try await store.publish(new.delivery, at: later) == nil)
    let cancel = PostChange(
      post: PostID(1), act: .cancel(reason: "no"), at: later, actor: "author", under: .unregistered(RevisionNumber(1)))
    await #expect(throws: StoreError.refused(new.delivery.name, .final(.published))) { try await store.change(cancel) }
    let after = try #require(try await store.post(PostID(1)))
    #expect(after.deliveries[0].delivery.state.name == .published)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-26: a send whose gate is gone becomes uncertain, whatever its age, and a claim is given up`(
    kind: StoreUnderTest
  )
    async throws
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a", seed: 1), Given.post("b", seed: 2)], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    _ = try await store.permit([claimed[0]], service, at: Given.noon)
    #expect(try await store.nextLeaseEnd() == Given.noon.adding(seconds: 30))
    let decades = Given.noon.adding(seconds: 20 * 365 * 86_400)
    let next = try await store.service(at: decades)
    let recovered = try await store.recover(
      RecoveryRequest(service: next, now: decades, isAlone: true, revision: RevisionNumber(1), actor: "gate"))
    #expect(Set(recovered.map(\.state.name)) == [.uncertain, .queued])
    let doubt = try await store.uncertain(at: decades, limit: 10)
    #expect(doubt.due.map(\.delivery.post) == [claimed[0].delivery.post] && doubt.due[0].plan == Array("a".utf8))
    #expect(try await store.nextLeaseEnd() == nil)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-30: the pace holds over every stretch, and what is too late waits for a person`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit((0..<6).map { Given.post("p\($0)", seed: UInt64($0)) }, note: Given.note())
    let pace = Pace(posts: 2, per: .seconds(60))
    let service = try await store.service()
    var sent: [Instant] = []
    for second in stride(from: 0, to: 200, by: 7) {
      let now = Given.noon.adding(seconds: Int64(second))
      let answer = try await store.claim(service, at: now, pace: pace)
      for claimed in answer.claimed {
        guard try await store.permit([claimed], service, at: now, pace: pace).granted.count == 1 else { continue }
        sent.append(now)
        _ = try await store.publish(claimed.delivery, at: now)
      }
    }
    #expect(sent.count == 6)
    for (index, instant) in sent.enumerated() where index >= 2 {
      #expect(instant.since(sent[index - 2]) >= .seconds(60))
    }
    _ = try await store.submit([Given.post("late", lateAfter: .seconds(10), seed: 9)], note: Given.note())
    let late = try await store.claim(service, at: Given.noon.adding(seconds: 500))
    #expect(late.claimed.isEmpty && late.tooLate.map(\.state.name) == [.review])
    let released = try await store.change(
      PostChange(
        post: PostID(7), act: .release(reason: "still true"), at: Given.noon.adding(seconds: 600), actor: "officer",
        under: .unregistered(RevisionNumber(1)), seen: 1))
    #expect(released.deliveries[0].delivery.state == .queued(nil))
    #expect(try await store.claim(service, at: Given.noon.adding(seconds: 605)).claimed.count == 1)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-31, G-32: an edit makes a revision and voids the claim; in flight it is refused; cancelling works`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a")], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    func edit(_ text: String) -> PostChange {
      PostChange(
        post: PostID(1),
        act: .edit(
          content: PostContent(text: text), due: nil, lateAfter: nil, expires: nil,
          key: DeliveryKeySource { Given.key(99) }), at: Given.noon, actor: "author",
        under: .unregistered(RevisionNumber(1)))
    }
    let edited = try await store.change(edit("b"))
    #expect(edited.revision == 2 && edited.content.text == "b")
    #expect(edited.deliveries[0].delivery.key == Given.key(99))
    #expect(try await store.permit(claimed, service, at: Given.noon).refused.values.first == .stale)
    let again = try await store.claim(service, at: Given.noon).claimed
    #expect(again[0].content.text == "b")
    _ = try await store.permit(again, service, at: Given.noon)
    await #expect(throws: StoreError.refused(again[0].delivery.name, .inFlight)) { try await store.change(edit("c")) }
    _ = try await store.submit([Given.post("d", on: ["website", "hook"], seed: 3)], note: Given.note())
    let cancelled = try await store.change(
      PostChange(
        post: PostID(2), channel: "hook", act: .cancel(reason: "no"), at: Given.noon, actor: "author",
        under: .unregistered(RevisionNumber(1))))
    #expect(cancelled.deliveries.map(\.delivery.state.name) == [.queued, .cancelled])
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-37: no permit is given behind the highest time that was seen, until a person confirms the clock`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a")], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    let later = Given.noon.adding(seconds: 5)
    _ = try await store.heartbeat(SignOfLife(service, ClockReading(wall: later), .sound(later, nil)))
    let behind = try await store.permit(claimed, service, at: Given.noon.adding(seconds: 4))
    #expect(behind.granted.isEmpty && behind.clockBehind?.highWater == later)
    try await store.confirmClock(
      at: ClockReading(wall: Given.noon.adding(seconds: 3)), reason: "set right", by: "officer",
      under: .unregistered(RevisionNumber(1)))
    #expect(try await store.permit(claimed, service, at: Given.noon.adding(seconds: 4)).granted.count == 1)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-37: a doubt moves no mark, an anchor is kept for its boot, and only proof or a person takes the mark back`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    #expect(try await store.clockMark() == .none)
    let service = try await store.service(at: Given.noon.adding(seconds: 500))
    // What people did last is the latest time that is known, and not what the gate's own clock says.
    #expect(try await store.clockMark().highWater == Given.noon)
    func reading(_ seconds: Int64, _ boot: String?) -> ClockReading {
      ClockReading(wall: Given.noon.adding(seconds: seconds), boot: boot, bootTime: .seconds(seconds + 1000))
    }
    func beat(_ seconds: Int64, _ boot: String?, _ finding: ClockFinding) async throws -> ClockMark {
      try await store.heartbeat(SignOfLife(service, reading(seconds, boot), finding))
    }
    let first = ClockAnchor(reading(510, "one"), witness: nil)
    let sound = try await beat(510, "one", .sound(Given.noon.adding(seconds: 510), first))
    #expect(sound == ClockMark(highWater: Given.noon.adding(seconds: 510), confirmations: 0, anchor: first))
    let doubtful = try await beat(90_000, "one", .doubt("It is wrong."))
    #expect(doubtful.highWater == sound.highWater && doubtful.anchor == first && doubtful.doubt == "It is wrong.")
    let beats = try await store.health(at: Given.noon).heartbeats
    #expect(beats == [reading(90_000, "one")])
    // Another anchor of the same boot takes nothing over, one of no name neither, one of the next boot does.
    let other = ClockAnchor(reading(520, "one"), witness: .kernel)
    let unnamed = ClockAnchor(reading(520, nil), witness: .kernel)
    for anchor in [other, unnamed] {
      let mark = try await beat(520, "one", .sound(Given.noon.adding(seconds: 505), anchor))
      #expect(mark == sound, "the doubt is over, and the mark is not lowered")
    }
    let next = ClockAnchor(reading(530, "two"), witness: .kernel)
    #expect(try await beat(530, "two", .sound(Given.noon.adding(seconds: 530), next)).anchor == next)
    let proof = ClockAnchor(reading(400, "two"), witness: .server)
    let proved = try await beat(400, "two", .proved(Given.noon.adding(seconds: 400), proof))
    #expect(proved == ClockMark(highWater: Given.noon.adding(seconds: 400), confirmations: 0, anchor: proof))
    _ = try await beat(400, "two", .doubt("It is wrong."))
    try await store.confirmClock(
      at: reading(300, "two"), reason: "looked", by: "officer", under: .unregistered(RevisionNumber(1)))
    #expect(
      try await store.clockMark()
        == ClockMark(
          highWater: Given.noon.adding(seconds: 300), confirmations: 1,
          anchor: ClockAnchor(reading(300, "two"), witness: .person)))
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-44, G-45: every change is in the audit log, which is chained`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a", expires: Given.noon.adding(seconds: 60))], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    _ = try await store.permit(claimed, service, at: Given.noon)
    _ = try await store.publish(claimed[0].delivery, at: Given.noon)
    let edge = LaneEdge(
      lane: Given.lanes[0], isOpen: false,
      audit: AuditDraft(at: Given.noon, actor: "gate", .laneClosed(AuditFact.LaneChange(.routine))))
    #expect(try await store.recordEdges([edge]).count == 1)
    #expect(try await store.recordEdges([edge]).isEmpty)
    let entries = try await store.audit(AuditQuery())
    #expect(entries.map(\.draft.event) == [.adopted, .submitted, .gateStarted, .sending, .published, .laneClosed])
    #expect(try await store.lastAuditEntry() == 6)
    var previous: AuditEntry?
    for entry in entries {
      #expect(AuditChain.fault(in: entry, after: previous) == nil)
      previous = entry
    }
    #expect(try await store.audit(AuditQuery(post: PostID(1))).count == 3)
    #expect(try await store.audit(AuditQuery(after: 2, limit: 2)).map(\.id) == [3, 4])
  }

  @Test(arguments: StoreUnderTest.all)
  func `what a revision consists of comes back to the byte`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    let windows = [SimulatedRules.Window(area: "local.east", starts: Given.noon, ends: Given.noon.adding(seconds: 9))]
    let draft = SimulatedRules.draft(windows, basis: nil, at: Given.noon)
    _ = try await store.adopt(draft)
    let revision = try #require(try await store.revision(RevisionNumber(1)))
    #expect(revision.governing == draft.governing && revision.hash == draft.hash && revision.actor == "officer")
    #expect(try await store.contents(of: revision.governing).bytes == draft.bytes)
    #expect(try await store.revisions(limit: 5).map(\.number) == [RevisionNumber(1)])
  }

  @Test(arguments: StoreUnderTest.all)
  func `an expired post leaves no more, queued or in review`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let expires = Given.noon.adding(seconds: 60)
    _ = try await store.submit([Given.post("a", expires: expires)], note: Given.note())
    let service = try await store.service()
    let answer = try await store.claim(service, at: expires)
    #expect(answer.claimed.isEmpty && answer.expired.map(\.state) == [.expired(at: expires)])
  }

  @Test(arguments: StoreUnderTest.all)
  func `a stopped channel is stopped once, and started by a person`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let stop = ChannelStop(channel: "hook", reason: "gone", at: Given.noon, actor: "gate")
    #expect(try await store.stop(stop))
    #expect(try await store.stop(stop) == false)
    #expect(try await store.stops() == [stop])
    #expect(
      try await store.start(
        channel: "hook", at: Given.noon, reason: "mended", by: "officer", under: .unregistered(RevisionNumber(1))))
    #expect(try await store.stops().isEmpty)
  }
}
