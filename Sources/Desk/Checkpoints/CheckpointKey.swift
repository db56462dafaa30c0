import Foundation
import Glibc
import Publishing
package import PublishingGate
package import Texts

/// The key that signs checkpoints of the audit log: 64 hexadecimal digits in a file for its owner alone.
///
/// It lies beside the store, or where `service.checkpoint-key` says: whoever may change the store may then still not sign.
package struct CheckpointKey {
  package let path: String
  /// The settings say where it lies.
  private let isNamed: Bool

  /// As the settings in force say.
  package init(_ workspace: Workspace, _ store: any CouncilStore) {
    let folder = workspace.governingFolder
    isNamed = workspace.settings.checkpoints.keyFile != nil
    path =
      workspace.settings.checkpoints.keyFile.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
      ?? StoreCompanion.checkpointKey.path(in: store.companionFolder)
  }

  /// Nil where there is none.
  package func read() throws -> SigningKey? {
    // Never by a link, which somebody else may have put there.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw unreadable(unsafe String(cString: strerror(errno)).lowercased())
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw unreadable("it is no plain file")
    }
    // Of root's, the group may read: so a service manager hands a credential to one account, by a list of rights.
    let forbidden: mode_t = status.st_uid == 0 && geteuid() != 0 ? 0o027 : 0o077
    guard status.st_mode & forbidden == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
      throw unreadable("others may read or change it; give it to this account and take their rights away (chmod 600)")
    }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines)
    guard let key = Hexadecimal.bytes(text).flatMap(SigningKey.init(bytes:)) else {
      throw unreadable("it holds no key of 64 hexadecimal digits")
    }
    return key
  }

  /// Made where there is none yet; not where the settings name it, since then it is missing: a new one would be nobody's.
  package func readOrMake() throws -> SigningKey {
    if let key = try read() { return key }
    guard !isNamed else {
      throw unreadable("it is not there; put it back, or write 64 hexadecimal digits of chance into it (chmod 600)")
    }
    let key = SigningKey()
    do {
      let file = try NewFile(path)
      try file.handle.write(contentsOf: Array((Hexadecimal.text(key.bytes) + "\n").utf8))
      try file.place()
      return key
    } catch {
      // Another process may have made it meanwhile.
      if let key = try read() { return key }
      throw error
    }
  }

  private func unreadable(_ reason: String) -> Failure {
    Failure(.cannotWrite, "The key \(path.visibleLine) that signs checkpoints cannot be used: \(reason).")
  }
}
