import Glibc

/// Puts what was made, renamed or removed in a folder on the disk; what its files hold is theirs to settle.
enum DurableFolder {
  static func settle(_ path: String) {
    let folder = unsafe open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
