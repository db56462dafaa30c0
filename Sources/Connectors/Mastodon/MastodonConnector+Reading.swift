import Elections
import Texts

/// What is only read: the account and its own posts.
extension MastodonConnector {
  /// By how much the instance's clock and ours may differ.
  static let clockSkew = Duration.seconds(300)
  /// The most that an instance lists at once, and what is asked of one that refuses that.
  private static let listed = [40, 20]
  /// The fewest that a server takes for a whole page.
  private static let shortestPage = 10
  /// So far back and no further: 1,000 posts.
  private static let mostPages = 25

  struct Account: Sendable {
    let id: String
    let name: String
    /// What keeps it from posting, where the answer says so.
    let standing: String?
    /// What the token may do, where the answer's header says so.
    let scopes: Set<String>?
  }

  func verifiedAccount(_ secret: Secret) async -> Result<Account, MastodonAnswer.Failure> {
    let outcome = await client.send(
      .get, "/api/v1/accounts/verify_credentials", authorization: .bearer(secret), longestAnswer: Self.longestStatus)
    return answers(secret).response(outcome, [200], at: now()).flatMap { response in
      guard let json = response.json, let id = MastodonStatus.id(json) else {
        return .failure(answers(secret).noneOfOurs(response))
      }
      let standing = ["suspended", "disabled", "deactivated"].first { json[$0]?.bool == true }
      let scopes = ["x-oauth-scopes", "oauth-scopes"].compactMap { response.header($0) }.first.map(Self.words)
      return .success(
        Account(
          id: id, name: json["acct"]?.string ?? id,
          standing: json["moved"]?["id"] == nil ? standing : "moved to another one", scopes: scopes.map(Set.init)))
    }
  }

  /// The posts of the account since an instant, the newest first, as far back as the server lists them and `mostPages`
  /// reach.
  func ownStatuses(
    of account: String, since: Instant, _ secret: Secret
  ) async -> Result<MastodonListing, MastodonAnswer.Failure> {
    var listing = MastodonListing()
    var limits = Self.listed[...]
    for _ in 0..<Self.mostPages {
      guard let limit = limits.first else { break }
      let before = listing.statuses.last.map { "&max_id=\(APIClient.encoded($0.id))" } ?? ""
      let outcome = await client.send(
        .get,
        "/api/v1/accounts/\(APIClient.encoded(account))/statuses?limit=\(limit)&exclude_reblogs=true\(before)",
        authorization: .bearer(secret), longestAnswer: 8 * 1024 * 1024)
      if case .response(let response) = outcome, [400, 422].contains(response.status), limits.count > 1,
        response.meaning != .needsLogin
      {
        limits = limits.dropFirst()
        continue
      }
      let page: [MastodonStatus]
      let hasNext: Bool
      switch answers(secret).response(outcome, [200], at: now()) {
      case .failure(let failure): return .failure(failure)
      case .success(let response):
        guard let list = response.json?.array else { return .failure(answers(secret).noneOfOurs(response)) }
        page = list.compactMap(MastodonStatus.init)
        // By RFC 8288; a server without it that fills a page, however few it takes for one, may have more.
        hasNext = response.header("link")?.contains("rel=\"next\"") == true || page.count >= Self.shortestPage
      }
      guard listing.add(page, hasNext: hasNext, since: since) else { break }
    }
    return .success(listing)
  }

  /// The text and warning of a status as they were typed; where the server keeps no source, or shows it to nobody, as the
  /// status itself carries or shows them.
  func source(of status: MastodonStatus, _ secret: Secret) async -> Result<
    (texts: [String], warning: String), MastodonAnswer.Failure
  > {
    if let typed = status.typed { return .success(([typed], status.warning)) }
    let outcome = await client.send(
      .get, "/api/v1/statuses/\(APIClient.encoded(status.id))/source", authorization: .bearer(secret),
      longestAnswer: Self.longestStatus)
    if case .response(let response) = outcome, [403, 404, 405, 410, 501].contains(response.status) {
      return .success((status.texts, status.warning))
    }
    return answers(secret).response(outcome, [200], at: now()).flatMap { response in
      guard let json = response.json, let text = json["text"]?.string else {
        return .success((status.texts, status.warning))
      }
      return .success(([text], json["spoiler_text"]?.string ?? status.warning))
    }
  }
}

/// What a server lists of an account's posts.
struct MastodonListing: Sendable {
  private(set) var statuses: [MastodonStatus] = []
  /// Whether the list reaches back to the instant that was asked for, or ends.
  private(set) var reachesBack = false

  /// Takes a page in; false where no further one is wanted.
  mutating func add(_ page: [MastodonStatus], hasNext: Bool, since: Instant) -> Bool {
    let known = Set(statuses.map(\.id))
    let fresh = page.filter { !known.contains($0.id) }
    statuses += fresh
    // By the last: what is pinned may stand first, however old.
    if !hasNext || page.isEmpty || page.last?.created.map({ $0 < since }) == true {
      reachesBack = true
      return false
    }
    // A server that gives the same again knows no pages.
    return !fresh.isEmpty
  }
}
