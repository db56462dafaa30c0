import Contract
import Foundation
import Glibc
import Publishing
import PublishingGate
import Texts

/// Puts a copy in the place of a store that is gone.
///
/// Everything is checked before anything is written, and the store comes last: where this is cut off, there is no store yet,
/// and the same again goes on. What was due by then waits for a person, since it may have left after the copy was made.
struct StoreRestore {
  private let choice: SetUpChoice
  private let location: StoreLocation
  private let source: String

  init(_ choice: SetUpChoice, from source: String) throws {
    self.choice = choice
    location = try StoreLocation(choice)
    self.source = source.count > 1 && source.hasSuffix("/") ? String(source.dropLast()) : source
  }

  private var folder: String {
    let folder = (location.path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  func restore() async throws -> RestoreStore.Answer {
    try checkPlace()
    let files = try checkedFiles()
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for file in files where file.path != BackupManifest.store { try put(file) }
    try await putStore(files.first { $0.path == BackupManifest.store })
    let store = try location.open(.existing)
    let review = try await anchoring(store).restored()
    return RestoreStore.Answer(
      store: location.path, from: source, lastEntry: Int(try await store.lastAuditEntry()), files: max(files.count, 1),
      review: review)
  }

  // MARK: Checking

  /// SQLite would take a log that was left behind for one of the new file.
  private func checkPlace() throws {
    for end in ["", "-wal", "-shm", "-journal"] where FileManager.default.fileExists(atPath: location.path + end) {
      throw Failure(
        .cannotWrite,
        "\((location.path + end).visibleLine) is there already: a copy is only put where no store is. Stop the gate, move the "
          + "store away with its -wal and -shm, and do it then; or name another place by --store.")
    }
  }

  /// The files of a folder, each as its list says; none for a single file.
  private func checkedFiles() throws -> [BackupManifest.File] {
    var status = stat()
    guard unsafe stat(source, &status) == 0 else {
      throw Failure(.badInput, "\(source.visibleLine) is not there; name the file or the folder of a backup.")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [] }
    let list: [UInt8]
    do throws(PlainFile.Unreadable) {
      list = try PlainFile.bytes(source + "/" + BackupManifest.name, atMost: 64 << 20)
    } catch {
      throw Failure(
        .badInput,
        "\(source.visibleLine) is no folder of a backup: its \(BackupManifest.name) cannot be read: \(error.reason).")
    }
    guard let manifest = String(validating: list, as: UTF8.self).flatMap(BackupManifest.init) else {
      throw Failure(.badInput, "\(source.visibleLine)/\(BackupManifest.name) is no list of a backup, or was changed.")
    }
    for file in manifest.files {
      let facts = try CopiedFile.facts(of: source + "/" + file.path)
      guard facts.hash == file.hash, facts.bytes == file.bytes else {
        throw Failure(
          .badInput,
          "\(source.visibleLine)/\(file.path.visibleLine) was changed since the backup was made; nothing was put back. Take "
            + "another backup, or this one from where it is kept.")
      }
    }
    return manifest.files
  }

  // MARK: Putting back

  private func put(_ file: BackupManifest.File) throws {
    let target = folder + "/" + file.path
    if FileManager.default.fileExists(atPath: target) {
      // From a try before this one, or from before the store was lost: media are named by their content.
      if try CopiedFile.facts(of: target).hash == file.hash { return }
      throw Failure(
        .cannotWrite,
        "\(target.visibleLine) is there already, and is another file than the backup's; move it away, and do the same again."
      )
    }
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let facts = try CopiedFile.copy(source + "/" + file.path, to: target)
    guard facts.hash == file.hash else {
      unsafe unlink(target)
      throw Failure(.badInput, "\(source.visibleLine)/\(file.path.visibleLine) is being changed; do the same again.")
    }
  }

  /// It is looked through under another name first, so that no broken store ever stands under its own; and only looked at,
  /// since what is written to it would stand in a log beside it.
  private func putStore(_ file: BackupManifest.File?) async throws {
    let scratch = folder + "/.restoring.\(getpid()).sqlite"
    func clear() { for end in ["", "-wal", "-shm"] { unsafe unlink(scratch + end) } }
    clear()
    defer { clear() }
    let facts = try CopiedFile.copy(file.map { source + "/" + $0.path } ?? source, to: scratch)
    guard file == nil || facts.hash == file?.hash else {
      throw Failure(.badInput, "\(source.visibleLine) is being changed; do the same again.")
    }
    let faults = try look(at: scratch).integrityFaults()
    guard faults.isEmpty else {
      throw Failure(
        .badInput, messages: faults.map { Sentence($0) } + ["\(source.visibleLine) is damaged; restore another backup."]
      )
    }
    guard unsafe link(scratch, location.path) == 0 else {
      throw Failure(
        .cannotWrite,
        "\(location.path.visibleLine) cannot be written: \(unsafe String(cString: strerror(errno)).lowercased()).")
    }
  }

  private func look(at path: String) throws -> any CouncilStore {
    do throws(StoreError) {
      return try choice.parts.openStore(path, .readOnly)
    } catch {
      throw Failure(error)
    }
  }

  /// By the settings that are in force in it, wherever its files are now.
  private func anchoring(_ store: any CouncilStore) async throws -> StoreAnchoring {
    guard let epoch = try await store.epoch(), let revision = try await store.revision(epoch) else {
      return try StoreAnchoring(
        store, settings: .builtIn(choice.parts.connectors.list), folder: folder, parts: choice.parts)
    }
    let adopted = try await AdoptedRevision(revision, from: store, connectors: choice.parts.connectors.list)
    return try StoreAnchoring(
      store, settings: adopted.settings(), folder: revision.governing.folder, parts: choice.parts)
  }
}
