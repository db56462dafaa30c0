import Elections
package import Publishing

/// How many deliveries are held, as states, lists and the gate's health tell alike (G-50).
package struct HeldCount: Hashable, Sendable {
  /// Channels on which nothing is held are missing.
  package let byChannel: [String: Int]

  package var all: Int { byChannel.values.reduce(0, +) }

  /// The standing has to know what waits: made of rows that were asked for to be counted.
  package init(_ standing: Standing, in store: any GateStore) async throws(StoreError) {
    let queue = HeldQueue(standing)
    var held = queue.single
    for stretch in queue.stretches {
      let count = try await store.count(queuedIn: stretch.lane, exactly: true, from: stretch.from, to: stretch.to)
      if count > 0 { held[stretch.lane.channel, default: 0] += count }
    }
    byChannel = held
  }
}
