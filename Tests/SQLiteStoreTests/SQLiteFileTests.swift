import Elections
import Foundation
import GRDB
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
@testable import SQLiteStore

@Suite struct SQLiteFileTests {
  let folder: ScratchFolder
  var path: String { folder.path("store.sqlite") }

  init() throws { folder = try ScratchFolder() }

  private func pool(_ store: SQLiteStore) throws -> DatabasePool { try #require(store.database as? DatabasePool) }

  @Test func `G-24: every connection that writes flushes each commit to disk`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    let values = try await pool(store).writeWithoutTransaction { db in
      (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
    }
    #expect(values.0 == 2 && values.1 == "wal")
    let other = try SQLiteStore(path: path, access: .existing)
    #expect(try await pool(other).writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
  }

  @Test func `another program's database, a text and a newer store are refused and not touched`() throws {
    let foreign = folder.path("foreign.sqlite")
    let queue = try DatabaseQueue(path: foreign)
    try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: foreign))
    #expect(throws: StoreError.self) { try SQLiteStore(path: foreign, access: .creating) }
    #expect(try Data(contentsOf: URL(filePath: foreign)) == before)
    let text = folder.path("notes.txt")
    try Data("not a database, and long enough to be looked at: \(String(repeating: "x", count: 200))".utf8)
      .write(to: URL(filePath: text))
    #expect(throws: StoreError.self) { try SQLiteStore(path: text, access: .creating) }
    let store = try SQLiteStore(path: path, access: .creating)
    try pool(store).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 the future')") }
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path, access: .existing) }
    #expect(error?.description.contains("newer Portcullis") == true)
    #expect(throws: StoreError.self) { try SQLiteStore(path: folder.path("none.sqlite"), access: .existing) }
  }

  /// Two posts as each version kept them: the first with two channels and an edit, the second as it was written.
  private static func kept(_ version: Int) -> String {
    let lanes =
      version < 2
      ? "INSERT INTO lane (id, channel, class) VALUES (1, 'website', 'routine'), (2, 'intranet', 'routine');"
      : """
      INSERT INTO lane (id, channel, class, overridden, approvals, flagged)
        VALUES (1, 'website', 'routine', 0, 0, 0), (2, 'intranet', 'routine', 0, 0, 0);
      """
    let posts =
      version < 1
      ? """
      INSERT INTO post (id, revision, author, key, fingerprint, created_at)
        VALUES (1, 2, 'author', 'k', x'00', 5), (2, 1, 'other', NULL, NULL, 6);
      INSERT INTO content (post, revision, body, edited_by, edited_at) VALUES
        (1, 1, '{"class":"routine","text":"before"}', NULL, NULL),
        (1, 2, '{"class":"routine","text":"after"}', 'editor', 7), (2, 1, '{"class":"routine","text":"second"}', NULL, NULL);
      """
      : """
      INSERT INTO post (id, revision, author, key, fingerprint, created_at, body, edited_by, edited_at, first_delivery,
          delivery_count)
        VALUES (1, 2, 'author', 'k', x'00', 5, '{"class":"routine","text":"after"}', 'editor', 7, 1, 2),
          (2, 1, 'other', NULL, NULL, 6, '{"class":"routine","text":"second"}', NULL, NULL, 3, 1);
      INSERT INTO content (post, revision, body) VALUES (1, 1, '{"class":"routine","text":"before"}');
      """
    return lanes + posts + """
      INSERT INTO delivery
          (post, post_revision, lane, content_hash, key, due_at, next_at, state, fence, attempts, lookups)
        SELECT post, revision, lane, zeroblob(32), zeroblob(16), 9, 9, 'queued', 0, 0, 0
        FROM (SELECT 1 AS post, 2 AS revision, 1 AS lane UNION ALL SELECT 1, 2, 2 UNION ALL SELECT 2, 1, 1);
      """
  }

  @Test(arguments: Schema.migrator.migrations.indices)
  func `every earlier version becomes this one with what it holds`(version: Int) async throws {
    let migrator = Schema.migrator
    let file = folder.path("version\(version).sqlite")
    let old = try DatabaseQueue(path: file)
    try migrator.migrate(old, upTo: migrator.migrations[version])
    try await old.write { try $0.execute(sql: Self.kept(version)) }
    try old.close()
    let store = try SQLiteStore(path: file, access: .existing)
    #expect(try store.read { try migrator.hasCompletedMigrations($0) })
    let posts = try await store.posts(PostQuery())
    #expect(posts.map(\.content.text) == ["after", "second"] && posts.map(\.author) == ["author", "other"])
    #expect(posts.map(\.editor) == ["editor", nil])
    #expect(posts.map { $0.deliveries.map(\.delivery.channel) } == [["website", "intranet"], ["website"]])
    let before = try store.read { db in
      try String.fetchOne(
        db, sql: "SELECT \(PostRow.body(of: "1")) FROM post AS p WHERE id = 1")
    }
    #expect(before?.contains("before") == true)
    #expect(try store.integrityFaults() == [])
    // Numbers go on where they were.
    try await store.adoptFirst()
    let added = try await store.submit([Given.post("c", seed: 3)], note: Given.note())
    #expect(added.map(\.post) == [PostID(3)])
  }

  @Test(arguments: Schema.migrator.migrations.indices.dropLast())
  func `an earlier version that its owner only looks at becomes this one, and answers`(version: Int) async throws {
    let migrator = Schema.migrator
    let file = folder.path("older\(version).sqlite")
    let old = try DatabaseQueue(path: file)
    try migrator.migrate(old, upTo: migrator.migrations[version])
    try await old.write { try $0.execute(sql: Self.kept(version)) }
    try old.close()
    let reader = try SQLiteStore(path: file, access: .readOnly)
    #expect(try await reader.posts(PostQuery()).map(\.content.text) == ["after", "second"])
    #expect(try reader.read { try migrator.hasCompletedMigrations($0) })
  }

  @Test func `a store of version 6 keeps every row, and takes calls that come again from then on`() async throws {
    let migrator = Schema.migrator
    let file = folder.path("six.sqlite")
    let old = try DatabaseQueue(path: file)
    try migrator.migrate(old, upTo: migrator.migrations[5])
    try await old.write { try $0.execute(sql: Self.kept(5) + "INSERT INTO audit_head VALUES (1, 7, randomblob (32));") }
    // What the version replaces is compared by itself.
    func rows(_ db: Database) throws -> [String: [Row]] {
      let tables = try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_schema
          WHERE type = 'table' AND name NOT IN ('operation', 'audit_head', 'latest', 'grdb_migrations') AND name NOT LIKE 'sqlite_%'
          """)
      return try Dictionary(
        uniqueKeysWithValues: tables.map { ($0, try Row.fetchAll(db, sql: "SELECT * FROM \($0)")) })
    }
    let before = try old.read(rows)
    let head = try old.read { try Row.fetchOne($0, sql: "SELECT id, last AS entry, hash FROM audit_head") }
    try migrator.migrate(old, upTo: migrator.migrations[6])
    #expect(try old.read(rows) == before && before["delivery"]?.count == 3)
    #expect(try old.read { try Row.fetchOne($0, sql: "SELECT id, entry, hash FROM latest") } == head)
    try old.close()
    let store = try SQLiteStore(path: file, access: .existing)
    try await store.adoptFirst()
    let operation = NewOperations.next()
    let first = try await store.submit([Given.post("c", seed: 3)], note: Given.note(), as: operation)
    #expect(try await store.submit([Given.post("c", seed: 3)], note: Given.note(), as: operation) == first)
    #expect(try await store.posts(PostQuery()).count == 3)
  }

  @Test func `deliveries in every state, as version 3 kept them, are the same in this one`() async throws {
    let migrator = Schema.migrator
    let file = folder.path("states.sqlite")
    let old = try DatabaseQueue(path: file)
    try migrator.migrate(old, upTo: migrator.migrations[2])
    let states = [
      "'queued', NULL, NULL, NULL, NULL, NULL, NULL", "'queued', 1, 9, NULL, NULL, NULL, NULL",
      "'sending', 1, 9, NULL, NULL, NULL, NULL", "'uncertain', NULL, NULL, 5, NULL, NULL, NULL",
      "'review', NULL, NULL, 5, NULL, NULL, NULL", "'published', NULL, NULL, NULL, 'remote', 6, 7",
      "'failed', NULL, NULL, NULL, NULL, NULL, 7", "'cancelled', NULL, NULL, NULL, NULL, NULL, 7",
      "'expired', NULL, NULL, NULL, NULL, NULL, 7",
    ]
    try await old.write { db in
      try db.execute(
        sql:
          "INSERT INTO lane (id, channel, class, overridden, approvals, flagged) VALUES (1, 'website', 'routine', 0, 0, 0)"
      )
      for (index, state) in states.enumerated() {
        try db.execute(
          sql: """
            INSERT INTO post (id, revision, author, created_at, body, first_delivery, delivery_count)
              VALUES (\(index + 1), 1, 'a', 1, '{"class":"routine","text":"t"}', \(index + 1), 1);
            INSERT INTO delivery (id, post, post_revision, lane, content_hash, key, due_at, next_at, fence, attempts, lookups,
                state, claimed_by, lease_until, since, remote_id, sent_at, finished_at, override_id, override_until)
              VALUES (\(index + 1), \(index + 1), 1, 1, zeroblob(32), zeroblob(16), 2, 3, 4, 5, 6, \(state), 7, 8);
            """)
      }
    }
    let columns = """
      SELECT id, post, post_revision, lane, content_hash, key, due_at, late_after, expires_at, released_at, next_at, state,
        fence, claimed_by, lease_until, attempts, lookups, doubted, since, reason, remote_id, url, sent_at, finished_at,
        override_id, override_until
      FROM delivery ORDER BY id
      """
    let before = try old.read { try Row.fetchAll($0, sql: columns) }
    try old.close()
    let store = try SQLiteStore(path: file, access: .existing)
    let after = try store.read { try Row.fetchAll($0, sql: columns) }
    #expect(after == before && after.count == states.count)
    #expect(try await store.posts(PostQuery()).map { $0.deliveries.map(\.delivery.state.name.rawValue) }.count == 9)
    #expect(try store.integrityFaults() == [])
  }

  @Test func `an id that version 5 kept twice stays with its first delivery, and nobody takes it again`() async throws {
    let migrator = Schema.migrator
    let file = folder.path("ids.sqlite")
    let old = try DatabaseQueue(path: file)
    try migrator.migrate(old, upTo: migrator.migrations[4])
    let ids = ["same", "same", "confirmed by a person: head", "confirmed by a person: head", "other"]
    try await old.write { db in
      try db.execute(
        sql: """
          INSERT INTO lane (id, channel, class, overridden, approvals, flagged)
            VALUES (1, 'website', 'routine', 0, 0, 0), (2, 'intranet', 'routine', 0, 0, 0);
          INSERT INTO post (id, revision, author, created_at, body, first_delivery, delivery_count)
            VALUES (1, 1, 'a', 1, '{"class":"routine","text":"t"}', 1, 6);
          """)
      for (index, id) in (ids + ["same"]).enumerated() {
        try db.execute(
          sql: """
            INSERT INTO delivery (id, post, post_revision, lane, content_hash, key, due_at, next_at, fence, attempts,
                lookups, state, remote_id, sent_at, finished_at)
              VALUES (\(index + 1), 1, 1, \(index == ids.count ? 2 : 1), zeroblob(32), zeroblob(16), 2, 3, 4, 5, 6,
                'published', '\(id)', 6, 7);
            """)
      }
    }
    try old.close()
    let store = try SQLiteStore(path: file, access: .existing)
    let channels = try store.read { try String?.fetchAll($0, sql: "SELECT id_channel FROM delivery ORDER BY id") }
    #expect(channels == ["website", nil, nil, nil, "website", "intranet"])
    #expect(try store.integrityFaults() == [])
    #expect(throws: (any Error).self) {
      try self.pool(store).write { db in
        try db.execute(
          sql: """
            INSERT INTO delivery (id, post, post_revision, lane, content_hash, key, due_at, next_at, fence, attempts,
                lookups, state, remote_id, id_channel, sent_at, finished_at)
              VALUES (7, 1, 1, 1, zeroblob(32), zeroblob(16), 2, 3, 4, 5, 6, 'published', 'same', 'website', 6, 7);
            """)
      }
    }
    // A final state is as final as before.
    #expect(throws: (any Error).self) {
      try self.pool(store).write { try $0.execute(sql: "UPDATE delivery SET id_channel = NULL WHERE id = 1") }
    }
  }

  @Test func `G-25, G-35, G-45: the file itself refuses what the code must never do`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("a", seed: 1), Given.post("b", seed: 2)], note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon, limit: 1).claimed[0]
    _ = try await store.permit([claimed], service, at: Given.noon)
    _ = try await store.publish(claimed.delivery, at: Given.noon)
    let forbidden = [
      "UPDATE delivery SET state = 'queued', finished_at = NULL, remote_id = NULL WHERE id = 1",
      "DELETE FROM delivery WHERE id = 2",
      "UPDATE delivery SET state = 'held' WHERE id = 2",
      "UPDATE delivery SET state = 'published', finished_at = 1 WHERE id = 2",
      "UPDATE delivery SET state = 'sending' WHERE id = 2",
      "UPDATE delivery SET claimed_by = 1 WHERE id = 2",
      "UPDATE delivery SET finished_at = 1 WHERE id = 2",
      "UPDATE delivery SET state = 'cancelled' WHERE id = 2",
      "UPDATE delivery SET state = 'uncertain' WHERE id = 2",
      "UPDATE delivery SET since = 1 WHERE id = 2",
      "UPDATE delivery SET remote_id = 'x' WHERE id = 2",
      "UPDATE delivery SET doubted = 2 WHERE id = 2",
      "UPDATE delivery SET override_id = 1 WHERE id = 2",
      "UPDATE audit SET actor = 'nobody' WHERE id = 1",
      "DELETE FROM audit WHERE id = 1",
      "INSERT INTO epoch VALUES (2, 1)",
    ]
    for sql in forbidden {
      await #expect(throws: DatabaseError.self, "\(sql)") { try await pool(store).write { try $0.execute(sql: sql) } }
    }
  }

  @Test func `I15: a claim and a look at the lanes use the claim index alone, whatever is held`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    for count in [0, 1000] {
      try await store.submitMany(count)
      let plan = try await pool(store).read { db in
        try Row.fetchAll(
          db, sql: "EXPLAIN QUERY PLAN " + LaneHeads.query, arguments: [1, 5, 1, 1, 16]
        ).map { $0["detail"] as String }
      }
      #expect(plan.contains { $0.contains("SEARCH d USING INDEX delivery_claim (lane=? AND") }, "\(plan)")
      #expect(!plan.contains { $0.contains("SCAN") }, "\(plan)")
      #expect(!plan.contains { $0.contains("TEMP B-TREE") })
    }
  }

  @Test func `a store that was removed or replaced is noticed before anything is acknowledged`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("elsewhere.sqlite"))
    let error = await #expect(throws: StoreError.self) {
      try await store.submit([Given.post("lost?")], note: Given.note())
    }
    #expect(error?.description.contains("removed or replaced") == true)
  }

  @Test func `the log of a living store that was removed is noticed before anything is acknowledged`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    try FileManager.default.removeItem(atPath: path + "-wal")
    let error = await #expect(throws: StoreError.self) {
      try await store.submit([Given.post("lost?")], note: Given.note())
    }
    #expect(error?.description.contains("-wal") == true)
  }

  @Test func `a full disk refuses the new and loses nothing of the old`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("kept")], note: Given.note())
    try await pool(store).writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
    }
    let large = String(repeating: "x", count: 50_000)
    let error = await #expect(throws: StoreError.self) {
      try await store.submit([Given.post(large, seed: 1)], note: Given.note())
    }
    #expect(error?.description.contains("disk of the store is full") == true)
    #expect(try await store.posts(PostQuery()).map(\.content.text) == ["kept"])
    try await pool(store).writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    _ = try await store.submit([Given.post(large, seed: 1)], note: Given.note())
    #expect(try await store.posts(PostQuery()).count == 2)
  }

  @Test func `G-23, G-45: a full disk that undoes a whole group leaves nothing half of it behind`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("taken", key: "taken", seed: 1)], note: Given.note())
    let writer = try pool(store)
    try await writer.writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      try db.execute(sql: "PRAGMA max_page_count = \(pages + 100)")
    }
    // All of these wait for the writer, and so come into one group, in this order.
    let gate = DispatchSemaphore(value: 0)
    writer.asyncWriteWithoutTransaction { _ in gate.wait() }
    @Sendable func entry(_ detail: String) -> AuditDraft {
      AuditDraft(at: Given.noon, actor: "a", written: WrittenFact(.flagged, kept: detail))
    }
    let works: [@Sendable () async throws -> Void] = [
      { try await store.appendAudit([entry("first")]) },
      { _ = try await store.submit([Given.post("refused", key: "taken", seed: 2)], note: Given.note()) },
      { _ = try await store.submit([Given.post("before", seed: 3)], note: Given.note()) },
      { try await store.appendAudit([entry(String(repeating: "too large ", count: 200_000))]) },
      { _ = try await store.submit([Given.post("after", seed: 4)], note: Given.note()) },
    ]
    // Each runs up to where it waits before the next begins.
    let running = works.map { work in Task.immediate { (try? await work()) != nil } }
    gate.signal()
    var isAccepted: [Bool] = []
    for task in running { isAccepted.append(await task.value) }
    #expect(!isAccepted[1] && !isAccepted[3])
    // Whatever was acknowledged is there, and nothing else.
    let texts = try await store.posts(PostQuery()).map(\.content.text)
    #expect(texts.contains("before") == isAccepted[2] && texts.contains("after") == isAccepted[4])
    let entries = try await store.audit(AuditQuery())
    #expect(entries.contains { $0.draft.detail == "first" } == isAccepted[0])
    #expect(AuditChain.fault(in: entries[0], after: nil) == nil)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { AuditChain.fault(in: $1, after: $0) == nil })
    #expect(try await store.lastAuditEntry() == entries.last?.id)
    #expect(try store.integrityFaults() == [])
    // And it goes on.
    _ = try await store.submit([Given.post("later", seed: 5)], note: Given.note())
  }

  @Test func `I13: after a crash at any byte of the log the store is some prefix of its history`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    try await pool(store).writeWithoutTransaction { db in
      _ = try db.checkpoint(.truncate)
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    }
    for index in 0..<20 {
      _ = try await store.submit([Given.post("p\(index)", seed: UInt64(index))], note: Given.note())
    }
    let main = try Data(contentsOf: URL(filePath: path))
    let log = try Data(contentsOf: URL(filePath: path + "-wal"))
    var generator = SystemRandomNumberGenerator()
    var counts: Set<Int> = []
    for _ in 0..<60 {
      let cut = Int.random(in: 0...log.count, using: &generator)
      let copy = folder.path("cut-\(cut).sqlite")
      try main.write(to: URL(filePath: copy))
      try log.prefix(cut).write(to: URL(filePath: copy + "-wal"))
      let found = try SQLiteStore(path: copy, access: .existing)
      let posts = try await found.posts(PostQuery())
      #expect(posts.map(\.content.text) == (0..<posts.count).map { "p\($0)" }, "cut at byte \(cut)")
      let entries = try await found.audit(AuditQuery())
      #expect(entries.count == posts.count + 1)
      #expect(try await found.lastAuditEntry() == Int64(entries.count))
      #expect(try found.integrityFaults().isEmpty)
      counts.insert(posts.count)
    }
    #expect(counts.count > 5)
  }

  @Test func `a backup taken in use is whole, and replaces nothing`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    try await store.submitMany(50)
    let target = folder.path("backup.sqlite")
    try store.backup(to: target) { _ in }
    let copy = try SQLiteStore(path: target, access: .existing)
    #expect(try await copy.posts(PostQuery()).count == 50)
    #expect(try copy.integrityFaults().isEmpty)
    #expect(throws: StoreError.self) { try store.backup(to: target) { _ in } }
  }

  @Test(arguments: [
    ("26 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 26 0:44 / /srv/share rw - nfs4 host:/x rw\n", "/srv/share/p", "nfs4"),
    ("26 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 26 0:44 / /srv/share rw - nfs4 host:/x rw\n", "/srv/shared", "ext4"),
    (
      "26 1 8:1 / / rw - ext4 a rw\n31 26 0:5 / /mnt/a\\040b rw shared:1 - fuse.sshfs h rw\n", "/mnt/a b/c",
      "fuse.sshfs"
    ),
  ])
  func `the file system under a folder is read from the kernel's table`(table: String, path: String, type: String) {
    #expect(MountTable.type(of: path, in: table) == type)
  }

  @Test func `G-24: a store that can only be read says so and takes nothing`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    let reader = try SQLiteStore(path: path, access: .readOnly)
    #expect(try await reader.epoch() == RevisionNumber(1))
    await #expect(throws: StoreError.self) { try await reader.submit([Given.post("a")], note: Given.note()) }
  }
}

extension GateStore {
  func submitMany(_ count: Int) async throws {
    guard count > 0 else { return }
    _ = try await submit((0..<count).map { Given.post("p\($0)", seed: UInt64($0)) }, note: Given.note())
  }
}
