package import Elections
package import Publishing
package import Texts

/// A channel's state over one whole day, in stretches.
package struct ChannelDay {
  package struct Part {
    package let range: Range<Instant>
    package let state: ChannelState
  }

  package let parts: [Part]
  /// All that it closes for at any time of the day, in the order of the classes.
  package let closedFor: [ContentClass]

  /// `state`: the channel's at one instant; `nextEdge`: the next instant after one at which it may be another.
  package init(_ day: Range<Instant>, nextEdge: (Instant) -> Instant?, state: (Instant) -> ChannelState) {
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
  package var telling: Part? {
    parts.first { $0.state.state == .closed } ?? parts.first { $0.state.state == .unknown } ?? parts.first
  }

  package func json(_ contract: ContractJSON) -> JSON {
    .array(
      parts.map { part in
        .object([
          ("from", contract.instant(part.range.lowerBound)), ("to", contract.instant(part.range.upperBound)),
          ("state", .string(part.state.state.rawValue)),
        ])
      })
  }

  /// `open until 17:00, closed from 17:00`: the day in words, where it is not the same throughout.
  package func words(_ civil: CivilText) -> String? {
    var states: [ChannelState.State] = []
    for part in parts where !states.contains(part.state.state) { states.append(part.state.state) }
    return states.count < 2
      ? nil : states.map { "\($0.rawValue)\(times(of: $0, civil))" }.joined(separator: ", ")
  }

  /// ` all day`, ` from 17:00`, ` until 22:00`, ` from 09:00 to 12:00 and from 17:00`: when it is in that state.
  package func times(of state: ChannelState.State, _ civil: CivilText) -> String {
    guard let first = parts.first?.range.lowerBound, let last = parts.last?.range.upperBound else { return "" }
    let spans = parts.filter { $0.state.state == state }.map { part in
      let range = part.range
      return switch (range.lowerBound == first, range.upperBound == last) {
      case (true, true): "all day"
      case (true, false): "until \(civil.clock(range.upperBound))"
      case (false, true): "from \(civil.clock(range.lowerBound))"
      case (false, false): "from \(civil.clock(range.lowerBound)) to \(civil.clock(range.upperBound))"
      }
    }
    return spans.isEmpty ? "" : " " + spans.joined(separator: " and ")
  }
}
