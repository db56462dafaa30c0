import Elections
package import Foundation
import Texts

/// Reads the bytes of one calendar into events and problems.
///
/// The structure is kept here: libical is given one whole VEVENT at a time and never sees a nesting. An
/// event that cannot be read hides no other (G-10).
package struct CalendarReader: ~Copyable {
  let path: String
  var log: ProblemLog
  var zones: ZoneTable
  var zoneDoubts: [ZoneDoubt] = []
  private var rules = RuleCache()

  var events: [CalendarEvent] = []
  var unreadableUIDs: Set<String> = []
  var eventCount = 0
  var hasTooManyEvents = false
  var categoryLists = CategoryLists()

  // What the end of the file decides.
  var waiting: [(event: Int, zone: EventBuilder.WaitingZone)] = []
  var endsInOtherZones: [(event: Int, line: Int)] = []

  // The VCALENDAR at hand.
  var stack = ComponentStack()
  var calendar = CalendarProperties()
  var firstEvent = 0
  var faults: [(uid: String, fault: EventBuilder.Fault)] = []
  var definition: ZoneDefinition?

  // The VEVENT at hand, and the parts open inside it.
  private var builder: EventBuilder?
  private var openParts: [String] = []
  /// How many parts are open beyond those that are kept by name.
  private var deeperParts = 0
  private var lineBuffer: [UInt8] = []

  var hasCalendar = false
  /// Components of which was told, each once a file.
  private var toldOf: Set<UnreadComponent> = []
  private var hasInvalidText = false
  private var hasNUL = false
  var lastLine = 1

  /// What a VCALENDAR says about itself.
  struct CalendarProperties {
    var version: String?
    var scale: String?
    var method: String?
    var zoneName: String?
    var zoneLine = 0
    var isOtherFormat = false
  }

  private init(path: String, zone: TimeZone) {
    self.path = path
    log = ProblemLog(file: path)
    zones = ZoneTable(authority: zone)
  }

  // MARK: Reading

  /// The calendar in these bytes. `zone` is the authority's, in which floating times stand.
  package static func read(_ bytes: [UInt8], path: String, zone: TimeZone) -> CalendarFile {
    read(.bytes(bytes, offset: 0), path: path, zone: zone)
  }

  static func read(_ source: consuming ByteSource, path: String, zone: TimeZone) -> CalendarFile {
    var reader = CalendarReader(path: path, zone: zone)
    var lines = LineReader(source)
    do {
      while try lines.next() {
        reader.take(lines)
        if reader.hasTooManyEvents { break }
      }
    } catch {
      reader.log.add(.error, line: lines.lineNumber, "The file could not be read to its end: \(error.reason).")
    }
    if lines.isTooLarge {
      reader.log.add(
        .error, line: lines.lineNumber,
        "The file is larger than \(CalendarLimits.fileBytes >> 20) MiB and is not read beyond that; split it.")
    }
    return reader.finish()
  }

  private mutating func take(_ lines: borrowing LineReader) {
    let number = lines.lineNumber
    lastLine = number
    if lines.hasNUL { return takeLineWithNUL(number: number) }
    if let swallowed = lines.swallowedLine {
      misplaced("This line is indented, and so continues the one before; begin it in the first column.", swallowed)
    }
    lines.withLine { line in
      if !hasInvalidText, !line.isValidUTF8 {
        hasInvalidText = true
        log.add(
          .warning, line: number,
          "This line is no valid UTF-8; what cannot be read stands as U+FFFD. Save the file as UTF-8.")
      }
      guard let content = ContentLine(line, number: number) else {
        return takeLineWithoutColon(line, number: number)
      }
      switch content.name {
      case .begin: begin(content.value.trimmed, number: number)
      case .end: end(content.value.trimmed, number: number)
      case nil where MisplacedLine.hiddenName(content.nameBytes) != nil && !(stack.isEmpty && builder == nil):
        misplaced("Something stands before or after this line's name (“\(line.string.printable)”); remove it.", number)
      default: takeProperty(content, isOverlong: lines.isOverlong)
      }
    }
  }

  /// Reports a line that lost its place. Nobody knows what it would have said of its event, or where events would have
  /// parted.
  private mutating func misplaced(_ message: String, _ number: Int) {
    builder?.fail(line: number, "")
    log.add(.error, line: number, message)
  }

  /// Told of once, as the file's own trouble; an event around it needs no words of its own.
  private mutating func takeLineWithNUL(number: Int) {
    builder?.fail(line: number, "")
    guard !hasNUL else { return }
    hasNUL = true
    log.add(
      .error, line: number,
      "A NUL byte stands in this line, so the file is no UTF-8 text (perhaps UTF-16); save it as UTF-8.")
  }

  private mutating func takeLineWithoutColon(_ line: ByteView, number: Int) {
    if builder != nil {
      builder?.fail(
        line: number,
        "a line has no colon (“\(line.string.printable)”); if it continues the one before, begin it with a blank.")
    } else if stack.isEmpty {
      textOutside(line, number: number)
    } else {
      log.add(
        .error, line: number,
        "A line has no colon (“\(line.string.printable)”); if it continues the one before, begin it with a blank.")
    }
  }

  /// Once for a file that holds no calendar at all, else for each line.
  private mutating func textOutside(_ line: ByteView, number: Int) {
    if !hasCalendar && log.hasFileError { return }
    log.add(
      .error, line: number,
      hasCalendar
        ? "Text stands outside VCALENDAR (“\(line.string.printable)”); remove it."
        : "This is no iCalendar file: it begins with “\(line.string.printable)” instead of BEGIN:VCALENDAR. Save "
          + "the calendar itself, not a page about it.")
  }

  private mutating func takeProperty(_ line: ContentLine, isOverlong: Bool) {
    if builder != nil {
      if openParts.isEmpty && deeperParts == 0 {
        builder?.read(line, isOverlong: isOverlong, zones: &zones)
      }
      return
    }
    switch stack.depth {
    case 0: textOutside(line.whole, number: line.number)
    case 1 where stack.isAt(0, "VCALENDAR"): takeCalendarProperty(line)
    case 2 where definition != nil: definition?.read(line)
    case 3 where definition != nil: definition?.readObservance(line)
    default: break
    }
  }

  private mutating func takeCalendarProperty(_ line: ContentLine) {
    let text = TextList.unescaped(line.value)
    switch line.name {
    case .version where calendar.version == nil:
      calendar.version = text
      if text != "2.0" {
        calendar.isOtherFormat = true
        log.add(
          .error, line: line.number,
          "VERSION is “\(text.printable)”, another format than iCalendar 2.0; export the calendar as iCalendar.")
      }
    case .calendarScale where calendar.scale == nil:
      calendar.scale = text
      if text.uppercased() != "GREGORIAN" {
        calendar.isOtherFormat = true
        log.add(
          .error, line: line.number,
          "CALSCALE is “\(text.printable)”; only GREGORIAN dates are read. Export the calendar with those.")
      }
    case .version, .calendarScale:
      log.add(.warning, line: line.number, "\(line.name?.text ?? "") is repeated; the first counts.")
    case .method where calendar.method == nil: calendar.method = text.uppercased()
    case .calendarZone where calendar.zoneName == nil && !text.isEmpty:
      calendar.zoneName = text
      calendar.zoneLine = line.number
    default: break
    }
  }

  // MARK: Structure

  private mutating func begin(_ name: ByteView, number: Int) {
    if name.equals(upperCased: "VEVENT") { return beginEvent(number: number) }
    if name.equals(upperCased: "VCALENDAR") { return beginCalendar(number: number) }
    if builder != nil || !stack.isEmpty { tell(of: UnreadComponent(name), number: number) }
    if builder != nil {
      // VCALENDAR and VEVENT are the two outermost.
      if openParts.count + 2 >= CalendarLimits.nesting {
        deeperParts += 1
        builder?.fail(
          line: number,
          "components are nested more than \(CalendarLimits.nesting) deep; remove what nobody reads.")
      } else {
        openParts.append(name.string.uppercased())
      }
      return
    }
    if stack.isEmpty { reportOutside(name.string, number: number) }
    if stack.depth == 1, stack.isAt(0, "VCALENDAR"), name.equals(upperCased: "VTIMEZONE") {
      definition = ZoneDefinition(line: number)
    } else if stack.depth == 2, definition != nil {
      definition?.beginObservance()
    }
    stack.push(name)
  }

  private mutating func tell(of component: UnreadComponent, number: Int) {
    guard let message = component.message, toldOf.count < CalendarLimits.problemsInFile,
      toldOf.insert(component).inserted
    else { return }
    if component.severity == .error { builder?.fail(line: number, "") }
    log.add(component.severity, line: number, message)
  }

  private mutating func reportOutside(_ component: String, number: Int) {
    log.add(
      .error, line: number,
      "\(component.printable) stands outside VCALENDAR; put it between BEGIN:VCALENDAR and END:VCALENDAR.")
  }

  private mutating func beginCalendar(number: Int) {
    hasCalendar = true
    closeOpenEvent()
    if !stack.isEmpty {
      log.add(
        .error, line: number,
        "A VCALENDAR begins inside \(stack.top.printable), which is not closed; add its END.")
      endCalendar()
    }
    stack.pushCalendar()
    zones.beginCalendar()
    firstEvent = events.count
  }

  private mutating func beginEvent(number: Int) {
    closeOpenEvent()
    eventCount += 1
    guard eventCount <= CalendarLimits.eventsInFile else {
      hasTooManyEvents = true
      log.add(
        .error, line: number,
        "The file has more than \(CalendarLimits.eventsInFile) events and is not read from here on; split it.")
      return
    }
    if stack.isEmpty { reportOutside("VEVENT", number: number) }
    let buffer = exchange(&lineBuffer, with: [])
    builder = EventBuilder(line: number, reusing: buffer)
  }

  private mutating func end(_ name: ByteView, number: Int) {
    if builder != nil {
      if name.equals(upperCased: "VEVENT") { return endEvent(number: number) }
      if name.equals(upperCased: "VCALENDAR") {
        closeOpenEvent()
      } else if deeperParts > 0 {
        deeperParts -= 1
        return
      } else if let part = openParts.last, name.string.uppercased() == part {
        openParts.removeLast()
        return
      } else {
        builder?.fail(
          line: number, "END:\(name.string.printable) closes nothing that is open; remove it or add its BEGIN.")
        return
      }
    }
    if stack.topIs(name) {
      if stack.depth == 1, name.equals(upperCased: "VCALENDAR") { return endCalendar() }
      if stack.depth == 2, let finished = definition {
        zones.add(finished)
        definition = nil
      }
      stack.pop()
    } else if name.equals(upperCased: "VCALENDAR"), stack.isAt(0, "VCALENDAR") {
      log.add(
        .error, line: number, "VCALENDAR ends while \(stack.top.printable) is still open; add its END.")
      endCalendar()
    } else {
      log.add(
        .error, line: number,
        "END:\(name.string.printable) closes nothing that is open; remove it or add its BEGIN.")
    }
  }

  /// An event that something else cut short.
  mutating func closeOpenEvent() {
    guard var open = builder.take() else { return }
    open.failUnclosed()
    if let fault = open.fault { reject(open, fault) }
    openParts.removeAll(keepingCapacity: true)
    deeperParts = 0
  }

  private mutating func endEvent(number: Int) {
    guard var open = builder.take() else { return }
    if let part = openParts.last {
      open.fail(line: number, "the event ends while its \(part.printable) is still open; add END:\(part.printable).")
    }
    openParts.removeAll(keepingCapacity: true)
    deeperParts = 0
    do throws(EventBuilder.Fault) {
      let finished = try open.finish(zones: zones, rules: &rules) { categoryLists.index(of: $0) }
      for (line, message) in open.warnings {
        log.add(.warning, line: line, uid: finished.event.uid, "\(message).")
      }
      for zone in finished.waitingZones { waiting.append((events.count, zone)) }
      if let line = finished.endInOtherZone { endsInOtherZones.append((events.count, line)) }
      events.append(finished.event)
      lineBuffer = open.buffer()
    } catch {
      reject(open, error)
    }
  }

  private mutating func reject(_ open: consuming EventBuilder, _ fault: EventBuilder.Fault) {
    faults.append((open.uid ?? "", fault))
    lineBuffer = open.buffer()
  }
}
