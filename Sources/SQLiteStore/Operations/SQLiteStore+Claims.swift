import Elections
import Foundation
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

  package func claim(_ request: ClaimRequest) async throws(StoreError) -> ClaimAnswer {
    try await write { transaction in
      var answer = ClaimAnswer()
      let epoch = try transaction.epoch()
      guard epoch == request.revision else {
        answer.superseded = epoch ?? RevisionNumber(0)
        return answer
      }
      try transaction.raiseClock(to: request.now)
      try Self.expire(request, transaction, &answer)
      var heads = try LaneHeads(request, transaction)
      var budget: [String: Int] = [:]
      for lane in request.lanes where budget[lane.lane.channel] == nil {
        budget[lane.lane.channel] = lane.handling.atOnce
        guard let pace = lane.pace else { continue }
        let log = try PaceRow.fetch(lane.lane.channel, transaction)
        budget[lane.lane.channel] = min(log.available(pace, at: request.now), lane.handling.atOnce ?? .max)
        if let next = log.next(pace, after: request.now) { answer.paceUntil[lane.lane.channel] = next }
      }
      for (channel, left) in budget where left == 0 { heads.leaveOut(channel) }
      while answer.claimed.count + answer.tooLate.count < request.limit {
        guard let head = try heads.next() else { break }
        var delivery = head.delivery
        if let grant = delivery.override, request.now >= grant.until {
          try delivery.apply(.endOverride)
          try DeliveryRow.save(delivery, replacing: head.delivery, transaction)
          try transaction.audit(
            PlannedOverride.ending(delivery, grant, at: request.now, revision: request.revision))
          answer.overridesEnded.append(delivery)
          continue
        }
        let latest = delivery.latest(channelAllows: head.lane.lateAfter)
        if request.now > latest {
          let late = request.now.since(delivery.releasedAt ?? delivery.due)
          try delivery.apply(.tooLate(at: request.now, reason: LateText.reason(late: late)))
          try DeliveryRow.save(delivery, replacing: head.delivery, transaction)
          try transaction.audit(LateText.audit(delivery, at: request.now, revision: request.revision))
          answer.tooLate.append(delivery)
          continue
        }
        guard let stored = try StoredContent.fetch(of: delivery, transaction.db), stored.isWhole(for: delivery) else {
          try delivery.apply(.distrust(at: request.now, reason: ChangedText.reason))
          try DeliveryRow.save(delivery, replacing: head.delivery, transaction)
          try transaction.audit(ChangedText.audit(delivery, at: request.now, revision: request.revision))
          answer.distrusted.append(delivery)
          continue
        }
        try delivery.apply(.claim(request.claim(of: head.lane)))
        try Self.mark(delivery, transaction)
        answer.claimed.append(stored.claimed(delivery))
        if let left = budget[delivery.channel] {
          budget[delivery.channel] = left - 1
          if left == 1 { heads.leaveOut(delivery.channel) }
        }
      }
      answer.isPartial = answer.claimed.count + answer.tooLate.count >= request.limit
      return answer
    }
  }

  /// The one update of a claim: it began from a queued row without a claim, whose fence was one less.
  private static func mark(_ delivery: Delivery, _ transaction: Transaction) throws {
    guard let claim = delivery.state.claim else { return }
    let statement = try DirectStatement(
      transaction.db,
      """
      UPDATE delivery SET fence = ?, claimed_by = ?, lease_until = ?
      WHERE id = ? AND fence = ? AND state = 'queued' AND claimed_by IS NULL
      """)
    try statement.run { values in
      values.append(delivery.fence)
      values.append(claim.service.rawValue)
      values.append(claim.leaseEnds)
      values.append(delivery.id.rawValue)
      values.append(delivery.fence - 1)
    }
    guard transaction.db.changesCount == 1 else { throw DeliveryRefusal.stale }
  }

  static func claimed(_ delivery: Delivery, _ db: Database) throws -> Claimed {
    guard let stored = try StoredContent.fetch(of: delivery, db) else {
      throw StoreError.damaged("The text of post \(delivery.post) cannot be read back; restore a backup.")
    }
    return stored.claimed(delivery)
  }

  private static func expire(_ request: ClaimRequest, _ transaction: Transaction, _ answer: inout ClaimAnswer) throws {
    let statement = try DirectStatement(
      transaction.db,
      """
      SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_expiry JOIN lane AS l ON l.id = d.lane
      WHERE d.expires_at IS NOT NULL AND d.claimed_by IS NULL AND d.state IN ('queued', 'review')
        AND d.expires_at <= ? ORDER BY d.expires_at LIMIT ?
      """)
    func bind(_ values: inout ParameterBinder) {
      values.append(request.now)
      values.append(request.limit)
    }
    for before in try statement.all(bind, DeliveryRow.delivery) {
      var after = before
      try after.apply(.expire(at: request.now))
      try DeliveryRow.save(after, replacing: before, transaction)
      try transaction.audit(
        AuditDraft(
          at: request.now, actor: "gate", event: .expired, post: after.post, channel: after.channel,
          revision: request.revision))
      answer.expired.append(after)
    }
  }

  // MARK: Permits

  package func keep(_ preparation: KeptPreparation) async throws(StoreError) -> Bool {
    try await write { transaction in
      try transaction.db.cachedStatement(
        sql: """
          INSERT INTO preparation (delivery, post_revision, ids)
          SELECT id, post_revision, ?3 FROM delivery
          WHERE id = ?1 AND fence = ?2 AND state = 'queued' AND claimed_by IS NOT NULL
          ON CONFLICT (delivery, post_revision) DO UPDATE SET ids = excluded.ids
          """
      ).execute(arguments: [preparation.delivery.rawValue, preparation.fence, Data(preparation.kept)])
      return transaction.db.changesCount == 1
    }
  }

  package func permit(_ request: PermitRequest) async throws(StoreError) -> PermitAnswer {
    // By the anchor a store is known that was set back to before this permit: without it, nothing leaves.
    try anchor.file?.check()
    let answer = try await decide(request)
    if !answer.granted.isEmpty { try anchor.file?.check() }
    return answer
  }

  private func decide(_ request: PermitRequest) async throws(StoreError) -> PermitAnswer {
    try await write { transaction in
      var answer = PermitAnswer()
      let epoch = try transaction.epoch()
      guard epoch == request.revision else {
        answer.superseded = epoch ?? RevisionNumber(0)
        return answer
      }
      guard request.now >= (try transaction.highWater()) else {
        answer.clockBehind = try transaction.clockMark()
        return answer
      }
      try transaction.raiseClock(to: request.now)
      var paces: [String: PaceLog] = [:]
      let paused = try Self.pausedChannels(at: request.now, transaction.db)
      let isInDoubt = try Self.isInDoubt(transaction)
      for item in request.items {
        guard let before = try DeliveryRow.fetch(item.delivery, transaction.db) else {
          answer.refused[item.delivery] = .stale
          continue
        }
        switch PermitDecision(
          request, item, before, pace: try paces[before.channel] ?? PaceRow.fetch(before.channel, transaction),
          isPaused: paused.contains(before.channel) || paused.contains(Self.everyChannel), isInDoubt: isInDoubt)
        {
        case .refused(let refusal): answer.refused[item.delivery] = refusal
        case .granted(let after, let grant, let log):
          try Self.begin(after, replacing: before, item, grant, request, transaction)
          if let log { paces[before.channel] = log }
          answer.granted.append(grant)
        }
      }
      for (channel, log) in paces { try PaceRow.save(log, channel, transaction) }
      return answer
    }
  }

  private static func begin(
    _ after: Delivery, replacing before: Delivery, _ item: PermitRequest.Item, _ grant: PermitGrant,
    _ request: PermitRequest, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let markSending = try DirectStatement(
      db,
      """
      UPDATE delivery SET state = 'sending', attempts = ?, lookups = 0, lease_until = ?
      WHERE id = ? AND fence = ? AND state = 'queued' AND claimed_by = ?
      """)
    try markSending.run { values in
      values.append(after.attempts)
      values.append(after.state.claim?.leaseEnds)
      values.append(after.id.rawValue)
      values.append(after.fence)
      values.append(request.service.rawValue)
    }
    guard db.changesCount == 1 else { throw DeliveryRefusal.stale }
    try DirectStatement(db, "INSERT OR IGNORE INTO plan (delivery, post_revision, payload) VALUES (?, ?, ?)")
      .run { values in
        values.append(after.id.rawValue)
        values.append(after.revision)
        values.append(item.plan)
      }
    try DirectStatement(db, "INSERT INTO attempt (delivery, fence, revision, began_at, service) VALUES (?, ?, ?, ?, ?)")
      .run { values in
        values.append(after.id.rawValue)
        values.append(after.fence)
        values.append(request.revision.rawValue)
        values.append(grant.issued)
        values.append(request.service.rawValue)
      }
    if let override = after.override {
      try db.cachedStatement(sql: "UPDATE override SET state = 'used' WHERE id = ?")
        .execute(arguments: [override.id.rawValue])
      try transaction.audit(
        PlannedOverride.use(after, override, at: grant.issued, revision: request.revision))
    }
    try transaction.audit(PermitDecision.audit(after, grant))
  }
}
