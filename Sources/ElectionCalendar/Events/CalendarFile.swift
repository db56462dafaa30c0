import Elections

/// All that one `.ics` file gave: its whole events, and every problem.
package struct CalendarFile: Sendable {
  /// As problems and sources name it.
  package let path: String
  package let events: [CalendarEvent]
  /// The UIDs of which some part could not be read; their series do not count.
  package let unreadableUIDs: Set<String>
  private let plainProblems: [CalendarProblem]
  private let zoneDoubts: [ZoneDoubt]
  /// Whole or not.
  package let eventCount: Int
  /// The file's own structure is broken: it is unreadable as a whole, which holds.
  package let isUnreadable: Bool
  private(set) var zones: [CalendarZone]
  /// What the file's own VTIMEZONEs make of zones that the time zone database reads otherwise.
  let disputedZones: [ZoneIndex: CalendarZone]
  let categoryLists: [[String]]
  /// The zones that a VCALENDAR names as its own, by X-WR-TIMEZONE and its VTIMEZONEs, by the zone of its
  /// floating times.
  let namedZones: [ZoneIndex: [ZoneIndex]]

  /// A file that could not be opened.
  package init(path: String, problem: String) {
    self.path = path
    events = []
    unreadableUIDs = []
    plainProblems = [CalendarProblem(severity: .error, file: path, line: 1, message: problem)]
    zoneDoubts = []
    eventCount = 0
    isUnreadable = true
    zones = []
    disputedZones = [:]
    categoryLists = []
    namedZones = [:]
  }

  init(
    path: String,
    events: [CalendarEvent],
    unreadableUIDs: Set<String>,
    problems: [CalendarProblem],
    zoneDoubts: [ZoneDoubt],
    eventCount: Int,
    isUnreadable: Bool,
    zones: [CalendarZone],
    disputedZones: [ZoneIndex: CalendarZone],
    categoryLists: [[String]],
    namedZones: [ZoneIndex: [ZoneIndex]]
  ) {
    self.path = path
    self.events = events
    self.unreadableUIDs = unreadableUIDs
    plainProblems = problems
    self.zoneDoubts = zoneDoubts
    self.eventCount = eventCount
    self.isUnreadable = isUnreadable
    self.zones = zones
    self.disputedZones = disputedZones
    self.categoryLists = categoryLists
    self.namedZones = namedZones
  }

  /// All that is wrong with it, in the order of the lines.
  package var problems: [CalendarProblem] { problems { _ in true } }

  /// The same without doubts about zones that are used by no event that counts.
  func problems(where counts: (_ event: Int) -> Bool) -> [CalendarProblem] {
    let doubts = zoneDoubts.filter { doubt in
      events.indices.contains { index in events[index].uses(doubt.zones.contains) && counts(index) }
    }
    if doubts.isEmpty { return plainProblems }
    return (plainProblems + doubts.map(\.problem)).enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  }

  /// The same file with its own VTIMEZONEs in place of the database's zones.
  var byOwnZones: CalendarFile {
    var file = self
    for (index, zone) in disputedZones { file.zones[Int(index.rawValue)] = zone }
    return file
  }

  func zone(_ index: ZoneIndex) -> CalendarZone { zones[Int(index.rawValue)] }

  /// The event's CATEGORIES, unescaped and in order.
  package func categories(of event: CalendarEvent) -> [String] { categoryLists[Int(event.categories)] }

  /// The instant of a value; a DATE's is the start of that day in `authority`.
  func instant(of value: DateTimeValue, authority: some ZoneOffsets) -> Instant {
    value.isDate ? authority.startOfDay(value.date) : zone(value.zone).instant(of: value.civil)
  }

  /// Where something ends that starts at a value and lasts so long; nil for an instant without an end.
  func end(of length: EventLength, from start: DateTimeValue, authority: some ZoneOffsets) -> Instant? {
    switch length {
    case .none: return nil
    case .duration(let duration):
      let day = zone(start.zone).instant(of: start.civil.adding(days: Int(duration.days)))
      return day.adding(seconds: Int64(duration.seconds))
    case .until(let end):
      return max(instant(of: start, authority: authority), instant(of: end, authority: authority))
    }
  }

  /// A calendar without an event says nothing, though somebody put it there.
  var emptiness: CalendarProblem? {
    guard eventCount == 0, !isUnreadable else { return nil }
    return CalendarProblem(
      severity: .warning, file: path, line: 1,
      message: "The file holds no event, so it closes nothing; export the calendar again, or remove the file.")
  }
}

/// What is doubtful about a VTIMEZONE whose name the time zone database knows too.
struct ZoneDoubt {
  let problem: CalendarProblem
  /// The zones of the times that carry its name.
  let zones: Set<ZoneIndex>
}
