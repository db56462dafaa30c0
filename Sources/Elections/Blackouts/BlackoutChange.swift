/// What a changed set of windows would close and open, compared with the one in force.
package struct BlackoutChange: Sendable {
  /// Stretches that were open and would be closed.
  package let closes: [Range<Instant>]
  /// Stretches that were closed and would be open.
  package let opens: [Range<Instant>]
  private let union: BlackoutSchedule

  package init(from old: BlackoutSchedule, to new: BlackoutSchedule) {
    closes = Self.stretches(in: new, butNotIn: old)
    opens = Self.stretches(in: old, butNotIn: new)
    union = BlackoutSchedule(Set(old.windows).union(new.windows))
  }

  /// What holds until a person agrees to the change: all that either set closes. An election that
  /// vanished, was cancelled or moved therefore keeps closing (G-13).
  package var schedule: BlackoutSchedule { union }

  private static func stretches(in one: BlackoutSchedule, butNotIn other: BlackoutSchedule) -> [Range<Instant>] {
    var found: [Range<Instant>] = []
    for blackout in one.blackouts {
      var start = blackout.starts
      for covered in other.blackouts(overlapping: blackout.starts..<blackout.ends) {
        if start < covered.starts { found.append(start..<covered.starts) }
        start = max(start, covered.ends)
      }
      if start < blackout.ends { found.append(start..<blackout.ends) }
    }
    return found
  }
}
