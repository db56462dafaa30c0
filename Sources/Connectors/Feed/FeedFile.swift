import Glibc
import Machine

/// A file that is replaced whole: a reader sees the old one or the new one, never a part.
struct FeedFile: Sendable {
  let path: String

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private var name: String {
    String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
  }

  /// What distinguishes this state of the file from every other; nil when there is none.
  struct Identity: Hashable, Sendable {
    let device: UInt
    let node: UInt
    let size: Int
    /// As C writes it: the members of `timespec` belong to a module that not every build can name.
    let changed: String
  }

  var identity: Identity? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Identity(
      device: status.st_dev, node: status.st_ino, size: status.st_size,
      changed: "\(status.st_mtim)")
  }

  /// Its bytes; nil when there is no such file.
  func read() throws(FileProblem) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      guard errno != ENOENT else { return nil }
      throw FileProblem(path, "cannot be read", errno)
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        guard errno != EINTR else { continue }
        throw FileProblem(path, "cannot be read", errno)
      }
      bytes += chunk[..<count]
    }
  }

  // MARK: Replacing

  /// Written beside its target and safe on the disk, and seen by nobody: only its owner may read it until then.
  struct Staged: Sendable {
    fileprivate let path: String
    func discard() { _ = unsafe unlink(path) }
  }

  /// `tag` keeps the files of different deliveries apart; the same delivery takes up what a crash left.
  func stage(_ bytes: [UInt8], tag: String) throws(FileProblem) -> Staged {
    try makeFolder(folder)
    let staged = Staged(path: "\(folder)/.\(name).\(tag).new")
    let file = unsafe open(staged.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw FileProblem(path, "cannot be written", errno) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(file, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0 {
        guard errno != EINTR else { continue }
        throw discarding(staged, "cannot be written")
      }
      written += count
    }
    guard fsync(file) == 0 else { throw discarding(staged, "cannot be made safe on the disk") }
    return staged
  }

  /// The moment at which readers see it. Throws only where the file is certainly as before.
  func replace(with staged: Staged) throws(FileProblem) -> Replacement {
    guard unsafe chmod(staged.path, 0o644) == 0 else { throw discarding(staged, "cannot be made readable") }
    if unsafe rename(staged.path, path) == 0 { return .done }
    let problem = FileProblem(path, "cannot be replaced", errno)
    guard FeedFile.refusals.contains(problem.code) else { return .perhaps(problem) }
    staged.discard()
    throw problem
  }

  enum Replacement {
    case done
    /// A network file system can rename and still report an error.
    case perhaps(FileProblem)
  }

  /// What `rename` says when it has changed nothing.
  private static let refusals: Set<Int32> = [
    EACCES, EPERM, EROFS, ENOSPC, EDQUOT, EISDIR, ENOTDIR, ENOTEMPTY, EEXIST, ENOENT, EXDEV, EBUSY, ENAMETOOLONG, ELOOP,
    EINVAL,
  ]

  /// Makes the names in its folder survive a loss of power.
  func syncFolder() throws(FileProblem) {
    let file = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw FileProblem(folder, "cannot be opened", errno) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileProblem(folder, "cannot be made safe on the disk", errno) }
  }

  private func discarding(_ staged: Staged, _ what: String) -> FileProblem {
    let problem = FileProblem(path, what, errno)
    staged.discard()
    return problem
  }

  private func makeFolder(_ folder: String) throws(FileProblem) {
    if unsafe mkdir(folder, 0o755) == 0 {
      // Whatever mask the gate runs under, the web server has to pass through.
      _ = unsafe chmod(folder, 0o755)
      return
    }
    let code = errno
    if code == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      try makeFolder(String(folder[..<slash]))
      if unsafe mkdir(folder, 0o755) == 0 {
        _ = unsafe chmod(folder, 0o755)
        return
      }
      guard errno == EEXIST else { throw FileProblem(folder, "cannot be made", errno) }
    } else if code != EEXIST {
      throw FileProblem(folder, "cannot be made", code)
    }
  }
}

/// What a disk refused: path, reason and remedy.
struct FileProblem: Error, Hashable, CustomStringConvertible {
  let path: String
  let code: Int32
  private let what: String

  init(_ path: String, _ what: String, _ code: Int32) {
    self.path = path
    self.what = what
    self.code = code
  }

  var description: String { "“\(path)” \(what) (\(ErrorNumber(code))); \(remedy)." }

  private var remedy: String {
    switch code {
    case EACCES, EPERM, EROFS: "let the account that runs the gate write there, or correct the channel's path"
    case ENOSPC, EDQUOT: "free some space on that disk"
    case ENOTDIR, EISDIR, ENOENT, ENAMETOOLONG, ELOOP: "correct the channel's path in the settings"
    default: "look at that disk"
    }
  }
}
