import Elections
import Foundation
import GRDB
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
import Texts
@testable import SQLiteStore

/// Personal texts in SQLite's file.
@Suite struct AuditTextFileTests {
  let folder: ScratchFolder
  private var path: String { folder.path("store.sqlite") }
  private static let words = "Mrs O'Neill of Mill Lane"

  init() throws { folder = try ScratchFolder() }

  /// A store whose last entry says why a pause ended, among others with texts.
  private func store() async throws -> SQLiteStore {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    let reasons = ["one", Self.words, "three"]
    try await store.appendAudit(
      reasons.map { AuditDraft(at: Given.noon, actor: "ann", .pauseEnded(AuditFact.Reason($0))) })
    return store
  }

  private func change(_ store: SQLiteStore, _ sql: String) async throws {
    let pool = try #require(store.database as? DatabasePool)
    try await pool.write { try $0.execute(sql: sql) }
  }

  private static func fault(_ store: SQLiteStore) async throws -> AuditFault? {
    var check = AuditCheck()
    for entry in try await store.audit(AuditQuery()) { if let fault = check.take(entry) { return fault } }
    return check.end(of: try await store.lastAuditEntry())
  }

  /// The files in which the words stand.
  private func files(with words: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path("")).filter { name in
      FileManager.default.contents(atPath: folder.path(name))?.range(of: Data(words.utf8)) != nil
    }
  }

  private static func removal(_ entry: Int64, by actor: Actor = "ann") -> TextRemoval {
    TextRemoval(
      ofEntry: entry, at: Given.noon, reason: "asked", by: actor, under: .unregistered(RevisionNumber(1)))
  }

  @Test func `G-44: what was removed is in no byte of the store's files`() async throws {
    let store = try await store()
    #expect(try !files(with: Self.words).isEmpty)
    let entry = try #require(try await store.audit(AuditQuery()).first { $0.draft.fact.reason == Self.words })
    guard case .kept(_, let key)? = entry.textBeside else { throw StoreError.noTextApart(entry.id) }
    #expect(try await store.removeText(Self.removal(entry.id)))
    #expect(try files(with: Self.words) == [])
    #expect(try files(with: String(decoding: key.bytes, as: UTF8.self)) == [])
    #expect(try files(with: "three") == ["store.sqlite"])
    #expect(try await Self.fault(store) == nil)
    #expect(try store.integrityFaults() == [])
  }

  @Test func `G-44: the words go from the delivery too, from where they stood in it before, and from its final state`()
    async throws
  {
    let store = try await store()
    // Many, so that rows move from page to page while they change.
    let drafts = (0..<60).map { Given.post("post \($0)", seed: UInt64($0) + 1) }
    let posts = try await store.submit(drafts, note: Given.note())
    for act in [PostChange.Act.reject(reason: Self.words), .cancel(reason: "\(Self.words)")] {
      for post in posts {
        _ = try await store.change(
          PostChange(
            post: post.post, act: act, at: Given.noon, actor: "ann", under: .unregistered(RevisionNumber(1))))
      }
    }
    for entry in try await store.audit(AuditQuery(limit: 1000)) where entry.draft.fact.reason == Self.words {
      #expect(try await store.removeText(Self.removal(entry.id)))
    }
    #expect(try files(with: "Mill Lane") == [])
    let delivery = try #require(try await store.post(posts[0].post)?.deliveries.first?.delivery)
    guard case .cancelled(_, let reason) = delivery.state else {
      Issue.record("\(delivery)")
      return
    }
    #expect(reason.hasPrefix(RecordedRemoval.opening) && reason.hasSuffix("of the audit log]"))
    #expect(try await Self.fault(store) == nil)
    #expect(try store.integrityFaults() == [])
  }

  @Test func `G-44: each text has a key of its own, so that equal texts have other digests`() async throws {
    let store = try await store()
    try await store.appendAudit(
      (0..<20).map { _ in AuditDraft(at: Given.noon, actor: "ann", .pauseEnded(AuditFact.Reason(Self.words))) })
    let entries = try await store.audit(AuditQuery()).filter { $0.draft.fact.reason == Self.words }
    #expect(entries.count == 21 && Set(entries.map(\.chainedDetail)).count == 21)
  }

  @Test func `a backup that was made before has the text still, and one made after has not`() async throws {
    let store = try await store()
    try store.backup(to: folder.path("before.sqlite")) { _ in }
    #expect(try await store.removeText(Self.removal(3)))
    try store.backup(to: folder.path("after.sqlite")) { _ in }
    #expect(try files(with: Self.words) == ["before.sqlite"])
  }

  @Test func `where the file could not be written anew, that is told, and the same again does it`() async throws {
    let store = try await store()
    let pool = try #require(store.database as? DatabasePool)
    let reader = try pool.makeSnapshot()
    _ = try await reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit") }
    try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 1") }
    do {
      _ = try await store.removeText(Self.removal(3))
      Issue.record("somebody was reading what was there before")
    } catch {
      #expect("\(error)".contains("The text of entry 3 is removed, as the log says, but its bytes may still stand"))
    }
    try reader.close()
    #expect(try await store.audit(AuditQuery()).first { $0.id == 3 }?.removal != nil)
    #expect(try await !store.removeText(Self.removal(3)))
    #expect(try files(with: Self.words) == [])
  }

  @Test func `the file lets nothing be changed in what is final but for words that are removed`() async throws {
    let store = try await store()
    let post = try await store.submit([Given.post("one")], note: Given.note())[0].post
    _ = try await store.change(
      PostChange(
        post: post, act: .cancel(reason: "why"), at: Given.noon, actor: "ann", under: .unregistered(RevisionNumber(1))))
    for change in [
      "reason = 'because'", "reason = NULL", "state = 'queued'", "due_at = 1, reason = '[removed by ann]'",
      "remote_id = 'id'", "wish_reason = 'x'", "fence = fence + 1", "url = 'x'",
    ] {
      await #expect(throws: (any Error).self, "\(change)") {
        try await self.change(store, "UPDATE delivery SET \(change)")
      }
    }
    try await change(store, "UPDATE delivery SET reason = '[removed by ann]'")
    let columns = try store.read { try $0.columns(in: "delivery").map(\.name) }
    let trigger = try store.read {
      try String.fetchOne($0, sql: "SELECT sql FROM sqlite_master WHERE name = 'delivery_final'")
    }
    let named = try #require(trigger).split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    #expect(Set(columns).subtracting(named) == ["reason", "remote_id", "wish_reason"])
  }

  @Test func `a log whose texts an earlier version chained stays as it is, and new entries follow it`() async throws {
    let migrator = Schema.migrator
    let old = try DatabaseQueue(path: path)
    try migrator.migrate(old, upTo: migrator.migrations[5])
    let detail = "{\"reason\":\"\(Self.words)\"}"
    let draft = AuditDraft(at: Given.noon, actor: "ann", written: WrittenFact(.pauseEnded, kept: detail))
    let hash = AuditChain.hash(of: draft, detail: detail, id: 1, previous: AuditChain.start)
    try await old.write { db in
      try db.execute(
        sql: """
          INSERT INTO audit (id, at, actor, event, causes, detail, previous, hash)
            VALUES (1, ?, 'ann', 'pause-ended', '', ?, ?, ?);
          INSERT INTO audit_head VALUES (1, 1, ?);
          """,
        arguments: [
          Given.noon.millisecondsSince1970, detail, Data(AuditChain.start.bytes), Data(hash.bytes), Data(hash.bytes),
        ])
    }
    try old.close()
    let store = try await store()
    let entries = try await store.audit(AuditQuery())
    #expect(entries[0].draft == draft && entries[0].hash == hash && entries[0].apart == TextApart.none)
    #expect(entries.count == 5 && entries.suffix(3).allSatisfy { $0.apart != TextApart.none })
    #expect(try await Self.fault(store) == nil)
  }

  @Test func `the file itself refuses that a text is changed, put back or deleted`() async throws {
    let store = try await store()
    for sql in [
      "UPDATE audit_text SET text = '\"other\"'", "UPDATE audit_text SET key = zeroblob(16)",
      "UPDATE audit_text SET text = NULL",
      "UPDATE audit_text SET key = NULL, text = NULL", "UPDATE audit_text SET removal = 1", "DELETE FROM audit_text",
      "INSERT INTO audit_text VALUES (99, zeroblob(16), 'x')", "INSERT INTO audit_text VALUES (1, zeroblob(3), 'x')",
    ] {
      await #expect(throws: (any Error).self, "\(sql)") { try await change(store, sql) }
    }
    try await change(store, "UPDATE audit_text SET key = NULL, text = NULL, removal = 4 WHERE entry = 3")
    await #expect(throws: (any Error).self) {
      try await change(store, "UPDATE audit_text SET key = zeroblob(16), text = 'x', removal = NULL WHERE entry = 3")
    }
  }

  @Test(arguments: [
    ("UPDATE audit_text SET text = '\"other\"' WHERE entry = 3", AuditFault.textChanged(3)),
    ("UPDATE audit_text SET key = zeroblob(16) WHERE entry = 3", .textChanged(3)),
    ("UPDATE audit_text SET key = NULL, text = NULL, removal = 4 WHERE entry = 3", .textMissing(3)),
    ("DELETE FROM audit_text WHERE entry = 3", .textMissing(3)),
    ("DELETE FROM audit_text WHERE entry = 4; UPDATE audit_text SET entry = 4 WHERE entry = 3", .textMissing(3)),
    (
      "UPDATE audit SET detail = (SELECT detail FROM audit WHERE id = 4) WHERE id = 3", .changed(3)
    ),
    ("UPDATE audit SET detail = '{\"reason\":\"Mrs O''Neill of Mill Lane\"}' WHERE id = 3", .changed(3)),
  ])
  func `G-45: whatever a foreign hand does to a text, its key or its digest is found at its entry`(
    sql: String, fault: AuditFault
  ) async throws {
    let store = try await store()
    #expect(try await Self.fault(store) == nil)
    try await change(
      store,
      """
      DROP TRIGGER audit_unchanged; DROP TRIGGER audit_text_unchanged; DROP TRIGGER audit_text_kept;
      \(sql)
      """)
    #expect(try await Self.fault(store) == fault)
  }
}
