import Elections
import GRDB
import Publishing
import Texts

/// One piece of work inside a transaction, with what pieces of the same transaction share.
final class Transaction {
  let db: Database
  /// Once it was read, with what this transaction has changed.
  private var latest: LatestRow?
  private var isHeadChanged = false
  private var areCallsChanged = false
  private var lastAt = Instant(millisecondsSince1970: 0)
  /// How far the log went when this process committed last.
  private let known: LogHead?
  private var lanes: [Lane: Int64] = [:]
  private var insertion: PostInsertion?
  /// Once it was read; no other process moves it meanwhile.
  private var knownEpoch: RevisionNumber??
  private var operations = OperationLog()
  var knownMark: ClockMark?

  init(_ db: Database, after known: LogHead? = nil) {
    self.db = db
    self.known = known
  }

  /// How far the log goes after it, and when the last entry was made; nil where nothing was added.
  var newHead: (head: LogHead, at: Instant)? { isHeadChanged ? latest.map { (head: $0.head, at: lastAt) } : nil }

  // MARK: The audit log

  /// Appends an entry behind the last one, and gives its number.
  @discardableResult
  func audit(_ draft: AuditDraft) throws -> Int64 {
    let head = try currentLatest().head
    let entry = AuditEntry.sealing(draft, id: head.entry + 1, previous: head.hash) {
      var generator = SystemRandomNumberGenerator()
      return TextKey.random(using: &generator)
    }
    try AuditRow.insert(entry, db)
    latest?.head = LogHead(entry: entry.id, hash: entry.hash)
    lastAt = draft.at
    isHeadChanged = true
    return entry.id
  }

  private func currentLatest() throws -> LatestRow {
    if let latest { return latest }
    let found = try LatestRow.read(db)
    if let known, found.head != known { try check(found.head, follows: known) }
    latest = found
    return found
  }

  /// Other processes may have added to the log; what this one committed is in it for good.
  private func check(_ found: LogHead, follows known: LogHead) throws {
    guard found.entry > known.entry, try Self.hash(of: known.entry, db) == known.hash else {
      throw StoreError.damaged(
        "The store was set back to an earlier state while it was in use (entry \(found.entry) of \(known.entry)); nothing "
          + "was written to it. Start again: what is due then waits for a person.")
    }
  }

  /// Nil where there is no such entry.
  static func hash(of entry: Int64, _ db: Database) throws -> ContentHash? {
    try DirectStatement(db, "SELECT hash FROM audit WHERE id = ?").first({ $0.append(entry) }, { try $0.hash(0) })
  }

  /// Writes down which calls were done, and how far the log goes; the last thing that a transaction does.
  func finish() throws {
    guard isHeadChanged || areCallsChanged || !operations.isEmpty else { return }
    var latest = try currentLatest()
    try operations.finish(&latest, db) { try clockMark().highWater }
    try latest.save(db)
  }

  /// Runs one of several pieces of work; when it fails, only it is undone.
  func part<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
    let before = (latest, isHeadChanged, areCallsChanged, operations)
    var result: Result?
    do {
      try db.inSavepoint {
        result = try body(self)
        return .commit
      }
    } catch {
      (latest, isHeadChanged, areCallsChanged, operations) = before
      // What the piece had added is gone with it.
      lanes = [:]
      insertion = nil
      knownEpoch = nil
      knownMark = nil
      throw error
    }
    guard let result else { preconditionFailure("a savepoint that was committed has a result") }
    return result
  }

  // MARK: Operations

  /// Does a call, or gives again what it answered when it was done before (G-52).
  ///
  /// `keep` makes of its answer what is kept, and `again` of that the answer.
  func perform<Answer, Kept: KeptAnswer>(
    _ operation: OperationID, _ call: StoreCall, keeping keep: (Answer) -> Kept,
    again: (Kept, Transaction) throws -> Answer, _ body: (Transaction) throws -> Answer
  ) throws -> Answer {
    if let kept = try operations.find(operation, currentLatest(), db) { return try again(kept.answer(to: call), self) }
    let answer = try body(self)
    operations.add(operation, call, keep(answer))
    return answer
  }

  /// For an answer that is kept as it is.
  func perform<Answer: KeptAnswer>(
    _ operation: OperationID, _ call: StoreCall, _ body: (Transaction) throws -> Answer
  ) throws -> Answer {
    if let kept = try operations.find(operation, currentLatest(), db) { return try kept.answer(to: call) }
    let answer = try body(self)
    operations.add(operation, call, answer)
    return answer
  }

  /// What was done so far moves into a row with the clock's mark, by which it is forgotten one day.
  func forgetOperations(before end: Instant) throws {
    let calls = try currentLatest().calls
    if !calls.isEmpty {
      try OperationRow.insert(calls, at: try clockMark().highWater, db)
      latest?.calls = []
      areCallsChanged = true
    }
    try OperationRow.forget(before: end, db)
  }

  /// Changes what is kept of calls that were done before.
  func changeOperations(by change: (KeptOperation) -> KeptOperation) throws {
    let calls = try OperationRow.changed(try currentLatest().calls, by: change)
    if let calls {
      latest?.calls = calls
      areCallsChanged = true
    }
    try OperationRow.change(db, by: change)
  }

  // MARK: Lanes

  func laneID(_ lane: Lane) throws -> Int64 {
    if let known = lanes[lane] { return known }
    let id = try findLane(lane)
    lanes[lane] = id
    return id
  }

  private func findLane(_ lane: Lane) throws -> Int64 {
    func bind(_ values: inout ParameterBinder) {
      values.append(lane.channel)
      values.append(lane.contentClass.rawValue)
      values.append(lane.traits.isOverridden)
      values.append(lane.traits.approvals)
      values.append(lane.traits.isFlagged)
    }
    let find = try DirectStatement(
      db, "SELECT id FROM lane WHERE channel = ? AND class = ? AND overridden = ? AND approvals = ? AND flagged = ?")
    if let id = try find.first(bind, { $0.integer(0) }) { return id }
    try DirectStatement(db, "INSERT INTO lane (channel, class, overridden, approvals, flagged) VALUES (?, ?, ?, ?, ?)")
      .run(bind)
    return db.lastInsertedRowID
  }

  // MARK: Posts

  /// One for all submissions of a transaction.
  func posts() throws -> PostInsertion {
    let insertion = try insertion ?? PostInsertion(db)
    self.insertion = insertion
    return insertion
  }

  // MARK: The epoch

  func epoch() throws -> RevisionNumber? {
    if let knownEpoch { return knownEpoch }
    let epoch = try DirectStatement(db, "SELECT revision FROM epoch").first { RevisionNumber($0.integer(0)) }
    knownEpoch = .some(epoch)
    return epoch
  }

  func moveEpoch(to revision: RevisionNumber) throws {
    try DirectStatement(db, "INSERT OR REPLACE INTO epoch (id, revision) VALUES (1, ?)").run { values in
      values.append(revision.rawValue)
    }
    knownEpoch = .some(revision)
  }
}
