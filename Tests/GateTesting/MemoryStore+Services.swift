package import Elections
package import Publishing

/// Services and what is known of the clock.
extension MemoryStore {
  package func register(_ service: ServiceStart, as operation: OperationID) async throws(StoreError) -> ServiceID {
    try perform(operation, .register(service)) { state throws(StoreError) in
      state.run(
        try .begin(
          service, as: ServiceID(Int64(state.services.count) + 1), beside: state.livingServices, startOf: { _ in nil },
          mark: state.mark, newest: state.audit.last?.draft.at, epoch: state.epoch, place: "the store in memory"))
    }
  }

  package func clockMark() async throws(StoreError) -> ClockMark { look(\.mark) }

  package func heartbeat(_ sign: SignOfLife, as operation: OperationID) async throws(StoreError) -> ClockMark {
    try perform(operation, .heartbeat(sign)) { state in state.run(.heartbeat(sign, mark: state.mark)) }
  }

  package func unregister(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError) {
    try perform(operation, .unregister(service, at: at)) { state in
      state.run(.end(of: service, at: at, epoch: state.epoch))
    }
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) {
    try perform(
      operation, .confirmClock(reading, reason: reason, by: actor)
    ) { state throws(StoreError) in
      state.run(
        try .clockConfirmation(
          reading, reason: reason, by: actor, under: inForce, mark: state.mark, epoch: state.epoch))
    }
  }
}
