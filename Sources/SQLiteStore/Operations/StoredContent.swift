import GRDB
import Publishing
import Texts

/// What is kept of what a delivery's post says at its revision, read.
enum StoredContent {
  /// Nil where it cannot be read back.
  static func fetch(of delivery: Delivery, _ db: Database) throws -> KeptContent? {
    let statement = try DirectStatement(
      db,
      """
      SELECT \(PostRow.body(of: "?3")), s.payload, k.ids FROM post AS p
      LEFT JOIN plan AS s ON s.delivery = ?1 AND s.post_revision = ?3
      LEFT JOIN preparation AS k ON k.delivery = ?1 AND k.post_revision = ?3
      WHERE p.id = ?2
      """)
    func bind(_ values: inout ParameterBinder) {
      values.append(delivery.id.rawValue)
      values.append(delivery.post.rawValue)
      values.append(delivery.revision)
    }
    let found = try statement.first(bind) { row in (text: row.text(0), plan: row.bytesOrNil(1), kept: row.bytesOrNil(2))
    }
    guard let found, let content = PostContent(canonicalText: found.text) else { return nil }
    return try KeptContent(
      content: content, hash: ContentHash(of: found.text.utf8), plan: found.plan, preparation: found.kept,
      lastSending: { try lastSending(of: delivery, db) })
  }

  /// What the log says of the last permit; nil where it says nothing, or the entry does not have its hash.
  private static func lastSending(of delivery: Delivery, _ db: Database) throws -> AuditFact.Sending? {
    let newest = try Int64.fetchOne(
      try db.cachedStatement(sql: "SELECT max(id) FROM audit WHERE post = ? AND channel = ? AND event = 'sending'"),
      arguments: [delivery.post.rawValue, delivery.channel])
    guard let entry = try newest.flatMap({ try AuditRow.fetch($0, db) }), AuditChain.fault(of: entry) == nil,
      case .sending(let fact) = entry.draft.fact
    else { return nil }
    return fact
  }
}
