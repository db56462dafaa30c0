package import Elections

/// How much of what waits is held, as far as that can be told without counting, and what is left to be counted.
package struct HeldQueue: Hashable, Sendable {
  /// What waits in a lane for a stretch of due times: all of it is held.
  package struct Stretch: Hashable, Sendable {
    package let lane: Lane
    /// Nil: from the first on.
    package let from: Instant?
    package let to: Instant
  }

  package private(set) var stretches: [Stretch] = []
  /// Single deliveries that are held beside those of the stretches, by channel.
  package private(set) var single: [String: Int] = [:]

  package init(_ standing: Standing) {
    let queue = standing.queue
    for lane in queue.lanes where queue.whole[lane.lane.channel] == nil && !lane.lane.traits.isOverridden {
      stretches += standing.heldStretches(of: lane.lane, until: lane.last).map { stretch in
        Stretch(lane: lane.lane, from: stretch.from, to: stretch.to)
      }
    }
    for delivery in queue.whole.values.joined() + queue.single where standing.outlook(for: delivery).verdict.isHold {
      if !isCounted(delivery) { single[delivery.channel, default: 0] += 1 }
    }
  }

  private func isCounted(_ delivery: Delivery) -> Bool {
    guard case .queued(nil) = delivery.state else { return false }
    return stretches.contains { stretch in
      stretch.lane == delivery.lane && stretch.from.map { $0 <= delivery.next } ?? true && delivery.next < stretch.to
    }
  }
}
