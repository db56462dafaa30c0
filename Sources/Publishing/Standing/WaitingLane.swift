package import Elections

/// A lane in which deliveries wait, with the earliest instant at which one of them comes up.
package struct WaitingLane: Hashable, Sendable {
  package let lane: Lane
  package let next: Instant

  package init(lane: Lane, next: Instant) {
    self.lane = lane
    self.next = next
  }
}
