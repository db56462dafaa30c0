import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Carries what a large transaction has written from the write-ahead log over into the file.
///
/// By itself, SQLite does so within the commit that finds the log long, and whoever committed waits for it. That is left
/// so for small commits, which share the cost of one in a thousand pages. A large one, such as an import, would wait for
/// its own pages to be written and flushed once more; here another connection does it after it was answered. What is in
/// the log is durable before.
final class Checkpointer: Sendable {
  private struct State {
    /// What this connection has written in all, in pages.
    var written: Int32 = 0
    var isRunning = false
    /// Another large transaction came meanwhile.
    var isPending = false
  }

  private enum Step {
    case none, here, beside
  }

  /// SQLite's own measure, in pages of 4 KiB.
  private static let enough: Int32 = 1000

  private let file: StoreFile
  private let queue = DispatchQueue(label: "portcullis.checkpoint", qos: .utility)
  private let state = Mutex(State())

  init(file: StoreFile) { self.file = file }

  /// Makes the connection tell this one after each commit how long the log is.
  func watch(_ writer: any DatabaseWriter) {
    // Kept for the process's life, since nothing tells when the connection is gone; a process opens few stores.
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    writer.writeWithoutTransaction { db in
      guard let connection = unsafe db.sqliteConnection else { return }
      state.withLock { $0.written = unsafe Self.written(by: connection) }
      _ = unsafe sqlite3_wal_hook(
        connection,
        { context, connection, name, pages in
          guard let context = unsafe context, let connection = unsafe connection else { return SQLITE_OK }
          let checkpointer = unsafe Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
          switch unsafe checkpointer.step(logPages: pages, written: Checkpointer.written(by: connection)) {
          case .none: break
          case .here: unsafe sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
          case .beside: checkpointer.start()
          }
          return SQLITE_OK
        }, context)
    }
  }

  private static func written(by connection: OpaquePointer) -> Int32 {
    var (current, highest): (Int32, Int32) = (0, 0)
    unsafe sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_WRITE, &current, &highest, 0)
    return current
  }

  private func step(logPages: Int32, written: Int32) -> Step {
    state.withLock { state in
      let added = written &- state.written
      state.written = written
      if logPages < Self.enough { return .none }
      if state.isRunning {
        state.isPending = state.isPending || added >= Self.enough
        return .none
      }
      if added < Self.enough { return .here }
      state.isRunning = true
      return .beside
    }
  }

  private func start() {
    queue.async { [self] in
      repeat { checkpoint() } while isPending()
    }
  }

  private func isPending() -> Bool {
    state.withLock { state in
      defer { state.isPending = false }
      state.isRunning = state.isPending
      return state.isPending
    }
  }

  /// Returns once what was begun is done; for a process that is about to end.
  func finish() { queue.sync {} }

  /// A failure leaves the log as it is, and the next commit starts anew.
  private func checkpoint() {
    guard (try? file.checkIdentity()) != nil else { return }
    var connection: OpaquePointer?
    // Never makes a file: where the store was removed, nothing may stand in its place. The pragma also has the
    // connection read the file's head, without which it would not know of the log.
    if unsafe sqlite3_open_v2(file.path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
      unsafe sqlite3_exec(connection, "PRAGMA synchronous = FULL", nil, nil, nil) == SQLITE_OK
    {
      unsafe sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
    unsafe sqlite3_close_v2(connection)
  }
}
