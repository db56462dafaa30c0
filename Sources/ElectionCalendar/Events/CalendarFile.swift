import Elections

/// All that one `.ics` file gave: its whole events, and every problem.
package struct CalendarFile: Sendable {
  /// As problems and sources name it.
  package let path: String
  package let events: [CalendarEvent]
  /// The UIDs of which some part could not be read; their series do not count.
  package let unreadableUIDs: Set<String>
  package let problems: [CalendarProblem]
  /// Whole or not.
  package let eventCount: Int
  /// The file's own structure is broken: it is unreadable as a whole, which holds.
  package let isUnreadable: Bool
  let zones: [CalendarZone]
  let categoryLists: [[String]]

  /// A file that could not be opened.
  package init(path: String, problem: String) {
    self.path = path
    events = []
    unreadableUIDs = []
    problems = [CalendarProblem(severity: .error, file: path, line: 1, message: problem)]
    eventCount = 0
    isUnreadable = true
    zones = []
    categoryLists = []
  }

  init(
    path: String,
    events: [CalendarEvent],
    unreadableUIDs: Set<String>,
    problems: [CalendarProblem],
    eventCount: Int,
    isUnreadable: Bool,
    zones: [CalendarZone],
    categoryLists: [[String]]
  ) {
    self.path = path
    self.events = events
    self.unreadableUIDs = unreadableUIDs
    self.problems = problems
    self.eventCount = eventCount
    self.isUnreadable = isUnreadable
    self.zones = zones
    self.categoryLists = categoryLists
  }

  func zone(_ index: ZoneIndex) -> CalendarZone { zones[Int(index.rawValue)] }

  /// The event's CATEGORIES, unescaped and in order.
  package func categories(of event: CalendarEvent) -> [String] { categoryLists[Int(event.categories)] }

  /// The instant of a value; a DATE's is the start of that day in `authority`.
  func instant(of value: DateTimeValue, authority: some ZoneOffsets) -> Instant {
    value.isDate ? authority.startOfDay(value.date) : zone(value.zone).instant(of: value.civil)
  }
}
