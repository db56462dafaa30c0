import Elections
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
import Texts

/// What cannot be read, as every store keeps it.
@Suite struct DoubtConformanceTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static func doubt(_ source: String, _ detail: String = "broken", after seconds: Int64 = 0) -> SourceDoubt {
    SourceDoubt(source: source, detail: detail, since: Given.noon.adding(seconds: seconds))
  }

  @Test(arguments: StoreUnderTest.all)
  func `doubts are replaced as a whole, keep their beginning, and are told once as they begin and end`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    #expect(try await store.doubts().isEmpty)
    #expect(try await store.setDoubts([], at: Given.noon) == false)
    #expect(try await store.setDoubts([Self.doubt("b.ics"), Self.doubt("a.ics")], at: Given.noon))
    #expect(try await store.doubts() == [Self.doubt("a.ics"), Self.doubt("b.ics")])
    // What stays in doubt keeps its beginning, whatever is said of it.
    let later = [Self.doubt("a.ics", "cut off", after: 60), Self.doubt("b.ics", after: 60)]
    #expect(try await store.setDoubts(later, at: Given.noon.adding(seconds: 60)))
    #expect(try await store.doubts() == [Self.doubt("a.ics", "cut off"), Self.doubt("b.ics")])
    #expect(try await store.setDoubts(later, at: Given.noon.adding(seconds: 61)) == false)
    #expect(try await store.setDoubts([Self.doubt("b.ics", after: 62)], at: Given.noon.adding(seconds: 62)))
    #expect(try await store.doubts() == [Self.doubt("b.ics")])
    #expect(try await store.setDoubts([], at: Given.noon.adding(seconds: 63)))
    let log = try await store.audit(AuditQuery()).filter { $0.draft.event != .adopted }.map(\.draft)
    #expect(log.map(\.event) == [.sourceUnreadable, .sourceUnreadable, .sourceReadable, .sourceReadable])
    let sources = log.map { JSON(parsing: $0.detail)?["source"]?.string }
    #expect(sources == ["a.ics", "b.ics", "a.ics", "b.ics"] && log.allSatisfy { $0.revision == RevisionNumber(1) })
  }

  @Test(arguments: StoreUnderTest.all)
  func `no permit is given while anything is in doubt, but for what its channel never closes for`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit(
      [Given.post("one", seed: 1), Given.post("two", contentClass: .emergency, seed: 2)], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    func permit() async throws -> PermitAnswer {
      try await store.permit(
        PermitRequest(
          revision: RevisionNumber(1), service: service, now: Given.noon, sendTimeout: .seconds(20), paces: [:],
          items: claimed.map { claimed in
            PermitRequest.Item(
              delivery: claimed.delivery.id, fence: claimed.delivery.fence, contentHash: claimed.content.hash,
              plan: [1],
              openUntil: nil, latest: Given.farFuture, isHeldInDoubt: claimed.delivery.contentClass != .emergency)
          }))
    }
    _ = try await store.setDoubts([Self.doubt("a.ics")], at: Given.noon)
    let answer = try await permit()
    #expect(answer.granted.map(\.delivery) == [DeliveryID(2)])
    #expect(answer.refused == [DeliveryID(1): .notNow])
    _ = try await store.setDoubts([], at: Given.noon)
    #expect(try await permit().granted.map(\.delivery) == [DeliveryID(1)])
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-38: the last look at the files stands beside the heartbeat`(kind: StoreUnderTest) async throws {
    let store = try kind.open(folder)
    let service = try await store.service()
    #expect(try await store.health(at: Given.noon).lastLook == nil)
    try await store.noteLook(service, at: Given.noon.adding(seconds: 5))
    #expect(try await store.health(at: Given.noon).lastLook == Given.noon.adding(seconds: 5))
    try await store.unregister(service, at: Given.noon.adding(seconds: 6))
    #expect(try await store.health(at: Given.noon).lastLook == nil)
  }
}
