package import Contract
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: CheckStore) async throws -> Checked<CheckStore.Answer> {
    let location = try StoreLocation(choice)
    let store = try location.open(.existing)
    try await StoreKeeper.check(choice, in: store)
    let damage = try store.integrityFaults()
    let anchor = try await StoreAnchoring.look(at: store, parts: choice.parts)
    let faults = damage + (anchor.fault.map { [$0] } ?? [])
    let answer = CheckStore.Answer(
      store: location.path, problems: faults, anchor: anchor.word, remark: anchor.remark)
    if faults.isEmpty { return Checked(answer) }
    let remedy: Sentence =
      damage.isEmpty
      ? "The next gate or command that writes sends what was due to a person (\(Remedy.review))."
      : "The store is damaged; restore a backup, and keep this file."
    return Checked(answer, Failure(.badInput, messages: faults.map { Sentence($0) } + [remedy]))
  }

  package func answer(_ request: BackUpStore) async throws -> Checked<BackUpStore.Answer> {
    let location = try StoreLocation(choice)
    let store = try location.open(.existing)
    try await StoreKeeper.check(choice, in: store)
    let progress = choice.parts.progress("copying", 100)
    defer { progress.clear() }
    guard request.file.hasSuffix("/") else {
      try store.backup(to: request.file) { progress.show(Int($0 * 100)) }
      return Checked(BackUpStore.Answer(store: location.path, backup: request.file, files: nil))
    }
    let path = String(request.file.dropLast())
    guard !path.isEmpty else { throw Failure(.usage, "“/” is no new folder; name one, as /var/backups/portcullis/.") }
    let files = try BackupFolder(store: store, path: path, last: try await store.lastAuditEntry())
      .write(progress: progress)
    return Checked(BackUpStore.Answer(store: location.path, backup: path, files: files))
  }

  package func answer(_ request: RestoreStore) async throws -> Checked<RestoreStore.Answer> {
    Checked(try await StoreRestore(choice, from: request.from).restore())
  }
}
