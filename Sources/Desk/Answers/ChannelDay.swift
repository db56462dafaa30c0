import Elections
import Publishing

/// A channel's state over one whole day, in stretches.
struct ChannelDay {
  struct Part {
    let range: Range<Instant>
    let state: ChannelState
  }

  let parts: [Part]
  /// All that it closes for at any time of the day, in the order of the classes.
  let closedFor: [ContentClass]

  /// `state`: the channel's at one instant; `nextEdge`: the next instant after one at which it may be another.
  init(_ day: Range<Instant>, nextEdge: (Instant) -> Instant?, state: (Instant) -> ChannelState) {
    var parts: [Part] = []
    var closedFor: Set<ContentClass> = []
    var start = day.lowerBound
    while start < day.upperBound {
      let found = state(start)
      closedFor.formUnion(found.closedFor)
      let end = min(nextEdge(start) ?? day.upperBound, day.upperBound)
      if let last = parts.last, last.state.state == found.state {
        parts[parts.count - 1] = Part(range: last.range.lowerBound..<end, state: last.state)
      } else {
        parts.append(Part(range: start..<end, state: found))
      }
      start = end
    }
    self.parts = parts
    self.closedFor = ContentClass.allCases.filter(closedFor.contains)
  }

  /// The first part that is closed, else the first that is unknown, else the first: what the answer speaks of.
  var telling: Part? {
    parts.first { $0.state.state == .closed } ?? parts.first { $0.state.state == .unknown } ?? parts.first
  }
}
