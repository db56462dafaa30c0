import CKernel
import Glibc
import Publishing
import Synchronization

/// The store's file on disk and SQLite's log beside it: where they lie, and whether they still are those that were
/// opened.
package final class StoreFile: Sendable {
  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64

    private init(_ found: portcullis_file_identity) { (device, inode) = (found.device, found.inode) }

    init?(of path: String) {
      var found = portcullis_file_identity()
      guard unsafe portcullis_identity_of_path(path, &found) == 0 else { return nil }
      self.init(found)
    }

    init?(of descriptor: Int32) {
      var found = portcullis_file_identity()
      guard unsafe portcullis_identity_of_descriptor(descriptor, &found) == 0 else { return nil }
      self.init(found)
    }
  }

  private struct Known {
    var file: Identity
    /// Beside the file itself, whatever link led there.
    var logPath: String
    var log: Identity?
  }

  let path: String
  private let known = Mutex<Known?>(nil)

  init(path: String) { self.path = path }

  /// Remembers the files as they are now; the store is open.
  func remember() throws(StoreError) {
    guard let found = Identity(of: path) else {
      throw .unavailable("The store \(path) cannot be examined: \(Self.reason()).")
    }
    let logPath = Self.resolved(path) + "-wal"
    known.withLock { $0 = Known(file: found, logPath: logPath, log: Identity(of: logPath)) }
  }

  /// Refuses to go on when a file was removed or replaced: SQLite would write on into a file without a name, and what it
  /// acknowledged would be lost.
  func checkIdentity() throws(StoreError) {
    let isSound = known.withLock { known in
      guard let opened = known else { return true }
      let log = Identity(of: opened.logPath)
      // The log is made by the first who needs it, and stays while anybody has the store open.
      if opened.log == nil { known?.log = log }
      return Identity(of: path) == opened.file && (opened.log == nil || log == opened.log)
    }
    if !isSound { throw replaced }
  }

  /// Refuses a descriptor of anything but the file that was opened.
  func check(_ descriptor: Int32) throws(StoreError) {
    guard let found = Identity(of: descriptor), known.withLock({ $0?.file == found }) else { throw replaced }
  }

  private var replaced: StoreError {
    .unavailable(
      "The store \(path), or the -wal beside it, was removed or replaced while it was in use; put it back, or restore a "
        + "backup, and start again.")
  }

  /// The path without links; the same where it leads nowhere.
  static func resolved(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  static func reason() -> String { unsafe String(cString: strerror(errno)).lowercased() }

  // MARK: Before opening

  /// What to do differs: a new user sets up, and whoever had a store has lost it, or has named another.
  static func missing(_ path: String) -> StoreError {
    .unavailable(
      "There is no store at \(path). If there was one, put it back, or restore a backup; if it lies elsewhere, name it by "
        + "--store or PORTCULLIS_STORE. To begin anew: \(Remedy.setUp), or \(Remedy.adopt) where settings and "
        + "calendars are there already.")
  }

  /// Makes the folder, and refuses what a database must not lie on.
  func prepareFolder(creating: Bool) throws(StoreError) {
    let folder = Self.folder(of: path)
    var status = stat()
    if unsafe stat(folder, &status) != 0 {
      guard creating else { throw Self.missing(path) }
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
    if status.st_mode & S_IFMT == S_IFDIR {
      throw .unavailable("\(path) is a folder; name the store's file in it, as sqlite:\(path)/portcullis.sqlite.")
    }
    try refuseSecondName(status)
    return status.st_size > 0
  }

  /// SQLite finds its log by the file's name, so two names have two logs, and what one of them holds would be lost with
  /// the file.
  private func refuseSecondName(_ status: stat) throws(StoreError) {
    if status.st_nlink > 1 {
      throw .unavailable(
        "\(path) has \(status.st_nlink) names (hard links), and each would have a log of its own; leave one, or make a "
          + "symbolic link.")
    }
    if MountTable.isMountPoint(Self.resolved(path)) {
      throw .unavailable(
        "\(path) is mounted by itself, without the log beside it; mount the folder that holds it.")
    }
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
