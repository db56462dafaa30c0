/// What the law says about the notice of one kind of poll, and so how far a notice in a calendar may move the start of
/// the window.
package enum NoticeLaw: Hashable, Sendable {
  /// The period begins when notice is published: at the latest on this working day before polling day and, where the law
  /// names one, not before another.
  case notice(lastDay: Int, notBefore: Int?)
  /// The period begins with something else, which no notice moves to a later day.
  case startsWith(String)
}

/// The day on which notice of an election was published, and which entry says so.
package struct PublishedNotice: Hashable, Sendable {
  package let day: CivilDate
  package let source: SourceLine

  package init(day: CivilDate, source: SourceLine) {
    self.day = day
    self.source = source
  }
}

/// Why a notice needs a second look: it lies outside what the law allows, or the start does not rest on it.
package enum NoticeDoubt: Hashable, Sendable {
  /// It was published after `lastDay`, the last lawful one; the computed start counts.
  case tooLate(lastDay: CivilDate)
  /// It was published before `firstDay`, the first lawful one; the notice counts, since it closes more.
  case tooEarly(firstDay: CivilDate)
  /// More than three times the lawful time before polling day; the notice counts, since it closes more.
  case farTooEarly(start: CivilDate)
  /// The period begins with something else, on `start`; the earlier of the two counts.
  case restsOnOther(what: String, start: CivilDate)

  /// How many times longer before polling day than the law asks a notice may lie, before somebody is asked whether its
  /// year is right.
  static let mostLawfulTimes = 3

  /// A sentence with what counts and the remedy.
  package func sentence(about notice: CivilDate, citation: String) -> String {
    switch self {
    case .tooLate(let lastDay):
      "This notice of election is dated \(notice), after the last lawful day for it, \(lastDay) (\(citation)), so the "
        + "earlier day counts; correct its date, or remove it."
    case .tooEarly(let firstDay):
      "This notice of election is dated \(notice), before the first lawful day for it, \(firstDay) (\(citation)); "
        + "it counts all the same, because it closes more. Correct its date if it is wrong."
    case .farTooEarly(let start):
      "This notice of election is dated \(notice), more than three times as early as the law asks for (\(start)); it "
        + "counts all the same, because it closes more. Correct its date if it is wrong."
    case .restsOnOther(let what, let start):
      "The period of this poll begins with \(what), on \(start) (\(citation)), and not with a notice of election "
        + "(\(notice)), so the earlier of the two counts; remove the notice, or give the window itself as PURDAH."
    }
  }
}
