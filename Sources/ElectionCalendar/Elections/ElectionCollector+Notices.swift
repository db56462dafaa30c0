import Elections

/// Notices of election: the day on which each was really published, and of what.
extension ElectionCollector {
  /// Joins each notice to the elections that it names.
  mutating func joinNotices() {
    for (occurrence, uids) in notices where Self.status(occurrence.status) == .confirmed {
      let source = self.source(of: occurrence)
      let day = occurrence.startDay(in: zone)
      let found = related(uids, on: day)
      guard !found.isEmpty else {
        // Some election has begun that these calendars do not know.
        fail(
          source,
          "This notice of election names no election in these calendars\(Self.list(uids)); give its UID in "
            + "RELATED-TO, or add the election.")
        continue
      }
      for place in found { join(notice: day, to: place, source) }
    }
  }

  private mutating func join(notice day: CivilDate, to place: Int, _ source: SourceLine) {
    let election = elections[place]
    guard day <= election.pollingDay else {
      return fail(
        source, "This notice is dated after the polling day, \(election.pollingDay), of its election; correct one.")
    }
    switch election.status {
    case .cancelled: return
    case .tentative:
      warn(source, "Notice is given of an election that is TENTATIVE, so it counts as confirmed; make it so.")
      elections[place].status = .confirmed
    case .confirmed: break
    }
    if let other = elections[place].notice, other != day {
      warn(
        source, "Two notices of one election are dated \(min(day, other)) and \(max(day, other)); the earlier counts.")
    }
    elections[place].notice = min(day, election.notice ?? day)
  }
}
