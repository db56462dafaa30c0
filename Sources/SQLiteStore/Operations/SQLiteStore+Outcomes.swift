package import Elections
import GRDB
package import Publishing
import Texts

extension SQLiteStore {
  package func record(_ reports: [DeliveryReport]) async throws(StoreError) -> [Delivery?] {
    try await write { transaction in
      try reports.map { report in
        guard let before = try DeliveryRow.fetch(report.delivery, transaction.db) else { return nil }
        let db = transaction.db
        let planned = try PlannedReport(
          report, on: before, isAwaited: { try LateReportRow.isAwaited(report, db) },
          givenBack: report.trouble == nil ? 0 : GivenBackRow.count(before.id, db),
          owner: { try DeliveryRow.owner(of: $0, besides: before, db) })
        do {
          if let after = planned.after { try DeliveryRow.save(after, replacing: before, transaction) }
        } catch is DeliveryRefusal {
          return nil
        }
        if let late = planned.late { try LateReportRow.insert(late, before.id, db) }
        if let givenBack = planned.givenBack { try GivenBackRow.save(givenBack, before.id, db) }
        if report.event.isWorkersOutcome, let fence = report.event.fence, let audit = report.audit,
          planned.late != nil || before.state.name == .sending || before.state.name == .uncertain
        {
          try DirectStatement(db, "UPDATE attempt SET ended_at = ?, outcome = ? WHERE delivery = ? AND fence = ?")
            .run { values in
              values.append(audit.at)
              values.append(planned.after.flatMap { Self.outcome($0, audit) } ?? planned.late?.reason)
              values.append(before.id.rawValue)
              values.append(fence)
            }
        }
        for audit in planned.audits { try transaction.audit(audit) }
        return planned.after
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

  package func renew(_ renewal: LeaseRenewal) async throws(StoreError) {
    try await write { transaction in
      let statement = try DirectStatement(
        transaction.db,
        "UPDATE delivery SET lease_until = ? WHERE id = ? AND fence = ? AND claimed_by = ? AND state = 'sending'")
      for (delivery, fence) in renewal.underWay {
        try statement.run { values in
          values.append(renewal.until)
          values.append(delivery.rawValue)
          values.append(fence)
          values.append(renewal.service.rawValue)
        }
      }
    }
  }

  /// The attempt's end in words: a reason, where it did not get through.
  private static func outcome(_ delivery: Delivery, _ audit: AuditDraft) -> String? {
    if let reason = delivery.state.reason { return reason }
    guard case .queued = delivery.state else { return nil }
    return JSON(parsing: audit.detail)?["reason"]?.string
  }

  package func saw(_ sighting: Sighting) async throws(StoreError) {
    try await write { transaction in
      try transaction.db.cachedStatement(
        sql: "UPDATE attempt SET seen_at = ?3 WHERE delivery = ?1 AND fence = ?2 AND seen_at IS NULL"
      ).execute(arguments: [
        sighting.delivery.rawValue, sighting.fence, sighting.at.millisecondsSince1970,
      ])
    }
  }

  package func recover(_ request: RecoveryRequest) async throws(StoreError) -> [Delivery] {
    try await write { transaction in
      // Every row that somebody has in hand is in this index, whatever its age (G-26).
      let statement = try DirectStatement(
        transaction.db,
        """
        SELECT \(DeliveryRow.columns) FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
        WHERE d.claimed_by IS NOT NULL AND (d.lease_until <= ?1 OR (?2 AND d.claimed_by <> ?3))
        ORDER BY d.lease_until LIMIT ?4
        """)
      func bind(_ values: inout ParameterBinder) {
        values.append(request.now)
        values.append(request.isAlone)
        values.append(request.service.rawValue)
        values.append(request.isAlone ? -1 : request.limit)
      }
      if request.isAlone {
        // What they had under way is nobody's any more: they will report of nothing.
        try DirectStatement(transaction.db, "UPDATE service SET ended_at = ? WHERE ended_at IS NULL AND id <> ?")
          .run { values in
            values.append(request.now)
            values.append(request.service.rawValue)
          }
      }
      let found = try statement.all(bind, DeliveryRow.delivery).filter { delivery in
        delivery.state.claim?.service != request.service || request.underWay[delivery.id] != delivery.fence
      }
      return try found.map { before in
        var after = before
        try after.apply(.abandon(fence: before.fence, at: request.now))
        try DeliveryRow.save(after, replacing: before, transaction)
        if let reason = after.state.reason {
          try transaction.audit(
            AuditDraft(
              at: request.now, actor: request.actor, event: .uncertain, post: after.post, channel: after.channel,
              revision: request.revision, detail: JSON.object([("reason", .string(reason))]).compactText))
        }
        return after
      }
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

  package func recordEdges(_ edges: [LaneEdge]) async throws(StoreError) -> [LaneEdge] {
    try await write { transaction in
      try edges.filter { edge in
        let id = try transaction.laneID(edge.lane)
        try transaction.db.cachedStatement(sql: "UPDATE lane SET open = ?2 WHERE id = ?1 AND coalesce(open, 1) <> ?2")
          .execute(arguments: [id, edge.isOpen])
        guard transaction.db.changesCount == 1 else { return false }
        try transaction.audit(edge.audit)
        return true
      }
    }
  }

  package func stop(_ stop: ChannelStop) async throws(StoreError) -> Bool {
    try await write { transaction in
      try transaction.db.execute(
        sql: "INSERT OR IGNORE INTO stop (channel, reason, at, actor) VALUES (?, ?, ?, ?)",
        arguments: [stop.channel, stop.reason, stop.at.millisecondsSince1970, stop.actor])
      guard transaction.db.changesCount == 1 else { return false }
      try transaction.audit(
        AuditDraft(
          at: stop.at, actor: stop.actor, event: .channelStopped, channel: stop.channel,
          revision: try transaction.epoch(), detail: JSON.object([("reason", .string(stop.reason))]).compactText))
      return true
    }
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under judgement: Judgement
  ) async throws(StoreError) -> Bool {
    try await write { transaction in
      try transaction.check(judgement)
      try judgement.check(.resumeChannel, by: actor, at: at)
      try transaction.db.execute(sql: "DELETE FROM stop WHERE channel = ?", arguments: [channel])
      guard transaction.db.changesCount == 1 else { return false }
      try transaction.audit(
        AuditDraft(
          at: at, actor: actor.description, event: .channelStarted, channel: channel, revision: try transaction.epoch(),
          detail: JSON.object([("reason", .string(reason))]).compactText))
      return true
    }
  }

  package func stops() async throws(StoreError) -> [ChannelStop] {
    try look { db in
      try Row.fetchAll(try db.cachedStatement(sql: "SELECT channel, reason, at, actor FROM stop ORDER BY channel"))
        .map { ChannelStop(channel: $0[0], reason: $0[1], at: Instant($0, 2), actor: $0[3]) }
    }
  }
}
