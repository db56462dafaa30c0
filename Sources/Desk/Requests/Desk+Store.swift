package import Contract
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: CheckStore) async throws -> Checked<CheckStore.Answer> {
    let location = try StoreLocation(choice)
    let store = try location.open(.existing)
    try await StoreKeeper.check(choice, in: store)
    var damage = try store.integrityFaults()
    // What SQLite cannot read, nobody can compare.
    if damage.isEmpty { damage = try await store.schemaFaults() + faultsByLog(of: store, location) }
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

  /// What rows and files say otherwise than the log and their hashes, as many as anybody reads.
  private func faultsByLog(of store: any CouncilStore, _ location: StoreLocation) async throws -> [String] {
    var check = StoreAgainstLog(
      store, mediaFolder: location.mediaFolder, parts: choice.parts, now: Workspace.now)
    var stop: String?
    do {
      try await check.run()
    } catch StoreError.damaged(let damage) {
      stop = choice.parts.words(of: damage)
    }
    let (most, found) = (1000, check.problems)
    let more = found.count > most ? ["\(found.count - most) more differ from the log."] : []
    return found.prefix(most) + more + [stop].compactMap(\.self)
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
