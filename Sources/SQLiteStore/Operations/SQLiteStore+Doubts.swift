package import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  package func setDoubts(_ doubts: [SourceDoubt], at now: Instant) async throws(StoreError) -> Bool {
    // Most looks find what the one before found: those write nothing.
    let known = try await self.doubts()
    guard SourceDoubt.Replacement(of: known, by: doubts, at: now, revision: nil).isChange else { return false }
    return try await write(here: true) { transaction in
      let replacement = SourceDoubt.Replacement(
        of: try Self.doubts(transaction.db), by: doubts, at: now, revision: try transaction.epoch())
      try transaction.db.execute(sql: "DELETE FROM doubt")
      for doubt in replacement.doubts {
        try transaction.db.execute(
          sql: "INSERT INTO doubt (source, detail, since) VALUES (?, ?, ?)",
          arguments: [doubt.source, doubt.detail, doubt.since.millisecondsSince1970])
      }
      for draft in replacement.audits { try transaction.audit(draft) }
      return replacement.isChange
    }
  }

  package func doubts() async throws(StoreError) -> [SourceDoubt] { try look { db in try Self.doubts(db) } }

  private static func doubts(_ db: Database) throws -> [SourceDoubt] {
    try Row.fetchAll(try db.cachedStatement(sql: "SELECT source, detail, since FROM doubt ORDER BY source"))
      .map { SourceDoubt(source: $0[0], detail: $0[1], since: Instant($0, 2)) }
  }

  /// Whether anything is in doubt; asked with every permit.
  static func isInDoubt(_ transaction: Transaction) throws -> Bool {
    try DirectStatement(transaction.db, "SELECT 1 FROM doubt LIMIT 1").first { _ in true } ?? false
  }

  package func noteLook(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try await write(here: true) { transaction in
      try transaction.db.execute(
        sql: "UPDATE service SET looked_at = ? WHERE id = ?", arguments: [at.millisecondsSince1970, service.rawValue])
    }
  }
}
