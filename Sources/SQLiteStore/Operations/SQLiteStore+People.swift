package import Elections
import Foundation
import GRDB
package import Publishing
import Texts

extension SQLiteStore {
  // MARK: Overrides

  package func change(_ change: OverrideChange) async throws(StoreError) -> OverrideRecord {
    try await write(here: true) { transaction in
      try transaction.check(change.judgement)
      let planned: PlannedOverride
      switch change.act {
      case .request(let name, _, _, _):
        guard let post = try PostRow.fetch(name.post, transaction.db) else { throw StoreError.noSuchPost(name.post) }
        guard let delivery = post.deliveries.map(\.delivery).first(where: { $0.channel == name.channel }) else {
          throw StoreError.noSuchDelivery(name)
        }
        let last = try Int64.fetchOne(transaction.db, sql: "SELECT max(id) FROM override") ?? 0
        planned = try PlannedOverride(requesting: change, id: OverrideID(last + 1), of: delivery)
        try OverrideRow.insert(planned.record, delivery.id, transaction.db)
      case .approve(let id, _), .refuse(let id, _), .withdraw(let id, _):
        guard let (record, deliveryID) = try OverrideRow.fetch(id, transaction.db) else {
          throw StoreError.noSuchOverride(id)
        }
        guard let delivery = try DeliveryRow.fetch(deliveryID, transaction.db),
          let post = try PostRow.fetch(record.delivery.post, transaction.db)
        else { throw StoreError.noSuchDelivery(record.delivery) }
        planned = try PlannedOverride(
          change, on: record, of: delivery, hands: post.hands, at: post.revision,
          content: post.content.hash)
        try OverrideRow.decide(planned.record, transaction.db)
      }
      if let (before, after) = planned.step {
        do {
          try DeliveryRow.save(after, replacing: before, transaction)
        } catch let refusal as DeliveryRefusal {
          throw StoreError.refused(before.name, refusal)
        }
      }
      try transaction.audit(planned.audit)
      return planned.record
    }
  }

  package func overrides(of post: PostID?, limit: Int) async throws(StoreError) -> [OverrideRecord] {
    try read { db in
      try Row.fetchAll(
        db, sql: "\(OverrideRow.query) WHERE (?1 IS NULL OR d.post = ?1) ORDER BY o.id DESC LIMIT ?2",
        arguments: [post?.rawValue, limit]
      ).map { try OverrideRow.record($0).record }
    }
  }

  package func witnesses(of deliveries: [DeliveryID]) async throws(StoreError) -> [DeliveryID: Witnesses] {
    try read { db in
      var found: [DeliveryID: Witnesses] = [:]
      for id in deliveries {
        let post = try db.cachedStatement(
          sql: """
            SELECT p.author, p.edited_by, o.requester, o.decider, p.id FROM delivery AS d JOIN post AS p ON p.id = d.post
            LEFT JOIN override AS o ON o.id = d.override_id WHERE d.id = ?
            """)
        guard let row = try Row.fetchOne(post, arguments: [id.rawValue]) else { continue }
        let approvers = try db.cachedStatement(
          sql: """
            SELECT a.actor FROM approval AS a JOIN delivery AS d ON d.id = a.delivery
            WHERE a.delivery = ? AND a.approves AND a.content_hash = d.content_hash AND a.due_at = d.due_at ORDER BY a.id
            """)
        var override: Witnesses.Override?
        if let requester = row[2] as String?, let approver = row[3] as String? {
          override = Witnesses.Override(requester: requester, approver: approver)
        }
        found[id] = Witnesses(
          author: row[0], editor: row[1], earlierEditors: try PostRow.earlierEditors(of: PostID(row[4]), db),
          approvers: try String.fetchAll(approvers, arguments: [id.rawValue]),
          override: override)
      }
      return found
    }
  }

  // MARK: Pauses

  /// The channel of a pause that holds all.
  static let everyChannel = "*"

  @discardableResult
  package func pause(_ pause: Pause, under judgement: Judgement) async throws(StoreError) -> [DeliveryName] {
    try await write(here: true) { transaction in
      let epoch = try transaction.epoch()
      let old = try Row.fetchOne(
        transaction.db, sql: "\(Self.pauseQuery) WHERE channel = ?", arguments: [pause.channel ?? Self.everyChannel])
      try pause.check(replacing: old.map(Self.pause), under: judgement, epoch: epoch)
      try transaction.db.execute(
        sql: "INSERT OR REPLACE INTO pause (channel, reason, until_at, at, actor) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          pause.channel ?? Self.everyChannel, pause.reason, pause.until?.millisecondsSince1970,
          pause.at.millisecondsSince1970, pause.actor,
        ])
      let inFlight = try Self.beingSent(on: pause.channel, transaction.db)
      try transaction.audit(pause.audit(revision: epoch, inFlight: inFlight))
      return inFlight
    }
  }

  package func endPause(of channel: String?, at: Instant, actor: Actor, reason: String, under judgement: Judgement)
    async throws(StoreError) -> Bool
  {
    try await write(here: true) { transaction in
      try transaction.check(judgement)
      try judgement.check(.endPause, by: actor, at: at)
      try transaction.db.execute(
        sql: "DELETE FROM pause WHERE channel = ? AND (until_at IS NULL OR until_at > ?)",
        arguments: [channel ?? Self.everyChannel, at.millisecondsSince1970])
      guard transaction.db.changesCount == 1 else { return false }
      try transaction.audit(
        Pause.ending(of: channel, at: at, actor: actor, reason: reason, revision: judgement.revision))
      return true
    }
  }

  package func pauses(at now: Instant) async throws(StoreError) -> [Pause] {
    try look { db in
      try Row.fetchAll(
        try db.cachedStatement(
          sql: "\(Self.pauseQuery) WHERE until_at IS NULL OR until_at > ? ORDER BY channel"),
        arguments: [now.millisecondsSince1970]
      ).map(Self.pause)
    }
  }

  /// What a gate is sending at this moment on a channel, or on all.
  static func beingSent(on channel: String?, _ db: Database) throws -> [DeliveryName] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT d.post, l.channel FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
        WHERE d.claimed_by IS NOT NULL AND d.state = 'sending' AND (?1 IS NULL OR l.channel = ?1) ORDER BY d.id
        """, arguments: [channel]
    ).map { DeliveryName(post: PostID($0[0]), channel: $0[1]) }
  }

  private static let pauseQuery = "SELECT channel, reason, until_at, at, actor FROM pause"

  private static func pause(_ row: Row) -> Pause {
    Pause(
      channel: row[0] == everyChannel ? nil : row[0], reason: row[1], until: Instant(optional: row, 2),
      at: Instant(row, 3), actor: row[4])
  }

  /// Paused by people or stopped by their receivers.
  static func pausedChannels(at now: Instant, _ db: Database) throws -> Set<String> {
    let statement = try db.cachedStatement(
      sql: "SELECT channel FROM pause WHERE until_at IS NULL OR until_at > ? UNION SELECT channel FROM stop")
    return Set(try String.fetchAll(statement, arguments: [now.millisecondsSince1970]))
  }
}

/// An override's columns, read and written.
private enum OverrideRow {
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

  static func insert(_ record: OverrideRecord, _ delivery: DeliveryID, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO override (id, delivery, content_hash, basis, reason, until_at, requester, requested_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        record.id.rawValue, delivery.rawValue, record.contentHash.data, record.basis.rawValue, record.reason,
        record.until.millisecondsSince1970, record.requester, record.requestedAt.millisecondsSince1970,
        record.state.rawValue,
      ])
  }

  static func decide(_ record: OverrideRecord, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE override SET state = ?, decider = ?, decided_at = ? WHERE id = ?",
      arguments: [
        record.state.rawValue, record.decider, record.decidedAt?.millisecondsSince1970, record.id.rawValue,
      ])
  }
}

/// Approvals and rejections, read and written.
enum ApprovalRow {
  static func insert(_ approval: ApprovalRecord, _ db: Database, _ post: PostRecord) throws {
    let delivery = post.deliveries.map(\.delivery).first { $0.name == approval.delivery }
    try db.execute(
      sql: """
        INSERT INTO approval (delivery, actor, at, content_hash, due_at, approves, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        delivery?.id.rawValue, approval.actor, approval.at.millisecondsSince1970, approval.contentHash.data,
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
