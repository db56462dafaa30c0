package import Elections

/// What putting a candidate in the place of what is in force would do: the one answer by which the gate adopts by itself, a
/// person is asked, and the audit log records (decision 2 of the architecture; G-49).
///
/// It proves tightening. What is neither proved nor a neutral key of the settings needs a person. The proof goes over every
/// channel by name against what was last in force for it, every class and instant from now on, every queued post's own
/// verdict, and everything else that decides or sends. Pure, and the same for every store and for the simulation.
package struct RevisionComparison: Sendable {
  /// A stretch of one channel for some classes.
  package typealias Stretch = RevisionChange.Stretch

  /// A stretch in which queued posts of a lane are held, and would not be.
  package struct FreedLane: Hashable, Sendable {
    package let lane: Lane
    package let starts: Instant
    /// Nil: without end.
    package let ends: Instant?
    /// Posts that come up from here on leave in it: those that the candidate holds until it starts leave then. Nil: whatever
    /// waits already, too.
    package let dueFrom: Instant?
    /// What holds them now.
    package let causes: [Cause]
  }

  package let change: RevisionChange
  package let freed: [FreedLane]
  package let differences: [SettingsDifference]
  /// The candidate is another council's, or lies in another folder; a sentence for each.
  package let replaces: [String]

  /// `lanes`: those in which posts are queued. `departed`: the candidate's channels that are not in force, as they last
  /// were; none is left out that ever was.
  package init(
    of candidate: Ruleset, over inForce: Ruleset, departed: [DepartedChannel], lanes: some Sequence<Lane>, now: Instant
  ) {
    change = RevisionChange(from: inForce, to: candidate, departed: departed, now: now)
    freed = Self.freed(by: candidate, from: inForce, lanes, now: now)
    let today = candidate.settings.authority.zone.date(at: now)
    differences =
      SettingsComparison(
        from: inForce.settings, to: candidate.settings, terms: (inForce.matcher.given, candidate.matcher.given),
        departed: departed, today: today
      ).differences
    replaces = Self.replaces(candidate, inForce)
  }

  /// Something opens, or may, that only a person can agree to.
  package var needsAgreement: Bool {
    !change.opens.isEmpty || !freed.isEmpty || differences.contains { $0.weight == .loosens }
  }

  package var needsReplacing: Bool { !replaces.isEmpty }

  /// Proved to close only: the gate takes the whole of it by itself.
  package var onlyTightens: Bool {
    !needsAgreement && !needsReplacing && differences.allSatisfy { $0.weight == .tightens }
  }

  /// Nothing at all would change but what people read.
  package var isEmpty: Bool { change.isEmpty && freed.isEmpty && differences.isEmpty && replaces.isEmpty }

  package func differences(_ heading: SettingsDifference.Heading) -> [SettingsDifference] {
    differences.filter { $0.heading == heading }
  }

  // MARK: Another council

  private static func replaces(_ candidate: Ruleset, _ inForce: Ruleset) -> [String] {
    var found: [String] = []
    if candidate.folder != inForce.folder {
      found.append("What is in force belongs to the folder \(inForce.folder), and this to \(candidate.folder).")
    }
    let (before, after) = (inForce.settings.authority.name, candidate.settings.authority.name)
    if let before, before != after, before != Settings.placeholderName {
      found.append("What is in force belongs to \(before), and this to \(after ?? "an authority without a name").")
    }
    return found
  }

  // MARK: Queued posts

  private static func freed(
    by candidate: Ruleset, from inForce: Ruleset, _ lanes: some Sequence<Lane>, now: Instant
  ) -> [FreedLane] {
    // By name, since a store gives them in no order, and the same comparison must read the same.
    lanes.sorted { $0.description < $1.description }.flatMap { lane in
      freedStretches(of: lane, by: candidate, from: inForce, now: now).map { range in
        FreedLane(
          lane: lane, starts: range.starts, ends: range.ends, dueFrom: range.dueFrom,
          causes: inForce.state(of: lane, at: range.starts).causes)
      }
    }
  }

  private struct FreedStretch {
    let starts: Instant
    var ends: Instant?
    let dueFrom: Instant?
  }

  /// The stretches from `now` on in which a lane is held and would not be, cut at every edge of either side.
  private static func freedStretches(
    of lane: Lane, by candidate: Ruleset, from inForce: Ruleset, now: Instant
  ) -> [FreedStretch] {
    var found: [FreedStretch] = []
    var instant: Instant? = now
    // Since when the candidate has held the lane without a break; what waits already has come up before `now`.
    var heldSince: Instant?
    var wasOpen = false
    while let at = instant {
      let next = candidate.nextEdge(of: lane.channel, or: inForce, after: at)
      let isOpen = candidate.isOpen(lane, at: at)
      if isOpen, !inForce.isOpen(lane, at: at) {
        if let last = found.indices.last, found[last].ends == at {
          found[last].ends = next
        } else {
          found.append(FreedStretch(starts: at, ends: next, dueFrom: wasOpen ? at : heldSince))
        }
      }
      if !isOpen, wasOpen { heldSince = at }
      wasOpen = isOpen
      instant = next
    }
    return found
  }

  /// Whether a queued delivery would leave under the candidate at an instant at which what is in force holds it: what is
  /// asked of each that was queued after a person looked.
  package static func frees(_ delivery: Delivery, by candidate: Ruleset, from inForce: Ruleset, now: Instant) -> Bool {
    var instant: Instant? = max(now, delivery.next)
    while let at = instant {
      if candidate.isOpen(delivery.lane, at: at) { return !inForce.isOpen(delivery.lane, at: at) }
      instant = candidate.nextEdge(of: delivery.channel, or: inForce, after: at)
    }
    return false
  }
}

extension Ruleset {
  fileprivate func nextEdge(of channel: String, or other: Ruleset, after instant: Instant) -> Instant? {
    [self, other].compactMap { $0.schedule(of: channel)?.nextEdge(after: instant) }.min()
  }
}
