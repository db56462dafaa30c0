import GRDB
import GateTesting
import Publishing
import PublishingGate
import SQLiteStore
import TestSupport
import Testing

/// Rows that somebody changed behind the store's back.
@Suite struct ChangedRowTests {
  @Test func `a byte that was changed in the store is found when it is claimed, and the post waits for a person`()
    async throws
  {
    let changes = [
      "UPDATE post SET body = replace(body, '\"a\"', '\"b\"')", "UPDATE post SET body = 'x'",
      "UPDATE delivery SET content_hash = zeroblob(32)",
    ]
    for change in changes {
      let place = try ScratchFolder()
      defer { withExtendedLifetime(place) {} }
      let store = try SQLiteStore(path: place.path("store.sqlite"), access: .creating)
      try await store.adoptFirst()
      _ = try await store.submit([Given.post("a", seed: 1), Given.post("sound", seed: 2)], note: Given.note())
      try await DatabaseQueue(path: place.path("store.sqlite")).write { db in
        try db.execute(sql: change + " WHERE id = 1")
      }
      let service = try await store.service()
      let answer = try await store.claim(service, at: Given.noon)
      #expect(answer.claimed.map(\.delivery.post) == [PostID(2)], "\(change)")
      #expect(answer.distrusted.map(\.state.name) == [.review], "\(change)")
      let entry = try await store.audit(AuditQuery(post: PostID(1))).last
      #expect(entry?.draft.event == .review && entry?.draft.detail.contains("changed outside") == true)
      guard changes.last == change else { continue }
      let name = DeliveryName(post: PostID(1), channel: "website")
      await #expect(throws: StoreError.refused(name, .changed), "and nobody can agree to it") {
        try await store.change(
          PostChange(
            post: PostID(1), act: .release(reason: "r"), at: Given.noon, actor: "ann",
            under: RulesInForce.unregistered(RevisionNumber(1)), seen: 1))
      }
    }
  }
}
