package import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  package func setDoubts(
    _ doubts: [SourceDoubt], at now: Instant, as operation: OperationID
  ) async throws(StoreError) -> Bool {
    // Most looks find what the one before found: those write nothing.
    let (known, kept) = try read { db in
      (try DoubtRow.fetchAll(db), try OperationRow.find(operation, LatestRow.read(db), db))
    }
    guard kept != nil || Decision<Bool>.doubts(doubts, instead: known, at: now, epoch: nil).answer else { return false }
    return try await write(as: operation, .doubts(doubts, at: now), here: true) { transaction in
      try transaction.run(
        .doubts(doubts, instead: try DoubtRow.fetchAll(transaction.db), at: now, epoch: try transaction.epoch()))
    }
  }

  package func doubts() async throws(StoreError) -> [SourceDoubt] { try look(DoubtRow.fetchAll) }

  /// Whether anything is in doubt; asked with every permit.
  static func isInDoubt(_ transaction: Transaction) throws -> Bool {
    try DirectStatement(transaction.db, "SELECT 1 FROM doubt LIMIT 1").first { _ in true } ?? false
  }

  package func noteLook(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError) {
    try await write(as: operation, .filesRead(service, at: at), here: true) { transaction in
      try transaction.run(.filesRead(by: service, at: at))
    }
  }
}

enum DoubtRow {
  static func fetchAll(_ db: Database) throws -> [SourceDoubt] {
    try Row.fetchAll(try db.cachedStatement(sql: "SELECT source, detail, since FROM doubt ORDER BY source"))
      .map { SourceDoubt(source: $0[0], detail: $0[1], since: Instant($0, 2)) }
  }

  static func replace(by doubts: [SourceDoubt], _ db: Database) throws {
    try db.execute(sql: "DELETE FROM doubt")
    for doubt in doubts {
      try db.execute(
        sql: "INSERT INTO doubt (source, detail, since) VALUES (?, ?, ?)",
        arguments: [doubt.source, doubt.detail, doubt.since.millisecondsSince1970])
    }
  }
}
