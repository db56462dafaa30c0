package import Elections
import Foundation
import GRDB
package import Publishing
import Texts

extension SQLiteStore {
  package func health(at now: Instant) async throws(StoreError) -> StoreHealth {
    try read { db in
      let beats = try Row.fetchAll(
        db,
        sql: """
          SELECT heartbeat_at, beat_boot, beat_time FROM service WHERE ended_at IS NULL ORDER BY id DESC LIMIT ?
          """, arguments: [StoreHealth.mostHeartbeats]
      ).map { row in
        ClockReading(wall: Instant(row, 0), boot: row[1], bootTime: .milliseconds((row[2] as Int64?) ?? 0))
      }
      let look = try Int64.fetchOne(
        db, sql: "SELECT looked_at FROM service WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1")
      var counts: [DeliveryState.Name: Int] = [:]
      counts[.uncertain] = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM delivery INDEXED BY delivery_doubt WHERE state = 'uncertain'")
      counts[.review] = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM delivery INDEXED BY delivery_review WHERE state = 'review'")
      counts[.sending] = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM delivery INDEXED BY delivery_lease WHERE claimed_by IS NOT NULL AND state = 'sending'
          """)
      let oldest = try Int64.fetchOne(db, sql: "SELECT min(since) FROM delivery WHERE state = 'uncertain'")
      return StoreHealth(
        heartbeats: beats, counts: counts, oldestUncertain: oldest.map(Instant.init(millisecondsSince1970:)),
        lastLook: look.map(Instant.init(millisecondsSince1970:)), givenBack: try GivenBackRow.waiting(db),
        lateReports: try LateReportRow.contradictions(db))
    }
  }

  /// What is queued in every lane of the channel and class or, `exactly`, in the lane itself alone.
  private static func inLane(_ lane: Lane, exactly: Bool = false) -> String {
    let traits = lane.traits
    let only =
      exactly
      ? "AND overridden = \(traits.isOverridden) AND approvals = \(traits.approvals) AND flagged = \(traits.isFlagged)"
      : ""
    return """
      FROM delivery INDEXED BY delivery_claim
      WHERE lane IN (SELECT id FROM lane WHERE channel = ?1 AND class = ?2 \(only)) AND state = 'queued'
        AND claimed_by IS NULL AND next_at >= ?3 AND next_at < ?4
      """
  }

  private static func arguments(_ lane: Lane, _ from: Instant?, _ to: Instant?) -> StatementArguments {
    [
      lane.channel, lane.contentClass.rawValue, from?.millisecondsSince1970 ?? .min, to?.millisecondsSince1970 ?? .max,
    ]
  }

  package func count(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?) async throws(StoreError) -> Int {
    try read { db in
      let statement = try db.cachedStatement(sql: "SELECT count(*) \(Self.inLane(lane, exactly: exactly))")
      return try Int.fetchOne(statement, arguments: Self.arguments(lane, from, to)) ?? 0
    }
  }

  package func names(
    queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?, limit: Int
  ) async throws(StoreError) -> [DeliveryName] {
    try read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT post \(Self.inLane(lane, exactly: exactly)) ORDER BY next_at, id LIMIT \(max(0, limit))")
      return try Int64.fetchAll(statement, arguments: Self.arguments(lane, from, to))
        .map { DeliveryName(post: PostID($0), channel: lane.channel) }
    }
  }

  package func published(on channel: String, limit: Int) async throws(StoreError) -> [PublishedPost] {
    try read { db in
      let lanes = try Int64.fetchAll(db, sql: "SELECT id FROM lane WHERE channel = ?", arguments: [channel])
      var found: [PublishedPost] = []
      for lane in lanes {
        let statement = try DirectStatement(
          db,
          """
          SELECT \(DeliveryRow.columns), \(PostRow.body(of: "d.post_revision"))
          FROM delivery AS d INDEXED BY delivery_published
          JOIN lane AS l ON l.id = d.lane JOIN post AS p ON p.id = d.post
          WHERE d.lane = ? AND d.state = 'published' ORDER BY d.finished_at DESC LIMIT ?
          """)
        func bind(_ values: inout ParameterBinder) {
          values.append(lane)
          values.append(limit)
        }
        try statement.each(bind) { row in
          let delivery = try DeliveryRow.delivery(row)
          guard case .published(let receipt, _) = delivery.state,
            let content = PostContent(canonicalText: row.text(DeliveryRow.columnCount))
          else { return }
          found.append(
            PublishedPost(
              post: Claimed(delivery: delivery, content: content, plan: nil).released, publishedAt: receipt.at))
        }
      }
      return Array(
        found.sorted { ($0.publishedAt, $0.post.name.post) > ($1.publishedAt, $1.post.name.post) }.prefix(limit))
    }
  }

  // MARK: The audit log

  package func appendAudit(_ drafts: [AuditDraft], as operation: OperationID) async throws(StoreError) {
    try await write(as: operation, .audit(drafts)) { transaction in try transaction.run(.entries(drafts)) }
  }

  package func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditEntry] {
    try read { db in try AuditRow.fetch(query, db) }
  }

  package func lastAuditEntry() async throws(StoreError) -> Int64 {
    try read { db in try Int64.fetchOne(db, sql: "SELECT entry FROM latest") ?? 0 }
  }
}
