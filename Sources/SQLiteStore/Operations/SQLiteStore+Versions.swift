import Elections
import Foundation
import GRDB
package import Publishing
package import Texts

extension SQLiteStore {
  package func versions(of post: PostID) throws(StoreError) -> [PostVersion] {
    try read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT revision, body, edited_by, edited_at FROM content WHERE post = ?1
          UNION ALL SELECT revision, body, edited_by, edited_at FROM post WHERE id = ?1 ORDER BY revision
          """)
      return try Row.fetchAll(statement, arguments: [post.rawValue]).map { row in
        guard let content = PostContent(canonicalText: row[1]) else {
          throw StoreError.damaged("The text of post \(post) cannot be read back; restore a backup.")
        }
        return PostVersion(revision: row[0], content: content, editor: row[2], at: Instant(optional: row, 3))
      }
    }
  }

  package func planHashes(
    of deliveries: ClosedRange<DeliveryID>
  ) throws(StoreError) -> [DeliveryID: ContentHash] {
    try read { db in
      let statement = try DirectStatement(
        db,
        """
        SELECT d.id, s.payload FROM plan AS s JOIN delivery AS d ON d.id = s.delivery AND d.post_revision = s.post_revision
        WHERE s.delivery BETWEEN ? AND ?
        """)
      func bind(_ values: inout ParameterBinder) {
        values.append(deliveries.lowerBound.rawValue)
        values.append(deliveries.upperBound.rawValue)
      }
      var hashes: [DeliveryID: ContentHash] = [:]
      try statement.each(bind) { hashes[DeliveryID($0.integer(0))] = ContentHash(of: $0.bytesOrNil(1) ?? []) }
      return hashes
    }
  }
}
