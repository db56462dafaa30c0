import ElectionCalendar
import Elections
import Foundation
import PublishingGate

/// What the calendars on disk say: elections, their windows, and what could not be read.
struct Forecast {
  let elections: [Election]
  private(set) var windows: [PurdahWindow]
  /// Those of the governing calendars.
  private let governing: [PurdahWindow]
  /// What tentative elections would close if they were confirmed.
  let possible: [PurdahWindow]
  let problems: [CalendarProblem]
  let calculator: WindowCalculator
  let fileCount: Int
  let eventCount: Int
  let newestStamp: Int64?
  /// How the files on disk stand to what this was read from.
  var standing = CalendarStanding.files
  /// Files that cannot be read: what they would close is unknown.
  var sources: [SourceDoubt] = []
  /// Who answers for channels, and what their posts need.
  private let settings: Settings
  /// What further closes single channels, by their names.
  private var closures: [(windows: [PurdahWindow], settings: Settings)] = []

  init(_ workspace: Workspace, days: Range<CivilDate>) {
    let zone = workspace.diskSettings.authority.zone
    let path = workspace.calendarsPath
    let electionFiles = Self.read("elections", below: path, zone: zone)
    let holidayFiles = Self.read("bank-holidays", below: path, zone: zone)
    self.init(
      electionFiles: electionFiles, holidayFiles: holidayFiles, settings: workspace.diskSettings, days: days)
  }

  init(electionFiles: [CalendarFile], holidayFiles: [CalendarFile], settings: Settings, days: Range<CivilDate>) {
    self.settings = settings
    let zone = settings.authority.zone
    let holidays = BankHolidayCalendars(files: holidayFiles, zone: zone)
    let calendar = ElectionCalendar(
      files: electionFiles, days: days, zone: zone, nation: settings.authority.nation, rules: settings.sources)
    let calculator = WindowCalculator(holidays: holidays.holidays, settings: settings.purdah, zone: zone)
    let zoneProblems = ZoneCheck.zone(named: Settings.defaultZoneName).map { ZoneCheck.problems(london: $0) } ?? []
    self.calculator = calculator
    elections = calendar.elections
    windows =
      calendar.elections.flatMap(calculator.windows) + calendar.standaloneWindows.map(calculator.window)
    governing = windows
    possible = calendar.elections.compactMap(calculator.possibleWindow)
    problems =
      zoneProblems.map { CalendarProblem(severity: .error, file: "time zone database", line: 1, message: $0) }
      + calendar.problems + holidays.problems
    fileCount = electionFiles.count + holidayFiles.count
    eventCount = calendar.eventCount + holidayFiles.reduce(0) { $0 + $1.eventCount }
    newestStamp = calendar.newestStamp
  }

  /// A folder without a single calendar is missing input, not an answer.
  private static func read(_ name: String, below path: String, zone: TimeZone) -> [CalendarFile] {
    let files = CalendarFolder.read(path + "/" + name, prefix: name, zone: zone)
    guard files.isEmpty else { return files }
    return [emptyFolder(name, below: path)]
  }

  static func emptyFolder(_ name: String, below path: String) -> CalendarFile {
    CalendarFile(
      path: name,
      problem: "The folder \(path)/\(name) holds no .ics file, so nothing is known; put the calendars there.")
  }

  /// Takes over what another reading closes (the rest of its change waits for a person).
  mutating func alsoCloses(like other: Forecast, settings: Settings) {
    closures.append((other.windows, settings))
    let known = Set(windows)
    windows += other.windows.filter { !known.contains($0) }
  }

  var errors: [CalendarProblem] { problems.filter { $0.severity == .error } }

  /// Why a channel's blackouts may be missing.
  var doubts: [Cause] {
    let errors = errors
    let more = errors.count > 1 ? " (and \(errors.count - 1) more; see “portcullis calendar check”)" : ""
    return errors.prefix(1).map { Cause.calendarUnreadable("\($0.description)\(more)") } + sources.map(\.cause)
  }

  func schedule(for channel: Channel) -> ChannelSchedule {
    let own = ChannelSchedule(
      channel: channel, windows: governing, doubts: doubts, staffing: settings.staffing(of: channel),
      flaggedNeedApproval: settings.contentChecks?.when)
    return closures.reduce(own) { schedule, closure in
      guard let other = closure.settings.channels.first(where: { $0.id == channel.id }) else { return schedule }
      return schedule.alsoClosing(as: ChannelSchedule(channel: other, windows: closure.windows))
    }
  }
}
