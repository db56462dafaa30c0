import Foundation

/// What `make install` put beside the program.
enum InstalledFiles {
  /// `PREFIX/share/portcullis/calendars`, or the calendars of the checkout that the program was built in.
  static var calendars: URL? {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    var folder = program.deletingLastPathComponent()
    let installed = folder.deletingLastPathComponent().appending(path: "share/portcullis/calendars")
    if isThere(installed) { return installed }
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
