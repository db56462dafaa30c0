import Desk
import Foundation
import Publishing
import TestSupport

/// A council that has files and no store yet, with a desk on them.
struct CouncilOfFiles {
  let folder: Program.Folder
  let desk: Desk

  /// `events`: those of its calendar of elections.
  init(_ events: String...) throws {
    folder = try Program.Folder()
    try folder.addBankHolidays()
    try folder.write("portcullis.yaml", Self.settings)
    let path = folder.url.path
    desk = Desk(
      SetUpChoice(
        settings: path + "/portcullis.yaml", calendars: nil, store: "sqlite:\(path)/store/portcullis.sqlite",
        actor: Actor("somebody"), parts: DeskFolder.parts))
    try write(events)
  }

  func write(_ events: [String]) throws {
    let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN"] + events + ["END:VCALENDAR", ""]
    try folder.write("calendars/elections/ours.ics", lines.joined(separator: "\r\n"))
  }

  var hasStore: Bool {
    FileManager.default.fileExists(atPath: folder.url.appending(path: "store/portcullis.sqlite").path)
  }

  /// A window given by hand, as `20270420T170000`.
  static func window(_ name: String, _ starts: String, _ ends: String, status: String = "CONFIRMED") -> String {
    [
      "BEGIN:VEVENT", "UID:\(name)", "DTSTAMP:20260101T000000Z", "DTSTART;TZID=Europe/London:\(starts)",
      "DTEND;TZID=Europe/London:\(ends)", "SUMMARY:\(name)", "CATEGORIES:PURDAH", "STATUS:\(status)", "END:VEVENT",
    ].joined(separator: "\r\n")
  }

  private static let settings = """
    authority:
      name: A council
    anchor: anchor
    channels:
      website:
        connector: feed
        path: public/news.atom

    """
}
