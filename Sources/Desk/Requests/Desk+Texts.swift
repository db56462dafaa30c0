package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: RemoveText) async throws -> Answered<RemoveText.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let id = Int64(request.entry)
    guard id > 0 else { throw StoreError.noSuchEntry(id) }
    let removal = TextRemoval(
      ofEntry: id, at: Workspace.now, reason: try ActReason.checked(request.reason), by: open.actor,
      under: open.rules.inForce)
    let isRemoved = try await open.store.removeText(removal, as: Workspace.newOperation())
    guard let entry = try await open.store.audit(AuditQuery(after: id - 1, limit: 1)).first, entry.id == id,
      let recorded = entry.removal
    else { throw StoreError.damaged(Sentence(AuditFault.textMissing(id).description)) }
    let values = ContractValues(open.civil)
    let answer = RemoveText.Answer(
      entry: request.entry, removed: isRemoved, recordedIn: Int(recorded.entry), at: values.moment(recorded.at),
      by: recorded.actor, authority: AnsweringCouncil(open.workspace).authority)
    return Answered(answer, open.workspace)
  }
}
