import ElectionCalendar
import Glibc

/// Where a change of what a revision holds can be noticed: every folder that was looked into, every file that was read,
/// and wherever a link on the way to one of them stands.
package struct WatchedPlaces {
  package struct Place: Hashable {
    package enum Kind: String {
      /// Whatever happens in the folder.
      case folder
      /// What comes, goes and is renamed in the folder under one of the names; not what is written there, since others
      /// (a store, a feed) may write there all the time.
      case names
      /// The file's content.
      case file
    }

    package let kind: Kind
    package let path: String
    /// For `names` alone.
    package var name = ""

    package init(kind: Kind, path: String, name: String = "") {
      self.kind = kind
      self.path = path
      self.name = name
    }
  }

  package private(set) var places: Set<Place> = []

  /// Files that are watched one by one; what is written to further ones is noticed by their folders.
  package static let mostFiles = 2000
  private var files = 0

  package init(places: Set<Place> = [], files: Int = 0) {
    self.places = places
    self.files = files
  }

  /// A file that was or could be read, and the way to it.
  package mutating func add(file path: String) {
    add(wayTo: path)
    watch(path)
  }

  private mutating func watch(_ path: String) {
    guard files < Self.mostFiles else { return }
    files += 1
    places.insert(Place(kind: .file, path: path))
  }

  /// A folder that was looked into, with those below it as the calendars' reader takes them, and the way to it.
  package mutating func add(folder path: String) {
    add(wayTo: path)
    var visited: Set<String> = []
    visit(path, depth: 0, &visited)
  }

  private mutating func visit(_ folder: String, depth: Int, _ visited: inout Set<String>) {
    var status = stat()
    guard depth < 64, unsafe stat(folder, &status) == 0, visited.insert("\(status.st_dev) \(status.st_ino)").inserted,
      let stream = unsafe opendir(folder)
    else { return }
    places.insert(Place(kind: .folder, path: folder))
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      // What the reader never opens is not watched either, so that an editor's temporary files change nothing.
      let meaning = CalendarFileName(name)
      if meaning == .leftBehind { continue }
      let path = folder + "/" + name
      guard unsafe lstat(path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFLNK {
        add(wayTo: path)
        guard unsafe stat(path, &status) == 0 else { continue }
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        visit(path, depth: depth + 1, &visited)
      } else if meaning == .calendar {
        watch(path)
      }
    }
  }

  /// The folder in which the last part of the path stands and, for every link on the way, the folder in which that does:
  /// a link may be turned at any of them.
  package mutating func add(wayTo path: String) {
    var rest = path.split(separator: "/").map(String.init)
    var folder = path.hasPrefix("/") ? "/" : "."
    var links = 0
    while !rest.isEmpty {
      let name = rest.removeFirst()
      var status = stat()
      let step = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      let isLink = unsafe lstat(step, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
      if rest.isEmpty || isLink { places.insert(Place(kind: .names, path: folder, name: name)) }
      guard isLink else {
        folder = step
        continue
      }
      links += 1
      guard links <= 40, let target = Self.target(of: step) else { return }
      rest = target.split(separator: "/").map(String.init) + rest
      if target.hasPrefix("/") { folder = "/" }
    }
  }

  private static func target(of link: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(link, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
