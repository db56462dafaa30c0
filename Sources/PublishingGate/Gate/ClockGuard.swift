package import Elections

/// Tells a clock that can be trusted from one that stepped back or jumped ahead (G-37).
///
/// A gate judges by the later of the clock and the highest time that any gate has seen, so a small step back
/// changes nothing: no lane that was seen closed looks open again. A large one, or a jump ahead that the
/// monotonic clock does not bear out, stops all sending until the clock is right again or a person vouches for it.
package struct ClockGuard: Sendable {
  package enum Reading: Hashable, Sendable {
    /// The instant to judge by.
    case sound(Instant)
    case inDoubt(HoldCondition)
  }

  /// How far the clock may lag behind the highest time seen.
  package static let tolerance = Duration.seconds(5)
  /// How far it may run ahead of the monotonic clock between two looks at it.
  package static let largestJump = Duration.seconds(60)
  /// How far it may be ahead of the last sign of life of any gate when a gate starts.
  package static let longestPause = Duration.seconds(35 * 86_400)

  private var mark: ClockMark
  /// The wall and the monotonic clock at the last reading that was sound.
  private var anchor: (wall: Instant, monotonic: Duration)?

  package init(mark: ClockMark) { self.mark = mark }

  /// What the store knows now; a confirmation since then makes the present time the new starting point.
  package mutating func learn(_ mark: ClockMark, wall: Instant, monotonic: Duration) {
    if mark.confirmations != self.mark.confirmations { anchor = (wall, monotonic) }
    self.mark = mark
  }

  package mutating func read(wall: Instant, monotonic: Duration) -> Reading {
    let behind = mark.highWater.since(wall)
    if behind > Self.tolerance {
      return .inDoubt(
        HoldCondition(
          kind: .clockInDoubt,
          detail: "The clock is \(behind.inWords) behind the latest time that a gate has seen; set it right, or run "
            + "“portcullis gate confirm-clock --reason …” if it is right now.",
          until: mark.highWater))
    }
    if let anchor {
      let ahead = wall.since(anchor.wall) - (monotonic - anchor.monotonic)
      if ahead > Self.largestJump { return .inDoubt(Self.jump(ahead)) }
    } else {
      let ahead = wall.since(mark.highWater)
      if mark.highWater.millisecondsSince1970 > 0, ahead > Self.longestPause { return .inDoubt(Self.jump(ahead)) }
    }
    anchor = (wall, monotonic)
    return .sound(max(wall, mark.highWater))
  }

  private static func jump(_ ahead: Duration) -> HoldCondition {
    HoldCondition(
      kind: .clockInDoubt,
      detail: "The clock is \(ahead.inWords) ahead of where it should be; set it right, or run “portcullis gate "
        + "confirm-clock --reason …” if it is right now.")
  }
}

extension Duration {
  /// `3 days`, `4 hours`, `90 minutes`, `12 seconds`: the largest unit that says it well.
  package var inWords: String {
    let seconds = components.seconds
    func text(_ count: Int64, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
    switch seconds {
    case (2 * 86_400)...: return text(seconds / 86_400, "day")
    case (2 * 3600)...: return text(seconds / 3600, "hour")
    case 120...: return text(seconds / 60, "minute")
    default: return text(seconds, "second")
    }
  }
}
