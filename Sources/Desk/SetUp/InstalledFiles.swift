package import Foundation

/// What `make install` put beside the program.
package enum InstalledFiles {
  /// `PREFIX/share/portcullis/calendars`, where it is there.
  package static var calendars: URL? {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    let installed = program.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "share/portcullis/calendars")
    return isThere(installed) ? installed : nil
  }

  /// The calendars that a new folder starts from: those installed, or those of the checkout that the program was
  /// built in.
  package static var shippedCalendars: URL? {
    if let calendars { return calendars }
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    var folder = program.deletingLastPathComponent()
    while folder.pathComponents.count > 1 {
      if folder.lastPathComponent == ".build" {
        let calendars = folder.deletingLastPathComponent().appending(path: "calendars")
        return isThere(calendars) ? calendars : nil
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  private static func isThere(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(percentEncoded: false))
  }
}
