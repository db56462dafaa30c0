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
    let found = try statement.first(bind) { row -> KeptContent? in
      let text = row.text(0)
      return PostContent(canonicalText: text).map { content in
        KeptContent(
          content: content, hash: ContentHash(of: text.utf8), plan: row.bytesOrNil(1), preparation: row.bytesOrNil(2))
      }
    }
    return found ?? nil
  }
}
