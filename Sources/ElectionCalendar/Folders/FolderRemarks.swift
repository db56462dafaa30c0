/// What else stands below a calendars' folder beside the files that are read. None of it makes anything unknown.
package struct FolderRemarks: Sendable {
  /// Files that are probably meant as calendars and are not read, each a warning with its remedy.
  package var problems: [CalendarProblem] = []
  /// How many files and folders desktops, editors and synchronisation left behind, which nobody opens.
  package var leftBehind = 0

  package init() {}

  package static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.problems += other.problems
    sum.leftBehind += other.leftBehind
    return sum
  }

  mutating func tell(_ path: String, _ what: String, _ remedy: String) {
    guard problems.count < CalendarLimits.problemsInFile else { return }
    problems.append(
      CalendarProblem(
        severity: .warning, file: path, line: 1, message: "This file is not read, because \(what). \(remedy)"))
  }
}
