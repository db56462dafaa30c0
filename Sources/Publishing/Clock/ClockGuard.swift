package import Elections

/// Tells a clock that can be trusted from one that stepped back or jumped ahead (G-37).
///
/// Within a boot the clock on the wall and the time that the machine has run part only when somebody sets the clock, so
/// one look at both while the clock was right proves every later reading right or wrong. Across boots only the mark is
/// left: the clock may have gone on by the time that the new boot has lasted and by some minutes of pause. What cannot be
/// proved needs a witness. The article <doc:Clock> has the table of cases.
///
/// A gate judges by the later of the clock and the highest time that any gate has judged by, so a small step back changes
/// nothing: no lane that was seen closed looks open again.
package struct ClockGuard: Sendable {
  package enum Reading: Hashable, Sendable {
    /// The instant to judge by.
    case sound(Instant)
    case inDoubt(ClockDoubt)
  }

  /// How far the clock may lag behind the mark before the gate waits for it.
  package static let tolerance = Duration.seconds(5)
  /// How far it may be from where its boot's anchor puts it, either way, and from what a witness says.
  package static let largestError = Duration.seconds(60)
  /// How long a machine may have been off before it takes a witness.
  package static let longestPause = Duration.seconds(600)

  private var mark: ClockMark
  /// How long the machine had run when this mark was seen first.
  private var markSeenAt: Duration?
  package private(set) var anchor: ClockAnchor?

  package init(mark: ClockMark) { self.mark = mark }

  // MARK: What the store knows

  /// What the store knows now. A confirmation since then makes the present time the new starting point, where the person
  /// could not name the boot.
  package mutating func learn(_ mark: ClockMark, at reading: ClockReading) {
    if let kept = mark.anchor, kept.boot == reading.boot {
      anchor = kept
    } else if mark.confirmations > self.mark.confirmations {
      anchor = ClockAnchor(reading, witness: .person)
    }
    if markSeenAt == nil || mark.highWater != self.mark.highWater { markSeenAt = reading.bootTime }
    self.mark = mark
  }

  /// What to tell the store of a reading that is sound.
  package func finding(_ now: Instant, at reading: ClockReading) -> ClockFinding {
    guard let anchor else { return .sound(now, nil) }
    let isMovedWithinBoot = mark.anchor.map { $0.boot == anchor.boot && $0 != anchor } ?? false
    return isMovedWithinBoot || isMarkRefuted(by: anchor, at: reading) ? .proved(now, anchor) : .sound(now, anchor)
  }

  /// Of a reading that is sound: the store has to hear of it before anything is judged by it, else a crash would leave a
  /// mark without its boot, or the last gate's doubt.
  package func hasNews(at reading: ClockReading) -> Bool {
    guard let anchor else { return false }
    let isNew = anchor.boot != nil && anchor != mark.anchor
    return isNew || mark.doubt != nil || isMarkRefuted(by: anchor, at: reading)
  }

  /// The mark lies where this boot's clock cannot have been.
  private func isMarkRefuted(by anchor: ClockAnchor, at reading: ClockReading) -> Bool {
    mark.highWater.since(max(anchor.wall(after: reading.bootTime), reading.wall)) > Self.largestError
  }

  // MARK: Judging

  package mutating func read(_ reading: ClockReading) -> Reading {
    if let anchor, anchor.boot == reading.boot { return read(reading, by: anchor) }
    if mark.highWater == ClockMark.none.highWater { return trust(reading) }
    let (expected, knowsBoot) = expectedByMark(at: reading)
    let ahead = reading.wall.since(expected)
    if ahead > Self.longestPause { return .inDoubt(.afterPause(ahead, mark, isOtherBoot: knowsBoot)) }
    if ahead < .zero - Self.largestError { return .inDoubt(.behindPause(.zero - ahead, mark)) }
    let behind = mark.highWater.since(reading.wall)
    if behind > Self.tolerance { return .inDoubt(.catchingUp(behind, mark)) }
    return trust(reading)
  }

  /// The mark's boot is over, so all that this one has lasted lies behind the mark. Where the store does not know the
  /// boot, it is the time since the mark was seen.
  private mutating func expectedByMark(at reading: ClockReading) -> (expected: Instant, knowsBoot: Bool) {
    let seen = markSeenAt ?? reading.bootTime
    markSeenAt = seen
    let knowsBoot = mark.anchor != nil && reading.boot != nil
    return (mark.highWater.adding(knowsBoot ? reading.bootTime : reading.bootTime - seen), knowsBoot)
  }

  private mutating func trust(_ reading: ClockReading) -> Reading {
    anchor = ClockAnchor(reading, witness: nil)
    return .sound(max(reading.wall, mark.highWater))
  }

  private func read(_ reading: ClockReading, by anchor: ClockAnchor) -> Reading {
    let ahead = reading.wall.since(anchor.wall(after: reading.bootTime))
    if ahead > Self.largestError || ahead < .zero - Self.largestError {
      return .inDoubt(.apart(ahead, from: anchor))
    }
    if isMarkRefuted(by: anchor, at: reading) { return .sound(reading.wall) }
    let behind = mark.highWater.since(reading.wall)
    if behind > Self.tolerance { return .inDoubt(.catchingUp(behind, mark)) }
    return .sound(max(reading.wall, mark.highWater))
  }

  /// Where the time probably is, for what sends nothing; never ahead of what is known, so that nothing looks overdue that
  /// is not.
  package func estimate(at reading: ClockReading) -> Instant {
    if let anchor, anchor.boot == reading.boot { return anchor.wall(after: reading.bootTime) }
    return mark.highWater == ClockMark.none.highWater ? reading.wall : mark.highWater
  }

  // MARK: Witnesses

  /// Whether what a witness says makes this reading right.
  ///
  /// The kernel's word stands against no anchor that was witnessed itself: it is the kernel's own clock that was set, and
  /// a server of time that went wrong leaves it synchronised. Nor does it take the mark back by more than minutes.
  package mutating func hear(_ testimony: ClockTestimony, at reading: ClockReading) -> Bool {
    let apart = testimony.instant.since(reading.wall)
    guard apart <= Self.largestError, apart >= .zero - Self.largestError else { return false }
    if testimony.witness == .kernel {
      if let anchor, anchor.boot == reading.boot, anchor.witness != nil { return false }
      if mark.highWater.since(reading.wall) > Self.longestPause { return false }
    }
    anchor = ClockAnchor(reading, witness: testimony.witness)
    return true
  }
}

/// Why a clock is not trusted.
package struct ClockDoubt: Hashable, Sendable {
  /// Whole sentences: how far off, and by what it was judged.
  package let detail: String
  /// When the clock will have caught up by itself; nothing else is to be done then, and nobody to be asked.
  package let until: Instant?

  static func apart(_ ahead: Duration, from anchor: ClockAnchor) -> ClockDoubt {
    let side = ahead > .zero ? "\(ahead.inWords) ahead of" : "\((.zero - ahead).inWords) behind"
    return ClockDoubt(
      detail: "The clock is \(side) where it should be by the time that the machine has run since it was right, at "
        + "\(UTCText.text(anchor.wall)).",
      until: nil)
  }

  static func afterPause(_ ahead: Duration, _ mark: ClockMark, isOtherBoot: Bool) -> ClockDoubt {
    let since = isOtherBoot ? "the machine was started again since" : "nobody knows when the machine was started"
    return ClockDoubt(
      detail: "The clock is \(ahead.inWords) ahead of where it would be had no gate paused since "
        + "\(UTCText.text(mark.highWater)), the last time that is known to be right, and \(since).",
      until: nil)
  }

  static func behindPause(_ behind: Duration, _ mark: ClockMark) -> ClockDoubt {
    ClockDoubt(
      detail: "The clock is \(behind.inWords) behind where it should be by the time that the machine has run since "
        + "\(UTCText.text(mark.highWater)), the last time that a gate has seen.",
      until: nil)
  }

  static func catchingUp(_ behind: Duration, _ mark: ClockMark) -> ClockDoubt {
    ClockDoubt(
      detail: "The clock is \(behind.inWords) behind the latest time that a gate has seen.", until: mark.highWater)
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
