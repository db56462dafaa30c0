package import Elections

/// How what a store knows of time changes (G-37).
extension ClockMark {
  /// The mark never goes back by itself; nil where it stays.
  package func raised(to instant: Instant) -> ClockMark? {
    guard instant > highWater else { return nil }
    return ClockMark(highWater: instant, confirmations: confirmations, anchor: anchor, doubt: doubt)
  }

  /// On a store on which no gate ever ran, what people did last is the latest time that is known; nil where the mark stays.
  func begun(newest: Instant?) -> ClockMark? {
    highWater == Self.none.highWater ? newest.flatMap(raised) : nil
  }

  /// After a sign of life. Only a proof takes the mark back, and only a proof takes the place of an anchor of the same
  /// boot; a doubt moves nothing.
  func hearing(_ finding: ClockFinding) -> ClockMark {
    switch finding {
    case .sound(let instant, let anchor):
      let isNew = anchor.map { $0.boot != self.anchor?.boot } ?? false
      return ClockMark(
        highWater: max(highWater, instant), confirmations: confirmations, anchor: isNew ? kept(anchor) : self.anchor)
    case .proved(let instant, let anchor):
      return ClockMark(highWater: instant, confirmations: confirmations, anchor: kept(anchor))
    case .doubt(let reason):
      return ClockMark(highWater: highWater, confirmations: confirmations, anchor: anchor, doubt: reason)
    }
  }

  /// Backwards too: a person says so.
  func confirmed(_ reading: ClockReading) -> ClockMark {
    ClockMark(
      highWater: reading.wall, confirmations: confirmations + 1, anchor: kept(ClockAnchor(reading, witness: .person)))
  }

  /// An anchor that names no boot would mean nothing to another process: then the one of before stays.
  private func kept(_ anchor: ClockAnchor?) -> ClockAnchor? { anchor?.boot == nil ? self.anchor : anchor }
}
