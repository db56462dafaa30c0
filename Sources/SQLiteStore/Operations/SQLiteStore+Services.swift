package import Elections
import GRDB
import Glibc
import Machine
package import Publishing

/// Which gates work on the store.
extension SQLiteStore {
  package func register(_ service: ServiceStart, as operation: OperationID) async throws(StoreError) -> ServiceID {
    let path = path
    return try await write(as: operation, .register(service)) { transaction in
      let db = transaction.db
      let newest = try DirectStatement(db, "SELECT at FROM audit ORDER BY id DESC LIMIT 1").first { $0.instant(0) }
      let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM service") ?? 0
      return try transaction.run(
        .begin(
          service, as: ServiceID(last + 1), beside: try ServiceTable.fetchLiving(db), startOf: RunningProcess.started,
          mark: try transaction.clockMark(), newest: newest, epoch: try transaction.epoch(), place: path))
    }
  }

  package func unregister(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError) {
    try await write(as: operation, .unregister(service, at: at)) { transaction in
      try transaction.run(.end(of: service, at: at, epoch: try transaction.epoch()))
    }
  }

  /// Those that still work on the store, as far as this process can tell.
  func livingServices(host: String, now: Instant) throws(StoreError) -> Set<ServiceID> {
    let own = ServiceStart(host: host, process: Int(getpid()), at: now, identity: RunningProcess.own)
    return try read { db in
      Set(
        try ServiceTable.fetchLiving(db).filter { row in
          let isOwn = row.identity == own.identity && row.process == own.process
          return isOwn || ServiceLife(row, seenBy: own, startOf: RunningProcess.started) != .gone
        }.map(\.id))
    }
  }

  /// The gate that registered last and has no end, in words.
  func lastService() throws(StoreError) -> String? {
    try read { db in try ServiceTable.fetchLiving(db).last.map { "process \($0.process) on \($0.host)" } }
  }
}
