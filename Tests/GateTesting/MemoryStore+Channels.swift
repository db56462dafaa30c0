package import Elections
package import Publishing

/// Lanes that close and open, and channels that a receiver stopped.
extension MemoryStore {
  package func recordEdges(_ edges: [LaneEdge], as operation: OperationID) async throws(StoreError) -> [LaneEdge] {
    try perform(
      operation, .edges(edges), keeping: { new in PlacesReceipt(edges.map(new.contains)) },
      again: { receipt, _ in receipt.chosen(of: edges).compactMap(\.self) }
    ) { state in state.run(.edges(edges) { state.edges[$0] }) }
  }

  package func stop(_ stop: ChannelStop, as operation: OperationID) async throws(StoreError) -> Bool {
    try perform(operation, .stop(stop)) { state in
      state.run(.stop(stop, instead: state.stops[stop.channel], epoch: state.epoch))
    }
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try perform(
      operation, .start(channel, at: at, actor: actor, reason: reason)
    ) { state throws(StoreError) in
      state.run(
        try .start(
          channel, at: at, reason: reason, by: actor, under: inForce, stopped: state.stops[channel],
          epoch: state.epoch))
    }
  }

  package func stops() async throws(StoreError) -> [ChannelStop] {
    look { $0.stops.values.sorted { $0.channel < $1.channel } }
  }
}
