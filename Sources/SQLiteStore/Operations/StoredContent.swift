import GRDB
import Publishing
import Texts

/// What a delivery's post says at its revision, with the plan and the ids that earlier attempts left behind.
struct StoredContent {
  private let content: PostContent
  private let hash: ContentHash
  private let plan: [UInt8]?
  private let kept: [UInt8]?

  /// Nil where it cannot be read back.
  static func fetch(of delivery: Delivery, _ db: Database) throws -> StoredContent? {
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
    let found = try statement.first(bind) { row -> StoredContent? in
      let text = row.text(0)
      return PostContent(canonicalText: text).map { content in
        StoredContent(
          content: content, hash: ContentHash(of: text.utf8), plan: row.bytesOrNil(1), kept: row.bytesOrNil(2))
      }
    }
    return found ?? nil
  }

  /// Whether it is what was queued, approved and judged: a byte that was changed outside is never sent.
  func isWhole(for delivery: Delivery) -> Bool {
    hash == delivery.contentHash && content.contentClass == delivery.contentClass
  }

  func claimed(_ delivery: Delivery) -> Claimed {
    Claimed(delivery: delivery, content: content, plan: plan, kept: kept)
  }
}
