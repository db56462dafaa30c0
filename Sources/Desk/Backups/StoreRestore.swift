import Contract
import Foundation
import Glibc
import Machine
import Publishing
import PublishingGate
import Texts

/// Puts a copy in the place of a store that is gone.
///
/// Everything is checked before anything is written, and the store comes last: where this is cut off, there is no store yet,
/// and the same again goes on. What was due by then waits for a person, since it may have left after the copy was made; it does
/// so already when the store gets its name, so that no gate ever sees it otherwise.
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
    let manifest = try checkedManifest()
    let files = manifest?.files ?? []
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for file in files where file.path != BackupManifest.store { try put(file) }
    let review = try await putStore(manifest)
    let store = try location.open(.existing)
    try await anchoring(store).require()
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

  /// The list of a folder, each file of which is as it says; nil for a single file.
  private func checkedManifest() throws -> BackupManifest? {
    var status = stat()
    guard unsafe stat(source, &status) == 0 else {
      throw Failure(.badInput, "\(source.visibleLine) is not there; name the file or the folder of a backup.")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      for end in ["-wal", "-journal"] where FileManager.default.fileExists(atPath: source + end) {
        throw Failure(
          .badInput,
          "\(source.visibleLine) has \((source + end).visibleLine) beside it, with what was written last: it is no backup, but a "
            + "store. Name what a backup made.")
      }
      return nil
    }
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
    return manifest
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
      attributes: [.posixPermissions: FolderRights.isShared(folder) ? 0o770 : 0o700])
    let facts = try CopiedFile.copy(source + "/" + file.path, to: target)
    guard facts.hash == file.hash else {
      unsafe unlink(target)
      throw Failure(.badInput, "\(source.visibleLine)/\(file.path.visibleLine) is being changed; do the same again.")
    }
  }

  /// It is looked through, and what was due set aside, under another name: neither a broken store nor one that sends again
  /// ever stands under its own. How many were set aside.
  private func putStore(_ manifest: BackupManifest?) async throws -> Int {
    let (scratch, whole) = (folder + "/.restoring.\(getpid()).sqlite", folder + "/.restored.\(getpid()).sqlite")
    func clear() { for path in [scratch, whole] { for end in ["", "-wal", "-shm"] { unsafe unlink(path + end) } } }
    clear()
    defer { clear() }
    let file = manifest?.files.first { $0.path == BackupManifest.store }
    let facts = try CopiedFile.copy(file.map { source + "/" + $0.path } ?? source, to: scratch)
    guard file == nil || facts.hash == file?.hash else {
      throw Failure(.badInput, "\(source.visibleLine) is being changed; do the same again.")
    }
    let store = try open(scratch)
    try await check(store, against: manifest)
    let review = try await setAside(in: store)
    // One file, with nothing left in a log beside it.
    store.settle()
    try store.backup(to: whole) { _ in }
    if FolderRights.isShared(folder) { unsafe chmod(whole, 0o660) }
    guard unsafe link(whole, location.path) == 0 else {
      throw Failure(
        .cannotWrite,
        "\(location.path.visibleLine) cannot be written: \(unsafe String(cString: strerror(errno)).lowercased()).")
    }
    DurableFolder.settle(folder)
    return review
  }

  private func open(_ path: String) throws -> any CouncilStore {
    do throws(StoreError) {
      return try choice.parts.openStore(path, .existing)
    } catch {
      throw Failure(error)
    }
  }

  private func check(_ store: any CouncilStore, against manifest: BackupManifest?) async throws {
    let faults = try store.integrityFaults()
    guard faults.isEmpty else {
      throw Failure(
        .badInput, messages: faults.map { Sentence($0) } + ["\(source.visibleLine) is damaged; restore another backup."]
      )
    }
    let last = try await store.lastAuditEntry()
    guard last > 0 else {
      throw Failure(
        .badInput, "\(source.visibleLine) holds no entry of an audit log, so it is no copy of a store; name another.")
    }
    if let manifest, try store.name() != manifest.origin || last < manifest.lastEntry {
      throw Failure(
        .badInput, "\(source.visibleLine) is not the copy that its \(BackupManifest.name) names; take another.")
    }
  }

  /// Whatever any anchor says: even the latest copy may not know what left after it was made.
  private func setAside(in store: any CouncilStore) async throws -> Int {
    // What was taken away since the copy was made must not open again.
    let inForce = RulesInForce.unregistered(try await store.epoch())
    for token in try await store.tokens() where token.revokedAt == nil {
      let act = TokenChange.Act.drop(token.id, reason: "The store was put back from a copy.")
      _ = try await store.change(
        TokenChange(act, at: Workspace.now, actor: "portcullis", under: inForce), as: Workspace.newOperation())
    }
    let finding = WentBack(.restored, entry: try await store.lastAuditEntry(), anchor: nil)
    return try await store.setBack(finding, at: Workspace.now, sparing: [], as: Workspace.newOperation()).count
  }

  /// By the settings that are in force in it, wherever its files are now.
  private func anchoring(_ store: any CouncilStore) async throws -> StoreAnchoring {
    let connectors = choice.parts.connectors.list
    guard let adopted = try await AdoptedRevision.inForce(in: store, connectors: connectors) else {
      return try StoreAnchoring(store, settings: .builtIn(connectors), folder: folder, parts: choice.parts)
    }
    return try StoreAnchoring(
      store, settings: adopted.settings(), folder: adopted.revision.governing.folder, parts: choice.parts)
  }
}
