package import Contract
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: CheckStore) async throws -> Checked<CheckStore.Answer> {
    let location = try StoreLocation(choice)
    let store = try location.open(.existing)
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

  package func answer(_ request: BackUpStore) throws -> Checked<BackUpStore.Answer> {
    let location = try StoreLocation(choice)
    let store = try location.open(.existing)
    let progress = choice.parts.progress("copying", 100)
    try store.backup(to: request.file) { progress.show(Int($0 * 100)) }
    progress.clear()
    return Checked(BackUpStore.Answer(store: location.path, backup: request.file))
  }
}
