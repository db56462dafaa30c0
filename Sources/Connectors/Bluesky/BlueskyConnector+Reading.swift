import Elections
package import Publishing
import Texts

/// What stands on the network, read without credentials as anybody may.
extension BlueskyConnector {
  /// As long as this after its commit nobody is taken to have deleted a post that is absent.
  private static let absenceIsCertain = Duration.seconds(3600)
  /// So many of the account's newest posts are read where ours is not under its key.
  private static let newest = 50
  private static let longestList = 2 * 1024 * 1024

  package func find(_ prepared: Prepared) async -> FindOutcome {
    guard let plan = BlueskyPlan(payload: prepared.plan.payload), let kept = BlueskyKept(bytes: prepared.kept) else {
      return .cannotTell("What was prepared for \(prepared.plan.post.name) is missing; look at the account's posts.")
    }
    var reading = await records(of: plan, account: kept.account)
    // Some servers tell a stranger that nothing is there.
    if case .absent = reading, let tokens = await session.current(), tokens.account == kept.account,
      case .records(let own, let refusal) = await records(of: plan, account: kept.account, by: tokens)
    {
      reading = .records(own, refusal: refusal)
    }
    switch reading {
    case .unreadable(let reason): return .cannotTell(reason)
    case .absent: return await findElsewhere(plan, kept, prepared.lost)
    case .records(let records, _):
      let differences = BlueskyComparison(plan: plan, account: kept.account, mentions: kept.mentions)
        .differences(from: records)
      guard differences.isEmpty else {
        return .changedByOthers(
          "Under the key of this post \(client.host) has another: \(differences.joined(separator: " "))")
      }
      return .found(
        Receipt(
          remoteID: BlueskyRecord.uri(account: kept.account, rkey: plan.first.rkey),
          url: Self.address(of: plan.first.rkey, kept), at: now()))
    }
  }

  /// Nothing stands under our key. A server that chooses keys of its own may have the post under another.
  private func findElsewhere(_ plan: BlueskyPlan, _ kept: BlueskyKept, _ lost: LostAttempt?) async -> FindOutcome {
    let tokens = await session.current()
    let shown = await newestPosts(of: kept.account, by: nil)
    let own = if let tokens { await newestPosts(of: kept.account, by: tokens) } else { nil as [JSON]? }
    guard shown != nil || own != nil else {
      return .absentPerhaps(
        "\(client.host) has no post under the key that was sent, and does not list the account's newest posts, where it "
          + "might stand under another; look there.")
    }
    let created = BlueskyRecord.timeText(kept.created)
    let ours = ((own ?? []) + (shown ?? [])).compactMap { entry -> String? in
      guard let value = entry["value"], value["createdAt"]?.string == created,
        value["text"]?.string == plan.first.text
      else { return nil }
      return BlueskyRecord.key(entry["uri"]?.string, account: kept.account)
    }
    let others = Set((lost?.rivals ?? []).flatMap { BlueskyPlan(payload: $0.plan.payload)?.parts.map(\.rkey) ?? [] })
    let free = ours.filter {
      !others.contains($0) && lost?.taken.contains(BlueskyRecord.uri(account: kept.account, rkey: $0)) != true
    }
    if let rkey = free.last {
      return .found(
        Receipt(
          remoteID: BlueskyRecord.uri(account: kept.account, rkey: rkey), url: Self.address(of: rkey, kept), at: now(),
          differences: [BlueskyAnswer.otherKey(rkey, host: client.host)]))
    }
    if lost?.reason.contains(BlueskyAnswer.saidDone) == true {
      return .absentPerhaps(
        "\(client.host) answered that the post was done, and does not show it; look at the account's posts before sending "
          + "it again.")
    }
    let age = now().since(kept.attempted)
    return age < Self.absenceIsCertain
      ? .absentForCertain
      : .absentPerhaps(
        "\(client.host) has no such post, and it is \(age.components.seconds / 60) minutes since it was sent: it may "
          + "have been there and been deleted; look at the account's posts.")
  }

  /// Nil where they are not listed.
  private func newestPosts(of account: String, by owner: BlueskyTokens?) async -> [JSON]? {
    let path =
      "/xrpc/com.atproto.repo.listRecords?repo=\(APIClient.encoded(account))"
      + "&collection=\(BlueskyPlan.collection)&limit=\(Self.newest)"
    let outcome = await client.send(
      .get, path, authorization: owner.map { .bearer($0.access) }, longestAnswer: Self.longestList)
    guard case .response(let response) = outcome, response.status == 200 else { return nil }
    return response.json?["records"]?.array
  }

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    guard let bluesky = BlueskyPlan(payload: plan.payload) else { return .cannotRead(foreign(plan)) }
    let place = receipt.remoteID.split(separator: "/")
    guard place.count == 4, place[0] == "at:", place[2] == BlueskyPlan.collection else {
      return .cannotRead("“\(receipt.remoteID)” is no address of this post.")
    }
    let account = String(place[1])
    switch await records(of: bluesky, account: account, first: String(place[3])) {
    case .unreadable(let reason): return .cannotRead(reason)
    case .absent: return .notVisibleYet
    case .records(let records, let refusal):
      let differences = BlueskyComparison(plan: bluesky, account: account, mentions: nil).differences(from: records)
      if !differences.isEmpty { return .differs(differences) }
      return refusal.map { .sameToOwner($0) } ?? .same
    }
  }

  // MARK: Reading

  private enum Reading {
    /// All that there are of the plan's, in order; nil for one that is missing after the first. With why strangers could
    /// not read them, where the account's own session had to.
    case records([BlueskyComparison.Found?], refusal: String?)
    case absent
    case unreadable(String)
  }

  /// A thread is made whole or not at all, so the first part stands for its being there. `first` is the key of the first
  /// part, where the server chose another than the plan's; `owner` reads what is shown to no stranger.
  private func records(
    of plan: BlueskyPlan, account: String, first: String? = nil, by owner: BlueskyTokens? = nil
  ) async -> Reading {
    var records: [BlueskyComparison.Found?] = []
    var refusal: String?
    // Never repeated to a person, should the server send it back.
    var token = owner?.access
    for (number, part) in plan.parts.enumerated() {
      let path =
        "/xrpc/com.atproto.repo.getRecord?repo=\(APIClient.encoded(account))"
        + "&collection=\(BlueskyPlan.collection)&rkey=\(number == 0 ? first ?? part.rkey : part.rkey)"
      var outcome = await client.send(.get, path, authorization: owner.map { .bearer($0.access) })
      if owner == nil, case .response(let response) = outcome, response.keepsStrangersOut,
        let tokens = await session.current()
      {
        token = tokens.access
        refusal =
          "\(client.host) answered \(response.status) to a stranger, so the post was read with the account's own session."
        outcome = await client.send(.get, path, authorization: .bearer(tokens.access))
      }
      switch outcome {
      case .notSent(let reason), .maybeSent(let reason): return .unreadable(reason)
      case .response(let response):
        if response.meaning == .accepted, let json = response.json, let value = json["value"] {
          records.append(BlueskyComparison.Found(cid: json["cid"]?.string, value: value))
        } else if (400...499).contains(response.status), BlueskyAnswer.name(of: response) == "RecordNotFound" {
          if number == 0 { return .absent }
          records.append(nil)
        } else {
          return .unreadable(
            "\(client.host) answered \(response.status)\(BlueskyAnswer.said(response, hiding: token)) when it was asked for the post; "
              + "look at the account's posts.")
        }
      }
    }
    return .records(records, refusal: refusal)
  }

  // MARK: For people

  package func preview(_ plan: SendPlan) -> String {
    guard let bluesky = BlueskyPlan(payload: plan.payload) else { return foreign(plan) }
    var lines = ["Account: \(settings.account), by \(client.host)", "Seen by: everyone"]
    for (number, part) in bluesky.parts.enumerated() {
      let name = bluesky.parts.count > 1 ? "Text of post \(number + 1) of \(bluesky.parts.count)" : "Text"
      lines.append("\(name), \(part.text.count) of \(BlueskyText.mostCharacters) characters:")
      lines += part.text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
      for facet in part.facets {
        switch facet.feature {
        case .link(let uri): lines.append("Link in the text: \(uri)")
        case .tag(let tag): lines.append("Tag: #\(tag)")
        case .mention(let handle): lines.append("Mention, if there is such an account: @\(handle)")
        }
      }
    }
    if let card = bluesky.card { lines.append("Link card: “\(card.title)”, to \(card.uri)") }
    for picture in bluesky.pictures { lines.append("Picture: \(picture.name), with the alt text “\(picture.alt)”") }
    if !bluesky.languages.isEmpty { lines.append("Language: \(bluesky.languages.joined(separator: ", "))") }
    lines.append("Record key: \(bluesky.parts.map(\.rkey).joined(separator: ", "))")
    return lines.joined(separator: "\n") + "\n"
  }

  package func test() async -> ChannelTest {
    let tokens: BlueskyTokens
    switch await session.ready(mayStart: { true }) {
    case .ready(let ready): tokens = ready
    case .retry(let reason, _), .needsLogin(let reason): return ChannelTest(isUsable: false, findings: [reason])
    }
    switch await client.send(.get, "/xrpc/com.atproto.server.getSession", authorization: .bearer(tokens.access)) {
    case .notSent(let reason), .maybeSent(let reason): return ChannelTest(isUsable: false, findings: [reason])
    case .response(let response):
      guard response.meaning == .accepted, let json = response.json, let account = json["did"]?.string else {
        // The next use renews it.
        if BlueskyAnswer.refusal(of: response) == .token { _ = await session.refuse(tokens) }
        let said = BlueskyAnswer.said(response, hiding: tokens.access)
        return ChannelTest(
          isUsable: false,
          findings: ["\(client.host) answered \(response.status)\(said) to the session of \(settings.account)."])
      }
      guard json["active"]?.bool != false else {
        return ChannelTest(
          isUsable: false,
          findings: ["The account \(tokens.handle) is not active; see its settings at \(client.host)."])
      }
      var findings = ["\(tokens.handle) (\(account)) is logged in at \(client.host)."]
      if let end = tokens.refreshEnds {
        findings.append("Unless it is renewed, its session lasts until \(UTCText.text(end)).")
      }
      findings.append(
        "\(client.host) does not say what the session may do: that it may post shows with the first post.")
      findings.append(
        "A post may have \(BlueskyText.mostCharacters) characters and \(Self.mostPictures) pictures of up to "
          + "\(Self.largestPicture) bytes" + (settings.threads ? "; a longer one becomes a thread." : "."))
      return ChannelTest(isUsable: true, findings: findings)
    }
  }
}
