import Elections
import Foundation
import GRDB
import PublishingGate

extension Instant {
  init(_ row: Row, _ index: Int) { self.init(millisecondsSince1970: row[index]) }

  init?(optional row: Row, _ index: Int) {
    guard let value = row[index] as Int64? else { return nil }
    self.init(millisecondsSince1970: value)
  }
}

extension Row {
  /// Reads the first row where SQLite has it: `fetchOne` would copy every column of it first.
  static func readOne<Result>(
    _ statement: Statement, _ arguments: StatementArguments, _ read: (Row) throws -> Result
  ) throws -> Result? {
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    // The row is gone as soon as its cursor is.
    return try withExtendedLifetime(rows) { try rows.next().map(read) }
  }
}

extension ContentHash {
  var data: Data { Data(bytes) }

  init(_ row: Row, _ index: Int) throws {
    guard let data = row[index] as Data?, let hash = ContentHash(exactly: [UInt8](data)) else {
      throw StoreError.damaged("The store holds a hash that is none; restore a backup.")
    }
    self = hash
  }
}

extension DeliveryKey {
  var data: Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    bytes.append(bigEndian: high)
    bytes.append(bigEndian: low)
    return Data(bytes)
  }

  init?(_ data: Data) {
    let bytes = [UInt8](data)
    guard bytes.count == 16 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
  }
}

/// A delivery's columns, read and written.
enum DeliveryRow {
  /// For `delivery AS d JOIN lane AS l ON l.id = d.lane`, in the order in which `delivery` reads them.
  static let columns = """
    d.id, d.post, l.channel, l.class, d.post_revision, d.content_hash, d.key, d.due_at, d.late_after, d.expires_at,
    d.released_at, d.next_at, d.state, d.fence, d.claimed_by, d.lease_until, d.attempts, d.lookups, d.since, d.reason,
    d.remote_id, d.url, d.sent_at, d.finished_at, d.doubted, l.approvals, l.flagged, d.override_id, d.override_until
    """
  static let columnCount = 29

  static let source = "delivery AS d JOIN lane AS l ON l.id = d.lane"

  static func delivery(_ row: Row) throws -> Delivery {
    guard let contentClass = ContentClass(rawValue: row[3]), let key = DeliveryKey(row[6] as Data) else {
      throw damaged(row)
    }
    return Delivery(
      id: DeliveryID(row[0]), post: PostID(row[1]), channel: row[2], revision: row[4], contentClass: contentClass,
      contentHash: try ContentHash(row, 5), key: key, due: Instant(row, 7),
      lateAfter: (row[8] as Int64?).map { .milliseconds($0) }, expires: Instant(optional: row, 9),
      releasedAt: Instant(optional: row, 10), next: Instant(row, 11), state: try state(row), fence: row[13],
      attempts: row[16], lookups: row[17], wasInDoubt: row[24],
      override: Instant(optional: row, 28).map { OverrideGrant(id: OverrideID(row[27]), until: $0) },
      approvals: row[25], isFlagged: row[26])
  }

  private static func state(_ row: Row) throws -> DeliveryState {
    let claim = Instant(optional: row, 15).map { Claim(service: ServiceID(row[14]), leaseEnds: $0) }
    let since = Instant(optional: row, 18)
    let reason = row[19] as String? ?? ""
    let finished = Instant(optional: row, 23)
    switch (DeliveryState.Name(rawValue: row[12]), claim, since, finished) {
    case (.queued, let claim, nil, nil): return .queued(claim)
    case (.sending, let claim?, nil, nil): return .sending(claim)
    case (.uncertain, nil, let since?, nil): return .uncertain(since: since, reason: reason)
    case (.review, nil, let since?, nil): return .review(since: since, reason: reason)
    case (.published, nil, nil, let confirmed?):
      guard let sent = Instant(optional: row, 22), let remoteID = row[20] as String? else { throw damaged(row) }
      return .published(Receipt(remoteID: remoteID, url: row[21], at: sent), confirmed: confirmed)
    case (.failed, nil, nil, let at?): return .failed(at: at, reason: reason)
    case (.cancelled, nil, nil, let at?): return .cancelled(at: at, reason: reason)
    case (.expired, nil, nil, let at?): return .expired(at: at)
    default: throw damaged(row)
    }
  }

  private static func damaged(_ row: Row) -> StoreError {
    .damaged("Delivery \(row[0] as Int64) holds values that contradict each other; restore a backup.")
  }

  /// Writes what a step of its life made of a delivery, if the row still is what the step began with (G-25).
  static func save(_ delivery: Delivery, replacing old: Delivery, _ transaction: Transaction) throws {
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
        finished_at = ?, doubted = ?, override_id = ?, override_until = ?
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
      values.append(delivery.wasInDoubt)
      values.append(delivery.override?.id.rawValue)
      values.append(delivery.override?.until)
      values.append(delivery.id.rawValue)
      values.append(old.fence)
      values.append(old.state.name.rawValue)
    }
    guard transaction.db.changesCount == 1 else { throw DeliveryRefusal.stale }
    if let grant = old.override, delivery.override?.id != grant.id {
      // Used, it stays used; else its time is over, or another took its place.
      try transaction.db.cachedStatement(sql: "UPDATE override SET state = 'ended' WHERE id = ? AND state = 'approved'")
        .execute(arguments: [grant.id.rawValue])
    }
  }

  private static let byID = "SELECT \(columns) FROM \(source) WHERE d.id = ?"

  static func fetch(_ id: DeliveryID, _ db: Database) throws -> Delivery? {
    let statement = try db.cachedStatement(sql: byID)
    return try Row.readOne(statement, [id.rawValue], delivery)
  }
}
