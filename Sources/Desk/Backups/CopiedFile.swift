import Foundation
import Glibc
import Publishing
import Texts

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
