import Elections
import GRDB
package import Publishing

/// All that holds beside the rules.
extension SQLiteStore {
  package func standingRows(_ query: StandingQuery) async throws(StoreError) -> StandingRows {
    if query.paced.isEmpty, !query.counts { return try look { db in try Self.beside(query.at, db) } }
    return try read { db in
      var rows = try Self.beside(query.at, db)
      rows.queue = try Self.queue(query, db)
      return rows
    }
  }

  /// One statement, so that it sees one state of the store without a transaction around it: a gate asks it in each turn.
  private static let question = """
    SELECT 'pause', channel, reason, actor, at, until_at, NULL FROM pause WHERE until_at IS NULL OR until_at > ?1
    UNION ALL SELECT 'stop', channel, reason, actor, at, NULL, NULL FROM stop
    UNION ALL SELECT 'doubt', source, detail, NULL, since, NULL, NULL FROM doubt
    UNION ALL SELECT 'clock', NULL, doubt, NULL, NULL, NULL, NULL FROM clock WHERE doubt IS NOT NULL
    UNION ALL SELECT 'pace', channel, NULL, NULL, NULL, NULL, permits FROM pace
    """

  private static func beside(_ now: Instant, _ db: Database) throws -> StandingRows {
    var rows = StandingRows()
    try DirectStatement(db, question).each({ $0.append(now) }) { row in
      let channel = row.text(1)
      switch row.text(0) {
      case "pause":
        rows.pauses.append(
          Pause(
            channel: channel == PauseRow.everyChannel ? nil : channel, reason: row.text(2), until: row.instantOrNil(5),
            at: row.instant(4), actor: row.text(3)))
      case "stop":
        rows.stops.append(
          ChannelStop(channel: channel, reason: row.text(2), at: row.instant(4), actor: row.text(3)))
      case "doubt":
        rows.doubts.append(SourceDoubt(source: channel, detail: row.text(2), since: row.instant(4)))
      case "clock": rows.clockDoubt = row.text(2)
      default: rows.paces[channel] = PaceRow.log(row.bytesOrNil(6) ?? [])
      }
    }
    // A table's rows come in no promised order.
    rows.pauses.sort { ($0.channel ?? "") < ($1.channel ?? "") }
    rows.stops.sort { $0.channel < $1.channel }
    rows.doubts.sort { $0.source < $1.source }
    return rows
  }

  // MARK: What waits

  private static func queue(_ query: StandingQuery, _ db: Database) throws -> StandingRows.Queue {
    var queue = StandingRows.Queue()
    for channel in query.paced {
      queue.whole[channel] = try DirectStatement(db, whole).all({ $0.append(channel) }, DeliveryRow.delivery)
    }
    guard query.counts else { return queue }
    try DirectStatement(db, lanes).each { row in
      if row.isNull(5) { return }
      queue.lanes.append(
        QueuedLane(lane: try LaneWatch.lane(row), first: row.instant(5), last: row.instant(6)))
    }
    queue.single = try DirectStatement(db, inHand).all({ _ in }, DeliveryRow.delivery)
    let others =
      try DirectStatement(db, overridden).all({ _ in }, DeliveryRow.delivery)
      + DirectStatement(db, putOff).all(
        { values in
          values.append(query.at)
          values.append(query.at.adding(RetryPolicy.mostPutOff))
        }, DeliveryRow.delivery)
    queue.single += others.filter { !query.paced.contains($0.channel) }
    return queue
  }

  private static let waits = "d.state = 'queued' AND d.claimed_by IS NULL"
  /// From each lane, the deliveries that wait in it.
  private static let waiting = "lane AS l CROSS JOIN delivery AS d INDEXED BY delivery_claim ON d.lane = l.id"

  private static let whole = """
    SELECT \(DeliveryRow.columns) FROM \(waiting)
    WHERE l.channel = ? AND \(waits) ORDER BY d.next_at, d.id
    """

  /// Two probes of the claim index for each lane, whatever waits in it.
  private static let lanes = """
    SELECT l.channel, l.class, l.overridden, l.approvals, l.flagged,
      (SELECT d.next_at FROM delivery AS d INDEXED BY delivery_claim WHERE d.lane = l.id AND \(waits)
        ORDER BY d.next_at LIMIT 1),
      (SELECT d.next_at FROM delivery AS d INDEXED BY delivery_claim WHERE d.lane = l.id AND \(waits)
        ORDER BY d.next_at DESC LIMIT 1)
    FROM lane AS l
    """

  private static let inHand = """
    SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
    WHERE d.claimed_by IS NOT NULL AND d.state = 'queued'
    """

  private static let overridden = """
    SELECT \(DeliveryRow.columns) FROM \(waiting)
    WHERE l.overridden AND \(waits)
    """

  /// What could not be sent comes up again within hours, so only those are looked at.
  private static let putOff = """
    SELECT \(DeliveryRow.columns) FROM \(waiting)
    WHERE NOT l.overridden AND \(waits) AND d.next_at > ?1 AND d.next_at <= ?2
      AND d.next_at > max(d.due_at, coalesce(d.released_at, d.due_at))
    """
}
