package import Contract
import Elections
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: EditPost) async throws -> Answered<WholePost> {
    let reference = try PostReference(request.post)
    guard reference.channel == nil else {
      throw Failure(.usage, "An edit is for the whole post; write \(reference.post).")
    }
    let act = try await PostAct(choice)
    let before = try await act.record(reference.post)
    let edited = try content(of: before, request, MediaFolder(path: act.open.location.mediaFolder))
    let due = try request.at.map { try act.open.civil.due($0, now: act.now) }
    let expires = try request.expires.map(act.open.civil.end)
    try act.checkTimes(of: before, due: due, expires: expires)
    guard edited != before.content || due != nil || request.lateAfter != nil || expires != nil else {
      throw Failure(.usage, "Nothing would change; name what is new, as by --text, --title or --at.")
    }
    let writer = PostWriter(act.open)
    let channels = before.deliveries.map(\.delivery.channel)
    await writer.learnLimits(of: channels)
    try writer.check(edited, for: channels)
    let changed = try await act.change(
      reference,
      .edit(
        content: edited == before.content ? nil : edited, due: due,
        lateAfter: try SpanText.duration(request.lateAfter, "--late-after"), expires: expires, key: PostAct.keys))
    return try await act.told(changed)
  }

  private func content(of post: PostRecord, _ request: EditPost, _ media: MediaFolder) throws -> PostContent {
    var content = post.content
    if let text = request.text { content.text = try PostText.checked(Array(text.utf8), "text") }
    if let title = request.title {
      content.title = title.isEmpty ? nil : try PostText.checked(Array(title.utf8), "--title")
    }
    if let link = request.link { content.link = link.isEmpty ? nil : try PostText.link(link) }
    if let files = request.media { content.media = try files.map(media.item) }
    if let name = request.contentClass { content.contentClass = try PostWriter.contentClass(name) }
    return content
  }

  package func answer(_ request: MovePost) async throws -> Answered<WholePost> {
    let act = try await PostAct(choice)
    let due = try act.open.civil.due(request.at, now: act.now)
    let reference = try PostReference(request.post, request.channel)
    try act.checkTimes(of: try await act.record(reference.post), due: due, expires: nil)
    let changed = try await act.change(
      reference, .edit(content: nil, due: due, lateAfter: nil, expires: nil, key: PostAct.keys))
    return try await act.told(changed)
  }

  package func answer(_ request: CancelPost) async throws -> Answered<ClosedPost> {
    let reason = try ActReason.checked(request.reason)
    let act = try await PostAct(choice)
    return try await act.close(try PostReference(request.post, request.channel), .cancel(reason: reason))
  }

  package func answer(_ request: RejectPost) async throws -> Answered<ClosedPost> {
    let act = try await PostAct(choice)
    let reason = "Rejected by \(act.open.actor): \(try ActReason.checked(request.reason))"
    return try await act.close(try PostReference(request.post, request.channel), .reject(reason: reason))
  }
}
