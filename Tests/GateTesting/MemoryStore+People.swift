package import Elections
package import Publishing
package import Texts

extension MemoryStore {
  package func change(_ change: OverrideChange, as operation: OperationID) async throws(StoreError) -> OverrideRecord {
    try perform(operation, .change(change)) { state throws(StoreError) in
      let found = change.act.override.flatMap { Self.override($0, state) }
      let post = (change.act.delivery ?? found?.delivery).flatMap { Self.record($0.post, state) }
      return state.run(
        try .override(
          change, on: found, of: post, carried: state.overrides,
          next: OverrideID(Int64(state.overrides.count) + 1), epoch: state.epoch))
    }
  }

  package func overrides(of post: PostID?, limit: Int) async throws(StoreError) -> [OverrideRecord] {
    look { state in
      Array(
        state.overrides.filter { override in post.map { override.delivery.post == $0 } ?? true }.reversed()
          .prefix(limit))
    }
  }

  package func witnesses(of deliveries: [DeliveryID]) async throws(StoreError) -> [DeliveryID: Witnesses] {
    look { state in
      var found: [DeliveryID: Witnesses] = [:]
      for delivery in state.deliveries where deliveries.contains(delivery.id) {
        guard let post = state.posts[delivery.post] else { continue }
        found[delivery.id] = Witnesses(
          of: delivery, author: post.author, editor: post.editor, earlierEditors: post.earlierEditors,
          approvals: state.approvals, override: delivery.override.flatMap { Self.override($0.id, state) })
      }
      return found
    }
  }

  package func change(_ change: TokenChange, as operation: OperationID) async throws(StoreError) -> AccessToken {
    try perform(operation, .change(change)) { state throws(StoreError) in
      state.run(
        try .token(
          change, on: change.token.flatMap { id in state.tokens.first { $0.id == id } },
          next: TokenID(Int64(state.tokens.count) + 1), epoch: state.epoch))
    }
  }

  package func tokens() async throws(StoreError) -> [AccessToken] { look { $0.tokens.reversed() } }

  package func token(withHash hash: ContentHash) async throws(StoreError) -> AccessToken? {
    look { state in state.tokens.first { $0.hash == hash } }
  }

  @discardableResult
  package func pause(
    _ pause: Pause, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) -> [DeliveryName] {
    try perform(operation, .pause(pause)) { state throws(StoreError) in
      state.run(
        try .pause(
          pause, instead: state.pauses[pause.channel], under: inForce, beingSent: state.deliveries,
          epoch: state.epoch))
    }
  }

  package func endPause(
    of channel: String?, at: Instant, actor: Actor, reason: String, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try perform(
      operation, .endPause(of: channel, at: at, actor: actor, reason: reason)
    ) { state throws(StoreError) in
      state.run(
        try .endPause(
          of: channel, at: at, actor: actor, reason: reason, under: inForce, standing: state.pauses[channel],
          epoch: state.epoch))
    }
  }

  package func pauses(at now: Instant) async throws(StoreError) -> [Pause] {
    look { state in
      state.pauses.values.filter { $0.holds(at: now) }.sorted { ($0.channel ?? "") < ($1.channel ?? "") }
    }
  }
}
