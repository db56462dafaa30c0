import Elections
package import Publishing

/// The one request that publishes.
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
    return answers(secret).commit(outcome, of: payload, at: now())
  }
}
