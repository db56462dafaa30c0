import Elections
import GRDB
import Publishing

/// Pauses and stops of channels, read and written.
enum PauseRow {
  /// How the table writes the channel of a pause that holds all; no channel has this name.
  static let everyChannel = "*"

  static let query = "SELECT channel, reason, until_at, at, actor FROM pause"

  static func pause(_ row: Row) -> Pause {
    Pause(
      channel: row[0] == everyChannel ? nil : row[0], reason: row[1], until: Instant(optional: row, 2),
      at: Instant(row, 3), actor: row[4])
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
