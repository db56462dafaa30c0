import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  package func submit(
    _ drafts: [PostDraft], note: SubmissionNote, as operation: OperationID
  ) async throws(StoreError) -> [Submission] {
    let parts = DraftParts(drafts, note)
    await parts.lead()
    return try await write(as: operation, .submit(drafts, note), here: true) { transaction in
      let posts = try transaction.posts()
      var round = try SubmissionRound(
        note, count: drafts.count, nextPost: posts.nextPost, nextDelivery: posts.nextDelivery,
        epoch: try transaction.epoch())
      for index in parts.ranges.indices {
        let part = parts.part(index)
        for index in part.work.indices {
          let key = part.drafts[part.drafts.startIndex + index].idempotencyKey
          let holder = try key.flatMap { try posts.holder(of: $0) }
          guard let new = try round.take(index, of: part, holder: holder) else { continue }
          try round.forEachWrite(of: new, transaction.run)
        }
      }
      try posts.finish()
      if let rest = round.rest { try transaction.run(rest) }
      return round.answer
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

  package func change(_ change: PostChange, as operation: OperationID) async throws(StoreError) -> PostRecord {
    try await write(as: operation, .change(change), here: true) { transaction in
      let db = transaction.db
      let post = try PostRow.fetch(change.post, db)
      let changed = try transaction.run(
        .change(
          change, of: post, overrides: try OverrideRow.carried(by: post, db), epoch: try transaction.epoch()))
      guard let record = try PostRow.fetch(changed, db) else { throw StoreError.noSuchPost(changed) }
      return record
    }
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

  /// What it said before goes to the earlier versions.
  static func save(_ version: PostVersion, of post: PostID, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO content (post, revision, body, edited_by, edited_at)
        SELECT id, revision, body, edited_by, edited_at FROM post WHERE id = ?
        """, arguments: [post.rawValue])
    try db.execute(
      sql: "UPDATE post SET revision = ?, body = ?, edited_by = ?, edited_at = ? WHERE id = ?",
      arguments: [
        version.revision, version.content.canonicalText, version.editor, version.at?.millisecondsSince1970,
        post.rawValue,
      ])
  }

  /// Everybody who changed it, but for the last.
  static func earlierEditors(of post: PostID, _ db: Database) throws -> [String] {
    try DirectStatement(
      db,
      """
      SELECT edited_by FROM content WHERE post = ? AND edited_by IS NOT NULL GROUP BY edited_by ORDER BY min(revision)
      """
    ).all({ $0.append(post.rawValue) }, { $0.text(0) })
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
    let deliveries = try DirectStatement(
      db,
      """
      SELECT \(DeliveryRow.columns),
        (SELECT max(began_at) FROM attempt WHERE delivery = d.id),
        (SELECT outcome FROM attempt WHERE delivery = d.id ORDER BY fence DESC LIMIT 1),
        (SELECT max(seen_at) FROM attempt WHERE delivery = d.id)
      FROM \(DeliveryRow.source) WHERE d.id >= ?1 AND d.id < ?1 + ?2 ORDER BY d.id
      """)
    func bind(_ values: inout ParameterBinder) {
      values.append(row[5] as Int64)
      values.append(row[6] as Int64)
    }
    let late = try LateReportRow.fetch(of: id, db)
    let records = try deliveries.all(bind) { found in
      let delivery = try DeliveryRow.delivery(found)
      return DeliveryRecord(
        delivery: delivery, attempted: found.instantOrNil(DeliveryRow.columnCount),
        lastProblem: found.textOrNil(DeliveryRow.columnCount + 1),
        seen: found.instantOrNil(DeliveryRow.columnCount + 2), senderHeard: try senderHeard(delivery, db),
        lateReports: late.filter { $0.delivery == delivery.name })
    }
    return PostRecord(
      id: id, revision: row[0], author: row[1], createdAt: Instant(row, 3), idempotencyKey: row[2], content: content,
      deliveries: records, editor: row[7], earlierEditors: try earlierEditors(of: id, db),
      writtenAt: Instant(optional: row, 8),
      approvals: try ApprovalRow.fetch(records.map(\.delivery), db))
  }

  private static func senderHeard(_ delivery: Delivery, _ db: Database) throws -> Instant? {
    guard delivery.state.name == .uncertain else { return nil }
    return delivery.senderHeard(
      try AttemptRow.fetch(delivery.id, fence: delivery.fence, db), among: try ServiceTable.fetchLiving(db))
  }
}
