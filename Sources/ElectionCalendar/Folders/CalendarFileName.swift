/// What the name of a file in the calendars' folder says of it.
package enum CalendarFileName: Hashable, Sendable {
  /// It ends in `.ics`, and is read.
  case calendar
  /// What desktops, editors and synchronisation leave behind: counted, never opened.
  case leftBehind
  /// Meant as a calendar, but not read: what it is, as a clause, and the remedy, as a sentence.
  case nearly(what: String, remedy: String)
  /// Anything else, in which only its content can show a calendar.
  case other

  /// `name` is the last part of the path.
  package init(_ name: String) {
    let lower = name.lowercased()
    if Self.isLeftBehind(lower) {
      self = .leftBehind
    } else if lower.hasSuffix(".ics") {
      self = .calendar
    } else {
      self = Self.meant(by: lower) ?? .other
    }
  }

  /// Hidden files, locks of office programs, and what file managers write into every folder.
  private static func isLeftBehind(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("~$") || ["thumbs.db", "desktop.ini", "icon\r"].contains(name)
  }

  /// The name of the file that an editor or a download keeps a copy of under this name; nil for other names.
  package static func original(ofBackup name: String) -> String? {
    if name.count > 2, name.hasPrefix("#"), name.hasSuffix("#") { return String(name.dropFirst().dropLast()) }
    let suffix = ["~", ".bak", ".old", ".orig", ".tmp", ".part"].first { name.lowercased().hasSuffix($0) }
    return suffix.map { String(name.dropLast($0.count)) }
  }

  private static func meant(by name: String) -> CalendarFileName? {
    let bare = name.filter { !$0.isWhitespace }
    if bare.hasSuffix(".ics") || bare.hasSuffix(".ics.") {
      return .nearly(
        what: "something stands after its .ics that is hard to see", remedy: "Rename it so that it ends in .ics.")
    }
    let parts = bare.split(separator: Character("."), omittingEmptySubsequences: false)
    guard let last = parts.last, parts.count > 1 else { return nil }
    switch last {
    case "ical", "icalendar", "icl":
      return .nearly(what: "it ends in .\(last)", remedy: "Rename it so that it ends in .ics.")
    case "vcs":
      return .nearly(what: "it is of the older vCalendar", remedy: "Export the calendar as iCalendar (.ics).")
    case "ifb", "vfb":
      return .nearly(what: "it tells busy times, not events", remedy: "Export the calendar itself as .ics.")
    case "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "tar", "rar":
      return .nearly(what: "it is packed", remedy: "Unpack it, and put the .ics files here.")
    default:
      guard parts.dropLast().contains("ics") || last.hasPrefix("ics~") else { return nil }
      return .nearly(
        what: "it ends in .\(last) and not in .ics",
        remedy: "Rename it so that it ends in .ics if it counts, or move it elsewhere.")
    }
  }
}
