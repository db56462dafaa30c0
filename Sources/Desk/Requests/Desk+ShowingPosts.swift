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
  ///
  /// It opens the store and nothing else: whoever notes a look was answered by a question that read the rules.
  package func answer(_ request: NoteLook) async throws -> Answered<NoteLook.Answer> {
    Answered(NoteLook.Answer(noted: try await note(request)), civil: .ofNobody, council: .untold)
  }

  private func note(_ request: NoteLook) async throws -> Bool {
    let reference = try PostReference(request.post)
    let store = try StoreLocation(choice).openToNote()
    guard let post = try await store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
    guard post.deliveries.contains(where: { !$0.delivery.state.isFinal }) else { return false }
    let (seen, login) = (String(request.revision), choice.actor.login)
    if try await store.look(at: .post(post.id), by: login)?.seen == seen { return true }
    let look = KeptLook(store: store, login: login, parts: choice.parts)
    return await look.keep(seen, of: .post(post.id), at: Workspace.now)
  }
}
