import Elections
import GRDB
import Publishing

/// Outcomes that came after their deliveries had been settled, read and written.
enum LateReportRow {
  static func insert(_ late: LateReport, _ delivery: DeliveryID, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO late_report (delivery, fence, at, outcome, remote_id, url, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      delivery.rawValue, late.fence, late.at.millisecondsSince1970, late.outcome, late.remoteID, late.url, late.reason,
    ])
  }

  static func fetch(of post: PostID, _ db: Database) throws -> [LateReport] {
    let statement = try DirectStatement(
      db,
      """
      SELECT l.channel, r.fence, r.at, r.outcome, r.remote_id, r.url, r.reason
      FROM post AS p JOIN late_report AS r ON r.delivery >= p.first_delivery
        AND r.delivery < p.first_delivery + p.delivery_count
      JOIN delivery AS d ON d.id = r.delivery JOIN lane AS l ON l.id = d.lane
      WHERE p.id = ? ORDER BY r.at, r.delivery, r.fence
      """)
    return try statement.all({ $0.append(post.rawValue) }) { row in
      LateReport(
        delivery: DeliveryName(post: post, channel: row.text(0)), fence: row.integer(1), at: row.instant(2),
        outcome: row.text(3), remoteID: row.textOrNil(4), url: row.textOrNil(5), reason: row.textOrNil(6))
    }
  }

  /// Those that are public and not recorded as published.
  static func contradictions(_ db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(DISTINCT r.delivery) FROM late_report AS r JOIN delivery AS d ON d.id = r.delivery
        WHERE r.outcome = 'published' AND d.state <> 'published'
        """) ?? 0
  }
}

/// How often claims were given back for another reason than time, read and written.
enum GivenBackRow {
  static func fetch(_ delivery: DeliveryID, _ db: Database) throws -> GivenBack? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT count, reason, at FROM given_back WHERE delivery = ?"),
      arguments: [delivery.rawValue]
    ).map { GivenBack(count: $0[0], reason: $0[1], at: Instant($0, 2)) }
  }

  static func save(_ givenBack: GivenBack, _ delivery: DeliveryID, _ db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO given_back (delivery, count, reason, at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [
      delivery.rawValue, givenBack.count, givenBack.reason, givenBack.at.millisecondsSince1970,
    ])
  }

  /// A person has looked at it.
  static func clear(_ delivery: DeliveryID, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM given_back WHERE delivery = ?").execute(arguments: [delivery.rawValue])
  }

  /// Of deliveries that are not done with.
  static func waiting(_ db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM given_back AS g JOIN delivery AS d ON d.id = g.delivery WHERE d.finished_at IS NULL
        """) ?? 0
  }
}
