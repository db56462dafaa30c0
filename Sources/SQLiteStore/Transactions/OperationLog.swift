import Elections
import GRDB
import Publishing
import Texts

/// The calls that a transaction does, and those that were done before (G-52).
///
/// They are added to those of the latest transactions, which become a row of their own once they are many. Looking one up
/// costs nothing as long as it was made later than every call that was done before, as nearly all are; else the latest are
/// searched, and the rows in whose range it lies.
struct OperationLog {
  private var entries = AnswerBytes()
  /// Where each call of this transaction stands among the entries, and its answer.
  private var done: [OperationID: (digest: UInt64, answer: Range<Int>)] = [:]

  var isEmpty: Bool { done.isEmpty }

  /// What was kept of the call; nil where it was not done yet.
  func find(_ id: OperationID, _ latest: LatestRow, _ db: Database) throws -> KeptOperation? {
    if let (digest, answer) = done[id] {
      return KeptOperation(id: id, digest: digest, answer: Array(entries.bytes[answer]))
    }
    return try OperationRow.find(id, latest, db)
  }

  mutating func add(_ id: OperationID, _ call: StoreCall, _ answer: some KeptAnswer) {
    entries.add(word: id.high)
    entries.add(word: id.low)
    entries.add(word: call.digest)
    done[id] = (call.digest, entries.addMeasured { answer.keep(in: &$0) })
  }

  /// Adds what was done to the latest calls, and moves those into a row where they are many; `mark` gives the clock's
  /// mark.
  func finish(_ latest: inout LatestRow, _ db: Database, mark: () throws -> Instant) throws {
    guard let last = done.keys.max() else { return }
    latest.highest = max(latest.highest ?? last, last)
    latest.calls += entries.bytes
    guard latest.calls.count > LatestRow.mostBytes else { return }
    try OperationRow.insert(latest.calls, at: try mark(), db)
    latest.calls = []
  }
}

/// The calls of several transactions, read and written.
enum OperationRow {
  /// Looks among the latest too.
  static func find(_ id: OperationID, _ latest: LatestRow, _ db: Database) throws -> KeptOperation? {
    guard let highest = latest.highest, id <= highest else { return nil }
    if let kept = try entry(id, in: latest.calls) { return kept }
    let statement = try DirectStatement(db, "SELECT entries FROM operation WHERE last >= ?1 AND first <= ?1")
    var found: KeptOperation?
    try statement.each({ $0.append(id) }) { row in
      found = try found ?? entry(id, in: row.bytesOrNil(0) ?? [])
    }
    return found
  }

  static func insert(_ entries: [UInt8], at mark: Instant, _ db: Database) throws {
    var reader = OperationReader(entries)
    guard let (start, _, _) = try reader.next() else { return }
    var (first, last) = (start, start)
    while let (id, _, _) = try reader.next() { (first, last) = (min(first, id), max(last, id)) }
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
      if let entries = try self.changed(row.bytesOrNil(1) ?? [], by: change) { changed.append((last, entries)) }
    }
    for (last, entries) in changed {
      try DirectStatement(db, "UPDATE operation SET entries = ? WHERE last = ?").run { values in
        values.append(entries)
        values.append(last)
      }
    }
  }

  /// Nil where nothing changes.
  static func changed(_ entries: [UInt8], by change: (KeptOperation) -> KeptOperation) throws -> [UInt8]? {
    let before = try all(in: entries)
    let after = before.map(change)
    return after == before ? nil : bytes(of: after)
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
  init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
  }
}
