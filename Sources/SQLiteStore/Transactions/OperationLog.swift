import Elections
import GRDB
import Publishing
import Texts

/// The calls that a transaction does, and those that were done before (G-52).
///
/// They are written as one row for the whole transaction. Looking one up costs nothing as long as it was made later than
/// every call that was done before, as nearly all are; else the rows in whose range it lies are searched.
struct OperationLog {
  private var entries = AnswerBytes()
  /// Where each call of this transaction stands among the entries, and its answer.
  private var done: [OperationID: (digest: UInt64, answer: Range<Int>)] = [:]
  private var first: OperationID?
  private var last: OperationID?
  /// The highest id of the transactions before; nil where there is none.
  private var highest: OperationID??

  /// What was kept of the call; nil where it was not done yet.
  mutating func find(_ id: OperationID, _ db: Database) throws -> KeptOperation? {
    if let (digest, answer) = done[id] {
      return KeptOperation(id: id, digest: digest, answer: Array(entries.bytes[answer]))
    }
    let highest = try self.highest ?? OperationRow.highest(db)
    self.highest = .some(highest)
    guard let highest, id <= highest else { return nil }
    return try OperationRow.find(id, db)
  }

  mutating func add(_ id: OperationID, _ call: StoreCall, _ answer: some KeptAnswer) {
    entries.add(word: id.high)
    entries.add(word: id.low)
    entries.add(word: call.digest)
    done[id] = (call.digest, entries.addMeasured { answer.keep(in: &$0) })
    first = min(first ?? id, id)
    last = max(last ?? id, id)
  }

  /// Writes down what was done; `mark` gives the clock's mark.
  func finish(_ db: Database, mark: () throws -> Instant) throws {
    guard let first, let last else { return }
    try OperationRow.insert(entries.bytes, from: first, through: last, at: try mark(), db)
  }
}

/// The calls of one transaction, read and written.
enum OperationRow {
  static func highest(_ db: Database) throws -> OperationID? {
    try DirectStatement(db, "SELECT max(last) FROM operation").first { row in
      row.isNull(0) ? nil : OperationID(bytes: row.bytesOrNil(0) ?? [])
    } ?? nil
  }

  static func find(_ id: OperationID, _ db: Database) throws -> KeptOperation? {
    let statement = try DirectStatement(db, "SELECT entries FROM operation WHERE last >= ?1 AND first <= ?1")
    var found: KeptOperation?
    try statement.each({ $0.append(id) }) { row in
      found = try found ?? entry(id, in: row.bytesOrNil(0) ?? [])
    }
    return found
  }

  static func insert(
    _ entries: [UInt8], from first: OperationID, through last: OperationID, at mark: Instant, _ db: Database
  ) throws {
    try DirectStatement(db, "INSERT INTO operation (last, first, mark, entries) VALUES (?, ?, ?, ?)").run { values in
      values.append(last)
      values.append(first)
      values.append(mark)
      values.append(entries)
    }
  }

  /// Those of `KeptOperation.mayBeForgotten`, the oldest first.
  static func forget(before end: Instant, _ db: Database) throws {
    try DirectStatement(
      db,
      """
      DELETE FROM operation WHERE last IN (
        SELECT last FROM operation WHERE last < ?1 AND mark < ?2 ORDER BY last LIMIT 1000)
      """
    ).run { values in
      values.append(.lowest(at: end))
      values.append(end)
    }
  }

  /// Changes what is kept of calls, and leaves the rows in which nothing changes as they are.
  static func change(_ db: Database, by change: (KeptOperation) -> KeptOperation) throws {
    var changed: [(last: OperationID, entries: [UInt8])] = []
    try DirectStatement(db, "SELECT last, entries FROM operation").each({ _ in }) { row in
      guard let last = OperationID(bytes: row.bytesOrNil(0) ?? []) else { throw damaged }
      let before = try all(in: row.bytesOrNil(1) ?? [])
      let after = before.map(change)
      if after != before { changed.append((last, bytes(of: after))) }
    }
    for (last, entries) in changed {
      try DirectStatement(db, "UPDATE operation SET entries = ? WHERE last = ?").run { values in
        values.append(entries)
        values.append(last)
      }
    }
  }

  private static func bytes(of operations: [KeptOperation]) -> [UInt8] {
    var entries: [UInt8] = []
    for operation in operations {
      for word in [operation.id.high, operation.id.low, operation.digest, UInt64(operation.answer.count)] {
        entries.append(bigEndian: word)
      }
      entries += operation.answer
    }
    return entries
  }

  private static func entry(_ id: OperationID, in entries: [UInt8]) throws -> KeptOperation? {
    var reader = OperationReader(entries)
    while let (found, digest, answer) = try reader.next() {
      if found == id { return KeptOperation(id: id, digest: digest, answer: Array(answer)) }
    }
    return nil
  }

  private static func all(in entries: [UInt8]) throws -> [KeptOperation] {
    var reader = OperationReader(entries)
    var all: [KeptOperation] = []
    while let (id, digest, answer) = try reader.next() {
      all.append(KeptOperation(id: id, digest: digest, answer: Array(answer)))
    }
    return all
  }

  fileprivate static let damaged = StoreError.damaged(
    "What the store keeps of its operations cannot be read back; restore a backup.")
}

/// The calls of one row, one after the other.
private struct OperationReader {
  private var rest: ArraySlice<UInt8>

  init(_ entries: [UInt8]) { rest = entries[...] }

  private mutating func word() throws -> UInt64 {
    guard rest.count >= 8 else { throw OperationRow.damaged }
    defer { rest = rest.dropFirst(8) }
    return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func next() throws -> (id: OperationID, digest: UInt64, answer: ArraySlice<UInt8>)? {
    if rest.isEmpty { return nil }
    let id = OperationID(high: try word(), low: try word())
    let digest = try word()
    guard let length = Int(exactly: try word()), length <= rest.count else { throw OperationRow.damaged }
    defer { rest = rest.dropFirst(length) }
    return (id, digest, rest.prefix(length))
  }
}

extension OperationID {
  fileprivate init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
  }
}
