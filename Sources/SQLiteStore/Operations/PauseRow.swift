import Elections
import GRDB
import Publishing

/// Pauses and stops of channels, read and written.
enum PauseRow {
  /// How the table writes the channel of a pause that holds all; no channel has this name.
  static let everyChannel = "*"

  private static let query = "SELECT channel, reason, until_at, at, actor FROM pause"

  /// The pause of a channel, or that of all; over or not.
  static func fetch(_ channel: String?, _ db: Database) throws -> Pause? {
    try Row.fetchOne(db, sql: "\(query) WHERE channel = ?", arguments: [channel ?? everyChannel]).map(pause)
  }

  /// Over or not; that of all channels first.
  static func fetchAll(_ db: Database) throws -> [Pause] {
    try Row.fetchAll(try db.cachedStatement(sql: query)).map(pause).sorted { ($0.channel ?? "") < ($1.channel ?? "") }
  }

  private static func pause(_ row: Row) -> Pause {
    Pause(
      channel: row[0] == everyChannel ? nil : row[0], reason: row[1], until: Instant(optional: row, 2),
      at: Instant(row, 3), actor: row[4])
  }

  static func save(_ pause: Pause, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO pause (channel, reason, until_at, at, actor) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        pause.channel ?? everyChannel, pause.reason, pause.until?.millisecondsSince1970,
        pause.at.millisecondsSince1970, pause.actor,
      ])
  }

  static func remove(_ channel: String?, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM pause WHERE channel = ?", arguments: [channel ?? everyChannel])
  }

  /// Which channels people have paused or receivers stopped; asked with every permit.
  static func holds(at now: Instant, _ db: Database) throws -> ChannelHolds {
    let statement = try DirectStatement(
      db,
      """
      SELECT 1, channel, reason, until_at, at, actor FROM pause UNION ALL SELECT 0, channel, '', NULL, 0, '' FROM stop
      """)
    var pauses: [Pause] = []
    var stops: Set<String> = []
    try statement.each { row in
      let channel = row.text(1)
      if !row.flag(0) {
        stops.insert(channel)
        return
      }
      pauses.append(
        Pause(
          channel: channel == everyChannel ? nil : channel, reason: row.text(2), until: row.instantOrNil(3),
          at: row.instant(4), actor: row.text(5)))
    }
    return ChannelHolds(pauses: pauses, stops: stops, at: now)
  }
}

/// Stops of channels, read and written.
enum StopRow {
  private static let query = "SELECT channel, reason, at, actor FROM stop"

  static func fetch(_ channel: String, _ db: Database) throws -> ChannelStop? {
    try Row.fetchOne(db, sql: "\(query) WHERE channel = ?", arguments: [channel]).map(stop)
  }

  static func fetchAll(_ db: Database) throws -> [ChannelStop] {
    try Row.fetchAll(try db.cachedStatement(sql: "\(query) ORDER BY channel")).map(stop)
  }

  private static func stop(_ row: Row) -> ChannelStop {
    ChannelStop(channel: row[0], reason: row[1], at: Instant(row, 2), actor: row[3])
  }

  static func save(_ stop: ChannelStop, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO stop (channel, reason, at, actor) VALUES (?, ?, ?, ?)",
      arguments: [stop.channel, stop.reason, stop.at.millisecondsSince1970, stop.actor])
  }

  static func remove(_ channel: String, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM stop WHERE channel = ?", arguments: [channel])
  }
}
