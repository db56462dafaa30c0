import Glibc
import PublishingGate
import Synchronization

/// The store's file on disk: where it lies, and whether it still is the one that was opened.
package final class StoreFile: Sendable {
  let path: String
  private let identity: Mutex<(device: UInt, inode: UInt)?>

  init(path: String) {
    self.path = path
    identity = Mutex(nil)
  }

  /// Remembers the file as it is now.
  func remember() throws(StoreError) {
    guard let found = Self.identity(of: path) else {
      throw .unavailable("The store \(path) cannot be examined: \(Self.reason()).")
    }
    identity.withLock { $0 = found }
  }

  /// Refuses to go on when the file was removed or replaced: SQLite would write on into a file without a name, and
  /// what it acknowledged would be lost.
  func checkIdentity() throws(StoreError) {
    let known = identity.withLock { $0 }
    guard let known else { return }
    guard let found = Self.identity(of: path), found == known else {
      throw .unavailable(
        "The store \(path) was removed or replaced while it was in use; put it back, or restore a backup, and start again."
      )
    }
  }

  private static func identity(of path: String) -> (device: UInt, inode: UInt)? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return (UInt(status.st_dev), UInt(status.st_ino))
  }

  static func reason() -> String { unsafe String(cString: strerror(errno)).lowercased() }

  // MARK: Before opening

  /// Makes the folder, and refuses what a database must not lie on.
  func prepareFolder(creating: Bool) throws(StoreError) {
    let folder = Self.folder(of: path)
    var status = stat()
    if unsafe stat(folder, &status) != 0 {
      guard creating else { throw .unavailable("There is no store at \(path); “portcullis adopt” makes one.") }
      try Self.makeFolders(folder)
    }
    if let name = MountTable.networkFileSystem(under: folder) {
      throw .unavailable(
        "\(folder) lies on \(name), a network file system, on which locks and flushes cannot be relied on; keep the store "
          + "on a disk of this machine.")
    }
  }

  /// Whether anything lies at the path.
  ///
  /// Asked by name alone. This process must never open the file but through SQLite: closing any descriptor of it
  /// would drop the locks that SQLite holds on it in this process (fcntl(2), advisory record locking), and another
  /// process would then take the log for left behind and remove it.
  func isThere() throws(StoreError) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT { return false }
      throw .unavailable("The store \(path) cannot be opened: \(Self.reason()). Correct its permissions.")
    }
    return status.st_size > 0
  }

  /// Whether a folder's group may write in it.
  package static func isShared(_ folder: String) -> Bool {
    var status = stat()
    return unsafe stat(folder, &status) == 0 && status.st_mode & S_IWGRP != 0
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// For the owner alone: posts that are not out yet are nobody else's business.
  private static func makeFolders(_ folder: String) throws(StoreError) {
    var made = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      made += "/" + part
      if unsafe mkdir(made, 0o700) != 0, errno != EEXIST {
        throw .cannotWrite("The folder \(made) cannot be made: \(reason()). Correct --store, or its permissions.")
      }
    }
  }
}
