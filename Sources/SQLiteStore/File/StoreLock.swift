import Glibc
package import PublishingGate

/// Keeps a second gate service from the same store, for as long as this value lives.
///
/// The system lets go of the lock when the process ends, however it ends.
package final class StoreLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or says who has it.
  package init(storePath: String, process: Int) throws(StoreError) {
    let path = storePath + ".lock"
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotWrite("The lock \(path) cannot be opened: \(StoreFile.reason()). Correct the folder's permissions.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw .unavailable(
        "A gate service is working on \(storePath) already\(holder); one store has one gate. Stop it first, or use "
          + "another --store.")
    }
    let text = Array("\(process)\n".utf8)
    ftruncate(descriptor, 0)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit { close(descriptor) }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).prefix { $0.isNumber }
    return text.isEmpty ? "" : " (process \(text))"
  }
}
