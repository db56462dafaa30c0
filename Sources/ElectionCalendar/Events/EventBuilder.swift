import Elections

/// Takes the lines of one VEVENT as they come and makes a checked event of them.
///
/// What decides anything is checked here on the raw text; the first fault makes the event unreadable, and
/// reading goes on only to learn its UID.
struct EventBuilder {
  /// The first thing that makes the event unreadable.
  struct Fault: Error {
    let line: Int
    let message: String
  }

  /// A TZID that only the end of the calendar can explain.
  struct WaitingZone {
    let zone: ZoneIndex
    let name: String
    let line: Int
  }

  struct Finished {
    let event: CalendarEvent
    let waitingZones: [WaitingZone]
    /// The line of a DTEND in another zone than DTSTART, to be compared once the zones are known.
    let endInOtherZone: Int?
  }

  let line: Int
  private(set) var fault: Fault?
  private(set) var uid: String?
  private(set) var warnings: [(line: Int, message: String)] = []

  /// A bit for each property that has come.
  private var seen: UInt64 = 0
  private var start: DateTimeValue?
  var finish: (value: DateTimeValue, line: Int)?
  var duration: (value: DurationValue, line: Int)?
  var status: String?
  var sequence: Int32 = 0
  private var stamp = Int64.min
  private var lastModified: Int64?
  var categories: [String] = []
  var rule: (text: [UInt8], line: Int)?
  var extraDates: [EventDetails.ExtraDate] = []
  var extraDatesLine = 0
  var exceptionDates: [DateTimeValue] = []
  var recurrenceID: DateTimeValue?
  var reachesForward = false
  private var relatedTo: [String] = []
  var waitingZones: [WaitingZone] = []
  /// The lines that libical reads, each ended by NUL.
  private var libicalLines: [UInt8] = []

  init(line: Int, reusing buffer: consuming [UInt8] = []) {
    self.line = line
    libicalLines = buffer
    libicalLines.removeAll(keepingCapacity: true)
    libicalLines.append(contentsOf: Self.begin)
  }

  /// One event may not fill a file's list alone.
  private static let mostWarnings = 20
  private static let begin = Array("BEGIN:VEVENT\0".utf8)
  private static let end = Array("END:VEVENT\0".utf8)

  mutating func fail(line: Int, _ message: @autoclosure () -> String) {
    if fault == nil { fault = Fault(line: line, message: message()) }
  }

  /// The event was cut short, which counts before any other fault: its lines may be somebody else's.
  mutating func failUnclosed() {
    fault = Fault(line: line, message: "it is not closed; add END:VEVENT, or restore what was cut off.")
  }

  /// The buffer, to be used again for the next event.
  consuming func buffer() -> [UInt8] { libicalLines }

  // MARK: Lines

  mutating func read(_ line: ContentLine, isOverlong: Bool, zones: inout ZoneTable) {
    guard let name = line.name else {
      if isOverlong || line.parameterCount > CalendarLimits.parametersInLine {
        warn(line, "a line that is longer than 1 MiB or has more than 100 parameters is passed over")
      }
      return
    }
    switch name {
    case .uid, .start, .finish, .duration, .recurrenceRule, .recurrenceID, .sequence, .status,
      .summary, .stamp, .lastModified, .categories, .recurrenceDates, .exceptionDates, .exceptionRule,
      .relatedTo:
      break
    default: return
    }
    if isOverlong {
      return fail(line: line.number, "its \(name.text) is longer than 1 MiB; shorten it.")
    }
    if line.parameterCount > CalendarLimits.parametersInLine {
      return fail(line: line.number, "its \(name.text) has more than 100 parameters; remove what nobody reads.")
    }
    guard isFirst(name, line) else { return }
    switch name {
    case .uid:
      uid = TextList.unescaped(line.value)
      if !line.value.isValidUTF8 {
        // Two such UIDs may look alike once repaired, and one event would hide the other.
        fail(line: line.number, "its UID is no valid UTF-8; give it another.")
      }
    case .summary: feed("SUMMARY:", line.value)
    case .relatedTo:
      relatedTo.append(TextList.unescaped(line.value))
      if relatedTo.count > CalendarLimits.valuesInLine {
        fail(line: line.number, "it names more than \(CalendarLimits.valuesInLine) others in RELATED-TO; remove some.")
      }
    case .start:
      start = value(line, zones: &zones)
      if let start { feed(start.isDate ? "DTSTART;VALUE=DATE:" : "DTSTART:", line.value.trimmed) }
    case .finish:
      if let value = value(line, zones: &zones) {
        finish = (value, line.number)
        feed(value.isDate ? "DTEND;VALUE=DATE:" : "DTEND:", line.value.trimmed)
      }
    case .duration: readDuration(line)
    case .status: readStatus(line)
    case .sequence: readSequence(line)
    case .stamp: if let instant = stampInstant(line) { stamp = instant }
    case .lastModified: lastModified = stampInstant(line)
    case .categories: readCategories(line)
    case .recurrenceRule: readRule(line)
    case .recurrenceDates: readExtraDates(line, zones: &zones)
    case .exceptionDates: readExceptionDates(line, zones: &zones)
    case .exceptionRule:
      fail(line: line.number, "its EXRULE is not read; name the days that are left out by EXDATE.")
    case .recurrenceID: readRecurrenceID(line, zones: &zones)
    default: break
    }
  }

  /// Whether a line counts: repeats of what may stand once make the event unreadable, or are passed over.
  private mutating func isFirst(_ name: PropertyName, _ line: ContentLine) -> Bool {
    switch name {
    case .categories, .recurrenceDates, .exceptionDates, .exceptionRule, .relatedTo: return true
    case .recurrenceRule where line.value.trimmed.isEmpty: return false
    default: break
    }
    let bit: UInt64 = 1 << UInt64(name.rawValue)
    guard seen & bit != 0 else {
      seen |= bit
      return true
    }
    switch name {
    case .summary, .stamp, .lastModified: warn(line, "\(name.text) is repeated; the first counts")
    default: fail(line: line.number, "it has a second \(name.text); keep the one that is meant.")
    }
    return false
  }

  mutating func warn(_ line: ContentLine, _ message: @autoclosure () -> String) {
    if warnings.count < Self.mostWarnings { warnings.append((line.number, message())) }
  }

  private mutating func feed(_ prefix: StaticString, _ value: ByteView) {
    unsafe libicalLines.append(
      contentsOf: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
    if value.isValidUTF8 {
      unsafe value.withUnsafeBytes { unsafe libicalLines.append(contentsOf: $0) }
    } else {
      libicalLines.append(contentsOf: value.string.utf8)
    }
    libicalLines.append(0)
  }

  // MARK: The whole event

  /// Checks what needs all lines, and has libical read the texts.
  ///
  /// `categoryIndex` keeps one copy of each list of categories for the file.
  mutating func finish(
    zones: ZoneTable,
    rules: inout RuleCache,
    categoryIndex: ([String]) -> Int32
  ) throws(Fault) -> Finished {
    if let fault { throw fault }
    guard let start else { throw Fault(line: line, message: "it has no DTSTART; add its day.") }
    let length = length(from: start)
    let readRule = checkedRule(start: start, zones: zones, rules: &rules)
    if extraDates.contains(where: { $0.start.isDate != start.isDate }) {
      fail(line: extraDatesLine, "its RDATE is of another type than its DTSTART; write both as dates or both as times.")
    }
    if let fault { throw fault }

    libicalLines.append(contentsOf: Self.end)
    let text = Libical.event(lines: libicalLines)
    guard let text, text.start == reading(start), finish == nil || text.end == finish.map({ reading($0.value) })
    else {
      throw Fault(line: line, message: "libical reads its dates otherwise than they are written; rewrite it.")
    }
    let details: EventDetails? =
      readRule == nil && extraDates.isEmpty && exceptionDates.isEmpty && recurrenceID == nil && relatedTo.isEmpty
        && lastModified == nil
      ? nil
      : EventDetails(
        rule: readRule,
        extraDates: extraDates,
        exceptionDates: exceptionDates,
        recurrenceID: recurrenceID,
        reachesForward: reachesForward,
        relatedTo: relatedTo,
        lastModified: lastModified
      )
    let event = CalendarEvent(
      uid: uid ?? "",
      summary: text.summary ?? "",
      status: status,
      start: start,
      length: length,
      sequence: sequence,
      stamp: stamp,
      line: Int32(line),
      categories: categoryIndex(categories),
      calendarZone: zones.floating,
      details: details
    )
    let endZone = finish?.value.zone
    return Finished(
      event: event,
      waitingZones: waitingZones,
      endInOtherZone: endZone == start.zone ? nil : finish?.line
    )
  }

  private func reading(_ value: DateTimeValue) -> Libical.Reading {
    Libical.Reading(civil: value.civil, isDate: value.isDate)
  }

  private mutating func length(from start: DateTimeValue) -> EventLength {
    if let finish {
      if let duration {
        fail(line: max(finish.line, duration.line), "it has both DTEND and DURATION; keep one.")
      } else if finish.value.isDate != start.isDate {
        fail(line: finish.line, "its DTEND and DTSTART are of different types; write both as dates or both as times.")
      } else if finish.value.zone == start.zone, finish.value.civil < start.civil {
        fail(line: finish.line, "its DTEND lies before its DTSTART; correct one of them.")
      } else if start.isDate, finish.value == start {
        warnings.append((finish.line, "DTEND equals DTSTART; the event is read as one day"))
        return .duration(DurationValue(days: 1, seconds: 0))
      }
      return .until(finish.value)
    }
    guard let duration else {
      return start.isDate ? .duration(DurationValue(days: 1, seconds: 0)) : .none
    }
    guard start.isDate else { return .duration(duration.value) }
    guard let days = duration.value.wholeDays else {
      fail(line: duration.line, "its DURATION is no whole number of days though its DTSTART is a day; write it as P1D.")
      return .none
    }
    if days == 0 { warnings.append((duration.line, "DURATION is nothing; the event is read as one day")) }
    return .duration(DurationValue(days: Int32(max(1, days)), seconds: 0))
  }

  private mutating func checkedRule(
    start: DateTimeValue,
    zones: ZoneTable,
    rules: inout RuleCache
  ) -> EventDetails.Rule? {
    guard let rule else { return nil }
    do throws(RecurrenceRule.Refusal) {
      let parsed = try rules.rule(rule.text, start: start) { text in
        switch DateTimeText(text) {
        case .date(let date): DateTimeValue(date: date)
        case .utc(let civil): DateTimeValue(civil, zone: .utc)
        // A floating UNTIL is read in the start's zone; for a day, in the calendar's.
        case .local(let civil): DateTimeValue(civil, zone: start.isDate ? zones.floating : start.zone)
        case nil: nil
        }
      }
      if let slip = parsed.slip, warnings.count < Self.mostWarnings { warnings.append((rule.line, "RRULE \(slip)")) }
      return EventDetails.Rule(rule: parsed, line: rule.line)
    } catch {
      fail(
        line: rule.line,
        "its RRULE \(error.reason); Portcullis does not expand that. Write the dates as RDATE, or as a plainer rule.")
      return nil
    }
  }
}
