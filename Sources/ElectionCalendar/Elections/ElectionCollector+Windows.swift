import Elections

/// Windows given by hand, which stand by themselves or in place of an election's own.
extension ElectionCollector {
  /// Joins each window to the elections that it names.
  mutating func joinWindows() {
    for (occurrence, uids) in windows where Self.status(occurrence.status) == .confirmed {
      joinWindow(occurrence, uids)
    }
  }

  private mutating func joinWindow(_ occurrence: Occurrence, _ uids: [String]) {
    let source = self.source(of: occurrence)
    let starts = occurrence.start.instant(in: zone)
    guard let ends = occurrence.end?.instant(in: zone) else {
      return fail(source, "This window has a start but no end; add a DTEND.")
    }
    let found = related(uids, on: occurrence.startDay(in: zone))
    if found.isEmpty, !uids.isEmpty {
      warn(source, "This window names no election in these calendars\(Self.list(uids)), so it stands by itself.")
    }
    guard
      let window = ExplicitWindow(
        starts: starts, ends: ends, area: found.isEmpty ? area(ofWindow: occurrence) : nil,
        summary: occurrence.event.summary, source: source)
    else { return fail(source, "This window ends when it starts; correct its DTEND.") }
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

  /// The area of a window that stands by itself: what an export of ours wrote, else that of an id in its UID.
  private func area(ofWindow occurrence: Occurrence) -> Area? {
    let uid = occurrence.event.uid
    if let exported = PurdahFeed.area(inUID: uid) { return exported }
    if PurdahFeed.isOwn(uid) { return nil }
    return EventClassifier.electionID(in: uid)?.stem.area
  }
}
