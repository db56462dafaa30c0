import Elections
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
import Texts

/// What every store must do with overrides: two people, one delivery, once, before an instant.
@Suite struct OverrideConformanceTests: PeopleSuite {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test(arguments: StoreUnderTest.all)
  func `G-31, G-41: an override is approved for the revision that its approver looked at, its time included`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind, author: "ann")
    _ = try await store.ask(by: "dan")
    func approve(seen: Int?) async throws -> OverrideRecord {
      try await store.change(
        OverrideChange(
          .approve(OverrideID(1), reason: nil), at: Given.noon, actor: "dee", under: SimulatedCouncil.inForce(),
          seen: seen))
    }
    await #expect(throws: StoreError.notAsSeen(PostID(1), seen: nil, revision: 1)) { try await approve(seen: nil) }
    _ = try await store.act(Self.move, by: "ann")
    await #expect(throws: StoreError.notAsSeen(PostID(1), seen: 1, revision: 2)) { try await approve(seen: 1) }
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    #expect(try await approve(seen: 2).state == .approved)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-40, G-41: an override is asked for by one and approved by another, and every wrong person is refused`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind, author: "ann")
    func request(_ actor: Actor) async -> Refusal.Rule? { await rule { try await store.ask(by: actor) } }
    for (actor, expected) in [
      ("aud", Refusal.Rule.role), ("una", .notTrained), ("lef", .hasLeft), ("eve", .notRegistered),
    ] { #expect(await request(Actor(actor)) == expected) }
    for until in [Given.noon, Given.noon.adding(seconds: 7 * 86_400).adding(.milliseconds(1))] {
      #expect(await rule { try await store.ask(by: "dan", until: until) } == .overrideEnd)
    }
    let asked = try await store.ask(by: "dan")
    #expect(asked.id == OverrideID(1) && asked.state == .requested && asked.decider == nil)
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    func approve(_ actor: Actor) async -> Refusal.Rule? {
      await rule { try await store.decide(.approve(OverrideID(1), reason: nil), by: actor) }
    }
    #expect(await approve("dan") == .secondPerson)
    #expect(await approve("hal") == .role)
    #expect(await approve("ann") == .role)
    #expect(await approve("eve") == .notRegistered)
    #expect(await approve("lef") == .hasLeft)
    #expect(await rule { try await store.decide(.refuse(OverrideID(1), reason: "no"), by: "hal") } == .role)
    let approved = try await store.decide(.approve(OverrideID(1), reason: "residents must know"), by: "dee")
    #expect(approved.state == .approved && approved.decider == "dee" && approved.decidedAt == Given.noon)
    let delivery = try #require(try await store.post(PostID(1))?.delivery)
    #expect(
      delivery.override == OverrideGrant(id: OverrideID(1), until: asked.until) && delivery.lane.traits.isOverridden)
    #expect(
      try await store.witnesses(of: [delivery.id])[delivery.id]?.override
        == Witnesses.Override(requester: "dan", approver: "dee"))
    await #expect(throws: StoreError.overrideIs(OverrideID(1), .approved)) {
      try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    }
    await #expect(throws: StoreError.overrideIs(OverrideID(1), .approved)) {
      try await store.decide(.refuse(OverrideID(1), reason: "no"), by: "dee")
    }
    let withdrawn = try await store.decide(.withdraw(OverrideID(1), reason: "over"), by: "ben")
    #expect(withdrawn.state == .withdrawn)
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    for act in [
      OverrideChange.Act.approve(OverrideID(1), reason: nil), .refuse(OverrideID(1), reason: "no"),
      .withdraw(OverrideID(1), reason: "again"),
    ] {
      await #expect(throws: StoreError.overrideIs(OverrideID(1), .withdrawn)) { try await store.decide(act, by: "dee") }
    }
    _ = try await store.ask(by: "ann")
    #expect(try await store.decide(.refuse(OverrideID(2), reason: "it can wait"), by: "dee").state == .refused)
    await #expect(throws: StoreError.overrideIs(OverrideID(2), .refused)) {
      try await store.decide(.withdraw(OverrideID(2), reason: "x"), by: "ann")
    }
    await #expect(throws: StoreError.noSuchOverride(OverrideID(9))) {
      try await store.decide(.approve(OverrideID(9), reason: nil), by: "dee")
    }
    await #expect(throws: StoreError.noSuchPost(PostID(9))) {
      try await store.ask(by: "ann", for: DeliveryName(post: PostID(9), channel: "website"))
    }
    let nowhere = DeliveryName(post: PostID(1), channel: "hook")
    await #expect(throws: StoreError.noSuchDelivery(nowhere)) { try await store.ask(by: "ann", for: nowhere) }
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.refused, .withdrawn])
    #expect(try await store.overrides(of: PostID(2), limit: 9).isEmpty)
    #expect(
      try await events(store) == [
        .adopted, .submitted, .overrideRequested, .overrideApproved, .overrideWithdrawn, .overrideRequested,
        .overrideRefused,
      ])
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-41: an override needs a second person even where no register is kept`(kind: StoreUnderTest) async throws {
    let store = try await council(kind, author: "ann")
    func decide(_ act: OverrideChange.Act, _ actor: Actor) async -> Refusal.Rule? {
      await rule {
        try await store.change(
          OverrideChange(act, at: Given.noon, actor: actor, under: .unregistered(RevisionNumber(1)), seen: 1))
      }
    }
    let act = OverrideChange.Act.request(
      Self.name, basis: .emergency, reason: "r", until: Given.noon.adding(seconds: 60))
    #expect(await decide(act, "bob") == nil)
    for actor in ["bob", "ann", Actor("ann", actingFor: "eve"), Actor("eve", actingFor: "bob")] {
      #expect(await decide(.approve(OverrideID(1), reason: nil), actor) == .secondPerson)
    }
    #expect(await decide(.approve(OverrideID(1), reason: nil), "eve") == nil)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-40: an override lapses at its instant: not a millisecond earlier, and then it is held again`(
    kind: StoreUnderTest
  )
    async throws
  {
    let store = try await council(kind)
    let until = Given.noon.adding(seconds: 60)
    _ = try await store.ask(by: "ann", until: until)
    let late = until.adding(.milliseconds(-1))
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee", at: late)
    let service = try await store.service()
    let claimed = try await store.claim(service, at: late, lanes: lanes(overridden: true)).claimed
    #expect(claimed.count == 1)
    // The permit ends with it.
    let permit = try await store.permit(claimed, service, at: late)
    #expect(permit.granted.map(\.notAfter) == [until])
    _ = try await store.record([
      DeliveryReport(
        delivery: claimed[0].delivery.id, event: .giveBack(fence: claimed[0].delivery.fence, next: late), audit: nil)
    ])
    // Used, nothing went out, and now it is over.
    let answer = try await store.claim(service, at: until, lanes: lanes(overridden: true))
    #expect(answer.claimed.isEmpty && answer.overridesEnded.map(\.override) == [nil])
    #expect(try await store.overrides(of: PostID(1), limit: 1).map(\.state) == [.used])
    #expect(try await store.waitingLanes().map(\.lane.traits) == [Lane.Traits()])
    #expect(
      try await events(store) == [
        .adopted, .submitted, .overrideRequested, .overrideApproved, .overrideUsed, .sending, .overrideEnded,
      ])
    // Nobody approves what is over.
    _ = try await store.ask(by: "ann", until: until.adding(seconds: 9))
    await #expect(throws: StoreError.overrideIs(OverrideID(2), .ended)) {
      try await store.decide(.approve(OverrideID(2), reason: nil), by: "dee", at: until.adding(seconds: 9))
    }
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-40: an unused override that lapses is ended, and no permit is given at its instant`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    let until = Given.noon.adding(seconds: 60)
    _ = try await store.ask(by: "ann", until: until)
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    let service = try await store.service()
    let claimed = try await store.claim(
      service, at: until.adding(.milliseconds(-1)), lanes: lanes(overridden: true)
    ).claimed
    let answer = try await store.permit(claimed, service, at: until)
    #expect(claimed.count == 1 && answer.granted.isEmpty && answer.refused.values.first == .notNow)
    #expect(try await store.overrides(of: nil, limit: 1).map(\.state) == [.approved])
    _ = try await store.record([
      DeliveryReport(
        delivery: claimed[0].delivery.id, event: .giveBack(fence: claimed[0].delivery.fence, next: nil), audit: nil)
    ])
    _ = try await store.claim(service, at: until, lanes: lanes(overridden: true))
    #expect(try await store.overrides(of: nil, limit: 1).map(\.state) == [.ended])
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-40, G-32: an override is used by its permit, once, and what is under way by it may still be stopped`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind)
    _ = try await store.submit(
      [Self.draft("two", by: "ann", seed: 2)], note: SubmissionNote(at: Given.noon, actor: "ann", under: Self.inForce)
    )
    _ = try await store.ask(by: "ann")
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed
    #expect(claimed.map(\.delivery.post) == [PostID(1)])
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.approved])
    _ = try await store.permit(claimed, service, at: Given.noon)
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.used])
    #expect(try await events(store).suffix(2) == [.overrideUsed, .sending])
    let id = OverrideID(1)
    // Taken while the bytes may not have left: the last look then refuses. What had left stays what it is.
    #expect(try await store.decide(.withdraw(id, reason: "stop"), by: "ann").state == .withdrawn)
    _ = try await store.publish(claimed[0].delivery, at: Given.noon)
    await #expect(throws: StoreError.overrideIs(id, .withdrawn)) {
      try await store.decide(.withdraw(id, reason: "stop"), by: "ann")
    }
    await #expect(throws: StoreError.refused(Self.name, .notWaiting(.published))) { try await store.ask(by: "ann") }
    #expect(try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed.isEmpty)
  }

  @Test(arguments: StoreUnderTest.all)
  func `an override whose send came to nothing can still be withdrawn, before the next attempt`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    _ = try await store.ask(by: "ann")
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed
    _ = try await store.permit(claimed, service, at: Given.noon)
    let delivery = claimed[0].delivery
    _ = try await store.record([
      DeliveryReport(delivery: delivery.id, event: .giveBack(fence: delivery.fence, next: nil), audit: nil)
    ])
    #expect(try await store.decide(.withdraw(OverrideID(1), reason: "stop"), by: "ann").state == .withdrawn)
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    #expect(try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed.isEmpty)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-31: an edit ends an override, and what it was asked for cannot be approved any more`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    _ = try await store.ask(by: "ben")
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    _ = try await store.ask(by: "ben")
    let edited = try await store.act(Self.edit("other words"), by: "ann")
    #expect(edited.delivery.override == nil)
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.requested, .ended])
    await #expect(throws: StoreError.overrideIs(OverrideID(2), .ended)) {
      try await store.decide(.approve(OverrideID(2), reason: nil), by: "dee")
    }
    let entry = try #require(try await store.audit(AuditQuery()).last { $0.draft.event == .edited })
    #expect(JSON(parsing: entry.draft.detail)?["override_void"]?.string == "1")
    // A move of the time alone ends one too.
    _ = try await store.ask(by: "ben")
    _ = try await store.decide(.approve(OverrideID(3), reason: nil), by: "dee")
    #expect(try await store.act(Self.move, by: "ann").delivery.override == nil)
    #expect(try await store.overrides(of: nil, limit: 1).map(\.state) == [.ended])
  }

  @Test(arguments: StoreUnderTest.all)
  func `a second override takes the place of the first, which is over`(kind: StoreUnderTest) async throws {
    let store = try await council(kind)
    for id in [OverrideID(1), OverrideID(2)] {
      _ = try await store.ask(by: "ben", until: Given.noon.adding(seconds: 60 * id.rawValue))
      _ = try await store.decide(.approve(id, reason: nil), by: "dee")
    }
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.approved, .ended])
    #expect(try await store.post(PostID(1))?.delivery.override?.id == OverrideID(2))
  }
}
