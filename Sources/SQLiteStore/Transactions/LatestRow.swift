import GRDB
import Publishing

/// How far the audit log goes, and the calls of the latest transactions.
///
/// One row, since nearly every transaction changes both: a row for each would be one page more of the seven that are
/// written where a post is queued.
struct LatestRow {
  /// Above this the calls move into a row of `operation`: the row stays within a page of 4 KiB.
  static let mostBytes = 3500

  var head = LogHead(entry: 0, hash: AuditChain.start)
  /// The highest id of all calls that were done.
  var highest: OperationID?
  /// As in a row of `operation`.
  var calls: [UInt8] = []

  /// That of an empty store where there is none yet.
  static func read(_ db: Database) throws -> LatestRow {
    try DirectStatement(db, "SELECT entry, hash, highest, calls FROM latest").first { row in
      LatestRow(
        head: LogHead(entry: row.integer(0), hash: try row.hash(1)),
        highest: row.bytesOrNil(2).flatMap(OperationID.init(bytes:)), calls: row.bytesOrNil(3) ?? [])
    } ?? LatestRow()
  }

  func save(_ db: Database) throws {
    try DirectStatement(db, "INSERT OR REPLACE INTO latest (id, entry, hash, highest, calls) VALUES (1, ?, ?, ?, ?)")
      .run { values in
        values.append(head.entry)
        values.append(head.hash)
        if let highest { values.append(highest) } else { values.appendNull() }
        values.append(calls)
      }
  }
}
