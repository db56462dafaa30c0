import Elections
import GRDB
import Publishing
import Texts

/// Adds posts with their deliveries, many rows to a statement: SQLite's work for each statement is half as much as for
/// its rows.
///
/// One serves all submissions of a transaction.
final class PostInsertion {
  private struct NewPost {
    let id: PostID
    let draft: Int
    let firstDelivery: Int64
  }

  private struct NewDelivery {
    let id: Int64
    let post: PostID
    let lane: Int64
    let draft: Int
    let key: DeliveryKey
  }

  /// Drafts with what was worked out about them, numbered from 0.
  private struct Part {
    let drafts: ArraySlice<PostDraft>
    let work: [DraftWork]

    subscript(index: Int) -> PostDraft { drafts[drafts.startIndex + index] }
  }

  private static let rowsAtOnce = 50

  private let findKey: DirectStatement
  private let insertPost: RowInsertion
  private let insertDelivery: RowInsertion
  private var nextPost: Int64
  private var nextDelivery: Int64
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
    nextPost = (last?.post ?? 0) + 1
    nextDelivery = (last?.delivery ?? 0) + 1
  }

  /// Adds what is not known yet, with what the audit log keeps of it.
  func insert(_ parts: DraftParts, _ note: SubmissionNote, _ transaction: Transaction) throws -> [Submission] {
    var submissions: [Submission] = []
    submissions.reserveCapacity(parts.drafts.count)
    for (index, range) in parts.ranges.enumerated() {
      let part = Part(drafts: parts.drafts[range], work: parts.part(index))
      try insert(part, note, transaction, &submissions)
    }
    let added = submissions.lazy.filter { !$0.isRepetition }
    if let file = note.importedFrom, let first = added.first, let last = added.last {
      try transaction.audit(note.imported(file, first: first.post, last: last.post, count: added.count))
    }
    return submissions
  }

  private func insert(
    _ part: Part, _ note: SubmissionNote, _ transaction: Transaction, _ submissions: inout [Submission]
  ) throws {
    for index in part.work.indices {
      if let known = try known(index, part) {
        submissions.append(Submission(post: known, isRepetition: true))
        continue
      }
      if let refusal = part.work[index].refusal { throw refusal }
      let post = try take(index, part, transaction)
      submissions.append(Submission(post: post, isRepetition: false))
      for (target, causes) in zip(part[index].targets, part.work[index].causes) {
        try transaction.audit(
          note.submitted(post, channel: target.channel, causes: causes, detail: part.work[index].detail))
      }
      if posts.count == Self.rowsAtOnce { try write(part, at: note.at) }
    }
    try write(part, at: note.at)
  }

  /// The post that has the draft's key, when it says the same (G-36).
  private func known(_ index: Int, _ part: Part) throws -> PostID? {
    guard let key = part[index].idempotencyKey else { return nil }
    let found: (id: PostID, fingerprint: ContentHash?)
    if let taken = posts.first(where: { part[$0.draft].idempotencyKey == key }) {
      found = (taken.id, part.work[taken.draft].fingerprint)
    } else if let kept = try findKey.first({ $0.append(key) }, { (PostID($0.integer(0)), try $0.hash(1)) }) {
      found = kept
    } else {
      return nil
    }
    guard found.fingerprint == part.work[index].fingerprint else {
      throw StoreError.keyConflict(key: key, post: found.id)
    }
    return found.id
  }

  private func take(_ index: Int, _ part: Part, _ transaction: Transaction) throws -> PostID {
    let post = PostID(nextPost)
    nextPost += 1
    posts.append(NewPost(id: post, draft: index, firstDelivery: nextDelivery))
    let contentClass = part[index].content.contentClass
    let traits = Lane.Traits(isFlagged: !part.work[index].matches.isEmpty)
    for target in part[index].targets {
      let lane = Lane(channel: target.channel, contentClass: contentClass, traits: traits)
      deliveries.append(
        NewDelivery(
          id: nextDelivery, post: post, lane: try transaction.laneID(lane), draft: index, key: target.key))
      nextDelivery += 1
    }
    return post
  }

  /// Writes what was taken: posts before their deliveries, which refer to them.
  private func write(_ part: Part, at: Instant) throws {
    try insertPost.run(posts) { row, values in
      values.append(row.id.rawValue)
      values.append(part[row.draft].author)
      values.append(part[row.draft].idempotencyKey)
      values.append(part.work[row.draft].fingerprint)
      values.append(at)
      values.append(part.work[row.draft].body)
      values.append(row.firstDelivery)
      values.append(part[row.draft].targets.count)
    }
    try insertDelivery.run(deliveries) { row, values in
      values.append(row.id)
      values.append(row.post.rawValue)
      values.append(row.lane)
      values.append(part.work[row.draft].hash)
      values.append(row.key)
      values.append(part[row.draft].due)
      values.append(part[row.draft].lateAfter?.wholeMilliseconds)
      values.append(part[row.draft].expires)
      values.append(part[row.draft].due)
    }
    posts.removeAll(keepingCapacity: true)
    deliveries.removeAll(keepingCapacity: true)
  }
}
