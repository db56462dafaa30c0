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
    let calendar: WorkingDayCalendar?
  }

  package init(holidays: BankHolidays, settings: PurdahSettings = PurdahSettings(), zone: any ZoneOffsets) {
    self.zone = zone
    self.settings = settings
    var calendars: [ExcludedDays: WorkingDayCalendar] = [:]
    func applied(_ rule: PurdahRule) -> AppliedRule {
      guard case .workingDays(_, let excluded) = rule.start else { return AppliedRule(rule: rule, calendar: nil) }
      let calendar =
        calendars[excluded]
        ?? WorkingDayCalendar(
          excluding: excluded, holidays: holidays, extraNonWorkingDays: settings.extraNonWorkingDays)
      calendars[excluded] = calendar
      return AppliedRule(rule: rule, calendar: calendar)
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

  private static let kindIndices = Dictionary(
    uniqueKeysWithValues: ElectionKind.allCases.enumerated().map { ($1, $0) })
  private static let nationIndices = Dictionary(uniqueKeysWithValues: Nation.allCases.enumerated().map { ($1, $0) })

  private func rule(for kind: ElectionKind?, in nation: Nation) -> AppliedRule {
    guard let kind, let row = Self.kindIndices[kind], let column = Self.nationIndices[nation] else {
      return rules[rules.count - 1]
    }
    return rules[row * Nation.allCases.count + column]
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

  /// The kind that an election counts as: where it may be several, the one that starts earliest.
  package func kind(of election: Election) -> ElectionKind? {
    election.kinds.count > 1 ? earliestCandidate(for: election).kind : election.kinds.first
  }

  /// Of several kinds those that the nation holds; where it holds none, nobody has classified the poll.
  private func earliestCandidate(for election: Election) -> Candidate {
    let held = election.kinds.filter { PurdahRules.isHeld($0, in: election.nation) }
    var chosen = candidate(held.first ?? election.kinds.first, for: election)
    for kind in held.dropFirst() {
      let other = candidate(kind, for: election)
      if other.start < chosen.start { chosen = other }
    }
    return chosen
  }

  private struct Candidate {
    let kind: ElectionKind?
    let rule: PurdahRule
    let start: CivilDate
    let isEstimate: Bool
  }

  /// One kind's first day, and whether it is an estimate.
  ///
  /// A count that enters a year whose bank holidays are not published starts a working day earlier: a
  /// holiday proclaimed later moves starts back, and a false "held" is the lesser harm.
  private func candidate(_ kind: ElectionKind?, for election: Election) -> Candidate {
    let applied = rule(for: kind, in: election.nation)
    let rule = applied.rule
    let pollingDay = election.pollingDay
    switch (rule.start, applied.calendar) {
    case (.workingDays(let count, _), let calendar?):
      let start = calendar.day(count, workingDaysBefore: pollingDay)
      let lastYear = pollingDay.adding(days: -1).year
      if (start.year...lastYear).allSatisfy(calendar.isKnown) {
        return Candidate(kind: kind, rule: rule, start: start, isEstimate: rule.isEstimate)
      }
      let earlier = calendar.day(1, workingDaysBefore: start)
      return Candidate(kind: kind, rule: rule, start: earlier, isEstimate: true)
    case (.calendarDays(let days), _), (.workingDays(let days, _), nil):
      return Candidate(kind: kind, rule: rule, start: pollingDay.adding(days: -days), isEstimate: rule.isEstimate)
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
