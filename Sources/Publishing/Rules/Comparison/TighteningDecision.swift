package import Elections

/// What the gate takes over by itself of files that changed: as much as is proved to close only, and no more.
package enum TighteningDecision: Sendable {
  /// All of it.
  case whole
  /// What it closes, beside what closed already while changes wait for a person.
  case part(KeptClosures)
  /// Nothing: it closes nothing more, or is another council's.
  case waits

  /// `governing`: what is in force without what is kept closed. `isWhole`: every file could be read; what could not is no
  /// proof of anything, and what could closes at once all the same.
  package init(
    on candidate: Ruleset, isWhole: Bool, comparison: RevisionComparison, inForce: Ruleset, governing: Ruleset,
    now: Instant
  ) {
    if comparison.needsReplacing {
      self = .waits
    } else if isWhole, comparison.onlyTightens {
      self = .whole
    } else if comparison.change.closes.contains(where: { candidate.channel($0.channel) != nil }) {
      self = .part(KeptClosures(of: inForce.alsoClosing(as: candidate), beyond: governing, now: now))
    } else {
      self = .waits
    }
  }
}
