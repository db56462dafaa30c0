import Elections
import Foundation
import GRDB
import Publishing
import Texts

/// An override's columns, read and written.
enum OverrideRow {
  static let query = """
    SELECT o.id, d.post, l.channel, o.basis, o.reason, o.until_at, o.requester, o.requested_at, o.content_hash, o.state,
      o.decider, o.decided_at, d.id
    FROM override AS o JOIN delivery AS d ON d.id = o.delivery JOIN lane AS l ON l.id = d.lane
    """

  static func record(_ row: Row) throws -> (record: OverrideRecord, delivery: DeliveryID) {
    guard let basis = OverrideBasis(rawValue: row[3]), let state = OverrideRecord.State(rawValue: row[9]) else {
      throw StoreError.damaged("Override \(row[0] as Int64) holds values that there are not; restore a backup.")
    }
    let record = OverrideRecord(
      id: OverrideID(row[0]), delivery: DeliveryName(post: PostID(row[1]), channel: row[2]), basis: basis,
      reason: row[4], until: Instant(row, 5), requester: row[6], requestedAt: Instant(row, 7),
      contentHash: try ContentHash(row, 8), state: state, decider: row[10], decidedAt: Instant(optional: row, 11))
    return (record, DeliveryID(row[12]))
  }

  static func fetch(_ id: OverrideID, _ db: Database) throws -> (record: OverrideRecord, delivery: DeliveryID)? {
    try Row.fetchOne(db, sql: "\(query) WHERE o.id = ?", arguments: [id.rawValue]).map(record)
  }

  /// Those that a post's deliveries carry.
  static func carried(by post: PostRecord?, _ db: Database) throws -> [OverrideRecord] {
    try (post?.deliveries ?? []).compactMap { found in
      try found.delivery.override.flatMap { try fetch($0.id, db)?.record }
    }
  }

  static func next(_ db: Database) throws -> OverrideID {
    OverrideID((try Int64.fetchOne(db, sql: "SELECT max(id) FROM override") ?? 0) + 1)
  }

  static func save(_ record: OverrideRecord, _ delivery: DeliveryID, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO override (id, delivery, content_hash, basis, reason, until_at, requester, requested_at, state, decider,
          decided_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
          state = excluded.state, decider = excluded.decider, decided_at = excluded.decided_at
        """
    ).execute(arguments: [
      record.id.rawValue, delivery.rawValue, record.contentHash.data, record.basis.rawValue, record.reason,
      record.until.millisecondsSince1970, record.requester, record.requestedAt.millisecondsSince1970,
      record.state.rawValue, record.decider, record.decidedAt?.millisecondsSince1970,
    ])
  }
}

/// Approvals and rejections, read and written.
enum ApprovalRow {
  static func insert(_ approval: ApprovalRecord, _ delivery: DeliveryID, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO approval (delivery, actor, at, content_hash, due_at, approves, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        delivery.rawValue, approval.actor, approval.at.millisecondsSince1970, approval.contentHash.data,
        approval.due.millisecondsSince1970, approval.isApproval, approval.reason,
      ])
  }

  static func fetch(_ deliveries: [Delivery], _ db: Database) throws -> [ApprovalRecord] {
    var found: [(Int64, ApprovalRecord)] = []
    for delivery in deliveries {
      let rows = try Row.fetchAll(
        try db.cachedStatement(
          sql: "SELECT id, actor, at, content_hash, due_at, approves, reason FROM approval WHERE delivery = ?"),
        arguments: [delivery.id.rawValue])
      for row in rows {
        found.append(
          (
            row[0],
            ApprovalRecord(
              delivery: delivery.name, actor: row[1], at: Instant(row, 2), contentHash: try ContentHash(row, 3),
              due: Instant(row, 4), isApproval: row[5], reason: row[6])
          ))
      }
    }
    return found.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
