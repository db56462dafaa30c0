import Elections
package import Publishing

extension MemoryStore {
  package func standingRows(_ query: StandingQuery) async throws(StoreError) -> StandingRows {
    look { Self.rows(query, $0) }
  }

  static func rows(_ query: StandingQuery, _ state: State) -> StandingRows {
    var rows = StandingRows()
    rows.pauses = state.pauses.values.filter { pause in pause.until.map { query.at < $0 } ?? true }
      .sorted { ($0.channel ?? "") < ($1.channel ?? "") }
    rows.stops = state.stops.values.sorted { $0.channel < $1.channel }
    rows.doubts = state.doubts
    rows.clockDoubt = state.mark.doubt
    rows.paces = state.paces
    rows.queue = Self.queue(query, state)
    return rows
  }

  private static func queue(_ query: StandingQuery, _ state: State) -> StandingRows.Queue {
    var queue = StandingRows.Queue()
    let waiting = state.deliveries.filter(\.isUnclaimed)
    for channel in query.paced {
      queue.whole[channel] = waiting.filter { $0.channel == channel }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
    }
    guard query.counts else { return queue }
    queue.lanes = Dictionary(grouping: waiting, by: \.lane).map { lane, deliveries in
      let times = deliveries.map(\.next)
      return QueuedLane(lane: lane, first: times.min() ?? query.at, last: times.max() ?? query.at)
    }
    queue.single = state.deliveries.filter { delivery in
      guard case .queued(let claim) = delivery.state, !query.paced.contains(delivery.channel) || claim != nil else {
        return false
      }
      return claim != nil || delivery.override != nil || delivery.isPutOff && delivery.next > query.at
    }
    return queue
  }
}
