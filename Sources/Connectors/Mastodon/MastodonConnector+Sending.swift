import Elections
package import PublishingGate

/// The one request that publishes, and how a lost answer is made good.
extension MastodonConnector {
  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    guard let payload = MastodonPayload(plan.payload) else { return .rejected(Self.foreignPlan) }
    guard let mediaIDs = MastodonKept(prepared.kept)?.mediaIDs(for: payload.media) else {
      return .notSent("The post's pictures are not uploaded yet; they are uploaded first.", after: nil)
    }
    let secret: Secret
    do {
      secret = try credential()
    } catch {
      return .notSent(error.description, after: Self.secretRetry)
    }
    guard permit.allows(plan, at: now()) else {
      return .notSent(
        "The permit is not for this post on this channel, or is over, so nothing was sent; a new one is needed.",
        after: nil)
    }
    let outcome = await client.send(
      .post, "/api/v1/statuses", headers: [("idempotency-key", plan.post.key.text)], authorization: .bearer(secret),
      body: .json(payload.request(mediaIDs: mediaIDs)), longestAnswer: Self.longestStatus,
      mayStart: { [now] in await permit.mayLeave(plan, by: now) })
    return answers(secret).commit(outcome, at: now())
  }

  /// Looks for an equal post of the account that was not there before the attempt. Never `absentForCertain`: the
  /// request may still be on its way, and not every server knows the key.
  package func find(_ prepared: Prepared) async -> FindOutcome {
    guard let payload = MastodonPayload(prepared.plan.payload), let kept = MastodonKept(prepared.kept) else {
      return .cannotTell("What was kept of this attempt cannot be read; look on \(client.host) for the post.")
    }
    let secret: Secret
    do {
      secret = try credential()
    } catch {
      return .cannotTell(error.description)
    }
    let own: [MastodonStatus]
    switch await ownStatuses(of: kept.account, secret) {
    case .success(let statuses): own = statuses
    case .failure(let failure): return .cannotTell(failure.reason)
    }
    var equal: [MastodonStatus] = []
    for status in own where isCandidate(status, kept) {
      switch await isOurs(status, payload, kept, secret) {
      case .failure(let failure): return .cannotTell(failure.reason)
      case .success(.ours): equal.append(status)
      case .success(.other): break
      case .success(.edited):
        return .changedByOthers(
          "\(client.host) has a post with this post's pictures and another text (\(status.url ?? status.id)); somebody "
            + "may have edited it. Look there.")
      }
    }
    // Of several the first is the one; the others are a person's.
    guard let status = equal.last else {
      return .absentPerhaps(
        "No post of the account on \(client.host) since \(UTCText.text(kept.started)) has this text, but the request "
          + "may still be on its way; look there before sending it again.")
    }
    return .found(Receipt(remoteID: status.id, url: status.url, at: status.created ?? now()))
  }

  private func isCandidate(_ status: MastodonStatus, _ kept: MastodonKept) -> Bool {
    guard !kept.before.contains(status.id) else { return false }
    guard let created = status.created else { return true }
    return created >= kept.started.adding(.zero - Self.clockSkew) && created <= now().adding(Self.clockSkew)
  }

  private enum Likeness { case ours, other, edited }

  private func isOurs(
    _ status: MastodonStatus, _ payload: MastodonPayload, _ kept: MastodonKept, _ secret: Secret
  ) async -> Result<Likeness, MastodonAnswer.Failure> {
    // An upload belongs to one status, so its id says more than any text.
    guard let ids = kept.mediaIDs(for: payload.media), Set(ids) == Set(status.media.map(\.id)) else {
      return .success(.other)
    }
    return await source(of: status, secret).map { texts, warning in
      let isEqual =
        texts.contains { MastodonText.normalised($0) == MastodonText.normalised(payload.status) }
        && MastodonText.folded(warning) == MastodonText.folded(payload.warning)
      return isEqual ? .ours : ids.isEmpty ? .other : .edited
    }
  }
}
