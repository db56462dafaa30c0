package import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  package func note(
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant, as operation: OperationID
  ) async throws(StoreError) {
    try await write(as: operation, .look(seen, of: subject, by: login, at: at), here: true) { transaction in
      try transaction.run(
        .look(seen, of: subject, by: login, at: at, position: try Self.position(transaction.db)))
    }
  }

  package func look(at subject: Look.Subject, by login: String) async throws(StoreError) -> Look? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT seen, at, newest_post, last_entry FROM look WHERE login = ? AND subject = ?",
        arguments: [login, subject.description]
      ).map {
        Look(
          seen: $0[0], at: Instant($0, 1), position: StorePosition(newestPost: PostID($0[2]), lastEntry: $0[3]))
      }
    }
  }

  package func position() async throws(StoreError) -> StorePosition { try read(Self.position) }

  private static func position(_ db: Database) throws -> StorePosition {
    StorePosition(
      newestPost: PostID(try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM post") ?? 0),
      lastEntry: try Int64.fetchOne(db, sql: "SELECT entry FROM latest") ?? 0)
  }
}

enum LookRow {
  static func save(_ look: Look, _ subject: Look.Subject, _ login: String, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO look (login, subject, seen, at, newest_post, last_entry) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        login, subject.description, look.seen, look.at.millisecondsSince1970, look.position.newestPost.rawValue,
        look.position.lastEntry,
      ])
  }
}
