import Elections
import Foundation
import GRDB
import Publishing
import Texts

/// Tokens, read and written. A token is never deleted, so that the log's numbers keep their meaning.
enum TokenRow {
  private static let query = """
    SELECT id, login, scope, hash, made_at, made_by, expires_at, revoked_at, revoked_by, accepted_at FROM token
    """

  static func fetch(_ id: TokenID, _ db: Database) throws -> AccessToken? {
    try Row.fetchOne(db, sql: "\(query) WHERE id = ?", arguments: [id.rawValue]).map(token)
  }

  static func fetch(withHash hash: ContentHash, _ db: Database) throws -> AccessToken? {
    try Row.fetchOne(try db.cachedStatement(sql: "\(query) WHERE hash = ?"), arguments: [hash.data]).map(token)
  }

  /// The newest first.
  static func fetchAll(_ db: Database) throws -> [AccessToken] {
    try Row.fetchAll(db, sql: "\(query) ORDER BY id DESC").map(token)
  }

  /// A number that no token has had.
  static func next(_ db: Database) throws -> TokenID {
    TokenID((try Int64.fetchOne(db, sql: "SELECT max(id) FROM token") ?? 0) + 1)
  }

  private static func token(_ row: Row) throws -> AccessToken {
    guard let scope = AccessToken.Scope(rawValue: row[2]) else {
      throw StoreError.damaged("Token \(row[0] as Int64) has a scope that there is not.")
    }
    return AccessToken(
      id: TokenID(row[0]), login: row[1], scope: scope, hash: try ContentHash(row, 3), madeAt: Instant(row, 4),
      madeBy: row[5], expires: Instant(row, 6), acceptedAt: Instant(optional: row, 9),
      revokedAt: Instant(optional: row, 7), revokedBy: row[8])
  }

  static func save(_ token: AccessToken, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO token (id, login, scope, hash, made_at, made_by, expires_at, revoked_at, revoked_by, accepted_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by,
            accepted_at = excluded.accepted_at
        """,
      arguments: [
        token.id.rawValue, token.login, token.scope.rawValue, token.hash.data, token.madeAt.millisecondsSince1970,
        token.madeBy, token.expires.millisecondsSince1970, token.revokedAt?.millisecondsSince1970, token.revokedBy,
        token.acceptedAt?.millisecondsSince1970,
      ])
  }
}
