import Contract
import ElectionCalendar
import Elections
import Publishing
import Texts

/// What calendars say, as the contract writes it.
extension ContractValues {
  func calendar(_ forecast: Forecast) -> CalendarAnswer {
    let state: CalendarAnswer.State =
      switch forecast.comparison {
      case .files, .elsewhere: forecast.errors.isEmpty ? .current : .unreadable
      case .current: .current
      case .notAdopted, .otherSetUp: .notAdopted
      case .unreadable: .unreadable
      }
    return CalendarAnswer(
      state: state, problems: forecast.problems.count, note: forecast.comparison.note(civil),
      errors: forecast.errors.count)
  }

  func problem(_ problem: CalendarProblem) -> ProblemAnswer {
    ProblemAnswer(
      severity: problem.severity == .error ? .error : .warning, file: problem.file, line: problem.line,
      uid: problem.uid, message: problem.message)
  }

  func accounts(_ accounts: EventAccounts, _ workspace: Workspace) -> CheckCalendars.Accounts {
    let rules = workspace.settings.sources
    return CheckCalendars.Accounts(
      events: accounts.events, elections: accounts.elections, notices: accounts.notices, windows: accounts.windows,
      holidays: accounts.holidays,
      ignored: accounts.ignored.sorted { $0.key < $1.key }.map { place, events in
        CheckCalendars.Ignored(
          rule: place + 1, file: workspace.settingsName,
          line: rules.indices.contains(place) ? rules[place].line : nil, events: events)
      },
      supersededTotal: accounts.supersededCount, superseded: accounts.superseded.map(succession),
      repeatedTotal: accounts.repeatedCount, repeated: accounts.repeated.map(succession),
      unused: EventAccounts.Unused.allCases.compactMap { reason in
        accounts.unused[reason].map { CheckCalendars.Unused(reason: reason.rawValue, events: $0) }
      }, unreadable: accounts.unreadable)
  }

  private func succession(_ succession: EventAccounts.Succession) -> CheckCalendars.Succession {
    CheckCalendars.Succession(event: place(succession.event), by: place(succession.counts))
  }

  /// What was counted for a window; nil where nothing was.
  func counted(_ window: PurdahWindow, _ calculator: WindowCalculator) -> CountedDays? {
    let days = calculator.countedDays(for: window)
    guard !days.isEmpty, let excluded = calculator.excludedDays(for: window) else { return nil }
    return CountedDays(days: days.map(day), bankHolidays: excluded.name)
  }
}

extension FileComparison {
  /// What a reader of an answer should know of it; nil when there is nothing.
  fileprivate func note(_ civil: CivilText) -> String? {
    switch self {
    case .files, .current: nil
    case .elsewhere(let revision, let folder):
      "This answer follows the files here. Your store has revision \(revision) in force for \(folder.visibleLine); name it by --store "
        + "to ask about that."
    case .notAdopted:
      civil.words(
        "The files on disk differ from what is in force, which this answer follows: see \(Remedy.previewAdoption).")
    case .otherSetUp(let folder, let inForce):
      "The set-up here, \(folder.visibleLine), is not what this answer follows: the store that is named has "
        + "\(inForce.visibleLine) in force."
    case .unreadable(let problem):
      "The files on disk have errors, so they are not adopted, and what was adopted before stays in force: \(problem.visibleLine)"
    }
  }
}

extension Forecast {
  /// The windows of what is tentative that touch a channel, are not over and begin before `end`, within a year when none is
  /// given; the nearest first.
  func possible(for channel: Channel, at instant: Instant, before end: Instant? = nil) -> [PurdahWindow] {
    let end = end ?? instant.adding(seconds: 366 * 86_400)
    return BlackoutSchedule(possible, touching: channel.areas).windows.filter { $0.ends > instant && $0.starts < end }
  }
}

extension Workspace {
  /// The number of the revision that answers; nil where the files on disk do.
  var answeringRevision: Int? { adopted.map { Int($0.revision.number.rawValue) } }
}

extension Cause {
  var window: PurdahWindow? { if case .purdahWindow(let window) = self { window } else { nil } }
}
