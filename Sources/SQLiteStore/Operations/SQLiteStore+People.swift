package import Elections
import Foundation
import GRDB
package import Publishing
import Texts

extension SQLiteStore {
  // MARK: Overrides

  package func change(_ change: OverrideChange) async throws(StoreError) -> OverrideRecord {
    try await write(here: true) { transaction in
      try transaction.check(change.judgement)
      let planned: PlannedOverride
      switch change.act {
      case .request(let name, _, _, _):
        guard let post = try PostRow.fetch(name.post, transaction.db) else { throw StoreError.noSuchPost(name.post) }
        guard let delivery = post.deliveries.map(\.delivery).first(where: { $0.channel == name.channel }) else {
          throw StoreError.noSuchDelivery(name)
        }
        let last = try Int64.fetchOne(transaction.db, sql: "SELECT max(id) FROM override") ?? 0
        planned = try PlannedOverride(requesting: change, id: OverrideID(last + 1), of: delivery)
        try OverrideRow.save(planned.record, delivery.id, transaction.db)
      case .approve(let id, _), .refuse(let id, _), .withdraw(let id, _):
        guard let (record, deliveryID) = try OverrideRow.fetch(id, transaction.db) else {
          throw StoreError.noSuchOverride(id)
        }
        guard let delivery = try DeliveryRow.fetch(deliveryID, transaction.db),
          let post = try PostRow.fetch(record.delivery.post, transaction.db)
        else { throw StoreError.noSuchDelivery(record.delivery) }
        planned = try PlannedOverride(
          change, on: record, of: delivery, hands: post.hands, at: post.revision,
          content: post.content.hash)
        try OverrideRow.save(planned.record, deliveryID, transaction.db)
      }
      if let (before, after) = planned.step {
        do {
          try DeliveryRow.save(after, replacing: before, transaction)
        } catch let refusal as DeliveryRefusal {
          throw StoreError.refused(before.name, refusal)
        }
      }
      try transaction.audit(planned.audit)
      return planned.record
    }
  }

  package func overrides(of post: PostID?, limit: Int) async throws(StoreError) -> [OverrideRecord] {
    try read { db in
      try Row.fetchAll(
        db, sql: "\(OverrideRow.query) WHERE (?1 IS NULL OR d.post = ?1) ORDER BY o.id DESC LIMIT ?2",
        arguments: [post?.rawValue, limit]
      ).map { try OverrideRow.record($0).record }
    }
  }

  package func witnesses(of deliveries: [DeliveryID]) async throws(StoreError) -> [DeliveryID: Witnesses] {
    try read { db in
      var found: [DeliveryID: Witnesses] = [:]
      for id in deliveries {
        let post = try db.cachedStatement(
          sql: """
            SELECT p.author, p.edited_by, o.requester, o.decider, p.id FROM delivery AS d JOIN post AS p ON p.id = d.post
            LEFT JOIN override AS o ON o.id = d.override_id WHERE d.id = ?
            """)
        guard let row = try Row.fetchOne(post, arguments: [id.rawValue]) else { continue }
        let approvers = try db.cachedStatement(
          sql: """
            SELECT a.actor FROM approval AS a JOIN delivery AS d ON d.id = a.delivery
            WHERE a.delivery = ? AND a.approves AND a.content_hash = d.content_hash AND a.due_at = d.due_at ORDER BY a.id
            """)
        var override: Witnesses.Override?
        if let requester = row[2] as String?, let approver = row[3] as String? {
          override = Witnesses.Override(requester: requester, approver: approver)
        }
        found[id] = Witnesses(
          author: row[0], editor: row[1], earlierEditors: try PostRow.earlierEditors(of: PostID(row[4]), db),
          approvers: try String.fetchAll(approvers, arguments: [id.rawValue]),
          override: override)
      }
      return found
    }
  }

  // MARK: Pauses

  @discardableResult
  package func pause(_ pause: Pause, under judgement: Judgement) async throws(StoreError) -> [DeliveryName] {
    try await write(here: true) { transaction in
      let epoch = try transaction.epoch()
      let old = try Row.fetchOne(
        transaction.db, sql: "\(PauseRow.query) WHERE channel = ?", arguments: [pause.channel ?? PauseRow.everyChannel])
      try pause.check(replacing: old.map(PauseRow.pause), under: judgement, epoch: epoch)
      try transaction.db.execute(
        sql: "INSERT OR REPLACE INTO pause (channel, reason, until_at, at, actor) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          pause.channel ?? PauseRow.everyChannel, pause.reason, pause.until?.millisecondsSince1970,
          pause.at.millisecondsSince1970, pause.actor,
        ])
      let inFlight = try Self.beingSent(on: pause.channel, transaction.db)
      try transaction.audit(pause.audit(revision: epoch, inFlight: inFlight))
      return inFlight
    }
  }

  package func endPause(of channel: String?, at: Instant, actor: Actor, reason: String, under judgement: Judgement)
    async throws(StoreError) -> Bool
  {
    try await write(here: true) { transaction in
      try transaction.check(judgement)
      try judgement.check(.endPause, by: actor, at: at)
      try transaction.db.execute(
        sql: "DELETE FROM pause WHERE channel = ? AND (until_at IS NULL OR until_at > ?)",
        arguments: [channel ?? PauseRow.everyChannel, at.millisecondsSince1970])
      guard transaction.db.changesCount == 1 else { return false }
      try transaction.audit(
        Pause.ending(of: channel, at: at, actor: actor, reason: reason, revision: judgement.revision))
      return true
    }
  }

  package func pauses(at now: Instant) async throws(StoreError) -> [Pause] {
    try look { db in
      try Row.fetchAll(
        try db.cachedStatement(
          sql: "\(PauseRow.query) WHERE until_at IS NULL OR until_at > ? ORDER BY channel"),
        arguments: [now.millisecondsSince1970]
      ).map(PauseRow.pause)
    }
  }

  /// What a gate is sending at this moment on a channel, or on all.
  static func beingSent(on channel: String?, _ db: Database) throws -> [DeliveryName] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT d.post, l.channel FROM delivery AS d INDEXED BY delivery_lease JOIN lane AS l ON l.id = d.lane
        WHERE d.claimed_by IS NOT NULL AND d.state = 'sending' AND (?1 IS NULL OR l.channel = ?1) ORDER BY d.id
        """, arguments: [channel]
    ).map { DeliveryName(post: PostID($0[0]), channel: $0[1]) }
  }
}
