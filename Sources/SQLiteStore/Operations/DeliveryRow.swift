import Elections
import GRDB
import Publishing

/// A delivery's columns, read and written.
enum DeliveryRow {
  /// For `delivery AS d JOIN lane AS l ON l.id = d.lane`, in the order in which `delivery` reads them.
  static let columns = """
    d.id, d.post, l.channel, l.class, d.post_revision, d.content_hash, d.key, d.due_at, d.late_after, d.expires_at,
    d.released_at, d.next_at, d.state, d.fence, d.claimed_by, d.lease_until, d.attempts, d.lookups, d.since, d.reason,
    d.remote_id, d.url, d.sent_at, d.finished_at, d.doubted, l.approvals, l.flagged, d.override_id, d.override_until,
    d.wish, d.wish_at, d.wish_by, d.wish_reason, d.id_channel
    """
  static let columnCount: Int32 = 34

  static let source = "delivery AS d JOIN lane AS l ON l.id = d.lane"

  static func delivery(_ row: ColumnReader) throws -> Delivery {
    guard let contentClass = ContentClass(rawValue: row.text(3)) else { throw damaged(row) }
    return Delivery(
      id: DeliveryID(row.integer(0)), post: PostID(row.integer(1)), channel: row.text(2), revision: Int(row.integer(4)),
      contentClass: contentClass, contentHash: try row.hash(5), key: try row.key(6), due: row.instant(7),
      lateAfter: row.integerOrNil(8).map { .milliseconds($0) }, expires: row.instantOrNil(9),
      releasedAt: row.instantOrNil(10), next: row.instant(11), state: try state(row), fence: row.integer(13),
      attempts: Int(row.integer(16)), lookups: Int(row.integer(17)), wasUncertain: row.flag(24),
      override: row.instantOrNil(28).map { OverrideGrant(id: OverrideID(row.integer(27)), until: $0) },
      approvals: Int(row.integer(25)), isFlagged: row.flag(26), wish: row.isNull(29) ? nil : try wish(row))
  }

  private static func wish(_ row: ColumnReader) throws -> Wish {
    guard let act = Wish.Act(rawValue: row.text(29)) else { throw damaged(row) }
    return Wish(act, at: row.instant(30), by: row.text(31), reason: row.text(32))
  }

  private static func state(_ row: ColumnReader) throws -> DeliveryState {
    let claim = row.instantOrNil(15).map { Claim(service: ServiceID(row.integer(14)), leaseEnds: $0) }
    let since = row.instantOrNil(18)
    let finished = row.instantOrNil(23)
    switch (DeliveryState.Name(rawValue: row.text(12)), claim, since, finished) {
    case (.queued, let claim, nil, nil): return .queued(claim)
    case (.sending, let claim?, nil, nil): return .sending(claim)
    case (.uncertain, nil, let since?, nil): return .uncertain(since: since, reason: row.text(19))
    case (.review, nil, let since?, nil): return .review(since: since, reason: row.text(19))
    case (.published, nil, nil, let confirmed?):
      guard let sent = row.instantOrNil(22), let remoteID = row.textOrNil(20) else { throw damaged(row) }
      return .published(
        Receipt(remoteID: remoteID, url: row.textOrNil(21), at: sent, mayRepeat: row.isNull(33)), confirmed: confirmed)
    case (.failed, nil, nil, let at?): return .failed(at: at, reason: row.text(19))
    case (.cancelled, nil, nil, let at?): return .cancelled(at: at, reason: row.text(19))
    case (.expired, nil, nil, let at?): return .expired(at: at)
    default: throw damaged(row)
    }
  }

  private static func damaged(_ row: ColumnReader) -> StoreError {
    .damaged("Delivery \(row.integer(0)) holds values that contradict each other; restore a backup.")
  }

  /// Writes what a step of its life made of a delivery, if the row still is what the step began with (G-25).
  ///
  /// A claim changes the fence and the claim alone, and a permit the state and its counts: these two, which come most often,
  /// touch no other column and no index that they need not.
  static func save(_ delivery: Delivery, from old: Delivery, _ transaction: Transaction) throws {
    switch (old.state, delivery.state) {
    case (.queued(nil), .queued(let claim?)): try take(claim, delivery, from: old, transaction.db)
    case (.queued(.some), .sending(let claim)): try begin(claim, delivery, from: old, transaction.db)
    default: try saveWhole(delivery, from: old, transaction)
    }
    guard transaction.db.changesCount == 1 else { throw StoreError.refused(old.name, .stale) }
  }

  private static func take(_ claim: Claim, _ delivery: Delivery, from old: Delivery, _ db: Database) throws {
    let statement = try DirectStatement(
      db,
      """
      UPDATE delivery SET fence = ?, claimed_by = ?, lease_until = ?
      WHERE id = ? AND fence = ? AND state = 'queued' AND claimed_by IS NULL
      """)
    try statement.run { values in
      values.append(delivery.fence)
      values.append(claim.service.rawValue)
      values.append(claim.leaseEnds)
      values.append(delivery.id.rawValue)
      values.append(old.fence)
    }
  }

  private static func begin(_ claim: Claim, _ delivery: Delivery, from old: Delivery, _ db: Database) throws {
    let statement = try DirectStatement(
      db,
      """
      UPDATE delivery SET state = 'sending', attempts = ?, lookups = ?, lease_until = ?
      WHERE id = ? AND fence = ? AND state = 'queued' AND claimed_by = ?
      """)
    try statement.run { values in
      values.append(delivery.attempts)
      values.append(delivery.lookups)
      values.append(claim.leaseEnds)
      values.append(delivery.id.rawValue)
      values.append(old.fence)
      values.append(claim.service.rawValue)
    }
  }

  private static func saveWhole(_ delivery: Delivery, from old: Delivery, _ transaction: Transaction) throws {
    // First, because a final row takes no change any more.
    if delivery.wish != old.wish { try save(delivery.wish, of: old, transaction) }
    let lane = delivery.lane == old.lane ? nil : try transaction.laneID(delivery.lane)
    var since: Instant?
    var finished: Instant?
    var receipt: Receipt?
    switch delivery.state {
    case .queued, .sending: break
    case .uncertain(let at, _), .review(let at, _): since = at
    case .published(let given, let confirmed):
      receipt = given
      finished = confirmed
    case .failed(let at, _), .cancelled(let at, _), .expired(let at): finished = at
    }
    let statement = try DirectStatement(
      transaction.db,
      """
      UPDATE delivery SET lane = coalesce(?, lane), post_revision = ?, content_hash = ?, key = ?, due_at = ?,
        late_after = ?, expires_at = ?, released_at = ?, next_at = ?, state = ?, fence = ?, claimed_by = ?,
        lease_until = ?, attempts = ?, lookups = ?, since = ?, reason = ?, remote_id = ?, url = ?, sent_at = ?,
        finished_at = ?, doubted = ?, override_id = ?, override_until = ?, id_channel = ?
      WHERE id = ? AND fence = ? AND state = ?
      """)
    let claim = delivery.state.claim
    try statement.run { values in
      values.append(lane)
      values.append(delivery.revision)
      values.append(delivery.contentHash)
      values.append(delivery.key)
      values.append(delivery.due)
      values.append(delivery.lateAfter?.wholeMilliseconds)
      values.append(delivery.expires)
      values.append(delivery.releasedAt)
      values.append(delivery.next)
      values.append(delivery.state.name.rawValue)
      values.append(delivery.fence)
      values.append(claim?.service.rawValue)
      values.append(claim?.leaseEnds)
      values.append(delivery.attempts)
      values.append(delivery.lookups)
      values.append(since)
      values.append(delivery.state.reason)
      values.append(receipt?.remoteID)
      values.append(receipt?.url)
      values.append(receipt?.at)
      values.append(finished)
      values.append(delivery.wasUncertain)
      values.append(delivery.override?.id.rawValue)
      values.append(delivery.override?.until)
      values.append(receipt.flatMap { $0.mayRepeat ? nil : delivery.channel })
      values.append(delivery.id.rawValue)
      values.append(old.fence)
      values.append(old.state.name.rawValue)
    }
  }

  private static func save(_ wish: Wish?, of old: Delivery, _ transaction: Transaction) throws {
    try transaction.db.cachedStatement(
      sql: "UPDATE delivery SET wish = ?, wish_at = ?, wish_by = ?, wish_reason = ? WHERE id = ? AND fence = ?"
    ).execute(arguments: [
      wish?.act.rawValue, wish?.at.millisecondsSince1970, wish?.by, wish?.reason, old.id.rawValue, old.fence,
    ])
  }

  /// Which other delivery of the channel has a receipt's id already.
  static func owner(of receipt: Receipt, besides delivery: Delivery, _ db: Database) throws -> DeliveryName? {
    let statement = try DirectStatement(
      db,
      receipt.mayRepeat
        ? """
        SELECT d.post FROM delivery AS d INDEXED BY delivery_id JOIN lane AS l ON l.id = d.lane
        WHERE d.remote_id IS NOT NULL AND d.remote_id = ? AND d.id_channel IS NULL AND l.channel = ? AND d.id <> ? LIMIT 1
        """
        : """
        SELECT post FROM delivery INDEXED BY delivery_id
        WHERE remote_id IS NOT NULL AND remote_id = ? AND id_channel = ? AND id <> ? LIMIT 1
        """)
    func bind(_ values: inout ParameterBinder) {
      values.append(receipt.remoteID)
      values.append(delivery.channel)
      values.append(delivery.id.rawValue)
    }
    return try statement.first(bind) { DeliveryName(post: PostID($0.integer(0)), channel: delivery.channel) }
  }

  private static let byID = "SELECT \(columns) FROM \(source) WHERE d.id = ?"

  static func fetch(_ id: DeliveryID, _ db: Database) throws -> Delivery? {
    try DirectStatement(db, byID).first({ $0.append(id.rawValue) }, delivery)
  }

  /// What a gate is sending at this moment.
  static func beingSent(_ db: Database) throws -> [Delivery] {
    try DirectStatement(
      db,
      """
      SELECT \(columns) FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
      WHERE d.claimed_by IS NOT NULL AND d.state = 'sending'
      """
    ).all({ _ in }, delivery)
  }
}
