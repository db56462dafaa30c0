import Elections
import GRDB
import PublishingGate

/// One piece of work inside a transaction, with what pieces of the same transaction share.
final class Transaction {
  let db: Database
  private var head: (last: Int64, hash: ContentHash)?
  private var isHeadChanged = false
  private var lanes: [Lane: Int64] = [:]

  init(_ db: Database) { self.db = db }

  // MARK: The audit log

  /// Appends an entry behind the last one.
  func audit(_ draft: AuditDraft) throws {
    let head = try currentHead()
    let entry = AuditEntry.sealing(draft, id: head.last + 1, previous: head.hash)
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO audit (id, at, actor, event, post, channel, revision, causes, detail, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      entry.id, draft.at.millisecondsSince1970, draft.actor, draft.event.rawValue, draft.post?.rawValue,
      draft.channel, draft.revision?.rawValue, draft.causes, draft.detail, entry.previous.data, entry.hash.data,
    ])
    self.head = (entry.id, entry.hash)
    isHeadChanged = true
  }

  private func currentHead() throws -> (last: Int64, hash: ContentHash) {
    if let head { return head }
    let row = try Row.fetchOne(try db.cachedStatement(sql: "SELECT last, hash FROM audit_head"))
    let found = try row.map { row in (row[0] as Int64, try ContentHash(row, 1)) } ?? (0, AuditChain.start)
    head = found
    return found
  }

  /// Writes down how far the log goes; the last thing that a transaction does.
  func finish() throws {
    guard isHeadChanged, let head else { return }
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO audit_head (id, last, hash) VALUES (1, ?, ?)")
      .execute(arguments: [head.last, head.hash.data])
  }

  /// Runs one of several pieces of work; when it fails, only it is undone.
  func part<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
    let before = (head, isHeadChanged)
    var result: Result?
    do {
      try db.inSavepoint {
        result = try body(self)
        return .commit
      }
    } catch {
      (head, isHeadChanged) = before
      // A lane that the piece had added is gone with it.
      lanes = [:]
      throw error
    }
    guard let result else { preconditionFailure("a savepoint that was committed has a result") }
    return result
  }

  // MARK: Lanes

  func laneID(_ lane: Lane) throws -> Int64 {
    if let known = lanes[lane] { return known }
    let id = try findLane(lane)
    lanes[lane] = id
    return id
  }

  private func findLane(_ lane: Lane) throws -> Int64 {
    let arguments: StatementArguments = [
      lane.channel, lane.contentClass.rawValue, lane.standing.isOverridden, lane.standing.approvals,
      lane.standing.isFlagged,
    ]
    let find = try db.cachedStatement(
      sql: "SELECT id FROM lane WHERE channel = ? AND class = ? AND overridden = ? AND approvals = ? AND flagged = ?")
    if let id = try Int64.fetchOne(find, arguments: arguments) { return id }
    try db.cachedStatement(
      sql: "INSERT INTO lane (channel, class, overridden, approvals, flagged) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: arguments)
    return db.lastInsertedRowID
  }

  // MARK: Epoch and clock

  func epoch() throws -> RevisionNumber? {
    try Int64.fetchOne(try db.cachedStatement(sql: "SELECT revision FROM epoch")).map(RevisionNumber.init)
  }

  /// Throws unless people are judged by the rules in force.
  func check(_ judgement: Judgement) throws {
    let epoch = try epoch()
    guard judgement.isCurrent(epoch) else { throw StoreError.superseded(by: epoch ?? RevisionNumber(0)) }
  }

  func clockMark() throws -> ClockMark {
    guard let row = try Row.fetchOne(try db.cachedStatement(sql: "SELECT high_water, confirmations FROM clock")) else {
      throw StoreError.damaged("The store has lost its clock's mark; restore a backup.")
    }
    return ClockMark(highWater: Instant(row, 0), confirmations: row[1])
  }

  /// The mark never goes back by itself.
  func raiseClock(to instant: Instant) throws {
    try db.cachedStatement(sql: "UPDATE clock SET high_water = ?1 WHERE high_water < ?1")
      .execute(arguments: [instant.millisecondsSince1970])
  }
}
