/// From when one kind of poll closes channels in one nation, and by what law.
package struct PurdahRule: Hashable, Sendable {
  package enum Start: Hashable, Sendable {
    /// The n-th working day before polling day, over these excluded days.
    case workingDays(Int, ExcludedDays)
    /// Calendar days before polling day; no holiday moves them.
    case calendarDays(Int)
  }

  package enum Confidence: String, Sendable { case high, medium, low }

  /// Stable across releases; named in every cause.
  package let id: String
  package let start: Start
  package let citation: String
  /// What a published notice may do to the start.
  package let notice: NoticeLaw
  package let confidence: Confidence
  /// The rule itself only approximates the law, as where the start does not follow from polling day.
  package let isEstimate: Bool
  /// Seconds after midnight of polling day at which voting ends.
  package let closeOfPollSecond: Int32
}
