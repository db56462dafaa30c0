import Elections

/// Windows given by hand, which stand by themselves or in place of an election's own.
extension ElectionCollector {
  /// Joins each window to the elections that it names. A TENTATIVE one is shown, and closes nothing.
  mutating func joinWindows() {
    for (occurrence, uids) in windows {
      let status = Self.status(occurrence.status)
      if status != .cancelled { joinWindow(occurrence, status, uids) }
    }
  }

  private mutating func joinWindow(_ occurrence: Occurrence, _ status: Election.Status, _ uids: [String]) {
    let source = self.source(of: occurrence)
    let starts = occurrence.start.instant(in: zone)
    guard let ends = occurrence.end?.instant(in: zone) else {
      return complain(status, source, "This window has a start but no end; add a DTEND.")
    }
    let found = related(uids, on: occurrence.startDay(in: zone))
    if found.isEmpty, !uids.isEmpty {
      warn(source, "This window names no election in these calendars\(Self.list(uids)), so it stands by itself.")
    }
    guard
      let window = ExplicitWindow(
        starts: starts, ends: ends, area: found.isEmpty ? area(ofWindow: occurrence) : nil,
        summary: occurrence.event.summary, source: source)
    else { return complain(status, source, "This window ends when it starts; correct its DTEND.") }
    guard status == .confirmed else { return addPossible(window, to: found) }
    guard !found.isEmpty else { return standaloneWindows.append(window) }
    for place in found {
      if elections[place].status != .confirmed {
        warn(
          source,
          "This window closes channels though its election is \(elections[place].status.rawValue); cancel the window "
            + "too if it no longer holds.")
      }
      elections[place].explicitWindows.append(window)
    }
  }

  private mutating func addPossible(_ window: ExplicitWindow, to found: [Int]) {
    if found.isEmpty { possibleWindows.append(window) }
    for place in found { elections[place].possibleWindows.append(window) }
  }

  /// The area of a window that stands by itself: what an export of ours wrote, else that of an id in its UID.
  private func area(ofWindow occurrence: Occurrence) -> Area? {
    let uid = occurrence.event.uid
    if let exported = PurdahFeed.area(inUID: uid) { return exported }
    if PurdahFeed.isOwn(uid) { return nil }
    return EventClassifier.electionID(in: uid)?.stem.area
  }
}
