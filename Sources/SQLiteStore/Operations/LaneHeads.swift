import Elections
import GRDB
import Publishing

/// The first waiting delivery of each open lane, merged into one order: by due time, then id.
///
/// Further rows come only from lanes that win, twice as many each time, so that a hundred rows cost little more than a
/// hundred reads and one for each lane.
struct LaneHeads {
  struct Head {
    let delivery: Delivery
    let lane: ClaimRequest.OpenLane
  }

  private struct Stream {
    let id: Int64
    let lane: ClaimRequest.OpenLane
    /// What was read and not yet taken, the earliest last.
    var rows: [Delivery] = []
    /// The last row read, behind which the next ones stand.
    var last: (next: Instant, id: Int64) = (Instant(millisecondsSince1970: .min), 0)
    var chunk = 1
    var isExhausted = false
  }

  private var streams: [Stream] = []
  private let now: Instant
  private let statement: DirectStatement
  private static let largestChunk = 16

  init(_ request: ClaimRequest, _ transaction: Transaction) throws {
    now = request.now
    statement = try DirectStatement(transaction.db, Self.query)
    for lane in request.lanes {
      var stream = Stream(id: try transaction.laneID(lane.lane), lane: lane)
      try fill(&stream)
      if !stream.rows.isEmpty { streams.append(stream) }
    }
  }

  /// Nothing more of the channel's lanes.
  mutating func leaveOut(_ channel: String) { streams.removeAll { $0.lane.lane.channel == channel } }

  /// The earliest of all lanes.
  mutating func next() throws -> Head? {
    var best: Int?
    var earliest = (next: Instant(millisecondsSince1970: .max), id: Int64.max)
    for index in streams.indices {
      if streams[index].rows.isEmpty, !streams[index].isExhausted { try fill(&streams[index]) }
      guard let last = streams[index].rows.indices.last else { continue }
      let candidate = (streams[index].rows[last].next, streams[index].rows[last].id.rawValue)
      if best != nil, earliest < candidate { continue }
      earliest = candidate
      best = index
    }
    guard let best, let delivery = streams[best].rows.popLast() else { return nil }
    return Head(delivery: delivery, lane: streams[best].lane)
  }

  /// Served by the claim index alone: neither the future nor a closed lane is ever stepped over.
  static let query = """
    SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_claim JOIN lane AS l ON l.id = d.lane
    WHERE d.lane = ?1 AND d.state = 'queued' AND d.claimed_by IS NULL AND d.next_at <= ?2
      AND (d.next_at, d.id) > (?3, ?4)
    ORDER BY d.next_at, d.id LIMIT ?5
    """

  private func fill(_ stream: inout Stream) throws {
    let count = stream.chunk
    let rows = try statement.all(
      { [stream] values in
        values.append(stream.id)
        values.append(now)
        values.append(stream.last.next)
        values.append(stream.last.id)
        values.append(count)
      }, DeliveryRow.delivery)
    stream.isExhausted = rows.count < count
    stream.chunk = min(2 * count, Self.largestChunk)
    if let last = rows.last { stream.last = (last.next, last.id.rawValue) }
    stream.rows = rows.reversed()
  }
}
