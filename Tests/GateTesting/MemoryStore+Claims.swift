package import Elections
package import Publishing

/// What a gate takes in hand, and the last questions before it leaves.
extension MemoryStore {
  package func waitingLanes() async throws(StoreError) -> [WaitingLane] {
    look { state in
      Dictionary(grouping: state.deliveries.filter(\.isUnclaimed), by: \.lane).compactMap { lane, deliveries in
        deliveries.map(\.next).min().map { WaitingLane(lane: lane, next: $0) }
      }.sorted { ($0.lane.channel, $0.lane.contentClass.rawValue) < ($1.lane.channel, $1.lane.contentClass.rawValue) }
    }
  }

  package func uncertainLanes() async throws(StoreError) -> Set<Lane> {
    look { Set($0.deliveries.filter { $0.state.name == .uncertain }.map(\.lane)) }
  }

  package func claim(_ request: ClaimRequest, as operation: OperationID) async throws(StoreError) -> ClaimAnswer {
    try perform(
      operation, .claim(request), keeping: ClaimReceipt.init,
      again: { receipt, state in
        receipt.answer(delivery: { Self.delivery($0, state) }, kept: { Self.kept($0, state) })
      }
    ) { state in
      var round = ClaimRound(
        request, epoch: state.epoch, pace: { state.paces[$0] ?? PaceLog() })
      guard round.isCurrent else { return round.finished() }
      if let clock = round.clock(state.mark) { state.run(clock) }
      let ending = state.deliveries.filter { $0.expires != nil }
      for delivery in ending.sorted(by: { ($0.expires ?? $0.due) < ($1.expires ?? $1.due) }) {
        if let step = round.expire(delivery) { state.run(step) }
      }
      for delivery in state.deliveries.filter(\.isUnclaimed).sorted(by: ClaimRound.comesBefore) {
        guard let lane = round.lane(of: delivery) else { continue }
        let step = round.take(
          delivery, of: lane, kept: { Self.kept(delivery, state) }, override: { Self.override($0, state) })
        if let step { state.run(step) }
      }
      return round.finished()
    }
  }

  package func keep(_ preparation: KeptPreparation, as operation: OperationID) async throws(StoreError) -> Bool {
    try perform(operation, .keep(preparation)) { state in
      state.run(.keeping(preparation, of: Self.delivery(preparation.delivery, state)))
    }
  }

  package func permit(_ request: PermitRequest, as operation: OperationID) async throws(StoreError) -> PermitAnswer {
    try perform(operation, .permit(request)) { state in
      var round = PermitRound(
        request, epoch: state.epoch, mark: state.mark,
        holds: ChannelHolds(pauses: Array(state.pauses.values), stops: Set(state.stops.keys), at: request.now),
        isInDoubt: !state.doubts.isEmpty)
      guard round.isCurrent else { return round.answer }
      if let clock = round.clock { state.run(clock) }
      for item in request.items {
        let step = round.decide(
          item, on: Self.delivery(item.delivery, state), pace: { state.paces[$0] ?? PaceLog() },
          override: { Self.override($0, state) })
        if let step { state.run(step) }
      }
      for write in round.rest { state.run(write) }
      return round.answer
    }
  }

  package func refusal(of look: LastLook, at now: Instant) async throws(StoreError) -> LastLook.Refusal? {
    self.look { state in
      let delivery = state.deliveries.first { $0.id == look.delivery }
      let found = delivery.map { delivery in
        LastLook.Found(
          isBeingSent: delivery.state.name == .sending, fence: delivery.fence, contentHash: delivery.contentHash,
          override: delivery.override, expires: delivery.expires, epoch: state.epoch,
          isPaused: state.pauses.values.contains { $0.holds(delivery.channel, at: now) },
          isStopped: state.stops[delivery.channel] != nil, isInDoubt: !state.doubts.isEmpty,
          isWithdrawn: delivery.wish != nil)
      }
      return look.refusal(found, at: now)
    }
  }
}
