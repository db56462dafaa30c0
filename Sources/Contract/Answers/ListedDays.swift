/// What is said beside a list of what the calendars hold; it stands on no answer's JSON.
package struct ListedDays: Codable, Hashable, Sendable {
  package let first: Day
  package let last: Day
  /// How many there are, whenever they take place.
  package let total: Int
  /// What could not be read: the list may lack something.
  package let errors: [ProblemAnswer]

  package init(first: Day, last: Day, total: Int, errors: [ProblemAnswer]) {
    self.first = first
    self.last = last
    self.total = total
    self.errors = errors
  }
}
