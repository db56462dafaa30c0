import Elections
import Foundation
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// What every store does with deliveries that are being sent while somebody closes something, and with answers that come
/// late.
@Suite struct UnderWayConformanceTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let rules = RulesInForce.unregistered(RevisionNumber(1))

  /// One delivery that is being sent, and the look that its connector will take.
  private static func sending(
    _ store: any GateStore
  ) async throws -> (service: ServiceID, claimed: Claimed, look: LastLook) {
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a", seed: 1)], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed[0]
    let grant = try #require(try await store.permit([claimed], service, at: Given.noon).granted.first)
    return (
      service, claimed,
      LastLook(
        delivery: grant.delivery, fence: grant.fence, revision: grant.revision, contentHash: claimed.content.hash,
        override: grant.override)
    )
  }

  private static func cancel(_ store: any GateStore, at now: Instant = Given.noon) async throws -> Delivery {
    try await store.change(
      PostChange(post: PostID(1), act: .cancel(reason: "off"), at: now, actor: "ann", under: rules)
    ).deliveries[0].delivery
  }

  private static func report(
    _ delivery: Delivery, _ event: DeliveryEvent, _ audit: AuditEvent, at now: Instant = Given.noon,
    trouble: String? = nil
  ) -> DeliveryReport {
    DeliveryReport(
      delivery: delivery.id, event: event,
      audit: AuditDraft(
        at: now, actor: "gate", written: WrittenFact(audit, kept: ""), post: delivery.post, channel: delivery.channel),
      trouble: trouble.map { DeliveryReport.Trouble($0, at: now) })
  }

  private static func state(_ store: any GateStore) async throws -> Delivery {
    try #require(try await store.post(PostID(1))?.deliveries.first?.delivery)
  }

  private static func events(_ store: any GateStore) async throws -> [AuditEvent] {
    try await store.audit(AuditQuery(post: PostID(1))).map(\.draft.event)
  }

  // MARK: The last look

  @Test(arguments: StoreUnderTest.all)
  func `G-20, G-21: the last look sees a pause, a stop, and a cancellation, and the pause names what is being sent`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    let (_, _, look) = try await Self.sending(store)
    #expect(try await store.refusal(of: look, at: Given.noon) == nil)
    let end = Given.noon.adding(seconds: 10)
    func pause(_ channel: String?) async throws -> [DeliveryName] {
      try await store.pause(
        Pause(channel: channel, reason: "r", until: end, at: Given.noon, actor: "ann"), under: Self.rules)
    }
    #expect(try await pause("hook").isEmpty)
    #expect(try await store.refusal(of: look, at: Given.noon) == nil, "another channel's pause stops nothing here")
    let name = DeliveryName(post: PostID(1), channel: "website")
    #expect(try await pause(nil) == [name])
    #expect(try await store.refusal(of: look, at: Given.noon) == .paused)
    #expect(try await store.refusal(of: look, at: end) == nil, "over at its end")
    #expect(try await pause("website") == [name])
    #expect(try await store.refusal(of: look, at: Given.noon) == .paused)
    _ = try await store.stop(ChannelStop(channel: "website", reason: "r", at: Given.noon, actor: "gate"))
    #expect(try await store.refusal(of: look, at: end) == .stopped)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-20: the last look sees another revision, and a claim that is somebody else's`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    let (_, _, look) = try await Self.sending(store)
    let stale = LastLook(
      delivery: look.delivery, fence: look.fence + 1, revision: look.revision, contentHash: look.contentHash)
    #expect(try await store.refusal(of: stale, at: Given.noon) == .notOurs)
    _ = try await store.adopt(SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon, actor: "other"))
    #expect(try await store.refusal(of: look, at: Given.noon) == .superseded)
  }

  // MARK: Wishes

  @Test(arguments: StoreUnderTest.all)
  func `G-32: a cancellation of what is being sent is taken, and becomes true when nothing had left`(
    kind: StoreUnderTest
  )
    async throws
  {
    let store = try kind.open(folder)
    let (_, claimed, look) = try await Self.sending(store)
    let asked = try await Self.cancel(store)
    #expect(asked.state.name == .sending && asked.wish?.by == "ann" && asked.fence == claimed.delivery.fence)
    #expect(try await store.refusal(of: look, at: Given.noon) == .withdrawn)
    let after = try await store.record([
      Self.report(asked, .giveBack(fence: asked.fence, next: Given.noon), .notSent)
    ])[0]
    #expect(after?.state == .cancelled(at: Given.noon, reason: "off") && after?.wish == nil)
    #expect(try await Self.state(store) == after)
    #expect(try await Self.events(store).suffix(3) == [.cancelRequested, .notSent, .cancelled])
    #expect(
      try await store.claim(claimed.delivery.state.claim?.service ?? ServiceID(1), at: Given.noon).claimed.isEmpty)
  }

  @Test(arguments: StoreUnderTest.all)
  func `a cancellation that came too late stays beside what was published, and after a lost answer it is kept`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    _ = try await Self.sending(store)
    let asked = try await Self.cancel(store)
    let lost = try #require(
      try await store.record([
        Self.report(asked, .loseAnswer(fence: asked.fence, at: Given.noon, reason: "lost"), .uncertain)
      ])[0])
    #expect(lost.state.name == .uncertain && lost.wish?.act == .cancel)
    let absent = try await store.record([
      Self.report(lost, .absentAfterDoubt(fence: lost.fence, next: Given.noon), .notSent)
    ])[0]
    #expect(absent?.state == .cancelled(at: Given.noon, reason: "off"), "absent for certain: never sent again")
    let place = try ScratchFolder()
    defer { withExtendedLifetime(place) {} }
    let other = try kind.open(place)
    _ = try await Self.sending(other)
    let wished = try await Self.cancel(other)
    let published = try await other.publish(wished, at: Given.noon)
    #expect(published?.state.name == .published && published?.wish?.reason == "off")
    #expect(try await Self.state(other) == published)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-32: a rejection of what is being sent takes it to review when nothing had left`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    let (_, _, look) = try await Self.sending(store)
    let asked = try await store.change(
      PostChange(post: PostID(1), act: .reject(reason: "no"), at: Given.noon, actor: "hal", under: Self.rules)
    ).deliveries[0].delivery
    #expect(try await store.refusal(of: look, at: Given.noon) == .withdrawn)
    let after = try await store.record([
      Self.report(asked, .giveBack(fence: asked.fence, next: nil), .notSent)
    ])[0]
    #expect(after?.state == .review(since: Given.noon, reason: "no") && after?.wish == nil)
  }

  // MARK: Late answers

  @Test(arguments: StoreUnderTest.all)
  func `a living service's own request is never called lost, and its lease is renewed`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    let (service, claimed, _) = try await Self.sending(store)
    let later = Given.noon.adding(seconds: 31)
    let own = [claimed.delivery.id: claimed.delivery.fence]
    let recovered = try await store.recover(
      RecoveryRequest(
        service: service, now: later, isAlone: false, revision: nil, actor: "gate", underWay: own))
    #expect(recovered.isEmpty)
    try await store.renew(LeaseRenewal(service: service, underWay: own, until: later.adding(seconds: 30)))
    #expect(try await store.nextLeaseEnd() == later.adding(seconds: 30))
    let other = try await store.service()
    let stolen = try await store.recover(
      RecoveryRequest(service: other, now: later, isAlone: false, revision: nil, actor: "gate"))
    #expect(stolen.isEmpty)
  }

  /// Recovered by another service while its own is alive and still waits for the answer.
  private static func recovered(_ store: any GateStore, at now: Instant) async throws -> Delivery {
    let (service, _, _) = try await sending(store)
    let beat = now.adding(seconds: -1)
    _ = try await store.heartbeat(SignOfLife(service, ClockReading(wall: beat), .sound(beat, nil)))
    let other = try await store.service(at: now)
    return try #require(
      try await store.recover(
        RecoveryRequest(service: other, now: now, isAlone: false, revision: nil, actor: "gate")
      ).first)
  }

  @Test(arguments: StoreUnderTest.all)
  func `a verdict on what a living gate may still tell of is refused with its reason, and a cancellation is kept`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    let now = Given.noon.adding(seconds: 40)
    let lost = try await Self.recovered(store, at: now)
    #expect(lost.state.name == .uncertain)
    for act in [PostChange.Act.release(reason: "r"), .confirm(reason: "r")] {
      await #expect(throws: StoreError.refused(lost.name, .awaited)) {
        try await store.change(PostChange(post: PostID(1), act: act, at: now, actor: "ann", under: Self.rules, seen: 1))
      }
    }
    let asked = try await Self.cancel(store, at: now)
    #expect(asked.state.name == .uncertain && asked.wish?.act == .cancel)
    // Without a sign of life for long enough, the person decides.
    let decided = try await Self.cancel(store, at: now.adding(seconds: 40))
    #expect(decided.state.name == .cancelled)
  }

  @Test(arguments: StoreUnderTest.all)
  func `an answer after a person's decision is kept beside it, counted, and told by the post`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    let lost = try await Self.recovered(store, at: Given.noon.adding(seconds: 40))
    let decided = try await Self.cancel(store, at: Given.noon.adding(seconds: 90))
    #expect(decided.state.name == .cancelled)
    let at = Given.noon.adding(seconds: 100)
    let event = DeliveryEvent.publish(
      fence: lost.fence, Receipt(remoteID: "id", url: "https://example.org/1", at: at), confirmed: at)
    #expect(try await store.record([Self.report(lost, event, .published, at: at)]) == [nil])
    #expect(try await Self.state(store).state.name == .cancelled, "a final state never changes")
    let late = try await store.lateReports(of: PostID(1))
    #expect(late.map(\.outcome) == ["published"] && late.map(\.url) == ["https://example.org/1"])
    #expect(try await store.post(PostID(1))?.deliveries[0].lateReports == late)
    #expect(try await store.health(at: at).lateReports == 1)
    #expect(try await Self.events(store).last == .lateReport)
    // Told once: a report of an attempt whose end is known is stale, and nothing else.
    #expect(try await store.record([Self.report(lost, event, .published, at: at)]) == [nil])
    #expect(try await store.lateReports(of: PostID(1)).count == 1)
  }

  @Test(arguments: StoreUnderTest.all)
  func `C-01: a receipt that comes after the delivery was queued again is a proof, and it is never sent again`(
    kind: StoreUnderTest
  ) async throws {
    for isClaimed in [false, true] {
      let place = try ScratchFolder()
      defer { withExtendedLifetime(place) {} }
      let store = try kind.open(place)
      let lost = try await Self.recovered(store, at: Given.noon.adding(seconds: 40))
      let at = Given.noon.adding(seconds: 90)
      _ = try await store.change(
        PostChange(post: PostID(1), act: .release(reason: "r"), at: at, actor: "ann", under: Self.rules, seen: 1))
      let service = try await store.service(at: at)
      let again = try await isClaimed ? store.claim(service, at: at).claimed : []
      let event = DeliveryEvent.publish(fence: lost.fence, Receipt(remoteID: "id", at: at), confirmed: at)
      let after = try await store.record([Self.report(lost, event, .published, at: at)])[0]
      #expect(after?.state.name == .published)
      #expect(try await Self.events(store).suffix(2) == [.published, .lateReport])
      #expect(try await store.health(at: at).lateReports == 0, "what is recorded as published is no contradiction")
      if isClaimed {
        #expect(try await store.permit(again, service, at: at).refused[lost.id] == .stale)
      } else {
        #expect(try await store.claim(service, at: at).claimed.isEmpty)
      }
    }
  }

  // MARK: Given back

  @Test(arguments: StoreUnderTest.all)
  func `a claim that is given back for another reason than time is counted, and at the third waits for a person`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a", seed: 1)], note: Given.note())
    let service = try await store.service()
    for round in 1...3 {
      let claimed = try await store.claim(service, at: Given.noon).claimed[0].delivery
      let after = try await store.record([
        Self.report(claimed, .giveBack(fence: claimed.fence, next: nil), .notSent, trouble: "It cannot be used.")
      ])[0]
      #expect(after?.state.name == (round < 3 ? .queued : .review))
      #expect(try await store.health(at: Given.noon).givenBack == 1)
    }
    #expect(try await Self.state(store).state.reason?.contains("It cannot be used.") == true)
    #expect(try await Self.events(store).suffix(3) == [.notSent, .notSent, .review])
    _ = try await store.change(
      PostChange(
        post: PostID(1), act: .release(reason: "mended"), at: Given.noon, actor: "ann", under: Self.rules, seen: 1))
    #expect(try await store.health(at: Given.noon).givenBack == 0, "a person's decision begins anew")
  }
}
