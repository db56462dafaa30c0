import Foundation
import Glibc
import Machine
import Publishing

/// Who besides its own account may reach a store's files: nobody, once a register of people is in force in it.
struct StoreRights {
  private let path: String

  init(of path: String) { self.path = StoreFile.resolved(path) }

  private var folder: String { StoreFile.folder(of: path) }
  private var name: String { String(path.split(separator: "/").last ?? "") }

  /// Takes from every other account what it may do with the store, its log, and what lies beside it.
  ///
  /// A folder that holds other things as well, as a council's own may, stays open for looking at their names; nobody else may
  /// put a file into it any more, or exchange one.
  func closeToOthers() throws(StoreError) {
    let beside = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = beside.filter(isOwn)
    for name in own {
      // Media may lie on a larger disk, behind a link.
      try close(StoreFile.resolved(folder + "/" + name))
    }
    try close(folder, keeping: own.count == beside.count ? 0 : S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH)
  }

  private func isOwn(_ name: String) -> Bool {
    name.hasPrefix(self.name) || StoreCompanion.allCases.contains { $0.rawValue == name }
  }

  /// A link is left alone: what it leads to may be anybody's.
  private func close(_ path: String, keeping kept: mode_t = 0) throws(StoreError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return }
    if status.st_mode & S_IFMT == S_IFDIR, path != folder {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] { try close(path + "/" + name) }
    }
    let mode = status.st_mode & 0o7777
    let closed = mode & (S_IRWXU | kept)
    guard closed != mode else { return }
    guard unsafe chmod(path, closed) == 0 else {
      throw .unavailable(
        "Other accounts may reach \(path), and their right to it cannot be taken away: \(ErrorNumber(errno).description). "
          + "Give it to the account that runs the gate, for that account alone.")
    }
  }
}
