package import Elections

/// What a channel is at one instant, since when, until when, and why.
package struct ChannelState: Sendable {
  package enum State: String, Sendable { case open, closed, unknown }

  package struct Change: Sendable {
    package let at: Instant
    package let state: State
    package let causes: [Cause]
  }

  package let state: State
  /// Nil where it has no known beginning.
  package let since: Instant?
  /// Nil where no end, or no next blackout, is known.
  package let until: Instant?
  package let closedFor: [ContentClass]
  /// Every cause in force at the instant.
  package let causes: [Cause]
  /// The next change of state, with what causes it; the causes before it are `causes`.
  package let next: Change?
}

/// A channel's blackouts joined with what is not known about them.
package struct ChannelSchedule: Sendable {
  package let channel: Channel
  package let blackouts: BlackoutSchedule
  /// Why blackouts may be missing; empty when the calendars were read whole.
  package let doubts: [Cause]

  package init(channel: Channel, windows: some Sequence<PurdahWindow>, doubts: [Cause] = []) {
    self.channel = channel
    blackouts = BlackoutSchedule(windows, touching: channel.areas)
    self.doubts = doubts
  }

  private init(channel: Channel, blackouts: BlackoutSchedule, doubts: [Cause]) {
    self.channel = channel
    self.blackouts = blackouts
    self.doubts = doubts
  }

  /// Closed whenever either is, for every class that either closes: what holds while a change waits for a person.
  package func alsoClosing(as other: ChannelSchedule) -> ChannelSchedule {
    let classes = ContentClass.allCases.filter {
      channel.closesFor.contains($0) || other.channel.closesFor.contains($0)
    }
    return ChannelSchedule(
      channel: channel.closing(for: classes),
      blackouts: BlackoutSchedule(Set(blackouts.windows).union(other.blackouts.windows)),
      doubts: doubts)
  }

  /// The state alone, for one class: a binary search that allocates nothing.
  package func state(for contentClass: ContentClass, at instant: Instant) -> ChannelState.State {
    guard channel.closesFor.contains(contentClass) else { return .open }
    if blackouts.isClosed(at: instant) { return .closed }
    return doubts.isEmpty ? .open : .unknown
  }

  /// The state of one class with every cause.
  package func laneState(for contentClass: ContentClass, at instant: Instant) -> LaneState {
    guard channel.closesFor.contains(contentClass) else { return .open(until: nil) }
    switch blackouts.state(at: instant) {
    case .closed(let index):
      let until = doubts.isEmpty ? blackouts.blackouts[index].ends : nil
      return .held(until: until, causes: blackouts.causes(at: instant).map(Cause.purdahWindow) + doubts)
    case .open(_, let next):
      guard doubts.isEmpty else { return .held(until: nil, causes: doubts) }
      return .open(until: next.map { blackouts.blackouts[$0].starts })
    }
  }

  /// The next start or end of a blackout after `instant`.
  package func nextEdge(after instant: Instant) -> Instant? {
    switch blackouts.state(at: instant) {
    case .closed(let index): blackouts.blackouts[index].ends
    case .open(_, let next): next.map { blackouts.blackouts[$0].starts }
    }
  }

  /// The whole answer. A channel counts as closed when it is closed for any class.
  package func state(at instant: Instant) -> ChannelState {
    // Where nothing closes it, a channel with doubts is unknown, which holds.
    let otherwise: ChannelState.State = doubts.isEmpty ? .open : .unknown
    switch blackouts.state(at: instant) {
    case .closed(let index):
      let blackout = blackouts.blackouts[index]
      return ChannelState(
        state: .closed,
        since: blackout.starts,
        until: blackout.ends,
        closedFor: channel.closesFor,
        causes: blackouts.causes(at: instant).map(Cause.purdahWindow) + doubts,
        next: ChannelState.Change(at: blackout.ends, state: otherwise, causes: doubts)
      )
    case .open(let previous, let next):
      let change = next.map { index in
        let start = blackouts.blackouts[index].starts
        return ChannelState.Change(
          at: start, state: .closed, causes: blackouts.causes(at: start).map(Cause.purdahWindow) + doubts)
      }
      return ChannelState(
        state: otherwise,
        since: previous.map { blackouts.blackouts[$0].ends },
        until: change?.at,
        closedFor: otherwise == .unknown ? channel.closesFor : [],
        causes: doubts,
        next: change
      )
    }
  }
}
