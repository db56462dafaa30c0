import ElectionCalendar
package import Elections
package import Foundation
package import Publishing

/// What the calendars of a set-up say, and all that holds by them.
extension Workspace {
  /// The calendars that answers follow, with series expanded up to ten years after `instant`.
  package func forecast(around instant: Instant) throws -> Forecast {
    try forecast(days: Self.days(around: instant, zone: civil.zone))
  }

  /// The same for a range of days: a window may overlap it though its poll lies behind it, and a notice may
  /// stand in it though its election does not.
  package func forecast(overlapping days: Range<CivilDate>) throws -> Forecast {
    let reach = min(days.upperBound.adding(days: 400), Self.lastDay)
    return try forecast(days: Self.firstDay..<max(reach, Self.firstDay.adding(days: 1)))
  }

  private func forecast(days: Range<CivilDate>) throws -> Forecast {
    guard let adopted else {
      var forecast = Forecast(self, days: days)
      if let isElsewhere { forecast.comparison = .elsewhere(isElsewhere.number, isElsewhere.governing.folder) }
      return forecast
    }
    let (governing, closures) = try adopted.read(days: days)
    var forecast = governing.forecast
    for closing in closures { forecast.alsoCloses(closing) }
    guard !isStoreAlone || isOrigin(of: adopted.revision) else {
      // No files are at hand; what the gate found of them stands in the store.
      forecast.comparison = .current
      forecast.sources = rows.doubts
      return forecast
    }
    let disk = DiskSnapshot(self)
    let found = doubts(on: disk, now: Self.now)
    forecast.comparison = comparison(adopted, disk, found)
    forecast.sources = SourceDoubt.joined(rows.doubts, isOrigin(of: adopted.revision) ? found : [])
    return forecast
  }

  /// All that holds, by these calendars and by what the store that answers keeps, as it is looked at `now`.
  package func standing(_ forecast: Forecast, now: Instant) -> Standing {
    var rows = rows
    rows.doubts = forecast.sources
    return Standing(forecast.rules(revision: adopted?.revision.number, folder: folder), rows, now: now)
  }

  /// How the files on disk compare with the revision in force.
  private func comparison(_ adopted: AdoptedRevision, _ disk: DiskSnapshot, _ found: [SourceDoubt]) -> FileComparison {
    if settingsText != nil, folder != adopted.revision.governing.folder {
      return .otherSetUp(folder, inForce: adopted.revision.governing.folder)
    }
    if let first = found.first { return .unreadable(first.detail) }
    return adopted.revision.snapshots == [disk.snapshot] ? .current : .notAdopted
  }

  package static func days(around instant: Instant, zone: TimeZone) -> Range<CivilDate> {
    let last = min(zone.date(at: instant).adding(days: 3653), Self.lastDay)
    return Self.firstDay..<max(last, Self.firstDay.adding(days: 1))
  }

  package static let firstDay =
    CivilDate(year: CalendarLimits.years.lowerBound, month: 1, day: 1) ?? CivilDate(daysSince1970: 0)
  package static let lastDay =
    CivilDate(year: CalendarLimits.years.upperBound, month: 12, day: 31) ?? CivilDate(daysSince1970: 0)
}

extension Forecast {
  package init(_ workspace: Workspace, days: Range<CivilDate>) {
    let zone = workspace.diskSettings.authority.zone
    let path = workspace.calendarsPath
    let elections = Self.read("elections", below: path, zone: zone)
    let holidays = Self.read("bank-holidays", below: path, zone: zone)
    self.init(
      electionFiles: elections.files, holidayFiles: holidays.files, settings: workspace.diskSettings,
      remarks: elections.remarks + holidays.remarks, days: days)
  }

  private static func read(_ name: String, below path: String, zone: TimeZone) -> (
    files: [CalendarFile], remarks: FolderRemarks
  ) {
    let found = CalendarFolder.read(path + "/" + name, prefix: name, zone: zone)
    return found.files.isEmpty ? ([emptyFolder(name, below: path)], found.remarks) : found
  }
}
