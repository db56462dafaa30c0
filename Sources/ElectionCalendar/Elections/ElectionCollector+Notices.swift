package import Elections

/// Notices of election: the day on which each was really published, and of what.
extension ElectionCollector {
  /// Joins each notice to the elections that it names. A TENTATIVE one is shown, and moves nothing.
  mutating func joinNotices() {
    for (occurrence, uids) in notices {
      let status = Self.status(occurrence.status)
      guard status != .cancelled else { continue }
      let notice = PublishedNotice(day: occurrence.startDay(in: zone), source: source(of: occurrence))
      let found = related(uids, noticedOn: notice.day)
      if found.places.isEmpty || !found.unknown.isEmpty {
        // So the period of an election has begun that these calendars do not have.
        complain(
          status, notice.source,
          "This notice of election names \(found.places.isEmpty ? "no election" : "an election that is not") in these "
            + "calendars\(Self.list(found.unknown)); give its UID in RELATED-TO, or add the election.")
      }
      if !found.places.isEmpty, found.places.allSatisfy({ elections[$0].status == .cancelled }) {
        warn(
          notice.source,
          "Notice is given of an election that is CANCELLED, so it moves nothing; correct the election's STATUS if it "
            + "takes place, or remove the notice.")
      }
      for place in found.elections { join(notice, status, to: place) }
    }
  }

  private mutating func join(_ notice: PublishedNotice, _ status: Election.Status, to place: Int) {
    let election = elections[place]
    guard notice.day <= election.pollingDay else {
      return complain(
        status, notice.source,
        "This notice is dated after the polling day, \(election.pollingDay), of its election; correct one.")
    }
    guard status == .confirmed else {
      return elections[place].possibleNotice = earlier(notice, election.possibleNotice)
    }
    switch election.status {
    case .cancelled: return
    case .tentative:
      warn(notice.source, "Notice is given of an election that is TENTATIVE, so it counts as confirmed; make it so.")
      elections[place].status = .confirmed
    case .confirmed: break
    }
    elections[place].notice = earlier(notice, election.notice)
  }

  private mutating func earlier(_ notice: PublishedNotice, _ other: PublishedNotice?) -> PublishedNotice {
    guard let other, other.day != notice.day else { return other ?? notice }
    let first = notice.day < other.day ? notice : other
    warn(
      notice.source,
      "Two notices of one election are dated \(first.day) and \(max(notice.day, other.day)); the earlier counts.")
    return first
  }

  /// What is wrong with an entry that closes nothing is a warning; with one that counts, an error.
  mutating func complain(_ status: Election.Status, _ source: SourceLine, _ message: String) {
    if status == .confirmed { fail(source, message) } else { warn(source, message) }
  }
}

extension ElectionCalendar {
  /// What is doubtful about notices and windows given by hand, under an authority's rules: each at the line of its entry.
  package func doubts(under calculator: WindowCalculator) -> [CalendarProblem] {
    elections.flatMap { election in
      calculator.noticeDoubts(of: election).map { notice, doubt, citation in
        Self.warning(notice.source, doubt.sentence(about: notice.day, citation: citation))
      }
        + (calculator.missedPoll(of: election).map { given, computed in
          [
            Self.warning(
              given.source,
              "This window closes nothing of its election's polling day, \(election.pollingDay), so the computed period "
                + "closes too, from \(computed.firstDay) on (\(computed.citation)); correct its dates or its RELATED-TO, "
                + "or remove it.")
          ]
        } ?? [])
    }
  }

  private static func warning(_ source: SourceLine, _ message: String) -> CalendarProblem {
    CalendarProblem(severity: .warning, file: source.file, line: source.line, uid: source.uid, message: message)
  }
}
