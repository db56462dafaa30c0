/// Works out purdah windows from elections: pure, and the same for every process that asks.
package struct WindowCalculator: Sendable {
  package let zone: any ZoneOffsets
  package let settings: PurdahSettings
  private let holidays: BankHolidays
  private let calendars: [ExcludedDays: WorkingDayCalendar]

  package init(holidays: BankHolidays, settings: PurdahSettings = PurdahSettings(), zone: any ZoneOffsets) {
    self.zone = zone
    self.settings = settings
    self.holidays = holidays
    var calendars: [ExcludedDays: WorkingDayCalendar] = [:]
    for row in PurdahRules.rows {
      for nation in row.nations {
        guard case .workingDays(_, let excluded) = row.rule(in: nation).start, calendars[excluded] == nil
        else { continue }
        calendars[excluded] = WorkingDayCalendar(
          excluding: excluded, holidays: holidays, extraNonWorkingDays: settings.extraNonWorkingDays)
      }
    }
    self.calendars = calendars
  }

  /// The windows that an election causes: one, more where several were given by hand, none when it is
  /// tentative or cancelled.
  ///
  /// A window given by hand counts whatever the election's status: someone wrote down that it closes.
  package func windows(for election: Election) -> [PurdahWindow] {
    if !election.explicitWindows.isEmpty {
      return election.explicitWindows.map { window(for: $0, of: election) }
    }
    switch election.status {
    case .confirmed: return [computedWindow(for: election)]
    case .tentative, .cancelled: return []
    }
  }

  /// The window that a tentative election would cause if it were confirmed.
  package func possibleWindow(for election: Election) -> PurdahWindow? {
    election.status == .tentative && election.explicitWindows.isEmpty ? computedWindow(for: election) : nil
  }

  /// The window of an entry that belongs to no election.
  package func window(for entry: ExplicitWindow) -> PurdahWindow { window(for: entry, of: nil) }

  /// The working days that were counted back to a computed start, the day before polling day first;
  /// empty where nothing was counted.
  package func countedDays(for window: PurdahWindow) -> [CivilDate] {
    guard window.basis == .computed || window.basis == .unclassified, let nation = window.nation,
      let pollingDay = window.pollingDay
    else { return [] }
    let rule = PurdahRules.rule(for: window.kind, in: nation, settings: settings)
    guard case .workingDays(_, let excluded) = rule.start else { return [] }
    return calendar(for: excluded).workingDays(before: pollingDay, backTo: window.firstDay)
  }

  /// Whose holidays were left out of a window's count, in words; nil where nothing was counted.
  package func excludedDays(for window: PurdahWindow) -> ExcludedDays? {
    guard let nation = window.nation else { return nil }
    let rule = PurdahRules.rule(for: window.kind, in: nation, settings: settings)
    guard case .workingDays(_, let excluded) = rule.start else { return nil }
    return excluded
  }

  private func calendar(for excluded: ExcludedDays) -> WorkingDayCalendar {
    calendars[excluded]
      ?? WorkingDayCalendar(
        excluding: excluded, holidays: holidays, extraNonWorkingDays: settings.extraNonWorkingDays)
  }

  private func window(for entry: ExplicitWindow, of election: Election?) -> PurdahWindow {
    PurdahWindow(
      election: election?.id,
      kind: election?.kinds.first,
      nation: election?.nation,
      pollingDay: election?.pollingDay,
      area: entry.area ?? election?.area,
      starts: entry.starts,
      ends: entry.ends,
      firstDay: zone.date(at: entry.starts),
      basis: .explicit,
      rule: "explicit-window",
      citation: "Window given in the calendar; Code of Recommended Practice on Local Authority Publicity "
        + "2011, paragraph 34",
      isEstimate: false,
      summary: election?.summary ?? entry.summary,
      source: entry.source
    )
  }

  private func computedWindow(for election: Election) -> PurdahWindow {
    let candidates: [ElectionKind?] = election.kinds.isEmpty ? [nil] : election.kinds
    var earliest: (kind: ElectionKind?, rule: PurdahRule, start: CivilDate, isEstimate: Bool)?
    for kind in candidates {
      let rule = PurdahRules.rule(for: kind, in: election.nation, settings: settings)
      let (start, isEstimate) = start(of: rule, pollingDay: election.pollingDay)
      if let found = earliest, found.start <= start { continue }
      earliest = (kind, rule, start, isEstimate)
    }
    guard let chosen = earliest else { preconditionFailure("there is always a candidate") }

    let isNotice = election.notice != nil
    let start = election.notice ?? chosen.start
    return PurdahWindow(
      election: election.id,
      kind: chosen.kind,
      nation: election.nation,
      pollingDay: election.pollingDay,
      area: election.area,
      starts: zone.startOfDay(start),
      ends: end(of: chosen.rule, pollingDay: election.pollingDay),
      firstDay: start,
      basis: isNotice ? .notice : chosen.rule.id == PurdahRules.unclassified.id ? .unclassified : .computed,
      rule: isNotice ? "notice-of-election" : chosen.rule.id,
      citation: isNotice
        ? "From the published notice of election: Code of Recommended Practice on Local Authority "
          + "Publicity 2011, paragraph 34; " + chosen.rule.citation
        : chosen.rule.citation,
      isEstimate: !isNotice && chosen.isEstimate,
      summary: election.summary,
      source: election.source
    )
  }

  /// The first day, and whether it is an estimate.
  ///
  /// A count that enters a year whose bank holidays are not published starts a working day earlier: a
  /// holiday proclaimed later moves starts back, and a false "held" is the lesser harm.
  private func start(of rule: PurdahRule, pollingDay: CivilDate) -> (CivilDate, isEstimate: Bool) {
    switch rule.start {
    case .calendarDays(let days): return (pollingDay.adding(days: -days), rule.isEstimate)
    case .workingDays(let count, let excluded):
      let calendar = calendar(for: excluded)
      let start = calendar.day(count, workingDaysBefore: pollingDay)
      let years = start.year...max(start.year, pollingDay.adding(days: -1).year)
      guard !years.allSatisfy(calendar.isKnown) else { return (start, rule.isEstimate) }
      return (calendar.day(1, workingDaysBefore: start), true)
    }
  }

  private func end(of rule: PurdahRule, pollingDay: CivilDate) -> Instant {
    switch settings.ends {
    case .closeOfPoll:
      zone.instant(of: CivilDateTime(date: pollingDay, secondOfDay: rule.closeOfPollSecond))
    case .endOfPollingDay: zone.startOfDay(pollingDay.adding(days: 1))
    }
  }
}
