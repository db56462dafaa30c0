import Elections
import Foundation
import GRDB
package import Publishing
import Texts

extension SQLiteStore {
  package func epoch() async throws(StoreError) -> RevisionNumber? {
    try look { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT (SELECT revision FROM epoch), (SELECT max(number) FROM revision),
            (SELECT revision FROM audit WHERE event = 'adopted' ORDER BY id DESC LIMIT 1)
          """)
      guard let row = try Row.fetchOne(statement) else { return nil }
      let (inForce, newest, logged): (Int64?, Int64?, Int64?) = (row[0], row[1], row[2])
      // The newest is in force, always, and the log says so.
      guard inForce == newest, logged == newest else {
        let text = { (number: Int64?) in number.map { "revision \($0)" } ?? "none" }
        throw StoreError.damaged(
          "By the store \(text(inForce)) is in force, though \(text(logged ?? newest)) was adopted; restore a backup.")
      }
      return inForce.map(RevisionNumber.init)
    }
  }

  package func revision(_ number: RevisionNumber) async throws(StoreError) -> Revision? {
    try read { db in try Self.revision(number, db) }
  }

  package func revisions(limit: Int) async throws(StoreError) -> [Revision] {
    try read { db in
      try Int64.fetchAll(db, sql: "SELECT number FROM revision ORDER BY number DESC LIMIT ?", arguments: [limit])
        .compactMap { try Self.revision(RevisionNumber($0), db) }
    }
  }

  private static func revision(_ number: RevisionNumber, _ db: Database) throws -> Revision? {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT adopted_at, adopted_by, reason, automatic, hash FROM revision WHERE number = ?",
        arguments: [number.rawValue])
    else { return nil }
    var files: [Int: [Snapshot.File]] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT position, role, path, hash FROM snapshot_file WHERE revision = ?", arguments: [number.rawValue])
    while let row = try rows.next() {
      guard let role = Snapshot.Role(rawValue: row[1]) else { continue }
      files[row[0], default: []].append(Snapshot.File(role: role, path: row[2], hash: try ContentHash(row, 3)))
    }
    let snapshots = try Row.fetchAll(
      db, sql: "SELECT position, folder, calendars FROM snapshot WHERE revision = ? ORDER BY position",
      arguments: [number.rawValue]
    ).map { Snapshot(folder: $0[1], calendars: $0[2], files: files[$0[0]] ?? []) }
    guard let governing = snapshots.first else {
      throw StoreError.damaged("Revision \(number) has lost its files; restore a backup.")
    }
    let revision = Revision(
      number: number,
      draft: RevisionDraft(
        basis: nil, governing: governing, alsoCloses: Array(snapshots.dropFirst()), bytes: [:], at: Instant(row, 0),
        actor: row[1], reason: row[2], isAutomatic: row[3]))
    // Files have their hashes; which files a revision is made of has this one.
    guard revision.hash == (try ContentHash(row, 4)) else {
      throw StoreError.damaged(
        "Which files revision \(number) is made of was changed in the store; restore a backup.")
    }
    return revision
  }

  package func contents(of snapshot: Snapshot) async throws(StoreError) -> SnapshotContents {
    try read { db in
      var bytes: [ContentHash: [UInt8]] = [:]
      for file in snapshot.files where bytes[file.hash] == nil {
        let statement = try db.cachedStatement(sql: "SELECT bytes FROM file WHERE hash = ?")
        guard let data = try Data.fetchOne(statement, arguments: [file.hash.data]) else {
          throw StoreError.damaged("The store has lost \(file.path); restore a backup.")
        }
        let found = [UInt8](data)
        guard ContentHash(of: found) == file.hash else {
          throw StoreError.damaged("What the store keeps of \(file.path) was changed; restore a backup.")
        }
        bytes[file.hash] = found
      }
      return SnapshotContents(snapshot: snapshot, bytes: bytes)
    }
  }

  package func adopt(_ draft: RevisionDraft, as operation: OperationID) async throws(StoreError) -> Adoption {
    try await write(as: operation, .adopt(draft)) { transaction in
      let db = transaction.db
      return try transaction.run(
        .adoption(
          draft, newest: try transaction.epoch(), beingSent: try DeliveryRow.beingSent(db),
          changed: try draft.unseen.map { try Self.changed(since: $0.since, db) } ?? []))
    }
  }

  /// What waits or is in doubt, and was queued or changed since a store had come so far.
  private static func changed(since position: StorePosition, _ db: Database) throws -> [ChangedDelivery] {
    // The deliveries of a post have consecutive numbers, and those of newer posts follow.
    let newer = """
      SELECT \(DeliveryRow.columns), 0 FROM \(DeliveryRow.source)
      WHERE (d.state = 'queued' OR d.state = 'uncertain')
        AND d.id >= (SELECT first_delivery FROM post WHERE id > ?1 ORDER BY id LIMIT 1)
      """
    let changed = """
      SELECT \(DeliveryRow.columns), e.last
      FROM (SELECT post, max(id) AS last FROM audit WHERE id > ?1 AND post IS NOT NULL AND post <= ?2 GROUP BY post) AS e
      JOIN post AS p ON p.id = e.post
      JOIN delivery AS d ON d.id >= p.first_delivery AND d.id < p.first_delivery + p.delivery_count
      JOIN lane AS l ON l.id = d.lane
      WHERE d.state = 'queued' OR d.state = 'uncertain'
      """
    func read(_ row: ColumnReader) throws -> ChangedDelivery {
      ChangedDelivery(try DeliveryRow.delivery(row), lastEntry: row.integer(DeliveryRow.columnCount))
    }
    let (post, entry) = (position.newestPost.rawValue, position.lastEntry)
    func bind(_ values: inout ParameterBinder) {
      values.append(entry)
      values.append(post)
    }
    return try DirectStatement(db, newer).all({ $0.append(post) }, read) + DirectStatement(db, changed).all(bind, read)
  }

  package func settingsInForce() async throws(StoreError) -> [SettingsInForce] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT max(number), hash FROM (
            SELECT r.number AS number, (SELECT hash FROM snapshot_file
              WHERE revision = r.number AND position = 0 AND role = 'settings' LIMIT 1) AS hash FROM revision AS r)
          GROUP BY hash ORDER BY 1 DESC
          """
      ).map { row in
        SettingsInForce(
          last: RevisionNumber(row[0]), hash: row.hasNull(atIndex: 1) ? nil : try ContentHash(row, 1))
      }
    }
  }
}
