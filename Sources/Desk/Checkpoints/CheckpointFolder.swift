package import Contract
import Foundation
import Glibc
import Publishing
package import PublishingGate
import Texts

/// Where checkpoints are kept outside of the store (`service.checkpoints`): a file for each store, a line for each
/// checkpoint, only ever appended to.
package struct CheckpointFolder {
  package let path: String

  /// The folder that the settings in force name; nil where they name none.
  package init?(_ workspace: Workspace) {
    guard let name = workspace.settings.checkpoints.folder else { return nil }
    path = name.hasPrefix("/") ? name : workspace.governingFolder + "/" + name
  }

  /// Whether what only the settings name tells of a log that is cut or exchanged: not a folder that goes with the store.
  /// A council without a register has nobody to keep it from.
  package static func isOutside(_ store: any CouncilStore, _ workspace: Workspace) -> Bool {
    guard workspace.settings.register != nil else { return true }
    guard let folder = CheckpointFolder(workspace).map({ Workspace.absolute($0.path) }) else { return false }
    let own = Workspace.absolute(store.companionFolder)
    return folder != own && !folder.hasPrefix(own + "/")
  }

  private func file(of origin: String) -> String { path + "/" + origin + ".jsonl" }

  /// Returns once the line is on the disk.
  package func append(_ checkpoint: CheckpointAnswer) throws {
    // It becomes a file's name.
    guard Hexadecimal.bytes(checkpoint.origin) != nil else {
      throw Failure(.unavailable, "The store has no name that it can have; restore a backup.")
    }
    let file = file(of: checkpoint.origin)
    let descriptor = unsafe open(file, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0o644)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotWrite,
        "No checkpoint can be kept in \(path.visibleLine): \(Self.reason()). Make the folder, and let this account write in "
          + "it.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.cannotWrite, "\(file.visibleLine) is no plain file, so no checkpoint can be kept in it.")
    }
    var last: UInt8 = 0x0A
    if status.st_size > 0 { unsafe pread(descriptor, &last, 1, status.st_size - 1) }
    // A crash may have cut the line before.
    let line = Array((last == 0x0A ? "" : "\n").utf8) + Array(JSON(encoding: checkpoint).compactText.utf8) + [0x0A]
    guard unsafe write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else {
      throw Failure(.cannotWrite, "No checkpoint can be kept in \(file.visibleLine): \(Self.reason()).")
    }
    if status.st_size == 0 { DurableFolder.settle(path) }
  }

  /// The last that is kept of a store; nil where there is none that can be read.
  package func last(of origin: String) -> CheckpointAnswer? {
    (try? CheckpointLines.read(file(of: origin)))?.last
  }

  private static func reason() -> String { unsafe String(cString: strerror(errno)).lowercased() }
}

/// Checkpoints as a file has them: one as “audit checkpoint” prints it, or one on each line.
package enum CheckpointLines {
  private static let most = 64 << 20

  package static func read(_ path: String) throws -> [CheckpointAnswer] {
    let bytes: [UInt8]
    do throws(PlainFile.Unreadable) {
      bytes = try PlainFile.bytes(path, atMost: most)
    } catch {
      throw Failure(.badInput, "\(path.visibleLine) cannot be read: \(error.reason).")
    }
    let decoder = JSONDecoder()
    if let one = try? decoder.decode(CheckpointAnswer.self, from: Data(bytes)) { return [one] }
    let found: [CheckpointAnswer] = try bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      .compactMap { number, line in
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { return nil }
        guard let checkpoint = try? decoder.decode(CheckpointAnswer.self, from: Data(line)) else {
          throw Failure(
            .badInput,
            "\(path.visibleLine):\(number + 1): This line is no checkpoint; if a crash cut it off, remove it, else take the file "
              + "from where it was kept.")
        }
        return checkpoint
      }
    guard !found.isEmpty else {
      throw Failure(.badInput, "\(path.visibleLine) holds no checkpoint, so it proves nothing.")
    }
    return found
  }
}
