import Elections
import GRDB
import Publishing
import Texts

/// Adds posts with their deliveries, many rows to a statement: SQLite's work for each statement is half as much as for
/// its rows.
///
/// One serves all submissions of a transaction.
final class PostInsertion {
  private struct NewDelivery {
    let id: Int64
    let lane: Int64
    let key: DeliveryKey
    /// Its place among the posts that were taken.
    let post: Int
  }

  private static let rowsAtOnce = 50

  private let findKey: DirectStatement
  private let insertPost: RowInsertion
  private let insertDelivery: RowInsertion
  private(set) var nextPost: PostID
  private(set) var nextDelivery: DeliveryID
  /// Taken and not yet written.
  private var posts: [NewPost] = []
  private var deliveries: [NewDelivery] = []

  init(_ db: Database) throws {
    findKey = try DirectStatement(db, "SELECT id, fingerprint FROM post WHERE key = ?")
    insertPost = try RowInsertion(
      db, rowsAtOnce: Self.rowsAtOnce,
      into: "post (id, revision, author, key, fingerprint, created_at, body, first_delivery, delivery_count)",
      row: "(?, 1, ?, ?, ?, ?, ?, ?, ?)")
    insertDelivery = try RowInsertion(
      db, rowsAtOnce: Self.rowsAtOnce,
      into: """
        delivery (id, post, post_revision, lane, content_hash, key, due_at, late_after, expires_at, next_at, state, fence,
          attempts, lookups)
        """, row: "(?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, 0)")
    // Nothing else gives numbers while the transaction lasts.
    let last = try DirectStatement(db, "SELECT (SELECT max(id) FROM post), (SELECT max(id) FROM delivery)").first {
      (post: $0.integer(0), delivery: $0.integer(1))
    }
    nextPost = PostID((last?.post ?? 0) + 1)
    nextDelivery = DeliveryID((last?.delivery ?? 0) + 1)
  }

  /// The post that is written and has a key.
  func holder(of key: String) throws -> KeyHolder? {
    try findKey.first({ $0.append(key) }) { KeyHolder(post: PostID($0.integer(0)), fingerprint: try $0.hash(1)) }
  }

  /// Takes a post to be written with others; `finish` writes the last of them.
  func take(_ new: NewPost, _ transaction: Transaction) throws {
    let draft = new.place
    let contentClass = new.part.drafts[draft].content.contentClass
    let traits = Lane.Traits(isFlagged: new.part.work[new.index].isFlagged)
    nextPost = PostID(new.id.rawValue + 1)
    nextDelivery = new.firstDelivery
    for target in new.part.drafts[draft].targets {
      let lane = Lane(channel: target.channel, contentClass: contentClass, traits: traits)
      deliveries.append(
        NewDelivery(
          id: nextDelivery.rawValue, lane: try transaction.laneID(lane), key: target.key, post: posts.count))
      nextDelivery = DeliveryID(nextDelivery.rawValue + 1)
    }
    posts.append(new)
    if posts.count == Self.rowsAtOnce { try finish() }
  }

  /// Writes what was taken: posts before their deliveries, which refer to them. Bound straight from drafts, these are the
  /// values of `NewPost.deliveries`.
  func finish() throws {
    try insertPost.run(posts) { new, values in
      let draft = new.place
      values.append(new.id.rawValue)
      values.append(new.part.drafts[draft].author)
      values.append(new.part.drafts[draft].idempotencyKey)
      values.append(new.part.work[new.index].fingerprint)
      values.append(new.at)
      values.append(new.part.work[new.index].body)
      values.append(new.firstDelivery.rawValue)
      values.append(new.part.drafts[draft].targets.count)
    }
    try insertDelivery.run(deliveries) { [posts] row, values in
      let part = posts[row.post].part
      let index = posts[row.post].index
      let draft = part.drafts.startIndex + index
      values.append(row.id)
      values.append(posts[row.post].id.rawValue)
      values.append(row.lane)
      values.append(part.work[index].hash)
      values.append(row.key)
      values.append(part.drafts[draft].due)
      values.append(part.drafts[draft].lateAfter?.wholeMilliseconds)
      values.append(part.drafts[draft].expires)
      values.append(part.drafts[draft].due)
    }
    posts.removeAll(keepingCapacity: true)
    deliveries.removeAll(keepingCapacity: true)
  }
}
