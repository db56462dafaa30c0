package import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  package func record(_ reports: [DeliveryReport], as operation: OperationID) async throws(StoreError) -> [Delivery?] {
    try await write(
      as: operation, .record(reports), keeping: { PlacesReceipt($0.map { $0 != nil }) },
      again: { receipt, transaction in
        try receipt.chosen(of: reports).map { try $0.flatMap { try DeliveryRow.fetch($0.delivery, transaction.db) } }
      }
    ) { transaction in
      let db = transaction.db
      return try reports.map { report in
        let before = try DeliveryRow.fetch(report.delivery, db)
        let outcome = try Outcome(
          report, on: before, attempt: { try AttemptRow.fetch(report.delivery, fence: $0, db) },
          givenBack: { try GivenBackRow.fetch(report.delivery, db) },
          owner: { receipt in try before.flatMap { try DeliveryRow.owner(of: receipt, besides: $0, db) } })
        try transaction.run(outcome)
        return outcome.answer
      }
    }
  }

  package func lastPermit(of delivery: DeliveryID) async throws(StoreError) -> Instant? {
    try look { db in
      try DirectStatement(db, "SELECT began_at FROM attempt WHERE delivery = ? ORDER BY fence DESC LIMIT 1")
        .first({ $0.append(delivery.rawValue) }, { $0.instant(0) })
    }
  }

  package func remoteIDs(on channel: String, publishedSince since: Instant) async throws(StoreError) -> Set<String> {
    try read { db in
      let statement = try DirectStatement(
        db,
        """
        SELECT d.remote_id FROM lane AS l JOIN delivery AS d INDEXED BY delivery_published ON d.lane = l.id
        WHERE l.channel = ? AND d.state = 'published' AND d.finished_at >= ?
        """)
      func bind(_ values: inout ParameterBinder) {
        values.append(channel)
        values.append(since)
      }
      return Set(try statement.all(bind) { $0.text(0) })
    }
  }

  package func lateReports(of post: PostID) async throws(StoreError) -> [LateReport] {
    try read { db in try LateReportRow.fetch(of: post, db) }
  }

  package func renew(_ renewal: LeaseRenewal, as operation: OperationID) async throws(StoreError) {
    try await write(as: operation, .renew(renewal)) { transaction in
      let deliveries = try renewal.underWay.keys.sorted().compactMap { try DeliveryRow.fetch($0, transaction.db) }
      try transaction.run(.renewal(renewal, of: deliveries))
    }
  }

  package func saw(_ sighting: Sighting, as operation: OperationID) async throws(StoreError) {
    try await write(as: operation, .see(sighting)) { transaction in
      try transaction.run(.sighting(sighting, seen: try AttemptRow.seen(sighting, transaction.db)))
    }
  }

  package func recover(_ request: RecoveryRequest, as operation: OperationID) async throws(StoreError) -> [Delivery] {
    try await write(as: operation, .recover(request)) { transaction in
      // Every row that somebody has in hand is in this index, whatever its age (G-26).
      let statement = try DirectStatement(
        transaction.db,
        """
        SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
        WHERE d.claimed_by IS NOT NULL AND (d.lease_until <= ?1 OR ?2)
        """)
      func bind(_ values: inout ParameterBinder) {
        values.append(request.now)
        values.append(request.isAlone)
      }
      return try transaction.run(
        .recovery(
          request, inHand: try statement.all(bind, DeliveryRow.delivery),
          services: request.isAlone ? try ServiceTable.fetchLiving(transaction.db).map(\.id) : []))
    }
  }

  package func uncertain(at now: Instant, limit: Int) async throws(StoreError) -> (due: [Claimed], next: Instant?) {
    try read { db in
      let statement = try DirectStatement(
        db,
        """
        SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_doubt JOIN lane AS l ON l.id = d.lane
        WHERE d.state = 'uncertain' AND d.next_at <= ? ORDER BY d.next_at, d.id LIMIT ?
        """)
      func bind(_ values: inout ParameterBinder) {
        values.append(now)
        values.append(limit)
      }
      let due = try statement.all(bind, DeliveryRow.delivery).map { try Self.claimed($0, db) }
      let next = try DirectStatement(
        db,
        """
        SELECT next_at FROM delivery INDEXED BY delivery_doubt
        WHERE state = 'uncertain' AND next_at > ? ORDER BY next_at LIMIT 1
        """
      ).first({ $0.append(now) }, { $0.instant(0) })
      return (due, next)
    }
  }

  package func nextLeaseEnd() async throws(StoreError) -> Instant? {
    try look { db in
      try DirectStatement(
        db,
        """
        SELECT lease_until FROM delivery INDEXED BY delivery_lease
        WHERE claimed_by IS NOT NULL ORDER BY lease_until LIMIT 1
        """
      ).first { $0.instant(0) }
    }
  }

  // MARK: Lanes and channels

  package func recordEdges(_ edges: [LaneEdge], as operation: OperationID) async throws(StoreError) -> [LaneEdge] {
    try await write(
      as: operation, .edges(edges), keeping: { new in PlacesReceipt(edges.map(new.contains)) },
      again: { receipt, _ in receipt.chosen(of: edges).compactMap(\.self) }
    ) { transaction in
      let statement = try DirectStatement(transaction.db, "SELECT open FROM lane WHERE id = ?")
      return try transaction.run(
        .edges(edges) { lane in
          let id = try transaction.laneID(lane)
          return try statement.first({ $0.append(id) }, { $0.isNull(0) ? nil : $0.flag(0) }) ?? nil
        })
    }
  }

  package func stop(_ stop: ChannelStop, as operation: OperationID) async throws(StoreError) -> Bool {
    try await write(as: operation, .stop(stop)) { transaction in
      try transaction.run(
        .stop(stop, instead: try StopRow.fetch(stop.channel, transaction.db), epoch: try transaction.epoch()))
    }
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try await write(
      as: operation, .start(channel, at: at, actor: actor, reason: reason)
    ) { transaction in
      try transaction.run(
        .start(
          channel, at: at, reason: reason, by: actor, under: inForce,
          stopped: try StopRow.fetch(channel, transaction.db), epoch: try transaction.epoch()))
    }
  }

  package func stops() async throws(StoreError) -> [ChannelStop] { try look(StopRow.fetchAll) }
}
