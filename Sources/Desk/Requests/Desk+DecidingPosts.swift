package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: ApprovePost) async throws -> Answered<WholePost> {
    let act = try await PostAct(choice)
    let changed = try await act.release(
      try PostReference(request.post, request.channel),
      .approve(reason: try request.reason.map(ActReason.checked)), named: request.seen)
    return try await act.told(changed)
  }

  package func answer(_ request: ReleasePost) async throws -> Answered<WholePost> {
    let reason = try ActReason.inReview(request.reason)
    let act = try await PostAct(choice)
    let changed = try await act.release(
      try PostReference(request.post, request.channel), .release(reason: reason), named: request.seen)
    return try await act.told(changed)
  }

  package func answer(_ request: ConfirmPost) async throws -> Answered<WholePost> {
    let reason = try ActReason.inReview(request.reason)
    let act = try await PostAct(choice)
    let changed = try await act.change(try PostReference(request.post, request.channel), .confirm(reason: reason))
    return try await act.told(changed)
  }

  package func answer(_ request: ListPostsInReview) async throws -> Answered<ListPostsInReview.Answer> {
    guard try StoreLocation(choice).exists else {
      let workspace = try Workspace(choice)
      let authority = AnsweringCouncil(workspace).authority
      return Answered(ListPostsInReview.Answer(posts: [], authority: authority, gate: nil), workspace)
    }
    let open = try await OpenStore(choice, for: .looking)
    var posts: [PostRecord] = []
    for state in [DeliveryState.Name.uncertain, .review] {
      posts += try await open.store.posts(PostQuery(state: state))
    }
    var seen: Set<PostID> = []
    posts = posts.filter { seen.insert($0.id).inserted }
    let report = try await PostReport(open)
    let values = ContractValues(open.civil)
    let answer = ListPostsInReview.Answer(
      posts: posts.map { values.post($0, report) }, authority: report.council.authority, gate: values.gate(report.gate))
    return Answered(answer, open.workspace)
  }
}
