import Elections
import Foundation
import Texts

/// What the end of a VCALENDAR, and of the file, decides: zones may be told after the events that use them.
extension CalendarReader {
  mutating func endCalendar() {
    if !zones.endCalendar(zoneName: calendar.zoneName), let name = calendar.zoneName {
      log.add(
        .warning, line: calendar.zoneLine,
        "X-WR-TIMEZONE “\(name.printable)” is not known, so times without a zone are read in the authority's; use a name "
          + "such as Europe/London, or add its VTIMEZONE.")
    }
    if calendar.isOtherFormat {
      // Its events mean something else; the file is reported as a whole.
      events.removeSubrange(firstEvent...)
      waiting.removeAll { $0.event >= firstEvent }
      endsInOtherZones.removeAll { $0.event >= firstEvent }
    } else {
      for (uid, fault) in faults { markUnreadable(uid: uid, fault) }
      disputeShadowedZones()
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

  /// A VTIMEZONE defines its name for its calendar (RFC 5545, 3.2.19), and the database may know that name too. Where
  /// they differ on a day in use, either may be meant. Elections and windows then close by both readings, with one
  /// warning a zone.
  private mutating func disputeShadowedZones() {
    guard zones.hasDefinitions else { return }
    let timed = events[firstEvent...].lazy.filter { $0.hasTimes }
    for broken in zones.brokenShadows where timed.contains(where: { $0.uses { broken.indices.contains($0) } }) {
      doubt(
        broken.indices, line: broken.line,
        "The VTIMEZONE “\(broken.name.printable)” cannot be used, so the time zone database's zone of that name counts; "
          + "give it yearly rules and offsets, or remove it.")
    }
    let spans = timed.compactMap(\.timeSpan)
    guard let first = spans.map(\.lowerBound).min(), var last = spans.map(\.upperBound).max() else { return }
    if timed.contains(where: { $0.details?.rule != nil }) { last = max(last, Self.farthestRecurrence) }
    for shadowed in zones.shadowedZones(on: first.adding(days: -1)...last.adding(days: 1)) {
      for index in shadowed.indices {
        let database = zones[index]
        let days = Self.daysOfDifference(database, shadowed.own, first, last)
        guard !days.isEmpty,
          let day = timed.compactMap({ Self.dayInDispute($0, index, database, shadowed.own, days) }).first
        else { continue }
        zones.dispute(shadowed, index)
        doubt(
          [index], line: shadowed.line,
          "The VTIMEZONE “\(shadowed.name.printable)” differs from the time zone database, as on \(day); what either "
            + "reading closes is closed. Remove the VTIMEZONE, or give it a name of its own.")
      }
    }
  }

  private mutating func doubt(_ indices: [ZoneIndex], line: Int, _ message: String) {
    zoneDoubts.append(
      ZoneDoubt(
        problem: CalendarProblem(severity: .warning, file: path, line: line, message: message), zones: Set(indices)))
  }

  /// How far recurring events are compared.
  private static let farthestRecurrence = CivilDate(daysSince1970: 47_482)  // 2100-01-01

  /// The days on which two zones differ at noon; over a long stretch one day a week is looked at.
  private static func daysOfDifference(
    _ zone: CalendarZone, _ own: OwnZone, _ first: CivilDate, _ last: CivilDate
  ) -> [CivilDate] {
    let count = last.days(since: first)
    return stride(from: -1, through: count + 1, by: count > 5_000 ? 7 : 1).lazy.map { first.adding(days: $0) }.filter {
      let noon = Instant(secondsSince1970: CivilDateTime(date: $0, secondOfDay: 43_200).secondsAsUTC)
      return zone.offsetSeconds(at: noon) != own.offsetSeconds(at: noon)
    }
  }

  /// A day on which the two zones read an event, or a later occurrence of it, differently.
  private static func dayInDispute(
    _ event: CalendarEvent, _ index: ZoneIndex, _ zone: CalendarZone, _ own: OwnZone, _ days: [CivilDate]
  ) -> CivilDate? {
    guard event.uses({ $0 == index }) else { return nil }
    let disputed = event.firstTime { value in
      value.zone == index && zone.instant(of: value.civil) != CalendarZone.own(own).instant(of: value.civil)
    }
    if let disputed { return disputed.date }
    guard let rule = event.details?.rule?.rule else { return nil }
    let end = rule.until?.date.adding(days: 1) ?? Self.farthestRecurrence
    return days.first { $0 >= event.start.date && $0 <= end }
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
      zoneDoubts: zoneDoubts,
      eventCount: min(eventCount, CalendarLimits.eventsInFile),
      isUnreadable: log.hasFileError,
      zones: zones.zones,
      disputedZones: zones.disputed,
      categoryLists: categoryLists.lists,
      namedZones: zones.named
    )
  }
}
