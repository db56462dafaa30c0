import Glibc

/// Reads a plain file into memory, within a bound.
///
/// Pipes, devices and sockets are refused unread, and opening waits for nobody: a name that leads to one of them must
/// not hold up whoever reads.
package enum PlainFile {
  package struct Unreadable: Error {
    /// What is wrong, without the file's name, as the rest of a sentence.
    package let reason: String
    package let isMissing: Bool
  }

  /// The bytes of the file at `path`; links are followed.
  package static func bytes(_ path: String, atMost most: Int) throws(Unreadable) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw failed() }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failed() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "it is a folder" : "it is no plain file"
      throw Unreadable(reason: kind, isMissing: false)
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failed() }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= most else {
        throw Unreadable(reason: "it is larger than \(most >> 20) MB", isMissing: false)
      }
    }
  }

  private static func failed() -> Unreadable {
    let number = errno
    return Unreadable(
      reason: unsafe String(cString: strerror(number)).lowercased(), isMissing: number == ENOENT || number == ENOTDIR)
  }
}
