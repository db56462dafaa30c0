import ElectionCalendar
package import Elections
package import Publishing
import PublishingSettings

/// A snapshot read: its settings and what its calendars say.
package struct ReadSnapshot {
  package let settings: Settings
  package let forecast: Forecast
  /// The listed words that send a post to approval.
  package let matcher: TermMatcher

  /// From a store, where nothing is missing.
  package init(_ contents: SnapshotContents, connectors: ConnectorList, days: Range<CivilDate>) throws {
    self.init(
      contents, settings: try Self.settings(contents, connectors: connectors), days: days)
  }

  /// The same, where the settings are read already.
  package init(_ contents: SnapshotContents, settings: Settings, days: Range<CivilDate>) {
    self.init(contents, settings: settings, unreadable: [], remarks: FolderRemarks(), days: days)
  }

  /// `unreadable` and `remarks`: what was found beside it.
  init(
    _ contents: SnapshotContents, settings: Settings, unreadable: [CalendarFile], remarks: FolderRemarks,
    days: Range<CivilDate>
  ) {
    self.settings = settings
    let texts = contents.snapshot.files.filter { $0.role == .terms }.map { file in
      String(decoding: contents.bytes[file.hash] ?? [], as: UTF8.self)
    }
    matcher = TermMatcher((settings.contentChecks?.terms ?? []) + texts.flatMap(TermMatcher.terms(inCSV:)))
    let zone = settings.authority.zone
    func files(_ role: Snapshot.Role) -> [CalendarFile] {
      contents.snapshot.files.filter { $0.role == role }.mapOnProcessors { file in
        CalendarReader.read(contents.bytes[file.hash] ?? [], path: file.path, zone: zone)
      }
    }
    let broken = unreadable.filter { !$0.path.hasPrefix("bank-holidays") }
    let brokenHolidays = unreadable.filter { $0.path.hasPrefix("bank-holidays") }
    forecast = Forecast(
      electionFiles: files(.elections) + broken, holidayFiles: files(.bankHolidays) + brokenHolidays,
      settings: settings, remarks: remarks, days: days)
  }

  package static func settings(_ contents: SnapshotContents, connectors: ConnectorList) throws -> Settings {
    guard let file = contents.snapshot.files.first(where: { $0.role == .settings }) else {
      return try .builtIn(connectors)
    }
    let text = String(decoding: contents.bytes[file.hash] ?? [], as: UTF8.self)
    do throws(SettingsErrors) {
      return try SettingsReader.read(text, file: file.path, connectors: connectors)
    } catch {
      throw Failure(.badInput, messages: error.errors.map { Sentence($0.description) })
    }
  }

  package func ruleset(revision: RevisionNumber?, folder: String) -> Ruleset {
    forecast.rules(revision: revision, folder: folder, matcher: matcher)
  }
}
