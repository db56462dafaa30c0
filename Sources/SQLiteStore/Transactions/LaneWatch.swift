import Elections
import GRDB
import Publishing
import Synchronization

/// What a sleeping gate looks at again and again: whether anything was written, and what waits first in each lane.
///
/// While nobody writes, an answer stays true, and giving it again costs the same whatever is queued. SQLite's
/// `data_version` tells it, but only to one connection about all others; so this has one of its own, which never writes.
final class LaneWatch: Sendable {
  private struct State {
    var connection: DatabaseQueue?
    var version: Int?
    var waiting: [WaitingLane] = []
  }

  private let path: String
  private let state = Mutex(State())

  init(path: String) { self.path = path }

  /// Another number than before once any other connection has written.
  func version() throws -> Int {
    try state.withLock { state in
      try Self.connection(&state, path).unsafeRead { db in try Self.version(db) }
    }
  }

  /// The first due time in each lane in which anything waits.
  func waitingLanes() throws -> [WaitingLane] {
    try state.withLock { state in
      let connection = try Self.connection(&state, path)
      return try connection.unsafeRead { db in
        // The version comes first: what is written between the two is then seen twice, not never.
        let version = try Self.version(db)
        if version != state.version {
          state.waiting = try Self.waitingLanes(db)
          state.version = version
        }
        return state.waiting
      }
    }
  }

  private static func connection(_ state: inout State, _ path: String) throws -> DatabaseQueue {
    if let connection = state.connection { return connection }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    configuration.label = "portcullis.watch"
    let connection = try DatabaseQueue(path: path, configuration: configuration)
    state.connection = connection
    return connection
  }

  private static func version(_ db: Database) throws -> Int {
    Int(try DirectStatement(db, "PRAGMA data_version").first { $0.integer(0) } ?? 0)
  }

  /// One probe of the claim index for each lane, whatever waits in it.
  private static func waitingLanes(_ db: Database) throws -> [WaitingLane] {
    let statement = try DirectStatement(
      db,
      """
      SELECT channel, class, overridden, approvals, flagged, (SELECT next_at FROM delivery INDEXED BY delivery_claim
        WHERE lane = lane.id AND state = 'queued' AND claimed_by IS NULL ORDER BY next_at LIMIT 1) FROM lane
      """)
    var waiting: [WaitingLane] = []
    try statement.each { row in
      if row.isNull(5) { return }
      waiting.append(WaitingLane(lane: try lane(row), next: row.instant(5)))
    }
    return waiting
  }

  /// From a lane's own columns, the first of a row.
  static func lane(_ row: ColumnReader) throws -> Lane {
    guard let contentClass = ContentClass(rawValue: row.text(1)) else {
      throw StoreError.damaged("The store knows a class “\(row.text(1))” that there is not; restore a backup.")
    }
    let traits = Lane.Traits(isOverridden: row.flag(2), approvals: Int(row.integer(3)), isFlagged: row.flag(4))
    return Lane(channel: row.text(0), contentClass: contentClass, traits: traits)
  }
}
