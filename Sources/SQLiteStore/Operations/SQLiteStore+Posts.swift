import Elections
import Foundation
import GRDB
package import PublishingGate

extension SQLiteStore {
  package func submit(_ drafts: [PostDraft], note: SubmissionNote) async throws(StoreError) -> [Submission] {
    try await write(here: true) { transaction in
      var submissions: [Submission] = []
      submissions.reserveCapacity(drafts.count)
      var insertion = try PostInsertion(transaction, at: note.at)
      var added: [Submission] = []
      try transaction.check(note.judgement)
      for (index, draft) in drafts.enumerated() {
        if let known = try insertion.known(draft) {
          submissions.append(Submission(post: known, isRepetition: true))
          continue
        }
        try note.check(draft)
        let matches = note.judgement.matches(in: draft.content)
        let post = try insertion.insert(draft, isFlagged: !matches.isEmpty)
        let submission = Submission(post: post, isRepetition: false)
        submissions.append(submission)
        added.append(submission)
        guard note.importedFrom == nil else { continue }
        for target in draft.targets {
          try transaction.audit(
            note.submitted(draft, index: index, channel: target.channel, post: post, matches: matches))
        }
      }
      if let file = note.importedFrom, let first = added.first, let last = added.last {
        try transaction.audit(note.imported(file, first: first.post, last: last.post, count: added.count))
      }
      return submissions
    }
  }

  package func post(_ id: PostID) async throws(StoreError) -> PostRecord? {
    try read { db in try PostRow.fetch(id, db) }
  }

  package func posts(_ query: PostQuery) async throws(StoreError) -> [PostRecord] {
    try read { db in
      // Deliveries have the order of their posts, so a page ends as soon as it is full.
      var conditions = ["d.id >= coalesce((SELECT first_delivery FROM post WHERE id > ? ORDER BY id LIMIT 1), ?)"]
      var arguments: [(any DatabaseValueConvertible)?] = [query.after?.rawValue ?? 0, Int64.max]
      if let channel = query.channel {
        conditions.append("l.channel = ?")
        arguments.append(channel)
      }
      if let state = query.state {
        conditions.append("d.state = '\(state.rawValue)'")
      }
      if let dueBefore = query.dueBefore {
        conditions.append("d.due_at < ?")
        arguments.append(dueBefore.millisecondsSince1970)
      }
      let rows = try Int64.fetchCursor(
        db,
        sql: """
          SELECT d.post FROM \(DeliveryRow.source) WHERE \(conditions.joined(separator: " AND ")) ORDER BY d.id
          """, arguments: StatementArguments(arguments))
      var ids: [Int64] = []
      while ids.count < query.limit, let id = try rows.next() {
        if ids.last != id { ids.append(id) }
      }
      return try ids.compactMap { try PostRow.fetch(PostID($0), db) }
    }
  }

  package func change(_ change: PostChange) async throws(StoreError) -> PostRecord {
    try await write(here: true) { transaction in
      try transaction.check(change.judgement)
      guard let record = try PostRow.fetch(change.post, transaction.db) else {
        throw StoreError.noSuchPost(change.post)
      }
      let planned = try PlannedChange(change, of: record)
      if let content = planned.content {
        try transaction.db.execute(
          sql: """
            INSERT INTO content (post, revision, body, edited_by, edited_at)
            SELECT id, revision, body, edited_by, edited_at FROM post WHERE id = ?
            """, arguments: [change.post.rawValue])
        try transaction.db.execute(
          sql: "UPDATE post SET revision = ?, body = ?, edited_by = ?, edited_at = ? WHERE id = ?",
          arguments: [
            planned.revision, content.canonicalText, change.actor.description, change.at.millisecondsSince1970,
            change.post.rawValue,
          ])
      }
      for (before, after) in planned.steps {
        do {
          try DeliveryRow.save(after, replacing: before, transaction)
        } catch let refusal as DeliveryRefusal {
          throw StoreError.refused(before.name, refusal)
        }
      }
      for approval in planned.approvals { try ApprovalRow.insert(approval, transaction.db, record) }
      for draft in planned.audits { try transaction.audit(draft) }
      guard let changed = try PostRow.fetch(change.post, transaction.db) else {
        throw StoreError.noSuchPost(change.post)
      }
      return changed
    }
  }
}

/// Prepared statements for many posts in one transaction.
private struct PostInsertion {
  let transaction: Transaction
  let at: Instant
  let findKey: Statement
  let insertPost: Statement
  let insertDelivery: Statement
  private var nextDelivery: Int64

  init(_ transaction: Transaction, at: Instant) throws {
    self.transaction = transaction
    self.at = at
    let db = transaction.db
    findKey = try db.cachedStatement(sql: "SELECT id, fingerprint FROM post WHERE key = ?")
    insertPost = try db.cachedStatement(
      sql: """
        INSERT INTO post (revision, author, key, fingerprint, created_at, body, first_delivery, delivery_count)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?)
        """)
    insertDelivery = try db.cachedStatement(
      sql: """
        INSERT INTO delivery (id, post, post_revision, lane, content_hash, key, due_at, late_after, expires_at, next_at,
          state, fence, attempts, lookups)
        VALUES (?8, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?5, 'queued', 0, 0, 0)
        """)
    let last = try Int64.fetchOne(try db.cachedStatement(sql: "SELECT max(id) FROM delivery"))
    nextDelivery = (last ?? 0) + 1
  }

  /// The post that has the draft's key, when it says the same (G-36).
  func known(_ draft: PostDraft) throws -> PostID? {
    guard let key = draft.idempotencyKey, let row = try Row.fetchOne(findKey, arguments: [key]) else { return nil }
    let id = PostID(row[0])
    guard try ContentHash(row, 1) == draft.fingerprint else { throw StoreError.keyConflict(key: key, post: id) }
    return id
  }

  mutating func insert(_ draft: PostDraft, isFlagged: Bool) throws -> PostID {
    let body = draft.content.canonicalText
    let hash = ContentHash(of: body.utf8).data
    let fingerprint = draft.idempotencyKey == nil ? nil : draft.fingerprint.data
    try insertPost.execute(arguments: [
      draft.author, draft.idempotencyKey, fingerprint, at.millisecondsSince1970, body, nextDelivery,
      draft.targets.count,
    ])
    let post = transaction.db.lastInsertedRowID
    for target in draft.targets {
      let lane = try transaction.laneID(
        Lane(
          channel: target.channel, contentClass: draft.content.contentClass,
          standing: Lane.Standing(isFlagged: isFlagged)))
      try insertDelivery.execute(arguments: [
        post, lane, hash, target.key.data, draft.due.millisecondsSince1970, draft.lateAfter?.wholeMilliseconds,
        draft.expires?.millisecondsSince1970, nextDelivery,
      ])
      nextDelivery += 1
    }
    return PostID(post)
  }
}

/// A post with its deliveries, read back.
enum PostRow {
  /// The text of post `p` at a revision: the newest stands in the post itself.
  static func body(of revision: String) -> String {
    """
    CASE WHEN p.revision = \(revision) THEN p.body
      ELSE (SELECT body FROM content WHERE post = p.id AND revision = \(revision)) END
    """
  }

  static func fetch(_ id: PostID, _ db: Database) throws -> PostRecord? {
    let post = try db.cachedStatement(
      sql: """
        SELECT revision, author, key, created_at, body, first_delivery, delivery_count, edited_by, edited_at
        FROM post WHERE id = ?
        """)
    guard let row = try Row.fetchOne(post, arguments: [id.rawValue]) else { return nil }
    guard let content = PostContent(canonicalText: row[4]) else {
      throw StoreError.damaged("The text of post \(id) cannot be read back; restore a backup.")
    }
    let deliveries = try db.cachedStatement(
      sql: """
        SELECT \(DeliveryRow.columns),
          (SELECT max(began_at) FROM attempt WHERE delivery = d.id),
          (SELECT outcome FROM attempt WHERE delivery = d.id ORDER BY fence DESC LIMIT 1),
          (SELECT max(seen_at) FROM attempt WHERE delivery = d.id)
        FROM \(DeliveryRow.source) WHERE d.id >= ?1 AND d.id < ?1 + ?2 ORDER BY d.id
        """)
    let records = try Row.fetchAll(deliveries, arguments: [row[5] as Int64, row[6] as Int64]).map { row in
      DeliveryRecord(
        delivery: try DeliveryRow.delivery(row), attempted: Instant(optional: row, DeliveryRow.columnCount),
        lastProblem: row[DeliveryRow.columnCount + 1], seen: Instant(optional: row, DeliveryRow.columnCount + 2))
    }
    return PostRecord(
      id: id, revision: row[0], author: row[1], createdAt: Instant(row, 3), idempotencyKey: row[2], content: content,
      deliveries: records, editor: row[7], writtenAt: Instant(optional: row, 8),
      approvals: try ApprovalRow.fetch(records.map(\.delivery), db))
  }
}
