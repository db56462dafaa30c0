/// How far the calendars that an answer follows can be relied on.
package struct CalendarAnswer: Codable, Hashable, Sendable {
  package enum State: String, Codable, CaseIterable, Sendable {
    case current
    /// The files on disk are not what is in force.
    case notAdopted = "not-adopted"
    case unreadable
  }

  package let state: State
  /// Errors and warnings.
  package let problems: Int
  /// What a reader should know of how the files on disk compare with what is in force; nil where there is nothing.
  package let note: String?
  /// How many of the problems are errors; for words alone.
  @ForWords package private(set) var errors: Int?

  package init(state: State, problems: Int, note: String?, errors: Int) {
    self.state = state
    self.problems = problems
    self.note = note
    self.errors = errors
  }

  private enum CodingKeys: String, CodingKey {
    case state, problems, note
    case errors = "_errors"
  }
}
