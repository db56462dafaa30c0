import Foundation
import Glibc
import Publishing
import Texts

/// The files that lie beside a store and go with it (`StoreCompanion`). Whatever else is in that folder is somebody else's.
struct StoreCompanions {
  let folder: String

  /// The plain files, by their paths below the folder, in order. One of the names may be a link, as of media to a larger
  /// disk; what is a link below it is none of ours.
  func files() throws -> [String] {
    try StoreCompanion.allCases.flatMap { companion -> [String] in
      let (name, path) = (companion.rawValue, companion.path(in: folder))
      var status = stat()
      guard unsafe lstat(path, &status) == 0 || errno != ENOENT else { return [] }
      // A link that leads nowhere, or a folder that may not be looked into, is not nothing.
      guard unsafe stat(path, &status) == 0 else {
        throw Failure(
          .cannotWrite,
          "\(path.visibleLine) belongs to the store and cannot be examined: "
            + "\(unsafe String(cString: strerror(errno)).lowercased()).")
      }
      guard status.st_mode & S_IFMT == S_IFDIR else { return [name] }
      let found: [String]
      do {
        found = try FileManager.default.subpathsOfDirectory(atPath: path + "/.")
      } catch {
        throw Failure(
          .cannotWrite, "\(path.visibleLine) belongs to the store and cannot be read: \(error.localizedDescription)")
      }
      // A name that begins with a dot is a file on its way.
      return found.filter { !$0.hasPrefix(".") && !$0.contains("/.") && Self.kind(path + "/" + $0) == S_IFREG }
        .map { name + "/" + $0 }.sorted()
    }
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
