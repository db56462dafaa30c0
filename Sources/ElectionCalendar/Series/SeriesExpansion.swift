import Elections
import Foundation

/// Works out the occurrences of one series: DTSTART + rule + RDATE − EXDATE, with the overrides in place.
struct SeriesExpansion {
  /// A date of the series before overrides are looked at.
  private struct Date {
    let civil: CivilDateTime
    let key: Series.Key
    /// The instant of a timed occurrence, worked out for its key.
    var instant: Instant? { if case .instant(let instant) = key { instant } else { nil } }
    /// The end that an RDATE's period brought along.
    var length: EventLength?
    /// Nil in the series' own zone.
    var extra: DateTimeValue?
    var isAllDay: Bool { if case .day = key { true } else { false } }
  }

  private let main: EventPlace?
  /// By the occurrence that each replaces, as the series itself names it.
  private let overrides: [Series.Key: [EventPlace]]
  private let files: [CalendarFile]
  private let zone: TimeZone

  init(_ series: Series, files: [CalendarFile], zone: TimeZone) {
    main = series.main
    self.files = files
    self.zone = zone
    guard let main = series.main, files.event(main).start.isDate else {
      overrides = series.overrides
      return
    }
    // A time on an all-day series names a day; two forms of one name are two versions.
    var byDay: [Series.Key: [EventPlace]] = [:]
    for member in series.overrides.values.joined().sorted() {
      guard let day = Self.day(namedBy: member, files: files, zone: zone) else { continue }
      byDay[.day(day), default: []].append(member)
    }
    overrides = byDay
  }

  /// The day that an override of an all-day series names.
  static func day(namedBy member: EventPlace, files: [CalendarFile], zone: TimeZone) -> CivilDate? {
    let event = files.event(member)
    return event.details?.recurrenceID.map { id in
      namedDay(id, in: files[Int(member.file)], calendarZone: event.calendarZone, authority: zone)
    }
  }

  func append(to found: inout [Occurrence], question: inout SeriesQuestion) throws(SeriesFault) {
    guard let main else {
      // Overrides without their series are occurrences of their own.
      for member in overrides.values.joined() {
        let ignored = question.ignoredSeries[files.event(member).uid].map { $0 + 1 }
        question.remark(
          member, line: Int(files.event(member).line),
          ignored.map {
            "It changes one occurrence of a series that sources rule \($0) of the settings ignores; it counts by itself. "
              + "Have the rule match it too, or give it a UID of its own without RECURRENCE-ID."
          }
            ?? "It changes one occurrence of a series that is not in these calendars; it counts by itself. Add the "
            + "series, or remove its RECURRENCE-ID.")
        try emitOverride(member, isCancelled: false, to: &found, &question)
      }
      return
    }
    let event = files.event(main)
    let isCancelled = event.status == "CANCELLED"
    let forward = try forwardOverrides(of: event)
    let excluded = exclusions(of: event, in: files[Int(main.file)])
    let dates = distinct(try dates(of: event, main: main, forward: forward, question: &question))

    guard !overrides.isEmpty || !excluded.isEmpty else {
      for date in dates { emit(date, of: event, main, to: &found, &question) }
      return
    }
    var matched: Set<Series.Key> = []
    let lost = question.isCautious ? forwardOrphans(among: dates, in: question.days) : []
    var forwardCount = 0
    var isUsed = false
    var isReplaced = false
    for date in dates {
      while forwardCount < forward.count, forward[forwardCount].at < date.civil { forwardCount += 1 }
      // Both EXDATE and overrides name an occurrence by its instant or by its day.
      let names = date.isAllDay ? [date.key] : [date.key, .day(date.civil.date)]
      let named = names.filter { overrides[$0] != nil }
      matched.formUnion(named)
      let isExcluded = names.contains(where: excluded.contains)
      // Calendar libraries write the old day of a moved occurrence into EXDATE as well.
      if isExcluded, named.isEmpty || !question.isCautious { continue }
      isReplaced = true
      let members = versions(named.flatMap { overrides[$0] ?? [] }, question)
      if !members.isEmpty {
        for member in members { try emitOverride(member, isCancelled: isCancelled, to: &found, &question) }
        continue
      }
      // Several overrides may begin to move dates at the same one. Read as written, only the newest counts.
      let begun = forward[..<forwardCount].reversed()
      let latest = begun.prefix { $0.at == begun.first?.at }
      let moving = Set(versions(latest.map(\.member), question))
      try spend(max(0, moving.count - 1), of: event, main, &question)
      for override in latest where moving.contains(override.member) {
        emit(date, movedBy: override, isCancelled: isCancelled, to: &found, &question)
      }
      // An override that names no date of the series may have meant another one. So the dates that it moves also stay
      // where they were.
      if moving.isSubset(of: lost) {
        isUsed = true
        emit(date, of: event, main, to: &found, &question)
      }
    }
    for (key, members) in overrides where !matched.contains(key) {
      let isExcluded = excluded.contains(key)
      if isExcluded, !question.isCautious { continue }
      for member in versions(members, question) {
        if !isExcluded { remarkOrphan(member, &question) }
        try emitOverride(member, isCancelled: isCancelled, to: &found, &question)
      }
    }
    guard question.isCautious, !isUsed else { return }
    if isReplaced || dates.isEmpty {
      question.idle[main] = .replaced
    } else {
      question.idle[main] = .noDate
      if overrides.isEmpty {
        question.remark(
          main, line: Int(event.line),
          "Its EXDATE leaves out every date that it has, so it closes nothing; correct it, or remove the event.")
      }
    }
  }

  /// Which of several versions count: read as written, the newest; read with caution, all that are left by now.
  private func versions(_ members: [EventPlace], _ question: SeriesQuestion) -> [EventPlace] {
    guard !question.isCautious, members.count > 1 else { return members }
    return members.max { !files.event($0).isNewer(than: files.event($1)) }.map { [$0] } ?? []
  }

  /// Where several overrides move one date, each gives a date more. They count against the bound on the dates of all
  /// rules.
  private func spend(
    _ count: Int, of event: CalendarEvent, _ main: EventPlace, _ question: inout SeriesQuestion
  ) throws(SeriesFault) {
    question.ruleDatesLeft -= count
    guard question.ruleDatesLeft < 0 else { return }
    throw SeriesFault(
      file: main.file, event: main.event, line: Int(event.line),
      message: "too many of its overrides move the same dates; keep the one that is meant.")
  }

  private func remarkOrphan(_ member: EventPlace, _ question: inout SeriesQuestion) {
    let event = files.event(member)
    // Of days that nobody asked for nothing is known.
    guard let id = event.details?.recurrenceID, question.days.contains(id.date) else { return }
    let effect =
      event.details?.reachesForward == true
      ? "it counts by itself, and the later ones count both as it moves them and where they were"
      : "it counts by itself"
    question.remark(
      member, line: Int(event.line),
      "It changes the occurrence of \(id.date), which its series does not have; \(effect). Correct its RECURRENCE-ID, "
        + "or remove it.")
  }

  /// The overrides for this and all later occurrences that name no date of the series, though one of these days.
  private func forwardOrphans(among dates: [Date], in days: Range<CivilDate>) -> Set<EventPlace> {
    let forward = overrides.mapValues { members in
      members.filter { member in
        let details = files.event(member).details
        return details?.reachesForward == true && (details?.recurrenceID).map { days.contains($0.date) } ?? false
      }
    }.filter { !$0.value.isEmpty }
    guard !forward.isEmpty else { return [] }
    let names = Set(dates.flatMap { [$0.key, .day($0.civil.date)] })
    return Set(forward.filter { !names.contains($0.key) }.values.joined())
  }

  // MARK: Dates

  /// The dates in order, each occurrence once, though two readings may name it where the clocks go forward.
  private func distinct(_ dates: [Date]) -> [Date] {
    // As a rule gives them.
    let areDistinct = zip(dates, dates.dropFirst()).allSatisfy { $0.civil < $1.civil && $0.key.isBefore($1.key) }
    guard !areDistinct else { return dates }
    var seen: Set<Series.Key> = []
    seen.reserveCapacity(dates.count)
    // A period brings its own end, so it goes before a plain date of the same name.
    return dates.sorted { ($0.civil, $0.length == nil ? 1 : 0) < ($1.civil, $1.length == nil ? 1 : 0) }.filter {
      seen.insert($0.key).inserted
    }
  }

  private func dates(
    of event: CalendarEvent,
    main: EventPlace,
    forward: [ForwardOverride],
    question: inout SeriesQuestion
  ) throws(SeriesFault) -> [Date] {
    let file = files[Int(main.file)]
    let start = event.start
    func date(_ civil: CivilDateTime) -> Date {
      Date(civil: civil, key: key(civil, of: event, in: file))
    }
    var dates: [Date] = []
    if let rule = event.details?.rule {
      let shift = forward.map { abs($0.shift) }.max() ?? 0
      let longest = max(event.longestDays, forward.map { files.event($0.member).longestDays }.max() ?? 0)
      let margin = longest + Int(shift / 86_400) + 2
      let first = CivilDateTime(date: question.days.lowerBound.adding(days: -margin))
      let last = CivilDateTime(date: question.days.upperBound.adding(days: Int(shift / 86_400) + 2))
      let until = rule.rule.until.map {
        lastReading($0, rule: rule.rule, of: event, in: file, isCautious: question.isCautious)
      }
      if let until, until < start.civil {
        // DTSTART is the first date of its series whatever the rule says (RFC 5545, 3.8.5.3).
        if question.isCautious { dates.append(date(start.civil)) }
        question.remark(
          main, line: rule.line,
          "Its UNTIL lies before its DTSTART, so the rule gives no date; DTSTART alone counts. Correct one of them.")
      } else {
        dates.append(date(start.civil))
        let end = min(last, until ?? last)
        try expand(rule, of: event, main: main, from: first, to: end, question: &question) { civil in
          dates.append(date(civil))
        }
      }
    } else {
      dates.append(date(start.civil))
    }
    for extra in event.details?.extraDates ?? [] {
      let civil =
        extra.start.isDate || extra.start.zone == start.zone
        ? extra.start.civil
        : file.zone(start.zone).civil(at: file.instant(of: extra.start, authority: zone))
      dates.append(Date(civil: civil, key: key(civil, of: event, in: file), length: extra.length, extra: extra.start))
    }
    return dates
  }

  private func expand(
    _ rule: EventDetails.Rule,
    of event: CalendarEvent,
    main: EventPlace,
    from first: CivilDateTime,
    to end: CivilDateTime,
    question: inout SeriesQuestion,
    _ body: (CivilDateTime) -> Void
  ) throws(SeriesFault) {
    let start = rule.rule.advanced(event.start.civil, to: first)
    guard start <= end else { return }
    let fault = SeriesFault(
      file: main.file, event: main.event, line: rule.line,
      message: "its RRULE, with those before it, asks for more dates than are worked out at once; ask for a "
        + "shorter range, or end the rule by UNTIL.")
    question.stepsLeft -= rule.rule.cost(from: start, to: end)
    guard question.stepsLeft >= 0, question.ruleDatesLeft > 0 else { throw fault }
    let mostDates = min(CalendarLimits.occurrencesInQuestion, question.ruleDatesLeft)
    var count = 0
    _ = Libical.forEachOccurrence(
      of: rule.rule.text,
      from: Libical.Reading(civil: start, isDate: event.start.isDate),
      until: end
    ) { civil in
      guard civil <= end else { return false }
      guard civil >= first else { return true }
      count += 1
      guard count <= mostDates else { return false }
      body(civil)
      return true
    }
    question.ruleDatesLeft -= count
    guard question.ruleDatesLeft >= 0 || count > CalendarLimits.occurrencesInQuestion else { throw fault }
    guard count <= CalendarLimits.occurrencesInQuestion else {
      throw SeriesFault(
        file: main.file, event: main.event, line: rule.line,
        message: "its RRULE gives more than \(CalendarLimits.occurrencesInQuestion) dates in the range that was "
          + "asked for; ask for a shorter one, or end the rule by UNTIL.")
    }
  }

  /// The last reading of the start's clock that UNTIL lets through.
  private func lastReading(
    _ until: DateTimeValue,
    rule: RecurrenceRule,
    of event: CalendarEvent,
    in file: CalendarFile,
    isCautious: Bool
  ) -> CivilDateTime {
    if until.isDate { return CivilDateTime(date: until.date, secondOfDay: 86_399) }
    if event.start.isDate {
      // A written 23:59:59 means that day.
      let day =
        rule.untilIsEndOfDay ? until.date : lastDay(until, of: event, in: file, isCautious: isCautious)
      return CivilDateTime(date: day, secondOfDay: 86_399)
    }
    if until.zone == event.start.zone { return until.civil }
    return file.zone(event.start.zone).civil(at: file.instant(of: until, authority: zone))
  }

  /// The day that an UNTIL with a time names for an all-day series: that of the calendar's zone, and where
  /// the file says none, with caution the latest day that it is anywhere.
  private func lastDay(
    _ until: DateTimeValue,
    of event: CalendarEvent,
    in file: CalendarFile,
    isCautious: Bool
  ) -> CivilDate {
    let instant = file.instant(of: until, authority: zone)
    let here = file.zone(event.calendarZone).civil(at: instant)
    guard isCautious, until.zone == .utc else { return here.date }
    let named = (file.namedZones[event.calendarZone] ?? []).map { file.zone($0).date(at: instant) }
    if let latest = named.max() { return latest }
    // A midnight here, or the second before it, was plainly written here.
    if here.secondOfDay == 0 || here.secondOfDay == 86_399 { return here.date }
    return max(here.date, UTCOffsets().date(at: instant.adding(seconds: Self.farthestEast)))
  }

  /// Seconds by which the clocks of Kiritimati are ahead of UTC.
  private static let farthestEast: Int64 = 14 * 3600

  // MARK: Keys

  private func key(_ civil: CivilDateTime, of event: CalendarEvent, in file: CalendarFile) -> Series.Key {
    event.start.isDate ? .day(civil.date) : .instant(file.zone(event.start.zone).instant(of: civil))
  }

  /// What EXDATE leaves out: instants, and days.
  private func exclusions(of event: CalendarEvent, in file: CalendarFile) -> Set<Series.Key> {
    var excluded: Set<Series.Key> = []
    for value in event.details?.exceptionDates ?? [] {
      if value.isDate {
        excluded.insert(.day(value.date))
      } else if event.start.isDate {
        excluded.insert(
          .day(Self.namedDay(value, in: file, calendarZone: event.calendarZone, authority: zone)))
      } else {
        excluded.insert(.instant(file.instant(of: value, authority: zone)))
      }
    }
    return excluded
  }

  /// The day that a time on an all-day series was written for: its own, or for UTC the calendar's.
  private static func namedDay(
    _ value: DateTimeValue,
    in file: CalendarFile,
    calendarZone: ZoneIndex,
    authority: TimeZone
  ) -> CivilDate {
    guard !value.isDate, value.zone == .utc else { return value.date }
    return file.zone(calendarZone).date(at: file.instant(of: value, authority: authority))
  }

  // MARK: Overrides

  /// An override with RANGE=THISANDFUTURE: it moves every later occurrence.
  private struct ForwardOverride {
    let member: EventPlace
    /// The reading of the series' clock that it replaces.
    let at: CivilDateTime
    /// Seconds of the clock by which it moves it.
    let shift: Int64
  }

  private func forwardOverrides(of event: CalendarEvent) throws(SeriesFault) -> [ForwardOverride] {
    var forward: [ForwardOverride] = []
    for member in overrides.values.joined() {
      let override = files.event(member)
      guard override.details?.reachesForward == true, let id = override.details?.recurrenceID else { continue }
      guard override.start.isDate == event.start.isDate else {
        throw SeriesFault(
          file: member.file, event: member.event, line: Int(override.line),
          message: "an override for this and all later occurrences changes between days and times; end the "
            + "series and begin another.")
      }
      let file = files[Int(member.file)]
      let at = reading(of: id, named: member, in: file, onClockOf: event)
      let moved = reading(of: override.start, in: file, onClockOf: event)
      forward.append(ForwardOverride(member: member, at: at, shift: moved.secondsAsUTC - at.secondsAsUTC))
    }
    return forward.sorted { $0.at < $1.at }
  }

  /// What the series' clock shows at the occurrence that an override names, by its time or by its day.
  private func reading(
    of id: DateTimeValue, named member: EventPlace, in file: CalendarFile, onClockOf event: CalendarEvent
  ) -> CivilDateTime {
    if event.start.isDate {
      return CivilDateTime(date: Self.day(namedBy: member, files: files, zone: zone) ?? id.date)
    }
    if id.isDate { return CivilDateTime(date: id.date, secondOfDay: event.start.civil.secondOfDay) }
    return reading(of: id, in: file, onClockOf: event)
  }

  /// What the series' clock shows at a value of another component.
  private func reading(of value: DateTimeValue, in file: CalendarFile, onClockOf event: CalendarEvent) -> CivilDateTime
  {
    guard !value.isDate, !event.start.isDate, let main else { return value.civil }
    return files[Int(main.file)].zone(event.start.zone).civil(at: file.instant(of: value, authority: zone))
  }

  // MARK: Occurrences

  private func emitOverride(
    _ member: EventPlace,
    isCancelled: Bool,
    to found: inout [Occurrence],
    _ question: inout SeriesQuestion
  ) throws(SeriesFault) {
    let event = files.event(member)
    if question.isCautious {
      let taken = SeriesQuestion.TakenOverride(member: member, isCancelled: isCancelled)
      guard question.overridesTaken.insert(taken).inserted else { return }
      if let details = event.details, details.rule != nil || !details.extraDates.isEmpty {
        question.remark(
          member, line: details.rule?.line ?? Int(event.line),
          "It changes one occurrence by its RECURRENCE-ID and recurs itself, which RFC 5545 (3.8.4.4) does not have; all "
            + "its dates count. Remove its RRULE or RDATE, or give it a UID of its own without RECURRENCE-ID.")
        let itself = SeriesExpansion(Series(main: member, overrides: [:]), files: files, zone: zone)
        return try itself.append(to: &found, question: &question)
      }
    }
    let span = event.span(in: files[Int(member.file)], zone: zone)
    append(member, span, isSeriesCancelled: isCancelled, to: &found, &question)
  }

  private func emit(
    _ date: Date,
    of event: CalendarEvent,
    _ member: EventPlace,
    to found: inout [Occurrence],
    _ question: inout SeriesQuestion
  ) {
    let file = files[Int(member.file)]
    let span =
      if let length = date.length, let extra = date.extra {
        periodSpan(extra, length, in: file)
      } else {
        event.span(from: date.civil, beginning: date.instant, length: event.length, in: file, zone: zone)
      }
    append(member, span, to: &found, &question)
  }

  private func periodSpan(
    _ start: DateTimeValue, _ length: EventLength, in file: CalendarFile
  ) -> (start: Occurrence.Moment, end: Occurrence.Moment?) {
    (
      .instant(file.instant(of: start, authority: zone)),
      file.end(of: length, from: start, authority: zone).map { .instant($0) }
    )
  }

  private func emit(
    _ date: Date,
    movedBy forward: ForwardOverride,
    isCancelled: Bool,
    to found: inout [Occurrence],
    _ question: inout SeriesQuestion
  ) {
    guard let main else { return }
    let series = files.event(main)
    let event = files.event(forward.member)
    let file = files[Int(forward.member.file)]
    var civil = date.civil.adding(seconds: forward.shift)
    if !event.start.isDate {
      // The shift is one of the series' clock; the override's may stand in another zone.
      let instant = files[Int(main.file)].zone(series.start.zone).instant(of: civil)
      civil = file.zone(event.start.zone).civil(at: instant)
    }
    let span = event.span(from: civil, length: event.length, in: file, zone: zone)
    append(forward.member, span, isSeriesCancelled: isCancelled, to: &found, &question)
  }

  private func append(
    _ member: EventPlace,
    _ span: (start: Occurrence.Moment, end: Occurrence.Moment?),
    isSeriesCancelled: Bool = false,
    to found: inout [Occurrence],
    _ question: inout SeriesQuestion
  ) {
    guard question.overlaps(start: span.start, end: span.end) else {
      if question.isCautious { question.idle[member] = .outsideDays }
      return
    }
    found.append(
      Occurrence(member, of: files, start: span.start, end: span.end, isSeriesCancelled: isSeriesCancelled))
  }
}
