package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: ShowPost) async throws -> Answered<ShowPost.Answer> {
    let reference = try PostReference(request.post)
    let open = try await OpenStore(choice, for: .looking)
    guard let post = try await open.store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
    let report = try await PostReport(open)
    let values = ContractValues(open.civil)
    let answer = ShowPost.Answer(
      whole: values.whole(post, report),
      periods: PlannedBeforeNotice.all(of: post, open.rules, now: Workspace.now).map(values.period),
      history: try await open.store.audit(AuditQuery(post: post.id)).map(values.entry),
      overrides: try await open.store.overrides(of: post.id, limit: 100).map(values.override))
    return Answered(answer, open.workspace)
  }

  /// Who may not write to the store has no look, and no need of one; nor has a post that nobody can agree to any more.
  package func answer(_ request: NoteLook) async throws -> NoteLook.Answer {
    let reference = try PostReference(request.post)
    let open = try await OpenStore(choice, for: .noting)
    guard let post = try await open.store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
    guard post.deliveries.contains(where: { !$0.delivery.state.isFinal }) else { return NoteLook.Answer(noted: false) }
    let seen = String(request.revision)
    do throws(StoreError) {
      if try await open.store.look(at: .post(post.id), by: choice.actor.login)?.seen != seen {
        try await open.store.note(
          seen, of: .post(post.id), by: choice.actor.login, at: Workspace.now, as: Workspace.newOperation())
      }
      return NoteLook.Answer(noted: true)
    } catch {
      return NoteLook.Answer(noted: false)
    }
  }
}
