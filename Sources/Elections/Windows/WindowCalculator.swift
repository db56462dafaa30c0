/// Works out purdah windows from elections: pure, and the same for every process that asks.
package struct WindowCalculator: Sendable {
  package let zone: any ZoneOffsets
  package let settings: PurdahSettings
  /// By kind and nation; the last is the rule for what nobody has classified.
  private let rules: [AppliedRule]

  /// A rule with the calendar that it counts over.
  private struct AppliedRule: Sendable {
    let rule: PurdahRule
    /// Nil where calendar days are counted.
    let days: CalendarOnDemand?

    var calendar: WorkingDayCalendar? { days?.calendar }
  }

  package init(holidays: BankHolidays, settings: PurdahSettings = PurdahSettings(), zone: any ZoneOffsets) {
    self.zone = zone
    self.settings = settings
    var calendars: [ExcludedDays: CalendarOnDemand] = [:]
    func applied(_ rule: PurdahRule) -> AppliedRule {
      guard case .workingDays(_, let excluded) = rule.start else { return AppliedRule(rule: rule, days: nil) }
      let days =
        calendars[excluded]
        ?? CalendarOnDemand {
          WorkingDayCalendar(
            excluding: excluded, holidays: holidays, extraNonWorkingDays: settings.extraNonWorkingDays)
        }
      calendars[excluded] = days
      return AppliedRule(rule: rule, days: days)
    }
    var rules: [AppliedRule] = []
    for kind in ElectionKind.allCases {
      for nation in Nation.allCases {
        rules.append(applied(PurdahRules.rule(for: kind, in: nation, settings: settings)))
      }
    }
    rules.append(applied(PurdahRules.unclassified))
    self.rules = rules
  }

  private static let kinds = ElectionKind.allCases
  private static let nations = Nation.allCases

  private func rule(for kind: ElectionKind?, in nation: Nation) -> AppliedRule {
    guard let kind, let row = Self.kinds.firstIndex(of: kind), let column = Self.nations.firstIndex(of: nation) else {
      return rules[rules.count - 1]
    }
    return rules[row * Self.nations.count + column]
  }

  /// The windows that an election causes: the computed one, those given by hand, or both; none when it is tentative or
  /// cancelled.
  ///
  /// A window given by hand counts whatever the election's status: someone wrote down that it closes. It stands in
  /// place of the computed one, even where that would close more. If it closes no part of polling day, that is a slip
  /// in its dates: then both count, so that the slip opens nothing.
  package func windows(for election: Election) -> [PurdahWindow] {
    let given = election.explicitWindows.map { window(for: $0, of: election) }
    switch election.status {
    case .confirmed:
      return stands(given, for: election) ? given : given + [computedWindow(for: election)]
    case .tentative, .cancelled: return given
    }
  }

  /// Whether windows given by hand stand in place of the computed one: one of them closes some of polling day.
  private func stands(_ given: [PurdahWindow], for election: Election) -> Bool {
    if given.isEmpty { return false }
    let day = zone.startOfDay(election.pollingDay)..<zone.startOfDay(election.pollingDay.adding(days: 1))
    return given.contains { $0.starts < day.upperBound && $0.ends > day.lowerBound }
  }

  /// For a confirmed election whose windows were given by hand and close no part of polling day: the first of them, and
  /// the computed window, which therefore closes as well. Nil otherwise.
  package func missedPoll(of election: Election) -> (given: ExplicitWindow, computed: PurdahWindow)? {
    guard election.status == .confirmed, let first = election.explicitWindows.min(by: { $0.starts < $1.starts }),
      !stands(election.explicitWindows.map { window(for: $0, of: election) }, for: election)
    else { return nil }
    return (first, computedWindow(for: election))
  }

  /// The windows that would come of what is tentative if it were confirmed: the election itself, a notice that moves its
  /// start, windows given by hand. They close nothing.
  package func possibleWindows(for election: Election) -> [PurdahWindow] {
    var windows = election.possibleWindows.map { window(for: $0, of: election) }
    let given = election.explicitWindows.map { window(for: $0, of: election) }
    var confirmed = election
    confirmed.notice = election.possibleNotice ?? election.notice
    switch election.status {
    case .cancelled: break
    case .tentative:
      if !stands(given, for: election) { windows.append(computedWindow(for: confirmed)) }
    case .confirmed where election.possibleNotice != nil:
      let possible = computedWindow(for: confirmed)
      if possible.starts != computedWindow(for: election).starts, !stands(given, for: election) {
        windows.append(possible)
      }
    case .confirmed: break
    }
    return windows
  }

  /// The window of an entry that belongs to no election.
  package func window(for entry: ExplicitWindow) -> PurdahWindow { window(for: entry, of: nil) }

  /// The working days that were counted back to a computed start, the day before polling day first;
  /// empty where nothing was counted.
  package func countedDays(for window: PurdahWindow) -> [CivilDate] {
    guard window.basis == .computed || window.basis == .unclassified, let nation = window.nation,
      let pollingDay = window.pollingDay
    else { return [] }
    let calendar = rule(for: window.kind, in: nation).calendar
    return calendar?.workingDays(before: pollingDay, backTo: window.firstDay) ?? []
  }

  /// What was left out of a window's count; nil where nothing was counted.
  package func excludedDays(for window: PurdahWindow) -> ExcludedDays? {
    guard let nation = window.nation,
      case .workingDays(_, let excluded) = rule(for: window.kind, in: nation).rule.start
    else { return nil }
    return excluded
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
    let chosen = earliestCandidate(for: election)
    let isNotice = chosen.isNotice
    let start = chosen.start
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

  /// The kind that an election counts as: where it may be several, the one that starts earliest.
  package func kind(of election: Election) -> ElectionKind? {
    election.kinds.count > 1 ? earliestCandidate(for: election).kind : election.kinds.first
  }

  /// Of several kinds only those count that the nation holds. Where it holds none of them, the poll is unclassified.
  private func earliestCandidate(for election: Election) -> Candidate {
    let held = election.kinds.filter { PurdahRules.isHeld($0, in: election.nation) }
    var chosen = candidate(held.first ?? election.kinds.first, for: election)
    for kind in held.dropFirst() {
      let other = candidate(kind, for: election)
      if (other.start, other.counted) < (chosen.start, chosen.counted) { chosen = other }
    }
    return chosen
  }

  private struct Candidate {
    let kind: ElectionKind?
    let rule: PurdahRule
    /// The first day by the rule alone.
    let counted: CivilDate
    /// The first day that counts.
    var start: CivilDate
    let isEstimate: Bool
    /// `start` is the day of the notice.
    var isNotice = false
    var doubt: NoticeDoubt?
  }

  /// What is doubtful about an election's notices, tentative ones too, each with the rule's citation; nothing where no
  /// notice decides.
  package func noticeDoubts(of election: Election) -> [(notice: PublishedNotice, doubt: NoticeDoubt, citation: String)]
  {
    guard election.explicitWindows.isEmpty || missedPoll(of: election) != nil, election.status != .cancelled
    else { return [] }
    // Hardly any election has a notice, and a candidate costs as much as a window, so it is worked out only for those.
    return [election.notice, election.possibleNotice].compactMap(\.self).compactMap { notice in
      var noticed = election
      noticed.notice = notice
      let chosen = earliestCandidate(for: noticed)
      return chosen.doubt.map { (notice, $0, chosen.rule.citation) }
    }
  }

  /// One kind's first day by rule and notice.
  ///
  /// A notice within the lawful bounds is the start. Where the period begins with something else, or the notice came
  /// after the last lawful day, the earlier of the two days is.
  private func candidate(_ kind: ElectionKind?, for election: Election) -> Candidate {
    var candidate = counted(kind, for: election)
    guard let notice = election.notice?.day else { return candidate }
    let pollingDay = election.pollingDay
    func lawfulDay(_ count: Int) -> CivilDate {
      guard let calendar = rule(for: kind, in: election.nation).calendar else { return candidate.counted }
      return day(count, before: pollingDay, over: calendar).day
    }
    switch candidate.rule.notice {
    case .startsWith(let what):
      candidate.doubt = .restsOnOther(what: what, start: candidate.counted)
      candidate.isNotice = notice < candidate.counted
    case .notice(let last, let first):
      let lastDay = lawfulDay(last)
      candidate.isNotice = notice <= lastDay || notice < candidate.counted
      if notice > lastDay {
        candidate.doubt = .tooLate(lastDay: lastDay)
      } else if let firstDay = first.map(lawfulDay), notice < firstDay {
        candidate.doubt = .tooEarly(firstDay: firstDay)
      }
    }
    let lawfulTime = pollingDay.days(since: candidate.counted)
    if pollingDay.days(since: notice) > lawfulTime * NoticeDoubt.mostLawfulTimes {
      candidate.doubt = .farTooEarly(start: candidate.counted)
    }
    if candidate.isNotice { candidate.start = notice }
    return candidate
  }

  /// One kind's first day by its rule alone, and whether it is an estimate.
  private func counted(_ kind: ElectionKind?, for election: Election) -> Candidate {
    let applied = rule(for: kind, in: election.nation)
    let rule = applied.rule
    let pollingDay = election.pollingDay
    switch (rule.start, applied.calendar) {
    case (.workingDays(let count, _), let calendar?):
      let (start, isKnown) = day(count, before: pollingDay, over: calendar)
      return Candidate(
        kind: kind, rule: rule, counted: start, start: start, isEstimate: rule.isEstimate || !isKnown)
    case (.calendarDays(let days), _), (.workingDays(let days, _), nil):
      let start = pollingDay.adding(days: -days)
      return Candidate(kind: kind, rule: rule, counted: start, start: start, isEstimate: rule.isEstimate)
    }
  }

  /// The n-th working day before polling day.
  ///
  /// A count that enters a year whose bank holidays are not published ends a working day earlier: a holiday proclaimed
  /// later moves such days back, and a false "held" is the lesser harm.
  private func day(
    _ count: Int, before pollingDay: CivilDate, over calendar: WorkingDayCalendar
  ) -> (day: CivilDate, isKnown: Bool) {
    let day = calendar.day(count, workingDaysBefore: pollingDay)
    let lastYear = pollingDay.adding(days: -1).year
    if (day.year...lastYear).allSatisfy(calendar.isKnown) { return (day, true) }
    return (calendar.day(1, workingDaysBefore: day), false)
  }

  private func end(of rule: PurdahRule, pollingDay: CivilDate) -> Instant {
    switch settings.ends {
    case .closeOfPoll:
      zone.instant(of: CivilDateTime(date: pollingDay, secondOfDay: rule.closeOfPollSecond))
    case .endOfPollingDay: zone.startOfDay(pollingDay.adding(days: 1))
    }
  }
}
