import Publishing
import Texts

/// The node, unpublished, with its pictures.
extension DrupalConnector {
  func draft(
    _ page: DrupalPlan, of plan: SendPlan, _ preparation: Preparation, _ login: Secret
  ) async throws(Unprepared) -> [UInt8] {
    var kept = DrupalKept(preparation.kept)
    try await upload(plan, preparation, login, &kept)
    try await draft(plan, page, preparation, login, &kept)
    return kept.bytes
  }

  /// An upload whose answer was lost is made again: the site clears away files that nothing refers to.
  private func upload(
    _ plan: SendPlan, _ preparation: Preparation, _ login: Secret, _ kept: inout DrupalKept
  ) async throws(Unprepared) {
    let items = plan.post.content.media
    guard let field = settings.imageField else { return }
    for index in kept.files.count..<max(kept.files.count, items.count) {
      let item = items[index]
      let bytes = try bytes(of: item)
      let name = "portcullis-\(plan.post.key.text)-\(index + 1).\(PageMedia.ending(of: item))"
      let request = SiteRequest(
        method: .post, path: "\(nodes)/\(field)",
        headers: [("accept", Self.mediaType), ("content-disposition", "file; filename=\"\(name)\"")],
        body: .bytes(bytes, type: "application/octet-stream"), longestAnswer: WireRequest.usualAnswer,
        timeout: SiteRequest.uploadTime)
      let outcome = await send(request, login) { [now] in preparation.allows(plan, at: now()) }
      guard let id = try answers.prepared(outcome, carriesPost: true).json?["data"]?["id"]?.string else {
        throw unreadable
      }
      kept.files.append(id)
      guard await preparation.keep(kept.bytes) else { throw SiteAnswers.notOurs }
    }
  }

  private func draft(
    _ plan: SendPlan, _ planned: DrupalPlan, _ preparation: Preparation, _ login: Secret, _ kept: inout DrupalKept
  ) async throws(Unprepared) {
    let items = plan.post.content.media
    var response: WireResponse?
    if !kept.hasNode {
      let document = document(planned, items, kept, isPublic: false)
      let outcome = await send(request(.post, nodes, document), login) { [now] in
        preparation.allows(plan, at: now())
      }
      let answer = try answers.prepared(outcome, expected: [409], carriesPost: true)
      if let made = answer.json?["data"]?["id"]?.string, made.lowercased() != planned.node.lowercased() {
        throw Unprepared(
          .channelRefused(
            "\(client.host) gave the draft another id (\(made)) than was asked for, so a post could go out twice; delete "
              + "that draft, and have the site take the ids of JSON:API's clients."))
      }
      // 409: an earlier try made it, and its answer was lost.
      if answer.status != 409 { response = answer }
      kept.hasNode = true
      guard await preparation.keep(kept.bytes) else { throw SiteAnswers.notOurs }
      if let response, let node = node(response, planned), node.isPublic {
        throw Unprepared(
          .rejected("\(client.host) made the draft \(planned.node) public at once; look there, and ask who runs it."))
      }
    }
    if response == nil {
      let answer = try answers.prepared(await get("\(nodes)/\(planned.node)", login), expected: [404])
      guard answer.status != 404 else {
        throw Unprepared(
          .rejected("The draft \(planned.node) on \(client.host) was deleted by somebody; add the post again."))
      }
      response = answer
    }
    guard let response, let node = node(response, planned) else { throw unreadable }
    if let difference = node.difference(from: planned, alts: items.map { PostHTML.oneLine($0.alt) }) {
      throw Unprepared(
        .rejected(
          "\(client.host) does not hold the post as it was approved: \(difference). Correct the channel's body-field and "
            + "format, or see who changed the draft \(planned.node)."))
    }
  }
}
