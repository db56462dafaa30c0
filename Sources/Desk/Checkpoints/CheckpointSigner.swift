package import Contract
package import Elections
import Publishing
package import PublishingGate

/// Signs how far the log of a store goes, and keeps that where the settings in force say.
package struct CheckpointSigner {
  private let store: any CouncilStore
  private let key: CheckpointKey
  private let civil: CivilText
  /// Nil where the settings name none.
  package let folder: CheckpointFolder?

  package init(_ store: any CouncilStore, _ workspace: Workspace) {
    self.store = store
    civil = workspace.civil
    key = CheckpointKey(workspace, store)
    folder = CheckpointFolder(workspace)
  }

  /// Nil for a log without an entry. Given only once it is kept.
  package func sign(at now: Instant) async throws -> CheckpointAnswer? {
    let last = try await store.lastAuditEntry()
    guard last > 0, let entry = try await store.audit(AuditQuery(after: last - 1, limit: 1)).first else { return nil }
    let checkpoint = Checkpoint(
      origin: try store.name(), head: LogHead(entry: entry.id, hash: entry.hash), at: now)
    let answer = CheckpointAnswer(SignedCheckpoint(checkpoint, by: try key.readOrMake()), civil)
    try folder?.append(answer)
    return answer
  }

  /// The last that was kept; nil where none was, or nothing is kept.
  package func lastKept() throws -> CheckpointAnswer? { try folder?.last(of: store.name()) }
}
