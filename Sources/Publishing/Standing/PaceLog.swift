package import Elections

/// When a channel's latest permits were given: what its pace is measured by.
///
/// The pace is exact over every stretch of time, not only from one refill to the next (G-30): a further permit
/// is due when the one that stands `posts` places back is older than the pace's span.
package struct PaceLog: Hashable, Sendable {
  /// By their instants, the earliest first: a clock that a person set back gives later permits earlier instants.
  package private(set) var permits: [Instant]

  package init(_ permits: [Instant] = []) { self.permits = permits.sorted() }

  /// How many permits may be given at `now`.
  package func available(_ pace: Pace, at now: Instant) -> Int {
    let recent = permits.reversed().prefix { now.since($0) < pace.per }.count
    return max(0, pace.posts - recent)
  }

  /// When the next permit may be given; nil when one may at once.
  package func next(_ pace: Pace, after now: Instant) -> Instant? {
    guard available(pace, at: now) == 0 else { return nil }
    return permits[permits.count - pace.posts].adding(pace.per)
  }

  package mutating func record(_ instant: Instant, pace: Pace) {
    let place = permits.firstIndex { $0 > instant } ?? permits.endIndex
    permits.insert(instant, at: place)
    if permits.count > pace.posts { permits.removeFirst(permits.count - pace.posts) }
  }
}
