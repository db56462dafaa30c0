package import Elections

/// What a store keeps of all that holds beside the rules, of one moment.
package struct StandingRows: Hashable, Sendable {
  /// Those that hold, or may hold yet.
  package var pauses: [Pause] = []
  package var stops: [ChannelStop] = []
  package var doubts: [SourceDoubt] = []
  /// Why the gate that was heard of last does not trust the clock.
  package var clockDoubt: String?
  /// Of each channel for which a pace was ever kept.
  package var paces: [String: PaceLog] = [:]
  /// Where it was asked for.
  package var queue = Queue()

  package init() {}

  /// What waits, as far as single deliveries tell what their lanes do not.
  package struct Queue: Hashable, Sendable {
    /// All that waits on a channel, in the order in which it leaves.
    package var whole: [String: [Delivery]] = [:]
    /// The lanes in which anything waits.
    package var lanes: [QueuedLane] = []
    /// On other channels than those of `whole`: what has an override, was put off, or is in a gate's hand.
    package var single: [Delivery] = []

    package init() {}
  }
}

/// A lane in which deliveries wait, with the first and the last instant at which one of them comes up.
package struct QueuedLane: Hashable, Sendable {
  package let lane: Lane
  package let first: Instant
  package let last: Instant

  package init(lane: Lane, first: Instant, last: Instant) {
    self.lane = lane
    self.first = first
    self.last = last
  }
}

/// Which rows are wanted: those that decide what holds cost next to nothing, those of what waits grow with it.
package struct StandingQuery: Hashable, Sendable {
  package let at: Instant
  /// Channels with a pace, where the order of all that waits decides when each of it leaves.
  package let paced: Set<String>
  /// Whether it is to be counted what waits.
  package let counts: Bool

  package init(at: Instant, paced: Set<String> = [], counts: Bool = false) {
    self.at = at
    self.paced = paced
    self.counts = counts
  }
}

extension StandingQuery {
  /// What it takes to count what is held under the settings in force.
  package init(counting settings: Settings, at: Instant) {
    self.init(at: at, paced: settings.pacedChannels, counts: true)
  }
}

extension Settings {
  package var pacedChannels: Set<String> { Set(channels.filter { $0.pace != nil }.map(\.id)) }
}
