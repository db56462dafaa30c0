import Elections
import GRDB
import Publishing

/// Attempts and what they send, read and written.
enum AttemptRow {
  static func fetch(_ delivery: DeliveryID, fence: Int64, _ db: Database) throws -> Attempt? {
    let statement = try DirectStatement(
      db, "SELECT revision, service, began_at, ended_at FROM attempt WHERE delivery = ? AND fence = ?")
    func bind(_ values: inout ParameterBinder) {
      values.append(delivery.rawValue)
      values.append(fence)
    }
    return try statement.first(bind) { row in
      Attempt(
        delivery: delivery, fence: fence, revision: RevisionNumber(row.integer(0)),
        service: row.integerOrNil(1).map(ServiceID.init), began: row.instant(2), ended: row.instantOrNil(3))
    }
  }

  static func insert(_ attempt: Attempt, _ db: Database) throws {
    try DirectStatement(db, "INSERT INTO attempt (delivery, fence, revision, began_at, service) VALUES (?, ?, ?, ?, ?)")
      .run { values in
        values.append(attempt.delivery.rawValue)
        values.append(attempt.fence)
        values.append(attempt.revision.rawValue)
        values.append(attempt.began)
        values.append(attempt.service?.rawValue)
      }
  }

  static func end(_ end: AttemptEnd, _ db: Database) throws {
    try DirectStatement(db, "UPDATE attempt SET ended_at = ?, outcome = ? WHERE delivery = ? AND fence = ?")
      .run { values in
        values.append(end.at)
        values.append(end.problem)
        values.append(end.delivery.rawValue)
        values.append(end.fence)
      }
  }

  /// When it was read back first.
  static func seen(_ sighting: Sighting, _ db: Database) throws -> Instant? {
    let statement = try DirectStatement(db, "SELECT seen_at FROM attempt WHERE delivery = ? AND fence = ?")
    func bind(_ values: inout ParameterBinder) {
      values.append(sighting.delivery.rawValue)
      values.append(sighting.fence)
    }
    return try statement.first(bind) { $0.instantOrNil(0) } ?? nil
  }

  static func see(_ sighting: Sighting, _ db: Database) throws {
    try DirectStatement(
      db, "UPDATE attempt SET seen_at = ? WHERE delivery = ? AND fence = ? AND seen_at IS NULL"
    ).run { values in
      values.append(sighting.at)
      values.append(sighting.delivery.rawValue)
      values.append(sighting.fence)
    }
  }

  /// The first plan of a revision stays.
  static func keep(_ plan: [UInt8], of delivery: DeliveryID, _ revision: Int, _ db: Database) throws {
    try DirectStatement(db, "INSERT OR IGNORE INTO plan (delivery, post_revision, payload) VALUES (?, ?, ?)")
      .run { values in
        values.append(delivery.rawValue)
        values.append(revision)
        values.append(plan)
      }
  }

  /// What preparing made, in the place of what was made before.
  static func keep(preparation kept: [UInt8], of delivery: DeliveryID, _ revision: Int, _ db: Database) throws {
    try DirectStatement(
      db,
      """
      INSERT INTO preparation (delivery, post_revision, ids) VALUES (?, ?, ?)
      ON CONFLICT (delivery, post_revision) DO UPDATE SET ids = excluded.ids
      """
    ).run { values in
      values.append(delivery.rawValue)
      values.append(revision)
      values.append(kept)
    }
  }
}
