import Foundation
import Glibc
import Machine

/// Small files that the gate keeps beside its store: replaced whole, safe on the disk, and for their owner alone.
enum PrivateFile {
  /// A reader sees the old file or the new one, never a part. The folder is made where it is missing.
  static func write(_ bytes: [UInt8], to path: String) throws(ErrorNumber) {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent()
    if unsafe mkdir(folder.path, 0o700) != 0, errno != EEXIST { throw ErrorNumber(errno) }
    // Two programs may write at once, each under a name of its own.
    let fresh = folder.appending(path: ".\(url.lastPathComponent).\(getpid()).new").path
    // A file that a crash left there has an unknown mode.
    _ = unsafe unlink(fresh)
    let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw ErrorNumber(errno) }
    let failure = fill(file, with: bytes)
    close(file)
    if failure == nil, unsafe rename(fresh, path) == 0 { return try sync(folder.path) }
    let problem = failure ?? ErrorNumber(errno)
    _ = unsafe unlink(fresh)
    throw problem
  }

  /// Nil when all of it is on the disk.
  private static func fill(_ file: Int32, with bytes: [UInt8]) -> ErrorNumber? {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno != EINTR { return ErrorNumber(errno) }
      written += max(count, 0)
    }
    // Whatever the process's mask says.
    return fchmod(file, 0o600) == 0 && fsync(file) == 0 ? nil : ErrorNumber(errno)
  }

  private static func sync(_ folder: String) throws(ErrorNumber) {
    let file = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw ErrorNumber(errno) }
    defer { close(file) }
    if fsync(file) != 0 { throw ErrorNumber(errno) }
  }
}
