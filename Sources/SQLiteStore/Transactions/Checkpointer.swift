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
    /// The length of the log after the last commit.
    var pages: Int32 = 0
    var isRunning = false
  }

  private enum Step {
    case none, here, beside
  }

  /// SQLite's own measure, in pages of 4 KiB.
  private static let enough: Int32 = 1000

  private let path: String
  private let queue = DispatchQueue(label: "portcullis.checkpoint", qos: .utility)
  private let state = Mutex(State())

  init(path: String) { self.path = path }

  /// Makes the connection tell this one, which must outlive it, how long the log is after each commit.
  func watch(_ writer: any DatabaseWriter) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    writer.writeWithoutTransaction { db in
      guard let connection = unsafe db.sqliteConnection else { return }
      _ = unsafe sqlite3_wal_hook(
        connection,
        { context, connection, name, pages in
          guard let context = unsafe context else { return SQLITE_OK }
          let checkpointer = unsafe Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
          switch checkpointer.step(after: pages) {
          case .none: break
          case .here: unsafe sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
          case .beside: checkpointer.start()
          }
          return SQLITE_OK
        }, context)
    }
  }

  private func step(after pages: Int32) -> Step {
    state.withLock { state in
      let added = pages - state.pages
      state.pages = pages
      if pages < Self.enough || state.isRunning { return .none }
      if added < Self.enough { return .here }
      state.isRunning = true
      return .beside
    }
  }

  private func start() {
    queue.async { [self] in
      checkpoint()
      state.withLock { $0.isRunning = false }
    }
  }

  /// A failure leaves the log as it is, and the next commit starts anew.
  private func checkpoint() {
    var connection: OpaquePointer?
    // Never makes a file: where the store was removed, nothing may stand in its place.
    if unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK {
      unsafe sqlite3_exec(connection, "PRAGMA synchronous = FULL", nil, nil, nil)
      unsafe sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
    unsafe sqlite3_close_v2(connection)
  }
}
