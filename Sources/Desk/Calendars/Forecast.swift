package import ElectionCalendar
package import Elections
import Foundation
package import Publishing

/// What the calendars on disk say: elections, their windows, and what could not be read.
package struct Forecast {
  package let elections: [Election]
  package private(set) var windows: [PurdahWindow]
  /// Those of the governing calendars.
  private let governing: [PurdahWindow]
  /// What tentative elections, notices and windows would close if they were confirmed.
  package let possible: [PurdahWindow]
  package let problems: [CalendarProblem]
  package let calculator: WindowCalculator
  package let fileCount: Int
  /// Files and folders that other programs left beside the calendars, and nobody reads.
  package let leftBehind: Int
  package let eventCount: Int
  /// What became of each event.
  package let accounts: EventAccounts
  /// Windows that belong to no election.
  package let standaloneWindows: [PurdahWindow]
  /// Events that lie wholly after the days that were asked for.
  package let laterEvents: [LaterEvent]
  package let days: Range<CivilDate>
  package let newestStamp: Int64?
  /// How the files on disk compare with what this was read from.
  package var comparison = FileComparison.files
  /// Files that cannot be read: what they would close is unknown.
  package var sources: [SourceDoubt] = []
  /// Who answers for channels, and what their posts need.
  private let settings: Settings
  /// What further closes single channels while changes wait for a person.
  private var closures: [AdoptedRevision.KeptClosing] = []

  package init(
    electionFiles: [CalendarFile], holidayFiles: [CalendarFile], settings: Settings,
    remarks: FolderRemarks = FolderRemarks(),
    days: Range<CivilDate>
  ) {
    self.settings = settings
    let zone = settings.authority.zone
    let holidays = BankHolidayCalendars(files: holidayFiles, zone: zone)
    let calendar = ElectionCalendar(
      files: electionFiles, days: days, zone: zone, nation: settings.authority.nation, rules: settings.sources)
    let calculator = WindowCalculator(holidays: holidays.holidays, settings: settings.purdah, zone: zone)
    let zoneProblems = ZoneCheck.zone(named: Settings.defaultZoneName).map { ZoneCheck.problems(london: $0) } ?? []
    self.calculator = calculator
    elections = calendar.elections
    let standaloneWindows = calendar.standaloneWindows.map(calculator.window)
    windows = calendar.elections.flatMap(calculator.windows) + standaloneWindows
    governing = windows
    possible =
      calendar.elections.flatMap(calculator.possibleWindows) + calendar.possibleWindows.map(calculator.window)
    problems =
      zoneProblems.map { CalendarProblem(severity: .error, file: "time zone database", line: 1, message: $0) }
      + calendar.problems + calendar.doubts(under: calculator) + holidays.problems
      + remarks.problems
    leftBehind = remarks.leftBehind
    fileCount = electionFiles.count + holidayFiles.count
    eventCount = calendar.eventCount + holidayFiles.reduce(0) { $0 + $1.eventCount }
    accounts = calendar.accounts + holidays.accounts
    self.standaloneWindows = standaloneWindows
    laterEvents = calendar.laterEvents
    self.days = days
    newestStamp = calendar.newestStamp
  }

  /// A folder without a single calendar is missing input, not an answer.
  package static func emptyFolder(_ name: String, below path: String) -> CalendarFile {
    CalendarFile(
      path: name,
      problem: "The folder \(path)/\(name) holds no .ics file, so nothing is known; put the calendars there.")
  }

  /// Takes over what else is kept closed (the rest of its change waits for a person).
  package mutating func alsoCloses(_ closing: AdoptedRevision.KeptClosing) {
    closures.append(closing)
    let more =
      switch closing {
      case .closures(let kept): kept.closures.map(\.window)
      case .snapshot(let other): other.forecast.windows
      }
    let known = Set(windows)
    windows += Set(more).subtracting(known).sorted {
      ($0.starts, $0.ends, $0.summary) < ($1.starts, $1.ends, $1.summary)
    }
  }

  package var errors: [CalendarProblem] { problems.filter { $0.severity == .error } }

  /// Why blackouts may be missing, for what could not be read of these calendars.
  private var doubts: [Cause] {
    let errors = errors
    let more: Sentence = errors.count > 1 ? " (and \(errors.count - 1) more; see \(Remedy.checkCalendars))" : ""
    return errors.prefix(1).map { Cause.calendarUnreadable("\($0.description)\(more)") }
  }

  /// What the calendars and their settings say of every channel, with what else is kept closed: the only way to a channel's
  /// schedule.
  package func rules(
    revision: RevisionNumber?, folder: String, matcher: TermMatcher = TermMatcher([])
  ) -> Ruleset {
    let doubts = doubts
    let schedules = settings.channels.map { channel in
      ChannelSchedule(
        channel: channel, windows: governing, doubts: doubts, staffing: settings.staffing(of: channel),
        flaggedNeedApproval: settings.contentChecks?.when)
    }
    let own = Ruleset(
      revision: revision, settings: settings, folder: folder, schedules: schedules, matcher: matcher)
    return closures.reduce(own) { rules, closing in
      switch closing {
      case .closures(let kept): rules.alsoClosing(kept)
      case .snapshot(let other): rules.alsoClosing(as: other.ruleset(revision: nil, folder: folder))
      }
    }
  }
}
