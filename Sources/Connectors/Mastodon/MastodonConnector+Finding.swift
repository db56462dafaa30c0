import Elections
package import PublishingGate

/// How a lost answer is made good: by reading the account's own posts.
extension MastodonConnector {
  /// Looks for an equal post of the account that is of this attempt's time, was not there before it, and is no other
  /// delivery's. Never `absentForCertain`: the request may still be on its way, not every server knows the key, and not
  /// every post stands in a listing.
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
    let since = kept.started.adding(.zero - Self.clockSkew)
    let own: MastodonListing
    switch await ownStatuses(of: kept.account, since: since, secret) {
    case .success(let listing): own = listing
    case .failure(let failure): return .cannotTell(failure.reason)
    }
    let until = min(now(), prepared.lost?.ended ?? now()).adding(Self.clockSkew)
    let uploads = kept.mediaIDs(for: payload.media) ?? []
    var equal: [MastodonStatus] = []
    var rewritten: [MastodonStatus] = []
    for status in own.statuses {
      let isOfThatTime = status.created.map { $0 >= since && $0 <= until } ?? true
      guard isOfThatTime, !kept.before.contains(status.id), prepared.lost?.taken.contains(status.id) != true else {
        continue
      }
      switch await source(of: status, secret) {
      case .failure(let failure): return .cannotTell(failure.reason)
      case .success(let source):
        switch status.likeness(to: payload, texts: source.texts, warning: source.warning, uploads: uploads) {
        case .ours: equal.append(status)
        case .rewritten: rewritten.append(status)
        case .other: break
        }
      }
    }
    // Of several the first is the one; the others are a person's.
    if let status = equal.last {
      return .found(Receipt(remoteID: status.id, url: status.url, at: status.created ?? now()))
    }
    if let status = rewritten.last {
      return .changedByOthers(
        "\(client.host) has a post of that time that is like this one and not the same (\(status.url ?? status.id)): the "
          + "server may rewrite what it is sent, or somebody may have edited it. Look there.")
    }
    return .absentPerhaps(unseen(own, payload, kept))
  }

  /// What was looked at, and what could not be seen there.
  private func unseen(_ own: MastodonListing, _ payload: MastodonPayload, _ kept: MastodonKept) -> String {
    var sentences = [
      "Among the \(own.statuses.count) posts of the account that \(client.host) lists since "
        + "\(UTCText.text(kept.started)), none that is no other delivery's has this text."
    ]
    if !own.reachesBack {
      let end = own.statuses.last?.created.map { "\(UTCText.text($0))" } ?? "some of them"
      sentences.append("The list ends at \(end), before that time: what is older could not be seen.")
    }
    sentences.append(
      payload.visibility == "public"
        ? "What the server leaves out of that list could not be seen."
        : "This post is \(payload.visibility), and servers may leave such posts out of that list: those could not be seen."
    )
    sentences.append("The request may also still be on its way. Look there before sending it again.")
    return sentences.joined(separator: " ")
  }
}
