package import Elections
package import Publishing

extension MemoryStore {
  package func change(_ change: OverrideChange) async throws(StoreError) -> OverrideRecord {
    try transaction(undoing: true) { state throws(StoreError) in
      try Self.checkCurrent(change.judgement, state)
      let planned: PlannedOverride
      switch change.act {
      case .request(let name, _, _, _):
        guard state.posts[name.post] != nil else { throw .noSuchPost(name.post) }
        guard let delivery = state.deliveries.first(where: { $0.name == name }) else { throw .noSuchDelivery(name) }
        planned = try PlannedOverride(
          requesting: change, id: OverrideID(Int64(state.overrides.count) + 1), of: delivery)
        state.overrides.append(planned.record)
      case .approve(let id, _), .refuse(let id, _), .withdraw(let id, _):
        guard let index = state.overrides.firstIndex(where: { $0.id == id }) else { throw .noSuchOverride(id) }
        let found = state.overrides[index]
        guard let delivery = state.deliveries.first(where: { $0.name == found.delivery }),
          let post = state.posts[found.delivery.post]
        else { throw .noSuchDelivery(found.delivery) }
        planned = try PlannedOverride(
          change, on: found, of: delivery,
          hands: Witnesses(
            author: post.author, editor: post.editor, earlierEditors: post.earlierEditors
          ).hands, at: post.revision, content: post.contents[post.revision]?.hash ?? found.contentHash)
        state.overrides[index] = planned.record
      }
      if let step = planned.step { Self.save(step.after, &state) }
      state.log(planned.audit)
      return planned.record
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
        let override = delivery.override.flatMap { grant in state.overrides.first { $0.id == grant.id } }
        found[delivery.id] = Witnesses(
          author: post.author, editor: post.editor, earlierEditors: post.earlierEditors,
          approvers: state.approvals.filter { $0.delivery == delivery.name && $0.counts(for: delivery) }.map(\.actor),
          override: override.flatMap { override in
            override.decider.map { Witnesses.Override(requester: override.requester, approver: $0) }
          })
      }
      return found
    }
  }

  @discardableResult
  package func pause(_ pause: Pause, under judgement: Judgement) async throws(StoreError) -> [DeliveryName] {
    try transaction { state throws(StoreError) in
      try pause.check(
        replacing: state.pauses[pause.channel], under: judgement, epoch: state.revisions.last?.number)
      state.pauses[pause.channel] = pause
      let inFlight = state.deliveries.filter { delivery in
        delivery.state.name == .sending && pause.channel.map { $0 == delivery.channel } ?? true
      }.map(\.name)
      state.log(pause.audit(revision: state.revisions.last?.number, inFlight: inFlight))
      return inFlight
    }
  }

  package func endPause(of channel: String?, at: Instant, actor: Actor, reason: String, under judgement: Judgement)
    async throws(StoreError) -> Bool
  {
    try transaction { state throws(StoreError) in
      try Self.checkCurrent(judgement, state)
      try judgement.check(.endPause, by: actor, at: at)
      guard let pause = state.pauses[channel], pause.until.map({ at < $0 }) ?? true else { return false }
      state.pauses[channel] = nil
      state.log(
        Pause.ending(of: channel, at: at, actor: actor, reason: reason, revision: state.revisions.last?.number))
      return true
    }
  }

  package func pauses(at now: Instant) async throws(StoreError) -> [Pause] {
    look { state in
      state.pauses.values.filter { pause in pause.until.map { now < $0 } ?? true }
        .sorted { ($0.channel ?? "") < ($1.channel ?? "") }
    }
  }
}
