package import Elections
import Publishing
import Texts

extension Workspace {
  /// A range of days as questions give it: from the beginning, and up to ten years from now, where nothing is said.
  package func days(from: String?, to: String?) throws -> Range<CivilDate> {
    let first = try from.map(Self.day) ?? Self.firstDay
    let past = try to.map { try Self.day($0).adding(days: 1) } ?? civil.zone.date(at: Self.now).adding(days: 3653)
    guard first < past || to == nil && first == past else {
      throw Failure(.usage, "--from \(first) lies after --to \(to ?? past.description); swap them.")
    }
    let last = Self.lastDay
    return min(max(first, Self.firstDay), last)..<min(max(past, Self.firstDay), last)
  }

  private static func day(_ text: String) throws -> CivilDate {
    guard let day = CivilDate(text) else { throw Failure(.usage, "“\(text)” is no day; write it as 2027-05-06.") }
    return day
  }
}
