import Elections
package import Publishing

/// Uploads, and what is needed to find the status again: all before the permit, nothing of it public.
extension MastodonConnector {
  /// How long until the instance is asked again whether it has finished with a medium.
  static let processingPause = Duration.seconds(5)
  /// After so long it will not finish any more.
  static let longestProcessing = Duration.seconds(1800)

  private struct Stopped: Error { let outcome: PrepareOutcome }

  package func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome {
    do throws(Stopped) {
      return .ready(Prepared(plan: plan, kept: try await preparing(plan, preparation).bytes))
    } catch {
      return error.outcome
    }
  }

  private func preparing(_ plan: SendPlan, _ preparation: Preparation) async throws(Stopped) -> MastodonKept {
    guard let payload = MastodonPayload(plan.payload) else { throw Stopped(outcome: .rejected(Self.foreignPlan)) }
    let secret: Secret
    do {
      secret = try credential()
    } catch {
      throw Stopped(outcome: .retry(error.description, after: Self.secretRetry))
    }
    let started = now()
    try mayGoOn(plan, preparation)
    let account = try prepared(await verifiedAccount(secret))
    let since = started.adding(.zero - Self.clockSkew)
    let own = try prepared(await ownStatuses(of: account.id, since: since, secret)).statuses
    var kept = MastodonKept(
      account: account.id, started: started, before: own.filter { $0.created.map { $0 >= since } ?? true }.map(\.id),
      uploads: MastodonKept(preparation.kept)?.uploads ?? [:])
    try await keep(kept, preparation)
    for (place, item) in payload.media.enumerated() {
      try await upload(item, at: place, of: plan, into: &kept, preparation, secret)
    }
    if let waiting = payload.media.indices.first(where: { kept.uploads[$0]?.isReady != true }) {
      throw Stopped(
        outcome: .retry(
          "\(client.host) still works on “\(payload.media[waiting].fileName)”; the post waits for it.",
          after: Self.processingPause))
    }
    return kept
  }

  private func upload(
    _ item: MediaItem, at place: Int, of plan: SendPlan, into kept: inout MastodonKept, _ preparation: Preparation,
    _ secret: Secret
  ) async throws(Stopped) {
    if let upload = kept.uploads[place], upload.hash == item.hash, try await look(at: place, item, &kept, secret) {
      return try await keep(kept, preparation)
    }
    let bytes: [UInt8]
    do {
      bytes = try media.bytes(of: item)
    } catch {
      throw Stopped(outcome: .rejected(error.description))
    }
    try mayGoOn(plan, preparation)
    let form = MultipartForm(
      fields: [("description", item.alt)], file: ("file", item.publicName, item.mediaType, bytes))
    let outcome = await client.send(
      .post, "/api/v2/media", authorization: .bearer(secret), body: .bytes(form.bytes, type: form.type),
      timeout: .seconds(120), mayStart: { [now] in preparation.allows(plan, at: now()) })
    let response = try prepared(answers(secret).response(outcome, Set(200...299), at: now(), carriesPost: true))
    guard let id = response.json.flatMap(MastodonStatus.id) else {
      throw Stopped(outcome: answers(secret).noneOfOurs(response).preparation)
    }
    kept.uploads[place] = MastodonKept.Upload(
      id: id, hash: item.hash, uploaded: now(), isReady: response.status != 202)
    try await keep(kept, preparation)
  }

  /// Whether what was uploaded before is still there, and whether the instance has finished with it.
  private func look(
    at place: Int, _ item: MediaItem, _ kept: inout MastodonKept, _ secret: Secret
  ) async throws(Stopped) -> Bool {
    guard var upload = kept.uploads[place] else { return false }
    let outcome = await client.send(
      .get, "/api/v1/media/\(APIClient.encoded(upload.id))", authorization: .bearer(secret))
    if case .response(let response) = outcome {
      // Instances throw away what was never attached, but not while they work on it: one that knows nothing of it then
      // cannot be asked, as some others say in so many words. One that is told to attach it too early says so.
      let isGone = response.status == 404 && (upload.isReady || isOverdue(upload))
      if isGone { return false }
      if [404, 405, 410, 501].contains(response.status) {
        kept.uploads[place]?.isReady = true
        return true
      }
      // It was asked for a picture of ours, and the token is known to be good.
      if response.status == 422, response.meaning != .needsLogin {
        throw Stopped(
          outcome: .rejected(
            "\(client.host) cannot use “\(item.fileName)”\(response.excerpt); save the picture anew, then add the post "
              + "again."))
      }
    }
    let response = try prepared(answers(secret).response(outcome, [200, 206], at: now()))
    upload.isReady = response.status == 200
    if !upload.isReady, isOverdue(upload) {
      throw Stopped(
        outcome: .rejected(
          "\(client.host) has not finished with “\(item.fileName)” for half an hour; save the picture anew, then add "
            + "the post again."))
    }
    kept.uploads[place] = upload
    return true
  }

  private func isOverdue(_ upload: MastodonKept.Upload) -> Bool {
    now().since(upload.uploaded) > Self.longestProcessing
  }

  private func mayGoOn(_ plan: SendPlan, _ preparation: Preparation) throws(Stopped) {
    guard preparation.allows(plan, at: now()) else {
      throw Stopped(
        outcome: .retry(
          "The time to prepare this post is over, or it is another post's, so nothing more was uploaded.", after: nil))
    }
  }

  private func keep(_ kept: MastodonKept, _ preparation: Preparation) async throws(Stopped) {
    guard await preparation.keep(kept.bytes) else {
      throw Stopped(outcome: .retry("What was prepared could not be stored; it is prepared again.", after: nil))
    }
  }

  private func prepared<Value>(_ result: Result<Value, MastodonAnswer.Failure>) throws(Stopped) -> Value {
    switch result {
    case .success(let value): return value
    case .failure(let failure): throw Stopped(outcome: failure.preparation)
    }
  }
}
