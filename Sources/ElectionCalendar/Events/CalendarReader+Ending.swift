import Elections
import Foundation

/// What the end of a VCALENDAR, and of the file, decides: zones may be told after the events that use them.
extension CalendarReader {
  mutating func endCalendar() {
    zones.endCalendar(zoneName: calendar.zoneName)
    if calendar.isOtherFormat {
      // Its events mean something else; the file is reported as a whole.
      events.removeSubrange(firstEvent...)
      waiting.removeAll { $0.event >= firstEvent }
      endsInOtherZones.removeAll { $0.event >= firstEvent }
    } else {
      for (uid, fault) in faults { markUnreadable(uid: uid, fault) }
      warnOfShadowedZones()
      if calendar.method == "CANCEL" {
        for index in events[firstEvent...].indices { events[index].status = "CANCELLED" }
      }
    }
    faults.removeAll()
    calendar = CalendarProperties()
    definition = nil
    stack.removeAll()
    firstEvent = events.count
  }

  private mutating func markUnreadable(uid: String, _ fault: EventBuilder.Fault) {
    if !uid.isEmpty { unreadableUIDs.insert(uid) }
    guard !fault.message.isEmpty else { return }
    log.add(.error, line: fault.line, uid: uid, "The event is not read: \(fault.message)")
  }

  /// Rejects the events whose zone nothing explained, and those that end before they start elsewhere.
  private mutating func checkZonesAndEnds() {
    var rejected: [Int: EventBuilder.Fault] = [:]
    for (event, waiting) in waiting where zones.isWaiting(waiting.zone) && rejected[event] == nil {
      rejected[event] = EventBuilder.Fault(
        line: waiting.line,
        message: zones.defines(waiting.name)
          ? "the VTIMEZONE of its zone “\(waiting.name.printable)” cannot be used; give it yearly rules and offsets, "
            + "and no more than \(CalendarLimits.ownZones) zones to a file."
          : "its time zone “\(waiting.name.printable)” is not known; use a name such as Europe/London, or add a "
            + "VTIMEZONE with yearly rules.")
    }
    for (event, line) in endsInOtherZones where rejected[event] == nil {
      guard case .until(let end) = events[event].length, !end.isDate else { continue }
      let start = events[event].start
      if zones[end.zone].instant(of: end.civil) < zones[start.zone].instant(of: start.civil) {
        rejected[event] = EventBuilder.Fault(
          line: line, message: "its DTEND lies before its DTSTART; correct one of them.")
      }
    }
    guard !rejected.isEmpty else { return }
    for (event, fault) in rejected.sorted(by: { $0.key < $1.key }) {
      markUnreadable(uid: events[event].uid, fault)
    }
    events = events.indices.filter { rejected[$0] == nil }.map { events[$0] }
  }

  /// The database counts for the names that it knows; a VTIMEZONE that says otherwise on a date in use is
  /// told of, once a zone.
  private mutating func warnOfShadowedZones() {
    guard zones.hasDefinitions else { return }
    let days = events[firstEvent...].lazy.map(\.start.date)
    guard let first = days.min(), let last = days.max() else { return }
    for shadowed in zones.shadowedZones(on: first...last) {
      for event in events[firstEvent...] where !event.start.isDate && event.start.zone == shadowed.index {
        let instant = Instant(secondsSince1970: event.start.civil.secondsAsUTC)
        guard zones[shadowed.index].offsetSeconds(at: instant) != shadowed.own.offsetSeconds(at: instant) else {
          continue
        }
        log.add(
          .warning, line: shadowed.line,
          "The VTIMEZONE “\(shadowed.name.printable)” differs from the time zone database, as on "
            + "\(event.start.date); the database counts.")
        break
      }
    }
  }

  consuming func finish() -> CalendarFile {
    closeOpenEvent()
    if !stack.isEmpty, !hasTooManyEvents {
      log.add(
        .error, line: lastLine,
        "The file ends inside \(stack.top.printable); it may have been cut off. Restore it, or add its END.")
    }
    if !hasCalendar, !log.hasFileError {
      log.add(.error, line: 1, "The file is empty; save the calendar again, or remove the file.")
    }
    endCalendar()
    zones.endFile()
    checkZonesAndEnds()
    return CalendarFile(
      path: path,
      events: events,
      unreadableUIDs: unreadableUIDs,
      problems: log.finished(lastLine: lastLine),
      eventCount: min(eventCount, CalendarLimits.eventsInFile),
      isUnreadable: log.hasFileError,
      zones: zones.zones,
      categoryLists: categoryLists.lists,
      namedZones: zones.named
    )
  }
}
