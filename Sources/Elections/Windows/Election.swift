/// Where in the calendars something was read.
package struct SourceLine: Hashable, Sendable {
  /// The path below the calendars' folder, or as it was given.
  package let file: String
  package let line: Int
  package let uid: String

  package init(file: String, line: Int, uid: String) {
    self.file = file
    self.line = line
    self.uid = uid
  }
}

/// One vote in one area.
package struct Election: Hashable, Sendable {
  package enum Status: String, Sendable {
    case confirmed
    /// Possible; it closes nothing.
    case tentative
    /// It closes nothing any more.
    case cancelled
  }

  /// Nil where the calendar names no id.
  package let id: ElectionID?
  /// The kinds that it may be: none when nobody has classified it, several when its source cannot tell;
  /// then the one that starts earliest counts.
  package let kinds: [ElectionKind]
  package let nation: Nation
  /// Nil touches every area.
  package let area: Area?
  package let pollingDay: CivilDate
  package let summary: String
  package var status: Status
  /// The day on which notice of election was really published, where it is known.
  package var notice: PublishedNotice?
  /// A notice that is TENTATIVE: it is shown, and moves nothing.
  package var possibleNotice: PublishedNotice?
  /// Windows that somebody wrote into a calendar. If they close any part of polling day, they stand in place of the
  /// computed one.
  package var explicitWindows: [ExplicitWindow]
  /// Windows given by hand that are TENTATIVE: they are shown, and close nothing.
  package var possibleWindows: [ExplicitWindow] = []
  package let source: SourceLine

  package init(
    id: ElectionID?,
    kinds: [ElectionKind],
    nation: Nation,
    area: Area?,
    pollingDay: CivilDate,
    summary: String,
    status: Status = .confirmed,
    notice: PublishedNotice? = nil,
    explicitWindows: [ExplicitWindow] = [],
    source: SourceLine
  ) {
    self.id = id
    self.kinds = kinds
    self.nation = nation
    self.area = area
    self.pollingDay = pollingDay
    self.summary = summary
    self.status = status
    self.notice = notice
    self.explicitWindows = explicitWindows
    self.source = source
  }
}

/// A stretch that a person wrote down as closed.
package struct ExplicitWindow: Hashable, Sendable {
  package let starts: Instant
  package let ends: Instant
  package let area: Area?
  package let summary: String
  package let source: SourceLine

  /// `nil` when it would end before it starts, or at once.
  package init?(starts: Instant, ends: Instant, area: Area? = nil, summary: String, source: SourceLine) {
    guard starts < ends else { return nil }
    self.starts = starts
    self.ends = ends
    self.area = area
    self.summary = summary
    self.source = source
  }
}
