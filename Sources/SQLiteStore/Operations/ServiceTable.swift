import Elections
import GRDB
import Publishing

/// What gates say of themselves, read and written.
enum ServiceTable {
  static func insert(_ start: ServiceStart, _ id: ServiceID, _ db: Database) throws {
    let at = start.at.millisecondsSince1970
    try db.execute(
      sql: """
        INSERT INTO service (id, host, process, started_at, heartbeat_at, boot, process_started)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [id.rawValue, start.host, start.process, at, at, start.identity?.boot, start.identity?.started])
  }

  static func save(_ reading: ClockReading, of service: ServiceID, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE service SET heartbeat_at = ?, beat_boot = ?, beat_time = ? WHERE id = ?"
    ).execute(arguments: [
      reading.wall.millisecondsSince1970, reading.boot, reading.bootTime.wholeMilliseconds, service.rawValue,
    ])
  }

  static func save(filesRead at: Instant, by service: ServiceID, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE service SET looked_at = ? WHERE id = ?")
      .execute(arguments: [at.millisecondsSince1970, service.rawValue])
  }

  static func end(_ service: ServiceID, _ at: Instant, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE service SET ended_at = ? WHERE id = ?")
      .execute(arguments: [at.millisecondsSince1970, service.rawValue])
  }

  /// Those without an end, the newest last.
  static func fetchLiving(_ db: Database) throws -> [ServiceRow] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, host, process, boot, process_started, heartbeat_at FROM service WHERE ended_at IS NULL ORDER BY id
        """
    ).map { row in
      var identity: ProcessIdentity?
      if let boot = row[3] as String?, let started = row[4] as Int64? {
        identity = ProcessIdentity(boot: boot, started: started)
      }
      return ServiceRow(
        id: ServiceID(row[0]), host: row[1], process: row[2], identity: identity, heartbeat: Instant(row, 5))
    }
  }
}
