import Glibc
import Machine

/// Whether anyone but root and the account that asks could change a file, or put another in its place.
///
/// Each folder from `/` on is opened inside the one before it and looked at there, and so is every link on the way with
/// the folders through which it leads. Where only root and this account may write, nobody else can exchange an entry
/// between the look and the use: so the file may be used by its name afterwards, as a script must be, whose interpreter
/// opens it anew. What is left: whoever may act as root or as this account, and whoever opened the file for writing
/// while its mode still let them.
enum FileTrust {
  /// As Linux bounds them.
  private static let mostLinks = 40
  /// `O_PATH`, which the C library shows to no Swift module: it looks without reading.
  private static let lookOnly: Int32 = 0o10_000_000

  /// Throws unless the file that an absolute path leads to is a regular one that only root or this account may change.
  static func check(_ path: String) throws(FileDoubt) {
    var way = Way()
    try way.enter(unsafe openat(AT_FDCWD, "/", lookOnly | O_CLOEXEC), "/")
    var rest = names(in: path)
    var links = 0
    while let name = rest.popLast() {
      if name == "." { continue }
      if name == ".." {
        way.leave()
        continue
      }
      let place = way.place(of: name)
      let entry = unsafe openat(way.descriptor, name, lookOnly | O_NOFOLLOW | O_CLOEXEC)
      let status = try status(of: entry, place)
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try way.enter(entry, place)
      case S_IFLNK:
        defer { close(entry) }
        try checkOwner(status, place)
        links += 1
        guard links <= mostLinks, let target = target(of: entry) else { throw .missing(place, ErrorNumber(ELOOP)) }
        if target.hasPrefix("/") { way.leaveAll() }
        rest += names(in: target)
      default:
        close(entry)
        guard rest.isEmpty else { throw .missing(place, ErrorNumber(ENOTDIR)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile(place) }
        try checkOwner(status, place)
        if let change = others(status) { throw .changeable(place, mode: change) }
        return
      }
    }
    throw .noFile(path)
  }

  /// The last first, so that the next is taken from the end.
  private static func names(in path: String) -> [String] { path.split(separator: "/").reversed().map(String.init) }

  private static func status(of descriptor: Int32, _ place: String) throws(FileDoubt) -> stat {
    guard descriptor >= 0 else { throw .missing(place, ErrorNumber(errno)) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let reason = ErrorNumber(errno)
      close(descriptor)
      throw .missing(place, reason)
    }
    return status
  }

  private static func target(of link: Int32) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlinkat(link, "", &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    return String(validating: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func checkOwner(_ status: stat, _ place: String) throws(FileDoubt) {
    guard status.st_uid == 0 || status.st_uid == geteuid() else { throw .foreign(place, owner: status.st_uid) }
  }

  /// Who beside the owner may write, as `chmod` says it; nil when nobody may. An access list shows in the group's bits.
  private static func others(_ status: stat) -> String? {
    switch (status.st_mode & S_IWGRP != 0, status.st_mode & S_IWOTH != 0) {
    case (true, true): "o-w,g-w"
    case (true, false): "g-w"
    case (false, true): "o-w"
    case (false, false): nil
    }
  }

  /// The folders that lead to where the look has come.
  private struct Way: ~Copyable {
    private var folders: [(descriptor: Int32, place: String)] = []

    deinit { for folder in folders { close(folder.descriptor) } }

    var descriptor: Int32 { folders.last?.descriptor ?? AT_FDCWD }

    func place(of name: String) -> String {
      folders.count > 1 ? "\(folders[folders.count - 1].place)/\(name)" : "/\(name)"
    }

    /// Takes the descriptor, and refuses a folder in which others could exchange what lies there.
    mutating func enter(_ descriptor: Int32, _ place: String) throws(FileDoubt) {
      let status = try FileTrust.status(of: descriptor, place)
      folders.append((descriptor, place))
      try FileTrust.checkOwner(status, place)
      // With the sticky bit only an entry's owner and the folder's may replace it, and both are looked at.
      if let change = FileTrust.others(status), status.st_mode & S_ISVTX == 0 {
        throw .exchangeable(place, mode: change)
      }
    }

    mutating func leave() { if folders.count > 1 { close(folders.removeLast().descriptor) } }
    mutating func leaveAll() { while folders.count > 1 { leave() } }
  }
}

/// Why a file cannot be relied on.
enum FileDoubt: Error, Hashable {
  case missing(String, ErrorNumber)
  case noFile(String)
  /// It belongs to somebody else.
  case foreign(String, owner: UInt32)
  /// Others may write the file; `mode` is what `chmod` takes from them.
  case changeable(String, mode: String)
  /// Others may put another entry into the folder.
  case exchangeable(String, mode: String)

  /// What is wrong and the remedy. `name` is what people call the thing: `channel's program`; `consequence` is what came
  /// of it: `nothing was run`.
  func sentence(of name: String, consequence: String) -> String {
    switch self {
    case .missing(let place, let reason):
      "“\(place)” cannot be looked at (\(reason)), so \(consequence); correct the \(name), or see that it is there."
    case .noFile(let place): "“\(place)” is no file, so \(consequence); correct the \(name)."
    case .foreign(let place, let owner):
      "“\(place)” belongs to the user number \(owner), who is neither root nor the account that runs the gate and could "
        + "exchange the \(name), so \(consequence); run: chown root “\(place)”."
    case .changeable(let place, let mode):
      "\(Self.who(mode)) may change “\(place)”, so \(consequence); run: chmod \(mode) “\(place)”."
    case .exchangeable(let place, let mode):
      "\(Self.who(mode)) may exchange what lies in “\(place)”, so \(consequence); run: chmod \(mode) “\(place)”."
    }
  }

  private static func who(_ mode: String) -> String { mode == "g-w" ? "Its whole group" : "Everyone" }
}
