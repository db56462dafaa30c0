import Contract
package import Logging
import Publishing
package import PublishingGate
import ServiceLifecycle

/// Has the log's end signed beside a gate: when something was decided that people answer for, at the latest an hour after
/// an entry, and when the gate ends. It delays no send, whatever becomes of it.
package actor CheckpointKeeper: Service {
  private let store: any CouncilStore
  private let choice: SetUpChoice
  private let logger: Logger
  /// How loudly a checkpoint is told.
  private let level: Logger.Level
  private let clock = ContinuousClock()
  /// Up to where the log was looked through.
  private var seen: Int64?
  private var signed: Int64 = 0
  private var signedAt: ContinuousClock.Instant?
  /// Something was decided since, and is not signed yet: it stays so until it is, whatever stands in the way.
  private var isDue = false
  /// What was told last, so that one fault is told once.
  private var fault: String?

  private static let pause = Duration.seconds(5)
  private static let longest = Duration.seconds(3600)

  /// `level`: notice beside a service, whose journal is one more place outside of the store.
  package init(store: any CouncilStore, choice: SetUpChoice, logger: Logger, level: Logger.Level) {
    self.store = store
    self.choice = choice
    self.logger = logger
    self.level = level
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.look()
        try? await Task.sleep(for: Self.pause)
      }
    }
    await look(isLast: true)
  }

  /// Signs where it is time to. `isLast`: whatever has come since.
  package func look(isLast: Bool = false) async {
    do {
      let last = try await store.lastAuditEntry()
      if seen == nil { try await begin() }
      guard last > signed else { return }
      // The first has no reason but that it is the first; the log may be long.
      isDue = isDue || isLast || signedAt.map { clock.now - $0 >= Self.longest } ?? true
      if !isDue { isDue = try await hasDecisions(upTo: last) }
      guard isDue else { return }
      guard let checkpoint = try await signer().sign(at: Workspace.now) else { return }
      (signed, seen) = (Int64(checkpoint.entry), Int64(checkpoint.entry))
      (signedAt, isDue, fault) = (clock.now, false, nil)
      logger.log(
        level: level, "Checkpoint of the audit log.",
        metadata: [
          "entry": "\(checkpoint.entry)", "hash": "\(checkpoint.hash)", "at": "\(checkpoint.at)",
          "signature": "\(checkpoint.signature)", "origin": "\(checkpoint.origin)", "key": "\(checkpoint.key)",
        ])
    } catch {
      let words = choice.parts.words(of: error).joined(separator: " ")
      if fault != words { logger.error("No checkpoint of the audit log could be kept: \(words)") }
      fault = words
    }
  }

  /// From what is kept already, so that a gate that starts often signs no entry twice: where that is this log's, and not one
  /// of which it lost the end, or a line that somebody made up.
  private func begin() async throws {
    let kept = (try await signer().lastKept()).flatMap { try? $0.signed().checkpoint.head }
    let entry = kept.map { AuditQuery(after: $0.entry - 1, limit: 1) }
    let found = if let entry { try await store.audit(entry).first } else { nil as AuditEntry? }
    signed = found?.hash == kept?.hash ? kept?.entry ?? 0 : 0
    seen = signed
  }

  private func signer() async throws -> CheckpointSigner {
    CheckpointSigner(store, try await Workspace.inForce(choice, in: store))
  }

  /// Whether anything was decided since the last look that is signed at once.
  private func hasDecisions(upTo last: Int64) async throws -> Bool {
    var isDecided = false
    var after = seen ?? 0
    while after < last {
      let entries = try await store.audit(AuditQuery(after: after, limit: 1000))
      guard let end = entries.last else { break }
      isDecided = isDecided || entries.contains { $0.draft.event.isSignedAtOnce }
      for entry in entries where Actor(recorded: entry.draft.actor).atStore == .breakingGlass {
        isDecided = true
        logger.critical(
          "Glass was broken: \(entry.draft.actor), \(entry.draft.event.rawValue).", metadata: ["entry": "\(entry.id)"])
      }
      after = end.id
    }
    seen = after
    return isDecided
  }
}
