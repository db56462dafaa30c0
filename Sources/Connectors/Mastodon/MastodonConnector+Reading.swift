import Elections
import PublishingGate

/// What is only read: the account and its own posts.
extension MastodonConnector {
  /// By how much the instance's clock and ours may differ.
  static let clockSkew = Duration.seconds(300)
  /// The most that an instance lists at once.
  private static let listed = 40

  struct Account: Sendable {
    let id: String
    let name: String
  }

  func verifiedAccount(_ secret: Secret) async -> Result<Account, MastodonAnswer.Failure> {
    let outcome = await client.send(
      .get, "/api/v1/accounts/verify_credentials", authorization: .bearer(secret), longestAnswer: Self.longestStatus)
    return answers(secret).response(outcome, [200], at: now()).flatMap { response in
      guard let json = response.json, let id = MastodonStatus.id(json) else {
        return .failure(answers(secret).noneOfOurs(response))
      }
      return .success(Account(id: id, name: json["acct"]?.string ?? id))
    }
  }

  /// The newest posts of the account, the newest first.
  func ownStatuses(of account: String, _ secret: Secret) async -> Result<[MastodonStatus], MastodonAnswer.Failure> {
    let outcome = await client.send(
      .get, "/api/v1/accounts/\(APIClient.encoded(account))/statuses?limit=\(Self.listed)&exclude_reblogs=true",
      authorization: .bearer(secret), longestAnswer: 8 * 1024 * 1024)
    return answers(secret).response(outcome, [200], at: now()).flatMap { response in
      guard let list = response.json?.array else { return .failure(answers(secret).noneOfOurs(response)) }
      return .success(list.compactMap(MastodonStatus.init))
    }
  }

  /// The text and warning of a status as they were typed, or as they are shown where the server keeps no source.
  func source(of status: MastodonStatus, _ secret: Secret) async -> Result<
    (texts: [String], warning: String), MastodonAnswer.Failure
  > {
    let outcome = await client.send(
      .get, "/api/v1/statuses/\(APIClient.encoded(status.id))/source", authorization: .bearer(secret),
      longestAnswer: Self.longestStatus)
    if case .response(let response) = outcome, response.status == 404 {
      return .success((MastodonMarkup.texts(of: status.content), status.warning))
    }
    return answers(secret).response(outcome, [200], at: now()).flatMap { response in
      guard let json = response.json, let text = json["text"]?.string else {
        return .failure(answers(secret).noneOfOurs(response))
      }
      return .success(([text], json["spoiler_text"]?.string ?? ""))
    }
  }
}
