import Foundation

/// What `make install` put beside the program.
enum InstalledFiles {
  /// `PREFIX/share/portcullis/calendars`, where it is there.
  static var calendars: URL? {
    guard let program = Bundle.main.executableURL else { return nil }
    let folder = program.resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "share/portcullis/calendars")
    return FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) ? folder : nil
  }
}
