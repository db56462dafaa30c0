package import ElectionCalendar
package import Publishing

/// The files of a set-up as bytes: from the disk, or from a look that was taken at it.
extension Workspace {
  /// The calendars of one of the two folders, named with it; and what of it could not be read.
  package func calendarBytes(_ name: String) -> (
    files: [(name: String, bytes: [UInt8])], problems: [CalendarFile], remarks: FolderRemarks
  ) {
    guard let look else { return CalendarFolder.bytes(calendarsPath + "/" + name, prefix: name) }
    let role = name == "elections" ? Snapshot.Role.elections : .bankHolidays
    return (
      look.files.filter { $0.role == role }.map { ($0.path, $0.bytes) },
      look.unreadable.filter { $0.path == name || $0.path.hasPrefix(name + "/") }.map(\.file), FolderRemarks()
    )
  }

  /// The largest list of words that is read.
  package static let mostTermsBytes = 16 << 20

  /// Where the list of words lies, if the settings name one.
  package var termsPath: String? {
    diskSettings.contentChecks?.termsFile.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
  }

  package struct UnreadableTerms: Error {
    package let file: CalendarFile
  }

  /// The list of words, which is UTF-8 text.
  package func termsBytes(_ name: String) -> Result<[UInt8], UnreadableTerms> {
    func unreadable(_ reason: String) -> Result<[UInt8], UnreadableTerms> {
      let problem = "The terms-file cannot be read: \(reason). Correct it, or its path in the settings."
      return .failure(UnreadableTerms(file: CalendarFile(path: name, problem: problem)))
    }
    if let look {
      if let file = look.files.first(where: { $0.role == .terms }) { return .success(file.bytes) }
      let known = look.unreadable.first { $0.path == name }
      return known.map { .failure(UnreadableTerms(file: $0.file)) } ?? unreadable("it was not looked at")
    }
    do throws(PlainFile.Unreadable) {
      let bytes = try PlainFile.bytes(termsPath ?? name, atMost: Self.mostTermsBytes)
      return String(validating: bytes, as: UTF8.self) == nil ? unreadable("it is no UTF-8 text") : .success(bytes)
    } catch {
      return unreadable(error.reason)
    }
  }
}

extension DiskLook {
  package func has(_ role: Snapshot.Role) -> Bool {
    role == .settings && settingsProblem != nil || files.contains { $0.role == role }
  }

  /// The settings as `Workspace.readSettings` reads them from the disk.
  package func readSettings(_ path: String, connectors: ConnectorList) throws -> (text: String, settings: Settings) {
    if let settingsProblem { throw Failure(.badInput, Sentence(settingsProblem)) }
    return try Workspace.settings(files.first { $0.role == .settings }?.bytes ?? [], path, connectors: connectors)
  }
}
