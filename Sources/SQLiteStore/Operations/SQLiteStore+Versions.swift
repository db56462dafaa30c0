import Elections
import Foundation
import GRDB
package import Publishing

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
}
