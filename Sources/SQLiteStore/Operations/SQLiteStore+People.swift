package import Elections
import Foundation
import GRDB
package import Publishing
package import Texts

extension SQLiteStore {
  // MARK: Overrides

  package func change(_ change: OverrideChange, as operation: OperationID) async throws(StoreError) -> OverrideRecord {
    try await write(as: operation, .change(change), here: true) { transaction in
      let db = transaction.db
      let found = try change.act.override.flatMap { try OverrideRow.fetch($0, db)?.record }
      let post = try (change.act.delivery ?? found?.delivery).flatMap { try PostRow.fetch($0.post, db) }
      return try transaction.run(
        .override(
          change, on: found, of: post, carried: try OverrideRow.carried(by: post, db), next: try OverrideRow.next(db),
          epoch: try transaction.epoch()))
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
      let writers = try db.cachedStatement(sql: "SELECT author, edited_by FROM post WHERE id = ?")
      var found: [DeliveryID: Witnesses] = [:]
      for id in deliveries {
        guard let delivery = try DeliveryRow.fetch(id, db),
          let row = try Row.fetchOne(writers, arguments: [delivery.post.rawValue])
        else { continue }
        found[id] = Witnesses(
          of: delivery, author: row[0], editor: row[1],
          earlierEditors: try PostRow.earlierEditors(of: delivery.post, db),
          approvals: try ApprovalRow.fetch([delivery], db),
          override: try delivery.override.flatMap { try OverrideRow.fetch($0.id, db)?.record })
      }
      return found
    }
  }

  // MARK: Tokens

  package func change(_ change: TokenChange, as operation: OperationID) async throws(StoreError) -> AccessToken {
    try await write(as: operation, .change(change), here: true) { transaction in
      let db = transaction.db
      return try transaction.run(
        .token(
          change, on: try change.token.flatMap { try TokenRow.fetch($0, db) }, next: try TokenRow.next(db),
          epoch: try transaction.epoch()))
    }
  }

  package func tokens() async throws(StoreError) -> [AccessToken] { try read { try TokenRow.fetchAll($0) } }

  package func token(withHash hash: ContentHash) async throws(StoreError) -> AccessToken? {
    try look { try TokenRow.fetch(withHash: hash, $0) }
  }

  // MARK: Pauses

  @discardableResult
  package func pause(
    _ pause: Pause, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) -> [DeliveryName] {
    try await write(as: operation, .pause(pause), here: true) { transaction in
      try transaction.run(
        .pause(
          pause, instead: try PauseRow.fetch(pause.channel, transaction.db), under: inForce,
          beingSent: try DeliveryRow.beingSent(transaction.db), epoch: try transaction.epoch()))
    }
  }

  package func endPause(
    of channel: String?, at: Instant, actor: Actor, reason: String, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try await write(
      as: operation, .endPause(of: channel, at: at, actor: actor, reason: reason), here: true
    ) { transaction in
      try transaction.run(
        .endPause(
          of: channel, at: at, actor: actor, reason: reason, under: inForce,
          standing: try PauseRow.fetch(channel, transaction.db), epoch: try transaction.epoch()))
    }
  }

  package func pauses(at now: Instant) async throws(StoreError) -> [Pause] {
    try look { db in try PauseRow.fetchAll(db).filter { $0.holds(at: now) } }
  }
}
