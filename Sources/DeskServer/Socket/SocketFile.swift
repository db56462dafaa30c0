import Desk
import Glibc
import Machine
import Publishing

/// The name of a socket in the file system.
struct SocketFile {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Takes away what an earlier gate left, which is a socket of this account and nothing else: never another's file.
  /// Only whoever holds the store's lock does this, so no other gate answers there.
  func clear() throws {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK, status.st_uid == geteuid() else {
      throw Failure(
        .cannotWrite,
        "\(path) is no socket that this account made, and is left as it is. Remove it, or name another service.socket.")
    }
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw Failure(.cannotWrite, "\(path) cannot be removed: \(ErrorNumber(errno).description).")
    }
  }
}
