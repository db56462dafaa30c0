import Elections
import Foundation
import GRDB
package import Publishing
import Texts

extension SQLiteStore {
  package func epoch() async throws(StoreError) -> RevisionNumber? {
    try look { db in
      try Int64.fetchOne(try db.cachedStatement(sql: "SELECT revision FROM epoch")).map(RevisionNumber.init)
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
        db, sql: "SELECT adopted_at, adopted_by, reason, automatic FROM revision WHERE number = ?",
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
    return Revision(
      number: number,
      draft: RevisionDraft(
        basis: nil, governing: governing, alsoCloses: Array(snapshots.dropFirst()), bytes: [:], at: Instant(row, 0),
        actor: row[1], reason: row[2], isAutomatic: row[3]))
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

  package func adopt(_ draft: RevisionDraft) async throws(StoreError) -> Adoption {
    try await write { transaction in
      let db = transaction.db
      let current = try transaction.epoch()
      guard current == draft.basis else { throw StoreError.superseded(by: current ?? RevisionNumber(0)) }
      try draft.check()
      let number = RevisionNumber(try Int64.fetchOne(db, sql: "SELECT coalesce(max(number), 0) + 1 FROM revision") ?? 1)
      try db.execute(
        sql: "INSERT INTO revision (number, hash, adopted_at, adopted_by, reason, automatic) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          number.rawValue, draft.hash.data, draft.at.millisecondsSince1970, draft.actor, draft.reason,
          draft.isAutomatic,
        ])
      for (hash, bytes) in draft.bytes {
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO file (hash, bytes) VALUES (?, ?)")
        try insert.execute(arguments: [hash.data, Data(bytes)])
      }
      for (position, snapshot) in ([draft.governing] + draft.alsoCloses).enumerated() {
        try db.execute(
          sql: "INSERT INTO snapshot (revision, position, folder, calendars) VALUES (?, ?, ?, ?)",
          arguments: [number.rawValue, position, snapshot.folder, snapshot.calendars])
        for file in snapshot.files {
          let insert = try db.cachedStatement(
            sql: "INSERT INTO snapshot_file (revision, position, role, path, hash) VALUES (?, ?, ?, ?, ?)")
          try insert.execute(arguments: [number.rawValue, position, file.role.rawValue, file.path, file.hash.data])
        }
      }
      try transaction.moveEpoch(to: number)
      let inFlight = try Row.fetchAll(
        db,
        sql: """
          SELECT d.post, l.channel FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
          WHERE d.claimed_by IS NOT NULL AND d.state = 'sending' ORDER BY d.id
          """
      ).map { DeliveryName(post: PostID($0[0]), channel: $0[1]) }
      let setAside = try Self.setAside(draft, as: number, transaction)
      try transaction.audit(draft.audit(as: number, inFlight: inFlight, setAside: setAside.names))
      for audit in setAside.audits { try transaction.audit(audit) }
      return Adoption(revision: number, inFlight: inFlight, setAside: setAside.names)
    }
  }

  /// What was queued or changed since the look and would be freed unseen goes to review.
  private static func setAside(
    _ draft: RevisionDraft, as number: RevisionNumber, _ transaction: Transaction
  ) throws -> (names: [DeliveryName], audits: [AuditDraft]) {
    guard let unseen = draft.unseen else { return ([], []) }
    // The deliveries of a post have consecutive numbers, and those of newer posts follow.
    let newer = """
      SELECT \(DeliveryRow.columns) FROM \(DeliveryRow.source)
      WHERE (d.state = 'queued' OR d.state = 'uncertain') AND d.id >= (SELECT first_delivery FROM post WHERE id > ?1 ORDER BY id LIMIT 1)
      """
    let changed = """
      SELECT \(DeliveryRow.columns) FROM \(DeliveryRow.source)
      JOIN post AS p ON d.id >= p.first_delivery AND d.id < p.first_delivery + p.delivery_count
      WHERE (d.state = 'queued' OR d.state = 'uncertain') AND p.id IN (SELECT post FROM audit WHERE id > ?1 AND post IS NOT NULL) AND p.id <= ?2
      """
    let (post, entry) = (unseen.since.newestPost.rawValue, unseen.since.lastEntry)
    var found = try DirectStatement(transaction.db, newer).all({ $0.append(post) }, DeliveryRow.delivery)
    func bind(_ values: inout ParameterBinder) {
      values.append(entry)
      values.append(post)
    }
    found += try DirectStatement(transaction.db, changed).all(bind, DeliveryRow.delivery)
    var names: [DeliveryName] = []
    var audits: [AuditDraft] = []
    for before in found.sorted(by: { $0.id < $1.id }) {
      guard let (after, audit) = try unseen.setAside(before, at: draft.at, actor: draft.actor, revision: number) else {
        continue
      }
      try DeliveryRow.save(after, replacing: before, transaction)
      names.append(before.name)
      audits.append(audit)
    }
    return (names, audits)
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
