package import Elections
import GRDB
import Glibc
import Machine
package import Publishing
import Texts

/// Which gates work on the store.
extension SQLiteStore {
  package func register(_ service: ServiceStart) async throws(StoreError) -> ServiceID {
    let path = path
    return try await write { transaction in
      if service.identity != nil { try Self.closeGone(seenBy: service, path, transaction) }
      let at = service.at.millisecondsSince1970
      try transaction.beginClock()
      try transaction.db.execute(
        sql: """
          INSERT INTO service (host, process, started_at, heartbeat_at, boot, process_started) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [service.host, service.process, at, at, service.identity?.boot, service.identity?.started])
      let id = ServiceID(transaction.db.lastInsertedRowID)
      try transaction.audit(
        AuditDraft(
          at: service.at, actor: "gate", event: .gateStarted, revision: try transaction.epoch(),
          detail: JSON.object([
            ("service", .string(id.description)), ("host", .string(service.host)),
            ("process", .number(service.process)),
          ]).compactText))
      return id
    }
  }

  package func unregister(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try await write { transaction in
      try transaction.db.execute(
        sql: "UPDATE service SET ended_at = ? WHERE id = ?",
        arguments: [at.millisecondsSince1970, service.rawValue])
      try transaction.audit(
        AuditDraft(
          at: at, actor: "gate", event: .gateStopped, revision: try transaction.epoch(),
          detail: JSON.object([("service", .string(service.description))]).compactText))
    }
  }

  /// Refuses while one lives, and gives the others' rows an end.
  private static func closeGone(seenBy service: ServiceStart, _ path: String, _ transaction: Transaction) throws {
    for row in try rows(transaction.db) {
      if case .living(let name) = ServiceLife(row, seenBy: service, startOf: RunningProcess.started) {
        throw StoreLock.taken(path, by: name)
      }
      try transaction.db.execute(
        sql: "UPDATE service SET ended_at = max(heartbeat_at, started_at) WHERE id = ?", arguments: [row.id.rawValue])
    }
  }

  /// Those without an end, the newest last.
  static func rows(_ db: Database) throws -> [ServiceRow] {
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

  /// Those that still work on the store, as far as this process can tell.
  func livingServices(host: String, now: Instant) throws(StoreError) -> Set<ServiceID> {
    let own = ServiceStart(host: host, process: Int(getpid()), at: now, identity: RunningProcess.own)
    return try read { db in
      Set(
        try Self.rows(db).filter { row in
          let isOwn = row.identity == own.identity && row.process == own.process
          return isOwn || ServiceLife(row, seenBy: own, startOf: RunningProcess.started) != .gone
        }.map(\.id))
    }
  }

  /// The gate that registered last and has no end, in words.
  func lastService() throws(StoreError) -> String? {
    try read { db in try Self.rows(db).last.map { "process \($0.process) on \($0.host)" } }
  }
}
