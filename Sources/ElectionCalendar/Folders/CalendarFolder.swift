import Elections
package import Foundation
import Glibc

/// Finds and reads the `.ics` files below a folder.
///
/// Each file is read by itself: what is wrong with one is its own problem and hides no other. Links are
/// followed inside the folder only, and nothing but plain files is opened. What is not read though it may be
/// meant as a calendar is told of (`FolderRemarks`).
package enum CalendarFolder {
  /// The files below `folder`, named as `prefix` and their path below it; in any order.
  package static func read(_ folder: String, prefix: String, zone: TimeZone) -> (
    files: [CalendarFile], remarks: FolderRemarks
  ) {
    var files: [(path: String, name: String)] = []
    let found = visit(folder, prefix: prefix) { path, name in files.append((path, name)) }
    let read = files.mapOnProcessors { readFile($0.path, name: $0.name, zone: zone) }
    return (found.problems + read, found.remarks)
  }

  /// The same files as bytes, for whoever keeps them; and what could not be read.
  package static func bytes(_ folder: String, prefix: String) -> (
    files: [(name: String, bytes: [UInt8])], problems: [CalendarFile], remarks: FolderRemarks
  ) {
    var files: [(name: String, bytes: [UInt8])] = []
    var unreadable: [CalendarFile] = []
    var total = 0
    var isTooMuch = false
    let found = visit(folder, prefix: prefix) { path, name in
      guard !isTooMuch else { return }
      switch readBytes(path, name: name) {
      case .success(let bytes):
        total += bytes.count
        isTooMuch = total > CalendarLimits.folderBytes || files.count == CalendarLimits.filesInFolder
        if isTooMuch { return unreadable.append(tooMuch(prefix)) }
        files.append((name, bytes))
      case .failure(let problem): unreadable.append(problem.file)
      }
    }
    return (files, found.problems + unreadable, found.remarks)
  }

  private static func tooMuch(_ folder: String) -> CalendarFile {
    CalendarFile(
      path: folder,
      problem: "The folder holds more than \(CalendarLimits.filesInFolder) calendars or more than "
        + "\(CalendarLimits.folderBytes >> 20) MB of them, and not all were read; remove those that are over.")
  }

  private static func visit(
    _ folder: String, prefix: String, _ take: @escaping (_ path: String, _ name: String) -> Void
  )
    -> (problems: [CalendarFile], remarks: FolderRemarks)
  {
    var walk = Walk(takeFile: take)
    guard let root = realPath(folder) else {
      let problem = "The folder \(folder) cannot be opened: \(reason()). Create it, or correct its path."
      return ([CalendarFile(path: prefix, problem: problem)], FolderRemarks())
    }
    walk.root = root
    walk.visit(folder, at: root, name: prefix)
    walk.followLinks()
    return (walk.problems, walk.remarks)
  }

  /// One file that a person named.
  package static func readFile(_ path: String, name: String? = nil, zone: TimeZone) -> CalendarFile {
    let name = name ?? path
    switch opened(path, name: name) {
    case .failure(let problem): return problem.file
    case .success(let descriptor):
      defer { close(descriptor) }
      return CalendarReader.read(.descriptor(descriptor), path: name, zone: zone)
    }
  }

  /// A file without a calendar's reading: only its problem.
  private struct Unreadable: Error {
    let file: CalendarFile
    init(_ name: String, _ problem: String) { file = CalendarFile(path: name, problem: problem) }
  }

  private static func opened(_ path: String, name: String) -> Result<Int32, Unreadable> {
    // Without blocking, so that a pipe with an .ics name does not hold everything up.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return .failure(
        Unreadable(name, "The file cannot be opened: \(reason()). Correct its path or permissions."))
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      defer { close(descriptor) }
      return .failure(Unreadable(name, "The file cannot be examined: \(reason())."))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no plain file"
      return .failure(
        Unreadable(name, "This is \(kind), not a calendar; rename or remove it, or name a file."))
    }
    return .success(descriptor)
  }

  private static func readBytes(_ path: String, name: String) -> Result<[UInt8], Unreadable> {
    opened(path, name: name).flatMap { descriptor in
      defer { close(descriptor) }
      var source = ByteSource.descriptor(descriptor)
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      do throws(ByteSource.ReadError) {
        while true {
          let count = try fill(&buffer, from: &source)
          if count == 0 { return .success(bytes) }
          bytes += buffer.prefix(count)
          if bytes.count > CalendarLimits.fileBytes {
            let limit = CalendarLimits.fileBytes >> 20
            return .failure(Unreadable(name, "The file is larger than \(limit) MB; split it."))
          }
        }
      } catch {
        return .failure(Unreadable(name, "The file could not be read to its end: \(error.reason)."))
      }
    }
  }

  private static func fill(_ buffer: inout [UInt8], from source: inout ByteSource) throws(ByteSource.ReadError) -> Int {
    var outcome = Result<Int, ByteSource.ReadError>.success(0)
    unsafe buffer.withUnsafeMutableBytes { bytes in
      do throws(ByteSource.ReadError) {
        outcome = .success(try unsafe source.read(into: bytes))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }

  private struct Walk {
    let takeFile: (_ path: String, _ name: String) -> Void
    var root = ""
    var problems: [CalendarFile] = []
    var remarks = FolderRemarks()
    private var visited: Set<String> = []
    private var depth = 0
    /// What is behind a link is read under its own name where that is in the folder, so links wait until all else was read.
    private var links: [(path: String, meaning: CalendarFileName, name: String, depth: Int)] = []

    private static let deepest = 64

    init(takeFile: @escaping (_ path: String, _ name: String) -> Void) { self.takeFile = takeFile }

    /// `real`: the folder's path without links.
    mutating func visit(_ folder: String, at real: String, name: String) {
      guard visited.insert(real).inserted else { return }
      guard depth < Self.deepest else {
        return report(name, "Folders are nested more than \(Self.deepest) deep here; move the calendars up.")
      }
      guard let stream = unsafe opendir(folder) else {
        return report(name, "The folder cannot be opened: \(reason()). Correct its permissions.")
      }
      var entries: [String] = []
      while let entry = unsafe readdir(stream) {
        let entryName = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if entryName != ".", entryName != ".." { entries.append(entryName) }
      }
      unsafe closedir(stream)
      depth += 1
      let names = Set(entries)
      for entry in entries.sorted() {
        if let original = CalendarFileName.original(ofBackup: entry), names.contains(original) {
          remarks.leftBehind += 1
        } else {
          take(
            folder + "/" + entry, at: real + "/" + entry, CalendarFileName(entry),
            name: name.isEmpty ? entry : name + "/" + entry)
        }
      }
      depth -= 1
    }

    /// `real`: its path without links where it is none itself.
    private mutating func take(_ path: String, at real: String, _ meaning: CalendarFileName, name: String) {
      guard meaning != .leftBehind else {
        remarks.leftBehind += 1
        return
      }
      var status = stat()
      guard unsafe lstat(path, &status) == 0 else { return report(name, "It cannot be examined: \(reason()).") }
      let kind = status.st_mode & S_IFMT
      if kind == S_IFLNK {
        links.append((path, meaning, name, depth))
      } else {
        take(path, at: real, meaning, kind, name: name)
      }
    }

    mutating func followLinks() {
      var next = 0
      while next < links.count {
        let link = links[next]
        next += 1
        depth = link.depth
        follow(link.path, link.meaning, name: link.name)
      }
    }

    private mutating func follow(_ path: String, _ meaning: CalendarFileName, name: String) {
      var status = stat()
      guard let target = realPath(path), unsafe stat(path, &status) == 0 else {
        // A folder of calendars may be meant, on a disk that is not there.
        return report(name, "The link leads nowhere; correct or remove it.")
      }
      let kind = status.st_mode & S_IFMT
      if target == root || target.hasPrefix(root + "/") { return take(path, at: target, meaning, kind, name: name) }
      if meaning == .calendar || kind == S_IFDIR {
        report(name, "The link leads outside the calendars' folder and is not followed; copy its target here.")
      } else if kind == S_IFREG, meaning != .other || CalendarFolder.beginsWithCalendar(path) {
        remarks.tell(
          name, "it is a link that leads outside the calendars' folder",
          "Copy its target here under a name that ends in .ics if it counts, or remove the link.")
      }
    }

    /// What is no link, or where one leads; `real` is its path without links.
    private mutating func take(
      _ path: String, at real: String, _ meaning: CalendarFileName, _ kind: mode_t, name: String
    ) {
      let isCalendar = meaning == .calendar
      if kind == S_IFDIR {
        if isCalendar {
          report(name, "This is a folder, though its name ends in .ics; rename it. Its files are read all the same.")
        }
        return visit(path, at: real, name: name)
      }
      guard isCalendar else { return remark(path, meaning, kind, name: name) }
      guard visited.insert(real).inserted else { return }
      takeFile(path, name)
    }

    /// A file that is not read: whether it may be meant as a calendar, by its name or its first bytes.
    private mutating func remark(_ path: String, _ meaning: CalendarFileName, _ kind: mode_t, name: String) {
      if case .nearly(let what, let remedy) = meaning {
        remarks.tell(name, what, remedy)
      } else if kind == S_IFREG, CalendarFolder.beginsWithCalendar(path) {
        remarks.tell(
          name, "its name does not end in .ics, though it holds a calendar",
          "Rename it so that it ends in .ics if it counts, or move it elsewhere.")
      }
    }

    private mutating func report(_ name: String, _ problem: String) {
      problems.append(CalendarFile(path: name, problem: problem))
    }
  }

  /// Whether a calendar begins within the first bytes of a file, in whatever encoding.
  private static func beginsWithCalendar(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return false }
    // UTF-16 has a NUL beside each letter.
    let text = String(decoding: bytes.prefix(count).filter { $0 != 0 }, as: UTF8.self).uppercased()
    return text.contains("BEGIN:VCALENDAR")
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The system's words for the last failure, within a sentence.
  private static func reason() -> String { unsafe String(cString: strerror(errno)).lowercased() }
}
