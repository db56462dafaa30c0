import Glibc
import Publishing
import PublishingGate

/// Keeps a second gate service from the same store, for as long as this value lives.
///
/// It is on the store's own file, by device and inode, so whatever name leads there leads to the same lock, and there is
/// no other file to remove or to put a link in place of. The system lets go of it when the process ends, however it
/// ends. flock(2) and the locks that SQLite takes, fcntl(2), do not see each other.
final class StoreLock: GateLock {
  /// Never closed, since closing any descriptor of the file would drop SQLite's locks in this process.
  private let descriptor: Int32

  /// Takes the lock on the file of an open store, or says who has it: the last service, as the store knows it.
  init(on file: StoreFile, lastService: () throws(StoreError) -> String?) throws(StoreError) {
    descriptor = unsafe open(file.path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .unavailable("The store \(file.path) cannot be locked: \(StoreFile.reason()).")
    }
    try file.check(descriptor)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw try ServiceLife.taken(file.path, by: lastService())
    }
  }

  deinit { flock(descriptor, LOCK_UN) }
}
