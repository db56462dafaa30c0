package import Elections
package import Publishing

/// What is read without changing anything, and the audit log.
extension MemoryStore {
  package func health(at now: Instant) async throws(StoreError) -> StoreHealth {
    look { state in
      var counts: [DeliveryState.Name: Int] = [:]
      for name in [DeliveryState.Name.uncertain, .review, .sending] {
        counts[name] = state.deliveries.filter { $0.state.name == name }.count
      }
      let doubts = state.deliveries.compactMap { delivery -> Instant? in
        if case .uncertain(let since, _) = delivery.state { since } else { nil }
      }
      return StoreHealth(
        heartbeats: Array(
          state.services.filter { !$0.isOver }.map(\.heartbeat).reversed().prefix(StoreHealth.mostHeartbeats)),
        counts: counts, oldestUncertain: doubts.min(), lastLook: state.services.last { !$0.isOver }?.lookedAt,
        givenBack: state.givenBack.keys.filter { id in
          state.deliveries.contains { $0.id == id && !$0.state.isFinal }
        }.count,
        lateReports: Set(state.lateReports.filter(\.isPublished).map(\.delivery)).filter { name in
          state.deliveries.contains { $0.name == name && $0.state.name != .published }
        }.count)
    }
  }

  private static func queued(
    _ lane: Lane, exactly: Bool, _ from: Instant?, _ to: Instant?, _ state: State
  ) -> [Delivery] {
    state.deliveries.filter { delivery in
      delivery.isUnclaimed && delivery.channel == lane.channel && delivery.contentClass == lane.contentClass
        && (!exactly || delivery.lane == lane) && (from.map { delivery.next >= $0 } ?? true)
        && (to.map { delivery.next < $0 } ?? true)
    }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
  }

  package func count(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?) async throws(StoreError) -> Int {
    look { Self.queued(lane, exactly: exactly, from, to, $0).count }
  }

  package func names(
    queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?, limit: Int
  ) async throws(StoreError) -> [DeliveryName] {
    look { Self.queued(lane, exactly: exactly, from, to, $0).prefix(limit).map(\.name) }
  }

  package func published(on channel: String, limit: Int) async throws(StoreError) -> [PublishedPost] {
    look { state in
      let found = state.deliveries.compactMap { delivery -> PublishedPost? in
        guard delivery.channel == channel, case .published(let receipt, _) = delivery.state,
          let claimed = Self.claimed(delivery, state)
        else { return nil }
        return PublishedPost(post: claimed.released, publishedAt: receipt.at)
      }
      return Array(
        found.sorted { ($0.publishedAt, $0.post.name.post) > ($1.publishedAt, $1.post.name.post) }.prefix(limit))
    }
  }

  package func appendAudit(_ drafts: [AuditDraft], as operation: OperationID) async throws(StoreError) {
    try perform(operation, .audit(drafts)) { state in state.run(.entries(drafts)) }
  }

  package func removeText(_ removal: TextRemoval, as operation: OperationID) async throws(StoreError) -> Bool {
    try perform(operation, .removeText(removal)) { state throws(StoreError) in
      state.run(
        try .removal(removal, from: state.audit.first { $0.id == removal.entry }, epoch: state.epoch))
    }
  }

  package func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditEntry] {
    look { state in
      Array(
        state.audit.filter { entry in
          entry.id > query.after
            && (!query.isOfImports || entry.draft.event == .imported)
            && (!query.isGlassBroken || Actor(recorded: entry.draft.actor).atStore == .breakingGlass)
            && (query.posts.map { posts in entry.draft.post.map(posts.contains) ?? false } ?? true)
            && (query.from.map { entry.draft.at >= $0 } ?? true) && (query.to.map { entry.draft.at < $0 } ?? true)
        }.prefix(query.limit))
    }
  }

  package func lastAuditEntry() async throws(StoreError) -> Int64 { look { Int64($0.audit.count) } }

  /// Every delivery as it is now, for tests that look at all of them.
  package var allDeliveries: [Delivery] { look(\.deliveries) }
  package var allAudit: [AuditEntry] { look(\.audit) }
  package var postCount: Int { look(\.posts.count) }
}
