import Foundation
import Glibc
import Publishing
import Texts

/// What lies beside a store and goes with it: the posts' media, what connectors have to remember, and the key that signs
/// checkpoints. Whatever else is in that folder is somebody else's.
struct StoreCompanions {
  static let names = ["media", "sessions", "limits", "checkpoint.key"]

  let folder: String

  /// The plain files, by their paths below the folder, in order. One of the names may be a link, as of media to a larger
  /// disk; what is a link below it is none of ours.
  func files() throws -> [String] {
    try Self.names.flatMap { name -> [String] in
      let path = folder + "/" + name
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

/// A file copied under a new name, for its owner alone, and on the disk when it is done.
enum CopiedFile {
  /// Its hash and length. `path` must not be there yet.
  static func copy(_ source: String, to path: String) throws -> (hash: ContentHash, bytes: Int) {
    let file = try NewFile(path)
    let facts = try read(source) { try file.handle.write(contentsOf: $0) }
    try file.place()
    return facts
  }

  static func facts(of source: String) throws -> (hash: ContentHash, bytes: Int) { try read(source) { _ in } }

  private static func read(_ source: String, _ take: ([UInt8]) throws -> Void) throws -> (hash: ContentHash, bytes: Int)
  {
    let descriptor = unsafe open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw Failure(
        .badInput, "\(source.visibleLine) cannot be read: \(unsafe String(cString: strerror(errno)).lowercased()).")
    }
    defer { close(descriptor) }
    var hasher = ContentHasher()
    var length = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(
          .badInput,
          "\(source.visibleLine) cannot be read to its end: \(unsafe String(cString: strerror(errno)).lowercased()).")
      }
      if count == 0 { return (hasher.hash, length) }
      let bytes = Array(buffer.prefix(count))
      hasher.update(bytes)
      length += count
      do {
        try take(bytes)
      } catch {
        throw Failure(.cannotWrite, "\(source.visibleLine) cannot be copied: \(error.localizedDescription)")
      }
    }
  }
}
