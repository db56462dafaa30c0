package import Elections

/// What holds a whole channel, or all of them, whatever the rules say.
package enum Stoppage: Hashable, Sendable {
  /// A person's.
  case pause(Pause)
  /// The receiver refused the channel's credential, or switched itself off.
  case stop(ChannelStop)
  /// The machine's clock is not trusted, so nothing leaves.
  case clock(HoldCondition)

  /// Nil: every channel.
  package var channel: String? {
    switch self {
    case .pause(let pause): pause.channel
    case .stop(let stop): stop.channel
    case .clock: nil
    }
  }

  /// Since when, where that is known.
  package var since: Instant? {
    switch self {
    case .pause(let pause): pause.at
    case .stop(let stop): stop.at
    case .clock: nil
    }
  }

  /// Nil: until a person ends it.
  package var until: Instant? {
    switch self {
    case .pause(let pause): pause.until
    case .stop: nil
    case .clock(let condition): condition.until
    }
  }

  package var cause: Cause {
    switch self {
    case .pause(let pause): pause.cause
    case .stop(let stop): stop.cause
    case .clock(let condition): .condition(condition)
    }
  }

  /// It closes nothing by itself: nobody can tell whether the channel is closed.
  package var isDoubt: Bool { if case .clock = self { true } else { false } }

  package func concerns(_ channel: String) -> Bool { self.channel.map { $0 == channel } ?? true }
}
