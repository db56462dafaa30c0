import Elections

/// Windows given by hand, which stand by themselves or belong to elections.
extension ElectionCollector {
  /// Joins each window to the elections that it names. A TENTATIVE one is shown, and closes nothing.
  mutating func joinWindows() {
    let held = windows.filter { Self.status($0.occurrence.status) != .cancelled }
    let alone = held.filter { related($0.of, closedOver: days(of: $0.occurrence)).places.isEmpty }
    // What other entries name is asked before any window adds to it, so that their order decides nothing.
    let named = Set(agreed.keys)
    for (occurrence, _, claim) in alone {
      if let claim { takeElectionItself(occurrence, claim, unless: named) }
    }
    for (occurrence, uids, _) in held { joinWindow(occurrence, Self.status(occurrence.status), uids) }
  }

  private func days(of occurrence: Occurrence) -> ClosedRange<CivilDate> {
    occurrence.startDay(in: zone)...occurrence.lastDay(in: zone)
  }

  private mutating func joinWindow(_ occurrence: Occurrence, _ status: Election.Status, _ uids: [String]) {
    let source = self.source(of: occurrence)
    let starts = occurrence.start.instant(in: zone)
    guard let ends = occurrence.end?.instant(in: zone) else {
      return complain(status, source, "This window has a start but no end; add a DTEND.")
    }
    let found = related(uids, closedOver: days(of: occurrence))
    if !found.unknown.isEmpty {
      warn(
        source,
        "This window names \(found.places.isEmpty ? "no election" : "an election that is not") in these "
          + "calendars\(Self.list(found.unknown)), so it stands by itself\(found.places.isEmpty ? "" : " as well"); "
          + "correct its RELATED-TO, or add the election.")
    }
    func window(in area: Area?) -> ExplicitWindow? {
      ExplicitWindow(starts: starts, ends: ends, area: area, summary: occurrence.event.summary, source: source)
    }
    guard let joined = window(in: nil), let alone = window(in: area(ofWindow: occurrence)) else {
      return complain(status, source, "This window ends when it starts; correct its DTEND.")
    }
    let standsAlone = found.places.isEmpty || !found.unknown.isEmpty
    guard status == .confirmed else {
      if standsAlone { possibleWindows.append(alone) }
      for place in found.elections { elections[place].possibleWindows.append(joined) }
      return
    }
    if standsAlone { standaloneWindows.append(alone) }
    for place in found.elections {
      if elections[place].status != .confirmed {
        warn(
          source,
          "This window closes channels though its election is \(elections[place].status.rawValue); cancel the window "
            + "too if it no longer holds.")
      }
      elections[place].explicitWindows.append(joined)
    }
  }

  /// An entry that is marked as a window and also says which election it is counts as a poll too: on the day of its id,
  /// else on its own last day. Not so where other entries have that poll, or where the entry begins before that day and
  /// lasts into it, as windows do.
  private mutating func takeElectionItself(
    _ occurrence: Occurrence, _ claim: EventClassifier.Claim, unless named: Set<ElectionID>
  ) {
    let lastDay = occurrence.lastDay(in: zone)
    let description = claim.description(on: lastDay)
    if let id = description.id, named.contains(id) { return }
    let day = description.id?.pollingDay ?? lastDay
    if occurrence.startDay(in: zone) < day, day <= lastDay { return }
    warn(
      source(of: occurrence),
      "It is marked PURDAH and says of itself which election it is; it counts as both, as a window and as a poll on "
        + "\(day). Give the poll an entry of its own, and name that in the window's RELATED-TO.")
    takeElection(occurrence, description, from: day, to: day)
  }

  /// The area of a window that stands by itself: what an export of ours wrote, else that of an id in its UID.
  private func area(ofWindow occurrence: Occurrence) -> Area? {
    let uid = occurrence.event.uid
    if let exported = PurdahFeed.area(inUID: uid) { return exported }
    if PurdahFeed.isOwn(uid) { return nil }
    return EventClassifier.electionID(in: uid)?.stem.area
  }
}
