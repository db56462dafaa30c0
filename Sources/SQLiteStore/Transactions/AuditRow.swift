import Elections
import Foundation
import GRDB
import Publishing
import Texts

/// Entries of the audit log with the texts beside them, read and written.
enum AuditRow {
  static func insert(_ entry: AuditEntry, _ db: Database) throws {
    let draft = entry.draft
    let statement = try DirectStatement(
      db,
      """
      INSERT INTO audit (id, at, actor, event, post, channel, revision, causes, detail, previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    try statement.run { values in
      values.append(entry.id)
      values.append(draft.at)
      values.append(draft.actor)
      values.append(draft.event.rawValue)
      values.append(draft.post?.rawValue)
      values.append(draft.channel)
      values.append(draft.revision?.rawValue)
      values.append(draft.causes)
      values.append(entry.chainedDetail)
      values.append(entry.previous)
      values.append(entry.hash)
    }
    guard case .kept(let text, let key)? = entry.textBeside else { return }
    try DirectStatement(db, "INSERT INTO audit_text (entry, key, text) VALUES (?, ?, ?)").run { values in
      values.append(entry.id)
      values.append(key.bytes)
      values.append(text)
    }
  }

  /// For `source`, in the order in which `entry` reads them.
  private static let columns = """
    a.id, a.at, a.actor, a.event, a.post, a.channel, a.revision, a.causes, a.detail, a.previous, a.hash, t.entry, t.key,
    t.text, r.id, r.at, r.actor
    """

  /// Entries with the texts beside them, and with the entries that record removals of those.
  private static let source = """
    audit AS a LEFT JOIN audit_text AS t ON t.entry = a.id LEFT JOIN audit AS r ON r.id = t.removal
    """

  static func fetch(_ query: AuditQuery, _ db: Database) throws -> [AuditEntry] {
    var conditions = ["a.id > ?"]
    var arguments: [(any DatabaseValueConvertible)?] = [query.after]
    if let posts = query.posts {
      // Of one post the index gives them in their order; of several they are sorted.
      let isOne = posts.lowerBound == posts.upperBound
      conditions.append(isOne ? "a.post = ?" : "a.post BETWEEN ? AND ?")
      arguments += isOne ? [posts.lowerBound.rawValue] : [posts.lowerBound.rawValue, posts.upperBound.rawValue]
    }
    if query.isGlassBroken { conditions.append("instr(a.actor, ' at the store, breaking glass') > 0") }
    if query.isOfImports { conditions.append("a.event = 'imported'") }
    if let from = query.from {
      conditions.append("a.at >= ?")
      arguments.append(from.millisecondsSince1970)
    }
    if let to = query.to {
      conditions.append("a.at < ?")
      arguments.append(to.millisecondsSince1970)
    }
    arguments.append(query.limit)
    let statement = try db.cachedStatement(
      sql: """
        SELECT \(columns) FROM \(source) WHERE \(conditions.joined(separator: " AND ")) ORDER BY a.id LIMIT ?
        """)
    return try Row.fetchAll(statement, arguments: StatementArguments(arguments)).map(entry)
  }

  static func fetch(_ id: Int64, _ db: Database) throws -> AuditEntry? {
    try fetch(AuditQuery(after: id - 1, limit: 1), db).first { $0.id == id }
  }

  private static func entry(_ row: Row) throws -> AuditEntry {
    guard let event = AuditEvent(rawValue: row[3]) else {
      throw StoreError.damaged("Entry \(row[0] as Int64) of the audit log records an event that there is not.")
    }
    return AuditEntry(
      id: row[0],
      chained: AuditDraft(
        at: Instant(row, 1), actor: row[2], written: WrittenFact(event, kept: row[8]),
        post: (row[4] as Int64?).map(PostID.init), channel: row[5],
        revision: (row[6] as Int64?).map(RevisionNumber.init), causes: row[7]),
      beside: text(row), previous: try ContentHash(row, 9), hash: try ContentHash(row, 10))
  }

  /// Nil where there is none.
  private static func text(_ row: Row) -> TextBeside? {
    guard row[11] as Int64? != nil else { return nil }
    guard let text = row[13] as String?, let key = (row[12] as Data?).flatMap({ TextKey(exactly: [UInt8]($0)) }) else {
      let removal = (row[14] as Int64?).map { RecordedRemoval(entry: $0, at: Instant(row, 15), actor: row[16]) }
      return .removed(removal)
    }
    return .kept(text, key)
  }

  /// Takes an entry's text and its key away. What they leave in the file goes when that is written anew.
  static func removeText(from entry: Int64, recordedBy removal: Int64, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE audit_text SET key = NULL, text = NULL, removal = ? WHERE entry = ?", arguments: [removal, entry])
    guard db.changesCount == 1 else {
      throw StoreError.damaged("The text of entry \(entry) of the audit log is not there any more.")
    }
  }
}
