import Elections
package import Publishing

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
    let rivals = (prepared.lost?.rivals ?? []).compactMap(Contender.init)
    let ours = Contender(payload: payload, uploads: Set(kept.mediaIDs(for: payload.media) ?? []))
    var search = Search()
    for status in own.statuses {
      guard !kept.before.contains(status.id), prepared.lost?.taken.contains(status.id) != true else { continue }
      guard status.created.map({ $0 >= since && $0 <= until }) ?? true else {
        if ours.likeness(of: status, status.texts, status.warning, beside: rivals) == .ours {
          search.otherTimes.append(status)
        }
        continue
      }
      switch await source(of: status, secret) {
      case .failure(let failure): return .cannotTell(failure.reason)
      case .success(let source):
        switch ours.likeness(of: status, source.texts, source.warning, beside: rivals) {
        case .ours
        where rivals.contains { rival in
          rival.likeness(of: status, source.texts, source.warning, beside: [ours]) == .ours
        }: search.contested.append(status)
        case .ours: search.equal.append(status)
        case .rewritten: search.rewritten.append(status)
        case .other: break
        }
      }
    }
    // Of several the first is the one; the others are a person's.
    if let status = search.equal.last {
      return .found(
        Receipt(
          remoteID: status.id, url: status.url, at: status.created ?? now(),
          differences: status.differences(from: payload)))
    }
    if let status = search.contested.last {
      return .changedByOthers(
        "\(client.host) has a post like this one (\(status.url ?? status.id)), and another post of the same text waits for "
          + "its answer too: which of them it is cannot be told. Look there.")
    }
    if let status = search.rewritten.last {
      return .changedByOthers(
        "\(client.host) has a post of that time that is like this one and not the same (\(status.url ?? status.id)): the "
          + "server may rewrite what it is sent, or somebody may have edited it. Look there.")
    }
    return .absentPerhaps(unseen(own, payload, kept, search.otherTimes))
  }

  /// What a status may be: this post, or one of the channel's others whose answers were lost.
  private struct Contender {
    let payload: MastodonPayload
    /// The ids that its pictures were given.
    let uploads: Set<String>

    init(payload: MastodonPayload, uploads: Set<String>) {
      self.payload = payload
      self.uploads = uploads
    }

    /// Nil for what this connector did not make.
    init?(_ prepared: Prepared) {
      guard let payload = MastodonPayload(prepared.plan.payload) else { return nil }
      self.init(payload: payload, uploads: Set(MastodonKept(prepared.kept)?.mediaIDs(for: payload.media) ?? []))
    }

    func likeness(
      of status: MastodonStatus, _ texts: [String], _ warning: String, beside others: [Contender]
    ) -> MastodonStatus.Likeness {
      status.likeness(
        to: payload, texts: texts, warning: warning, uploads: Array(uploads),
        foreign: Set(others.flatMap(\.uploads)).subtracting(uploads))
    }
  }

  /// What looking brought, the newest first.
  private struct Search {
    var equal: [MastodonStatus] = []
    /// Equal to this post, and to another that waits for its answer.
    var contested: [MastodonStatus] = []
    var rewritten: [MastodonStatus] = []
    /// Equal, but not of the time in which the request was under way.
    var otherTimes: [MastodonStatus] = []
  }

  /// What was looked at, and what could not be seen there.
  private func unseen(
    _ own: MastodonListing, _ payload: MastodonPayload, _ kept: MastodonKept, _ otherTimes: [MastodonStatus]
  ) -> String {
    var sentences = [
      "Among the \(own.statuses.count) posts of the account that \(client.host) lists since "
        + "\(UTCText.text(kept.started)), none that is no other delivery's and of that time has this text."
    ]
    if let status = otherTimes.first {
      let dated = status.created.map { ", dated \(UTCText.text($0))" } ?? ""
      sentences.append(
        "One of another time has it (\(status.url ?? status.id)\(dated)): see whether it is this one, should the server's "
          + "clock be wrong.")
    }
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
