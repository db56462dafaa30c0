import Elections
import Foundation
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// One remote id belongs to one delivery for ever, on every store.
@Suite struct RepeatedIDConformanceTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Two posts on one channel, both being sent.
  private static func sending(_ store: any GateStore) async throws -> [Delivery] {
    try await store.adoptFirst()
    let service = try await store.service()
    _ = try await store.submit(
      [Given.post("Bins", seed: 1), Given.post("Bins", contentClass: .service, seed: 2)], note: Given.note())
    let claimed = try await store.claim(service, at: Given.noon).claimed
    _ = try await store.permit(claimed, service, at: Given.noon)
    return claimed.map(\.delivery)
  }

  private static func record(
    _ event: DeliveryEvent, _ delivery: Delivery, _ store: any GateStore
  ) async throws -> Delivery? {
    try await store.record([
      DeliveryReport(
        delivery: delivery.id, event: event,
        audit: AuditDraft(
          at: Given.noon, actor: "gate", written: WrittenFact(.published, kept: ""), post: delivery.post,
          channel: delivery.channel,
          revision: RevisionNumber(1)))
    ])[0]
  }

  private static func publish(_ delivery: Delivery, mayRepeat: Bool = false) -> DeliveryEvent {
    .publish(
      fence: delivery.fence,
      Receipt(remoteID: "110", url: "https://social.example.org/110", at: Given.noon, mayRepeat: mayRepeat),
      confirmed: Given.noon)
  }

  @Test(arguments: StoreUnderTest.all)
  func `an answer that names another delivery's id leaves the post in doubt, with the reason`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    let deliveries = try await Self.sending(store)
    #expect(try await Self.record(Self.publish(deliveries[0]), deliveries[0], store)?.state.name == .published)
    let second = try #require(try await Self.record(Self.publish(deliveries[1]), deliveries[1], store))
    #expect(second.state.name == .uncertain)
    #expect(second.state.reason?.contains("https://social.example.org/110") == true)
    #expect(second.state.reason?.contains(deliveries[0].name.description) == true)
    #expect(try await store.audit(AuditQuery()).last?.draft.event == .uncertain)
  }

  @Test(arguments: StoreUnderTest.all)
  func `what a lookup finds is another delivery's, so a person decides, and nothing is lost`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    let deliveries = try await Self.sending(store)
    _ = try await Self.record(
      .loseAnswer(fence: deliveries[0].fence, at: Given.noon, reason: "No answer."), deliveries[0], store)
    #expect(try await Self.record(Self.publish(deliveries[1]), deliveries[1], store)?.state.name == .published)
    let found = DeliveryEvent.foundAfterDoubt(
      fence: deliveries[0].fence, Receipt(remoteID: "110", at: Given.noon), confirmed: Given.noon)
    let first = try #require(try await Self.record(found, deliveries[0], store))
    #expect(first.state.name == .review && first.wasUncertain)
    #expect(first.state.reason?.contains("It may have gone out already") == true)
    #expect(try await store.audit(AuditQuery()).last?.draft.event == .review)
    #expect(try await store.remoteIDs(on: "website", publishedSince: Given.noon) == ["110"])
    #expect(try await store.remoteIDs(on: "hook", publishedSince: Given.noon).isEmpty)
    #expect(try await store.remoteIDs(on: "website", publishedSince: Given.noon.adding(seconds: 1)).isEmpty)
    #expect(try await store.lastPermit(of: deliveries[0].id) == Given.noon)
  }

  @Test(arguments: StoreUnderTest.all)
  func `a council's own program may give one id twice, which the log tells`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    for delivery in try await Self.sending(store) {
      let event = Self.publish(delivery, mayRepeat: true)
      #expect(try await Self.record(event, delivery, store)?.state.name == .published)
    }
    let told = try await store.audit(AuditQuery()).filter { $0.draft.event == .differs }
    #expect(told.count == 1 && told[0].draft.detail.contains("which 1/website was given before"))
  }

  @Test(arguments: StoreUnderTest.all)
  func `a lease lasts as long as its answer may be awaited, and a permit as long as the conversation`(
    kind: StoreUnderTest
  )
    async throws
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let service = try await store.service()
    _ = try await store.submit([Given.post("Bins")], note: Given.note())
    let claimed = try #require(try await store.claim(service, at: Given.noon).claimed.first)
    let answer = try await store.permit(
      PermitRequest(
        revision: RevisionNumber(1), service: service, now: Given.noon, sendTimeout: .seconds(20), paces: [:],
        items: [
          PermitRequest.Item(
            delivery: claimed.delivery.id, fence: claimed.delivery.fence, contentHash: claimed.content.hash, plan: [1],
            openUntil: nil, latest: Given.farFuture, longest: .seconds(1200), longestAnswer: .seconds(600))
        ]))
    let grant = try #require(answer.granted.first)
    #expect(grant.notAfter == Given.noon.adding(seconds: 1200))
    #expect(grant.leaseEnds == Given.noon.adding(seconds: 1830))
    #expect(try await store.nextLeaseEnd() == grant.leaseEnds)
    let early = RecoveryRequest(
      service: ServiceID(99), now: Given.noon.adding(seconds: 1829), isAlone: false, revision: nil, actor: "gate")
    #expect(try await store.recover(early).isEmpty)
  }
}
