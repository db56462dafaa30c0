package import Elections

/// How many events became what: every event of every file, counted once.
package struct EventAccounts: Hashable, Sendable {
  /// Why an event that was read decides nothing.
  package enum Unused: String, Hashable, Sendable, CaseIterable {
    /// None of its dates lies in the days that were asked for.
    case outsideDays = "outside the days asked for"
    /// Overrides stand for every date that it has.
    case replaced = "replaced date by date"
    /// Its EXDATE leaves out every date; told of as a warning.
    case noDate = "without a date"
    /// Its rule cannot be worked out; told of as an error.
    case notExpanded = "with a rule that is not worked out"
  }

  /// An event, and the one that counts instead of it.
  package struct Succession: Hashable, Sendable {
    package let event: SourceLine
    package let counts: SourceLine
  }

  package private(set) var elections = 0
  package private(set) var notices = 0
  package private(set) var windows = 0
  package private(set) var holidays = 0
  package private(set) var unreadable = 0
  /// By the rule's place under `sources`, the first being 0.
  package private(set) var ignored: [Int: Int] = [:]
  package private(set) var supersededCount = 0
  /// The first of them, `mostNamed` at most.
  package private(set) var superseded: [Succession] = []
  package private(set) var repeatedCount = 0
  package private(set) var repeated: [Succession] = []
  package private(set) var unused: [Unused: Int] = [:]

  package static let mostNamed = 1000

  /// Every event, whatever became of it.
  package var events: Int {
    elections + notices + windows + holidays + unreadable + ignored.values.reduce(0, +) + supersededCount
      + repeatedCount + unused.values.reduce(0, +)
  }

  package init() {}

  mutating func add(unreadable count: Int) { unreadable += count }

  mutating func add(_ fate: Fate, of event: SourceLine, in files: [CalendarFile]) {
    switch fate {
    case .election: elections += 1
    case .notice: notices += 1
    case .window: windows += 1
    case .holiday: holidays += 1
    case .ignored(let rule): ignored[rule, default: 0] += 1
    case .unused(let reason): unused[reason, default: 0] += 1
    case .superseded(let other):
      supersededCount += 1
      guard superseded.count < Self.mostNamed else { return }
      superseded.append(Succession(event: event, counts: files.source(of: other)))
    case .repeats(let other):
      repeatedCount += 1
      guard repeated.count < Self.mostNamed else { return }
      repeated.append(Succession(event: event, counts: files.source(of: other)))
    }
  }

  package static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.elections += right.elections
    sum.notices += right.notices
    sum.windows += right.windows
    sum.holidays += right.holidays
    sum.unreadable += right.unreadable
    sum.ignored.merge(right.ignored, uniquingKeysWith: +)
    sum.supersededCount += right.supersededCount
    sum.superseded += right.superseded
    sum.repeatedCount += right.repeatedCount
    sum.repeated += right.repeated
    sum.unused.merge(right.unused, uniquingKeysWith: +)
    return sum
  }
}
