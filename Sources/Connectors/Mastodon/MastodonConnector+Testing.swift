import Elections
package import Publishing
import Texts

/// Whether the channel could be used now; reads only.
extension MastodonConnector {
  /// What the connector cannot do without, and the wider scopes that hold it.
  private static let scopes: [(needed: String, within: Set<String>)] = [
    ("write:statuses", ["write:statuses", "write"]), ("write:media", ["write:media", "write"]),
    ("read:statuses", ["read:statuses", "read"]), ("read:accounts", ["read:accounts", "read"]),
  ]

  package func test() async -> ChannelTest {
    let secret: Secret
    do {
      secret = try credential()
    } catch {
      return ChannelTest(isUsable: false, findings: [error.description])
    }
    let account: Account
    switch await verifiedAccount(secret) {
    case .failure(let failure): return ChannelTest(isUsable: false, findings: [failure.reason])
    case .success(let known): account = known
    }
    var findings = [
      "\(client.host) knows the access token: posts appear as @\(account.name), visible to "
        + "\(MastodonPayload(PostContent(text: ""), settings).audience)."
    ]
    if let standing = account.standing {
      return ChannelTest(
        isUsable: false, findings: findings + ["\(client.host) says that the account is \(standing); look at it there."]
      )
    }
    if case .failure(let failure) = await ownStatuses(of: account.id, since: now(), secret) {
      return ChannelTest(isUsable: false, findings: findings + ["Its posts cannot be read: \(failure.reason)"])
    }
    switch await scopes(secret, account) {
    case nil:
      findings.append(
        "\(client.host) does not say what the token may do: that it may post shows only with the first post.")
    case let granted?:
      let missing = Self.scopes.filter { $0.within.isDisjoint(with: granted) }.map(\.needed)
      guard missing.isEmpty else {
        return ChannelTest(
          isUsable: false,
          findings: findings + [
            "The token lacks \(missing.joined(separator: " and ")): give the application these scopes, and make a new token."
          ])
      }
      let listed = granted.sorted().joined(separator: ", ")
      findings.append(
        account.scopes == nil
          ? "Its application may have the scopes \(listed). That the token was given them, and may post, shows only with "
            + "the first post."
          : "The token may post: its scopes are \(listed).")
    }
    let isRead = await readLimits()
    let limits = limits
    let said =
      isRead
      ? "It takes" : "It does not say what it takes, so this is assumed, as last known or as Mastodon comes with it:"
    findings.append(
      "\(said) \(limits.characters) characters, of which a link counts as \(limits.link), and \(limits.media) "
        + "pictures of up to \(limits.imageBytes / 1024) KB with \(limits.description) characters of alt text.")
    return ChannelTest(isUsable: true, findings: findings)
  }

  /// What the token may do, where the server tells: in a header of its answers, or as what its application may.
  private func scopes(_ secret: Secret, _ account: Account) async -> Set<String>? {
    if let scopes = account.scopes { return scopes }
    let outcome = await client.send(
      .get, "/api/v1/apps/verify_credentials", authorization: .bearer(secret), longestAnswer: Self.longestStatus)
    guard case .success(let response) = answers(secret).response(outcome, [200], at: now()), let json = response.json
    else { return nil }
    let listed = json["scopes"]?.array?.compactMap(\.string) ?? []
    let written = [json["scopes"]?.string, json["scope"]?.string].compactMap(\.self).flatMap(Self.words)
    let scopes = Set(listed + written)
    return scopes.isEmpty ? nil : scopes
  }

  static func words(_ scopes: String) -> [String] {
    scopes.split { $0 == " " || $0 == "," }.map(String.init)
  }
}
