package import Contract
import Elections
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: ListPosts) async throws -> Answered<ListPosts.Answer> {
    guard request.limit > 0 else { throw Failure(.usage, "--limit must be more than nothing.") }
    guard try StoreLocation(choice).exists else {
      let workspace = try Workspace(choice)
      let authority = AnsweringCouncil(workspace).authority
      return Answered(ListPosts.Answer(posts: [], more: false, authority: authority, gate: nil), workspace)
    }
    let open = try await OpenStore(choice, for: .looking)
    let report = try await PostReport(open)
    var found: [PostRecord] = []
    var page = try query(request, open)
    while found.count < request.limit {
      let posts = try await open.store.posts(page)
      found += posts.compactMap { matching($0, request, report) }
      guard posts.count == page.limit, let last = posts.last else { break }
      page.after = last.id
    }
    let isCutOff = found.count >= request.limit
    found = Array(found.prefix(request.limit))
    let values = ContractValues(open.civil)
    let answer = ListPosts.Answer(
      posts: found.map { values.post($0, report) }, more: isCutOff, authority: report.council.authority,
      gate: values.gate(report.gate))
    return Answered(answer, open.workspace)
  }

  private func query(_ request: ListPosts, _ open: OpenStore) throws -> PostQuery {
    if let channel = request.channel { _ = try open.workspace.channels([channel]) }
    var query = PostQuery(channel: request.channel, limit: min(request.limit, 1000))
    query.state = try request.state.map(Self.state)
    if request.held || request.awaiting != nil { query.state = .queued }
    query.dueBefore = try request.dueBefore.map(open.civil.instant)
    query.after = try request.after.map { try PostReference($0).post }
    return query
  }

  private static func state(_ name: String) throws -> DeliveryState.Name {
    guard let state = DeliveryState.Name(rawValue: name) else {
      let known = DeliveryState.Name.allCases.map(\.rawValue)
      throw Failure(
        .usage,
        "“\(name.printable)” is no state.\(NearMiss.question(name, among: known)) The states are: "
          + "\(known.joined(separator: ", ")).")
    }
    return state
  }

  private func awaited(_ request: ListPosts) -> String? {
    request.awaiting.map { $0.lowercased() == "me" ? choice.actor.principal : $0 }
  }

  /// The post with the deliveries that were asked for; nil when there are none.
  private func matching(_ post: PostRecord, _ request: ListPosts, _ report: PostReport) -> PostRecord? {
    let awaited = awaited(request)
    let deliveries = post.deliveries.filter { record in
      (request.channel.map { record.delivery.channel == $0 } ?? true)
        && (request.state.map { record.delivery.state.name.rawValue == $0 } ?? true)
        && (!request.held || report.standing.outlook(for: record.delivery).verdict.isHold)
        && (awaited.map { report.awaits($0, record, post) } ?? true)
    }
    guard !deliveries.isEmpty else { return nil }
    return PostRecord(
      id: post.id, revision: post.revision, author: post.author, createdAt: post.createdAt,
      idempotencyKey: post.idempotencyKey, content: post.content, deliveries: deliveries, editor: post.editor,
      earlierEditors: post.earlierEditors, writtenAt: post.writtenAt, approvals: post.approvals)
  }

  package func answer(_ asked: ExplainEmptyList) async throws -> Answered<ExplainEmptyList.Answer> {
    let request = asked.search
    let location = try StoreLocation(choice)
    guard location.exists else {
      return Answered(ExplainEmptyList.Answer(explanation: location.nothingThere), try Workspace(choice))
    }
    let open = try await OpenStore(choice, for: .looking)
    let query = try query(request, open)
    let search = PostSearch(
      channel: request.channel, state: request.state == nil ? nil : query.state, isHeld: request.held,
      awaited: awaited(request), dueBefore: query.dueBefore, after: query.after)
    let explanation = try await search.nothingFound(in: open.store, open.civil)
    return Answered(ExplainEmptyList.Answer(explanation: explanation), open.workspace)
  }
}
