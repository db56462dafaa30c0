package import Contract
import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

extension Desk {
  /// What is told of a damaged store too, so the council is named only where what is in force can be read.
  package func answer(_ request: VerifyLog) async throws -> Answered<VerifyLog.Answer> {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.ofStoreIfReadable(choice)
    let council = workspace.map(AnsweringCouncil.init)
    let anchor = try await StoreAnchoring.look(at: store, parts: choice.parts)
    let checkpoints = try await CheckpointTrust(choice, store, keys: request.keys).checkpoints(of: request.checkpoints)
    let reading = try await LogReading(store, against: checkpoints, choice.parts)
    let words = [reading.fault?.description, reading.contradiction, anchor.fault].compactMap(\.self)
    let problem = reading.damage ?? (words.isEmpty ? nil : words.joined(separator: " "))
    let answer = VerifyLog.Answer(
      entries: Int(reading.check.last?.id ?? 0), head: reading.check.last?.hash.hex,
      firstBroken: [reading.fault?.entry, reading.checkpoints.contradictions.first?.entry].compactMap(\.self).min()
        .map { Int($0) },
      problem: problem, anchor: anchor.word,
      textsRemoved: reading.check.removals == 0 ? nil : reading.check.removals,
      checkpoints: request.checkpoints.isEmpty ? nil : reading.checkpoints.count,
      lastCheckpoint: reading.checkpoints.agreed.flatMap { last in
        request.checkpoints.first { Int64($0.entry) == last.head.entry }
      }, authority: council?.authority,
      remark: reading.damage == nil ? anchor.remark : nil)
    return Answered(answer, civil: workspace?.civil ?? .ofNobody, council: council ?? .unreadable)
  }

  /// It is told of where the settings in force cannot be read, too; the answer says why they cannot then.
  package func answer(_ request: ReplayDecision) async throws -> Answered<ReplayDecision.Answer> {
    guard let id = Int64(request.entry), id > 0 else {
      throw Failure(
        .usage,
        "“\(request.entry.printable)” is no entry; write its number, as \(Remedy.listAudit) shows it.")
    }
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.ofStoreIfReadable(choice)
    let outcome = try await DecisionReplay(store: store, connectors: choice.parts.connectors.list).replay(id)
    guard let workspace else {
      return Answered(
        ContractValues(.ofNobody).replay(outcome), civil: .ofNobody, council: .unreadable, await whyUnreadable())
    }
    return Answered(ContractValues(workspace.civil).replay(outcome), workspace)
  }

  private func whyUnreadable() async -> Failure? {
    do {
      _ = try await Workspace.answering(choice)
      return nil
    } catch {
      return Failure(reporting: error)
    }
  }
}

extension ContractValues {
  fileprivate func replay(_ outcome: DecisionReplay.Outcome) -> ReplayDecision.Answer {
    let draft = outcome.entry.draft
    return ReplayDecision.Answer(
      entry: Int(outcome.entry.id), event: draft.event.rawValue, revision: draft.revision.map { Int($0.rawValue) },
      same: outcome.isSame, recorded: decision(outcome.recorded), replayed: decision(outcome.replayed),
      subject: draft.post.map { "\($0)/\(draft.channel ?? "")" } ?? draft.channel ?? "", at: moment(draft.at))
  }

  private func decision(_ decision: DecisionReplay.Decision) -> ReplayDecision.Decision {
    ReplayDecision.Decision(
      verdict: decision.verdict, causes: JSONValue(decision.causes), reason: decision.reason,
      sentences: (decision.causes.array ?? []).map { RecordedCause(json: $0).sentence(civil) })
  }
}

/// The log read from its first entry to the first that is broken, or to its end.
private struct LogReading {
  /// What follows from the first entry on.
  private(set) var check = AuditCheck()
  private(set) var fault: AuditFault?
  /// Why the store cannot be read any further.
  private(set) var damage: String?
  private(set) var checkpoints: CheckpointCheck
  /// What the log contradicts of what was signed; nil where it agrees with all of it.
  var contradiction: String? {
    checkpoints.contradictions.first.map { first in
      let more = checkpoints.contradictions.count - 1
      return "\(first)" + (more == 0 ? "" : " It contradicts \(more) more checkpoint\(more == 1 ? "" : "s").")
    }
  }

  init(_ store: any CouncilStore, against kept: [Checkpoint], _ parts: Parts) async throws {
    let total = try await store.lastAuditEntry()
    let progress = parts.progress("verifying", Int(total))
    defer { progress.clear() }
    var check = AuditCheck()
    var checkpoints = CheckpointCheck(kept)
    do {
      try await store.forEachEntry(AuditQuery(limit: 2000)) { entry in
        if let found = check.take(entry) { throw found }
        checkpoints.take(LogHead(entry: entry.id, hash: entry.hash))
        progress.show(Int(entry.id))
      }
      fault = check.end(of: total)
      checkpoints.end()
    } catch let found as AuditFault {
      fault = found
    } catch StoreError.damaged(let reason) {
      damage = parts.words(of: reason)
    }
    self.check = check
    self.checkpoints = checkpoints
  }
}
