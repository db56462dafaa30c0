/// A stretch in which a channel is closed: the union of purdah windows that overlap or touch.
package struct Blackout: Hashable, Sendable {
  package let starts: Instant
  package let ends: Instant
  /// The schedule's windows that make it up, by start.
  package let windowRange: Range<Int>
}

/// The blackouts of one channel, in order, with every cause of each.
///
/// The windows are merged once; afterwards a question costs a binary search and allocates nothing.
package struct BlackoutSchedule: Hashable, Sendable {
  /// By start, then end; those of one blackout stand together.
  package let windows: [PurdahWindow]
  package let blackouts: [Blackout]
  /// Where each blackout ends, alone: what the search reads.
  private let ends: [Instant]

  package enum State: Hashable, Sendable {
    /// Open since the end of the blackout before, until the start of the next.
    case open(previous: Int?, next: Int?)
    /// Closed by the blackout at this index.
    case closed(Int)
  }

  package init(_ windows: some Sequence<PurdahWindow>) {
    let sorted = windows.sorted {
      ($0.starts, $0.ends, $0.source.file, $0.source.line) < ($1.starts, $1.ends, $1.source.file, $1.source.line)
    }
    var blackouts: [Blackout] = []
    var first = sorted.startIndex
    while first < sorted.endIndex {
      var end = sorted[first].ends
      var next = first + 1
      while next < sorted.endIndex, sorted[next].starts <= end {
        end = max(end, sorted[next].ends)
        next += 1
      }
      blackouts.append(Blackout(starts: sorted[first].starts, ends: end, windowRange: first..<next))
      first = next
    }
    self.windows = sorted
    self.blackouts = blackouts
    ends = blackouts.map(\.ends)
  }

  /// The windows that touch at least one of a channel's areas; every window when it names none.
  package init(_ windows: some Sequence<PurdahWindow>, touching areas: [Area]?) {
    guard let areas else {
      self.init(windows)
      return
    }
    self.init(
      windows.filter { window in
        guard let area = window.area else { return true }
        return areas.contains { $0.touches(area) }
      }
    )
  }

  /// The state at an instant: closed from `starts` on, open again at `ends` (G-01).
  package func state(at instant: Instant) -> State {
    let index = firstBlackout(endingAfter: instant)
    if index < blackouts.count, blackouts[index].starts <= instant { return .closed(index) }
    return .open(previous: index > 0 ? index - 1 : nil, next: index < blackouts.count ? index : nil)
  }

  package func isClosed(at instant: Instant) -> Bool {
    if case .closed = state(at: instant) { true } else { false }
  }

  /// The windows in force at an instant, every one a cause (G-07).
  package func causes(at instant: Instant) -> [PurdahWindow] {
    guard case .closed(let index) = state(at: instant) else { return [] }
    return windows[blackouts[index].windowRange].filter { $0.contains(instant) }
  }

  /// The next instant after `instant` at which a window begins or ends.
  package func nextWindowEdge(after instant: Instant) -> Instant? {
    switch state(at: instant) {
    case .open(_, let next): next.map { blackouts[$0].starts }
    case .closed(let index):
      windows[blackouts[index].windowRange].reduce(blackouts[index].ends) { next, window in
        if window.starts > instant { return min(next, window.starts) }
        return window.ends > instant ? min(next, window.ends) : next
      }
    }
  }

  /// Every window of a blackout.
  package func causes(of blackout: Blackout) -> ArraySlice<PurdahWindow> { windows[blackout.windowRange] }

  /// The blackouts that overlap `range`.
  package func blackouts(overlapping range: Range<Instant>) -> ArraySlice<Blackout> {
    let first = firstBlackout(endingAfter: range.lowerBound)
    var past = first
    while past < blackouts.count, blackouts[past].starts < range.upperBound { past += 1 }
    return blackouts[first..<past]
  }

  private func firstBlackout(endingAfter instant: Instant) -> Int {
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
