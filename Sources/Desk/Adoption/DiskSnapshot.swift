package import ElectionCalendar
package import Elections
import Foundation
package import Publishing
import PublishingGate
import PublishingSettings
import Texts

/// Calendars and settings as they stand on disk, as bytes: what `adopt` makes a revision of.
package struct DiskSnapshot {
  package let contents: SnapshotContents
  package let settings: Settings
  /// Files and folders that could not be read at all.
  package let unreadable: [CalendarFile]
  /// What stands beside the calendars and is not read.
  package let remarks: FolderRemarks

  package var snapshot: Snapshot { contents.snapshot }

  /// Something that belongs to it could not be read, so that it proves nothing: the settings, or a file or folder.
  package let isIncomplete: Bool

  package init(_ workspace: Workspace) {
    var files: [Snapshot.File] = []
    var bytes: [ContentHash: [UInt8]] = [:]
    func add(_ role: Snapshot.Role, _ path: String, _ content: [UInt8]) {
      let hash = ContentHash(of: content)
      bytes[hash] = content
      files.append(Snapshot.File(role: role, path: path, hash: hash))
    }
    if let text = workspace.settingsText { add(.settings, workspace.settingsName, Array(text.utf8)) }
    var unreadable: [CalendarFile] = []
    var remarks = FolderRemarks()
    for (role, name) in [(Snapshot.Role.elections, "elections"), (.bankHolidays, "bank-holidays")] {
      let found = workspace.calendarBytes(name)
      for file in found.files { add(role, file.name, file.bytes) }
      unreadable += found.problems
      remarks = remarks + found.remarks
      if found.files.isEmpty, found.problems.isEmpty {
        unreadable.append(Forecast.emptyFolder(name, below: workspace.calendarsPath))
      }
    }
    if let file = workspace.diskSettings.contentChecks?.termsFile {
      switch workspace.termsBytes(file) {
      case .success(let bytes): add(.terms, file, bytes)
      case .failure(let problem): unreadable.append(problem.file)
      }
    }
    contents = SnapshotContents(
      snapshot: Snapshot(
        folder: workspace.folder, calendars: Workspace.absolute(workspace.calendarsPath), files: files), bytes: bytes)
    settings = workspace.diskSettings
    self.unreadable = unreadable
    self.remarks = remarks
    isIncomplete = !unreadable.isEmpty || workspace.settingsProblem != nil
  }
}

/// A snapshot read: its settings and what its calendars say.
package struct ReadSnapshot {
  package let settings: Settings
  package let forecast: Forecast
  /// The listed words that send a post to approval.
  package let matcher: TermMatcher

  package init(_ disk: DiskSnapshot, days: Range<CivilDate>) {
    self.init(disk.contents, settings: disk.settings, unreadable: disk.unreadable, remarks: disk.remarks, days: days)
  }

  /// From a store, where nothing is missing.
  package init(_ contents: SnapshotContents, connectors: ConnectorList, days: Range<CivilDate>) throws {
    self.init(
      contents, settings: try Self.settings(contents, connectors: connectors), days: days)
  }

  /// The same, where the settings are read already.
  package init(_ contents: SnapshotContents, settings: Settings, days: Range<CivilDate>) {
    self.init(contents, settings: settings, unreadable: [], remarks: FolderRemarks(), days: days)
  }

  private init(
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
      return try Workspace.builtInSettings(connectors)
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
