package import ElectionCalendar
package import Elections
package import Publishing
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

extension ReadSnapshot {
  package init(_ disk: DiskSnapshot, days: Range<CivilDate>) {
    self.init(disk.contents, settings: disk.settings, unreadable: disk.unreadable, remarks: disk.remarks, days: days)
  }
}
