package import Elections
package import Publishing
import Texts

/// Lanes that close and open, and channels that a receiver stopped.
extension MemoryStore {
  package func recordEdges(_ edges: [LaneEdge]) async throws(StoreError) -> [LaneEdge] {
    try transaction { state in
      edges.filter { edge in
        guard (state.edges[edge.lane] ?? true) != edge.isOpen else { return false }
        state.edges[edge.lane] = edge.isOpen
        state.log(edge.audit)
        return true
      }
    }
  }

  package func stop(_ stop: ChannelStop) async throws(StoreError) -> Bool {
    try transaction { state in
      guard state.stops[stop.channel] == nil else { return false }
      state.stops[stop.channel] = stop
      state.log(
        AuditDraft(
          at: stop.at, actor: stop.actor, event: .channelStopped, channel: stop.channel,
          revision: state.revisions.last?.number,
          detail: JSON.object([("reason", .string(stop.reason))]).compactText))
      return true
    }
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under judgement: Judgement
  ) async throws(StoreError) -> Bool {
    try transaction { state throws(StoreError) in
      try Self.checkCurrent(judgement, state)
      try judgement.check(.resumeChannel, by: actor, at: at)
      guard state.stops.removeValue(forKey: channel) != nil else { return false }
      state.log(
        AuditDraft(
          at: at, actor: actor.description, event: .channelStarted, channel: channel,
          revision: state.revisions.last?.number,
          detail: JSON.object([("reason", .string(reason))]).compactText))
      return true
    }
  }

  package func stops() async throws(StoreError) -> [ChannelStop] {
    look { $0.stops.values.sorted { $0.channel < $1.channel } }
  }
}
