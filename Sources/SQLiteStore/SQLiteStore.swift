import Elections
import Foundation
import GRDB
import Glibc
import Machine
package import Publishing
package import PublishingGate

/// The store on SQLite: one file, one gate service, any number of commands beside it.
///
/// Durable by `journal_mode = WAL` with `synchronous = FULL`, which is set and read back on every connection that
/// writes, since GRDB leaves NORMAL behind, under which a power cut can forget the last commits (G-24).
package final class SQLiteStore: CouncilStore {
  /// Closed first: the last connection to close carries the log over into the file, and this one may not write.
  let watch: LaneWatch
  let database: any DatabaseReader & Sendable
  private let commits: CommitQueue?
  let file: StoreFile
  /// Once the store was compared with it.
  let anchor: AnchorHolder
  package let path: String

  /// Opens the store at `path`, or says why it cannot be trusted.
  package init(path: String, access: StoreAccess) throws(StoreError) {
    self.path = path
    watch = LaneWatch(path: path)
    file = StoreFile(path: path)
    anchor = AnchorHolder()
    try file.prepareFolder(creating: access == .creating)
    let isThere = try file.isThere()
    guard isThere || access == .creating else {
      throw StoreFile.missing(path)
    }
    do {
      if isThere { try Self.refuseForeign(path) }
      if access == .readOnly {
        database = try Self.reader(path)
        commits = nil
      } else {
        // SQLite gives its log the rights of the file, so those come first.
        if !isThere { try Self.makePrivately(path, unlessEmpty: true) }
        let pool = try Self.writer(path)
        database = pool
        try file.remember()
        commits = CommitQueue(writer: pool, file: file, anchor: anchor)
      }
    } catch {
      throw StoreFailures.translate(error)
    }
  }

  /// How long a transaction waits for another process's.
  private static let busyTimeout: TimeInterval = 5

  /// Looks without writing: a database of somebody else's must not even change its mode.
  private static func refuseForeign(_ path: String, readonly: Bool = true) throws {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(busyTimeout)
    let foreign = StoreError.unavailable(
      "\(path) is not a store of Portcullis; name another file by --store, and nothing in this one is touched.")
    do {
      try DatabaseQueue(path: path, configuration: configuration).read { db in
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard application == Schema.applicationID || tables == 0 else { throw foreign }
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw foreign
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_READONLY && readonly && isBarelyBegun(path)
    {
      // Whoever made it was ended while its first page was written, and left a journal by which that is undone.
      try refuseForeign(path, readonly: false)
    }
  }

  /// Whether there is room for a first page, and for nothing of anybody's.
  private static func isBarelyBegun(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_size <= 4096
  }

  private static func writer(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busyTimeout)
    configuration.label = "portcullis.store"
    // Statements in debug builds would show what is not out yet.
    configuration.publicStatementArguments = false
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { db in
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" else {
        throw StoreError.unavailable("\(path) cannot keep a write-ahead log; keep the store on a local disk.")
      }
      // Before anything else is in it: whoever is ended between two steps leaves a store that knows itself again.
      if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 {
        try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      }
      try db.execute(sql: "PRAGMA synchronous = FULL")
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
        throw StoreError.unavailable("\(path) cannot be written durably: SQLite refuses synchronous = FULL.")
      }
      // 16 MB: with the 2 MB that SQLite takes by itself, a large import writes many of its pages several times.
      try db.execute(sql: "PRAGMA cache_size = -16384")
    }
    let migrator = Schema.migrator
    try pool.read { db in try refuseNewer(migrator, db, path) }
    try migrator.migrate(pool)
    return pool
  }

  /// One connection, which costs half of what the writer's pool does.
  ///
  /// SQLite's log wants the right to write even of those who only look, so where there is that right the connection has
  /// it; GRDB's `read` lets no statement use it.
  private static func reader(_ path: String) throws -> DatabaseQueue {
    let mayWrite = unsafe access(path, W_OK) == 0
    var configuration = Configuration()
    configuration.readonly = !mayWrite
    configuration.busyMode = .timeout(busyTimeout)
    configuration.publicStatementArguments = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let migrator = Schema.migrator
    try queue.read { db in
      try refuseNewer(migrator, db, path)
      if try migrator.hasCompletedMigrations(db) { return }
      guard mayWrite else {
        throw StoreError.unavailable(
          "\(path) was written by an older Portcullis; run \(Remedy.checkStore) once as its owner to bring it up to "
            + "date.")
      }
    }
    if mayWrite, try !queue.read(migrator.hasCompletedMigrations) { try writer(path).close() }
    return queue
  }

  private static func refuseNewer(_ migrator: DatabaseMigrator, _ db: Database, _ path: String) throws {
    guard try migrator.hasBeenSuperseded(db) else { return }
    throw StoreError.unavailable("\(path) was written by a newer Portcullis; install that version.")
  }

  /// For the owner alone, since posts that are not out yet are nobody else's business; and for the group where the
  /// folder is shared with it.
  private static func keepPrivate(_ path: String) throws {
    let mode = FolderRights.isShared(StoreFile.folder(of: path)) ? 0o660 : 0o600
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// An empty file that has its rights before there is anything in it.
  ///
  /// `unlessEmpty`: one that is there already will do. The caller knows it to be empty: another command began with it at this
  /// moment, or was ended before it wrote.
  private static func makePrivately(_ path: String, unlessEmpty: Bool = false) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST || !unlessEmpty {
      throw StoreError.cannotWrite("\(path) cannot be made: \(StoreFile.reason()).")
    }
    try keepPrivate(path)
  }

  // MARK: Work

  /// Does `body` in a transaction, together with whatever else waits, and returns once it is on disk.
  func write<Result: Sendable>(
    here: Bool = false, _ body: @escaping @Sendable (Transaction) throws -> Result
  ) async throws(StoreError) -> Result {
    guard let commits else {
      throw .cannotWrite("The store \(path) was opened for looking only.")
    }
    return try await commits.perform(here: here, body)
  }

  /// The same for a call of the contract: done once, however often it comes (G-52).
  func write<Answer: Sendable, Kept: KeptAnswer>(
    as operation: OperationID, _ call: StoreCall, here: Bool = false,
    keeping keep: @escaping @Sendable (Answer) -> Kept,
    again: @escaping @Sendable (Kept, Transaction) throws -> Answer,
    _ body: @escaping @Sendable (Transaction) throws -> Answer
  ) async throws(StoreError) -> Answer {
    try await write(here: here) { try $0.perform(operation, call, keeping: keep, again: again, body) }
  }

  /// For an answer that is kept as it is.
  func write<Answer: KeptAnswer>(
    as operation: OperationID, _ call: StoreCall, here: Bool = false,
    _ body: @escaping @Sendable (Transaction) throws -> Answer
  ) async throws(StoreError) -> Answer {
    try await write(here: here) { try $0.perform(operation, call, body) }
  }

  /// For a call without an answer.
  func write(
    as operation: OperationID, _ call: StoreCall, here: Bool = false,
    _ body: @escaping @Sendable (Transaction) throws -> Void
  ) async throws(StoreError) {
    _ = try await write(as: operation, call, here: here) { transaction in
      try body(transaction)
      return NoAnswer()
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try database.read(body)
    } catch {
      throw StoreFailures.translate(error)
    }
  }

  /// For one statement, which sees one state of the store without a transaction around it.
  func look<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try database.unsafeRead(body)
    } catch {
      throw StoreFailures.translate(error)
    }
  }

  /// Changes whenever any process has written; what a sleeping gate looks at.
  package func changeCounter() throws(StoreError) -> Int {
    do { return try watch.version() } catch { throw StoreFailures.translate(error) }
  }

  // MARK: Upkeep

  /// Returns once nothing is left to be done after the last answer; for a command that is about to end.
  package func settle() {
    commits?.finish()
    anchor.file?.flush()
  }

  package func closeToOthers() throws(StoreError) { try StoreRights(of: path).closeToOthers() }

  /// SQLite's own check of the whole file and of its references; a sentence for each fault.
  package func integrityFaults() throws(StoreError) -> [String] {
    try read { db in
      let faults = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      let dangling = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
        "A row of \(row[0] as String? ?? "a table") refers to a row of \(row[2] as String? ?? "another") that is missing."
      }
      return faults + dangling
    }
  }

  package func schemaFaults() throws(StoreError) -> [String] { try read { try Schema.differences(in: $0) } }

  /// Copies the store to a new file while it is in use.
  package func backup(to target: String, progress: @escaping (_ done: Double) -> Void) throws(StoreError) {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw .cannotWrite("\(target) exists already; name a new file.")
    }
    do {
      try Self.makePrivately(target)
      let copy = try DatabaseQueue(path: target)
      try database.backup(to: copy, pagesPerStep: 1000) { state in
        progress(state.totalPageCount == 0 ? 1 : Double(state.completedPageCount) / Double(state.totalPageCount))
      }
      try copy.close()
    } catch {
      throw StoreFailures.translate(error)
    }
  }
}
