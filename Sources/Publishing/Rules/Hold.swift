package import Elections

/// Why something waits, and how long: stretch after stretch without a gap, each with all its causes, to the end.
package struct Hold: Hashable, Sendable {
  /// A part of a hold. It lasts until the last of the causes that hold at its start ends.
  package struct Stretch: Hashable, Sendable {
    package let starts: Instant
    /// Nil where no end is known; no stretch comes after such a one.
    package let until: Instant?
    /// Those that hold at its start, and then those that come and go while it lasts.
    package let causes: [Cause]
  }

  /// At least one.
  package let stretches: [Stretch]

  /// When it ends if nothing changes; nil where no end is known.
  package var until: Instant? { stretches.last.flatMap(\.until) }

  /// Every cause to its end, each once, in the order in which they come.
  package var causes: [Cause] {
    var causes: [Cause] = []
    for cause in stretches.flatMap(\.causes) where !causes.contains(cause) { causes.append(cause) }
    return causes
  }
}

extension Hold {
  /// Follows what holds from `start` on; nil where nothing holds then.
  ///
  /// `inForce` gives every cause at an instant, and `nextEdge` the next instant at which they may be others.
  init?(from start: Instant, inForce: (Instant) -> [CauseInForce], nextEdge: (Instant) -> Instant?) {
    var stretches: [Stretch] = []
    var start = start
    var holding = inForce(start)
    while !holding.isEmpty {
      guard let end = Self.end(of: holding) else {
        let causes = holding.map(\.cause) + Self.joined(to: holding, from: start, inForce, nextEdge)
        stretches.append(Stretch(starts: start, until: nil, causes: causes))
        break
      }
      precondition(end > start, "a cause that holds at \(start) ends after it")
      let next = inForce(end)
      let passing = Self.passing(by: holding, next, in: start..<end, inForce, nextEdge)
      stretches.append(Stretch(starts: start, until: end, causes: holding.map(\.cause) + passing))
      start = end
      holding = next
    }
    if stretches.isEmpty { return nil }
    self.stretches = stretches
  }

  private static func end(of holding: [CauseInForce]) -> Instant? {
    var latest: Instant?
    for cause in holding {
      guard let until = cause.until else { return nil }
      latest = max(latest ?? until, until)
    }
    return latest
  }

  /// What comes and goes while a stretch lasts: what outlasts it is among those that hold `next`.
  private static func passing(
    by holding: [CauseInForce], _ next: [CauseInForce], in range: Range<Instant>,
    _ inForce: (Instant) -> [CauseInForce], _ nextEdge: (Instant) -> Instant?
  ) -> [Cause] {
    var passing: [Cause] = []
    var instant = range.lowerBound
    while let edge = nextEdge(instant), edge < range.upperBound {
      instant = edge
      for cause in inForce(edge).map(\.cause)
      where !passing.contains(cause) && !(holding + next).contains(where: { $0.cause == cause }) {
        passing.append(cause)
      }
    }
    return passing
  }

  /// What follows without a gap on those causes of an endless stretch that do end: what would hold if the endless ones
  /// were taken away.
  private static func joined(
    to holding: [CauseInForce], from start: Instant, _ inForce: (Instant) -> [CauseInForce],
    _ nextEdge: (Instant) -> Instant?
  ) -> [Cause] {
    guard var horizon = holding.compactMap(\.until).max() else { return [] }
    var joined: [Cause] = []
    var instant = start
    while let edge = nextEdge(instant), edge <= horizon {
      instant = edge
      for cause in inForce(edge) where !holding.contains(where: { $0.cause == cause.cause }) {
        if let until = cause.until { horizon = max(horizon, until) }
        if !joined.contains(cause.cause) { joined.append(cause.cause) }
      }
    }
    return joined
  }
}
