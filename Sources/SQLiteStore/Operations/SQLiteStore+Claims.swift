import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  package func waitingLanes() async throws(StoreError) -> [WaitingLane] {
    do { return try watch.waitingLanes() } catch { throw StoreFailures.translate(error) }
  }

  package func uncertainLanes() async throws(StoreError) -> Set<Lane> {
    try read { db in
      let statement = try DirectStatement(
        db,
        """
        SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_doubt JOIN lane AS l ON l.id = d.lane
        WHERE d.state = 'uncertain'
        """)
      return Set(try statement.all({ _ in }, DeliveryRow.delivery).map(\.lane))
    }
  }

  package func claim(_ request: ClaimRequest, as operation: OperationID) async throws(StoreError) -> ClaimAnswer {
    try await write(
      as: operation, .claim(request), keeping: ClaimReceipt.init,
      again: { receipt, transaction in
        let db = transaction.db
        return try receipt.answer(
          delivery: { try DeliveryRow.fetch($0, db) }, kept: { try StoredContent.fetch(of: $0, db) })
      }
    ) { transaction in
      let db = transaction.db
      var round = try ClaimRound(request, epoch: transaction.epoch(), pace: { try PaceRow.fetch($0, transaction) })
      guard round.isCurrent else { return round.finished() }
      if let clock = round.clock(try transaction.clockMark()) { try transaction.run(clock) }
      for delivery in try Self.ended(request, db) {
        if let step = round.expire(delivery) { try transaction.run(step) }
      }
      var heads = try LaneHeads(request, transaction)
      for channel in round.spentChannels { heads.leaveOut(channel) }
      while !round.isFull, let head = try heads.next() {
        let delivery = head.delivery
        let step = try round.take(
          delivery, of: head.lane, kept: { try StoredContent.fetch(of: delivery, db) },
          override: { try OverrideRow.fetch($0, db)?.record })
        if let step { try transaction.run(step) }
        if round.isSpent(delivery.channel) { heads.leaveOut(delivery.channel) }
      }
      return round.finished()
    }
  }

  /// What nobody has in hand and whose end has passed, the first first.
  private static func ended(_ request: ClaimRequest, _ db: Database) throws -> [Delivery] {
    let statement = try DirectStatement(
      db,
      """
      SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_expiry JOIN lane AS l ON l.id = d.lane
      WHERE d.expires_at IS NOT NULL AND d.claimed_by IS NULL AND d.state IN ('queued', 'review')
        AND d.expires_at <= ? ORDER BY d.expires_at LIMIT ?
      """)
    func bind(_ values: inout ParameterBinder) {
      values.append(request.now)
      values.append(request.limit)
    }
    return try statement.all(bind, DeliveryRow.delivery)
  }

  static func claimed(_ delivery: Delivery, _ db: Database) throws -> Claimed {
    guard let stored = try StoredContent.fetch(of: delivery, db) else {
      throw StoreError.damaged("The text of post \(delivery.post) cannot be read back; restore a backup.")
    }
    return stored.claimed(delivery)
  }

  // MARK: Permits

  package func keep(_ preparation: KeptPreparation, as operation: OperationID) async throws(StoreError) -> Bool {
    try await write(as: operation, .keep(preparation)) { transaction in
      try transaction.run(.keeping(preparation, of: try DeliveryRow.fetch(preparation.delivery, transaction.db)))
    }
  }

  package func permit(_ request: PermitRequest, as operation: OperationID) async throws(StoreError) -> PermitAnswer {
    // By the anchor a store is known that was set back to before this permit: without it, nothing leaves.
    try anchor.file?.check()
    let answer = try await decide(request, as: operation)
    if !answer.granted.isEmpty { try anchor.file?.check() }
    return answer
  }

  private func decide(
    _ request: PermitRequest, as operation: OperationID
  ) async throws(StoreError) -> PermitAnswer {
    try await write(as: operation, .permit(request)) { transaction in
      let db = transaction.db
      var round = PermitRound(
        request, epoch: try transaction.epoch(), mark: try transaction.clockMark(),
        holds: try PauseRow.holds(at: request.now, db), isInDoubt: try Self.isInDoubt(transaction))
      guard round.isCurrent else { return round.answer }
      if let clock = round.clock { try transaction.run(clock) }
      for item in request.items {
        let step = try round.decide(
          item, on: try DeliveryRow.fetch(item.delivery, db), pace: { try PaceRow.fetch($0, transaction) },
          override: { try OverrideRow.fetch($0, db)?.record })
        if let step { try transaction.run(step) }
      }
      for write in round.rest { try transaction.run(write) }
      return round.answer
    }
  }
}
