package import Elections
package import Publishing

/// Publishes a post as a status on a Mastodon instance (its API, versions 1 and 2).
///
/// **At most once:** good. One commit is one request, and every attempt of a post's revision carries the same
/// `Idempotency-Key`. Mastodon answers a key that it has seen within the hour with the status that it made then, but
/// compatible servers ignore it, and a server does not say which it is. So after a lost answer the account's own posts
/// are read: an equal one that was not there before is ours. Where none is, a request may still be on its way, and the
/// gate never sends again by itself: a person decides.
///
/// Tested against a stand-in that the client library Mastodon.py accepts as an instance; unproved on a live one.
package struct MastodonConnector: Connector {
  package let simultaneousSends = 1
  package let preparesFirst = true

  /// How long until a token that cannot be read is looked for again.
  static let secretRetry = Duration.seconds(60)
  /// An answer about one status, with its media and its preview of a link.
  static let longestStatus = 512 * 1024

  let channel: String
  let settings: MastodonSettings
  let client: APIClient
  let media: MediaSource
  let now: @Sendable () -> Instant
  private let token: SecretSource
  private let known: MastodonLimitsFile

  /// - Parameters:
  ///   - channel: The channel's id.
  ///   - settings: Who sees the posts, their language and their warning.
  ///   - client: The instance.
  ///   - token: An access token with `write:statuses`, `write:media`, `read:statuses` and `read:accounts`.
  ///   - limitsFile: Where the instance's limits are kept between starts; it and its folder are made.
  ///   - media: The bytes of pictures.
  ///   - now: The clock.
  package init(
    channel: String, settings: MastodonSettings, client: APIClient, token: SecretSource, limitsFile: String,
    media: MediaSource, now: @escaping @Sendable () -> Instant
  ) {
    self.channel = channel
    self.settings = settings
    self.client = client
    self.token = token
    self.media = media
    self.now = now
    known = MastodonLimitsFile(path: limitsFile, instance: client.base)
  }

  /// What is known of the instance's limits.
  package var limits: MastodonLimits { known.limits }

  func credential() throws(SecretProblem) -> Secret {
    guard let newest = try token.read().first else {
      throw SecretProblem("The channel “\(channel)” has no access token; write one where the settings say.")
    }
    return newest
  }

  func answers(_ credential: Secret) -> MastodonAnswer { MastodonAnswer(host: client.host, secret: credential) }

  // MARK: Planning

  package func check(_ content: PostContent) -> [ContentProblem] {
    MastodonCheck(host: client.host, limits: limits, warning: settings.contentWarning ?? "").problems(content)
  }

  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    return SendPlan(post: post, payload: MastodonPayload(post.content, settings).bytes)
  }

  package func preview(_ plan: SendPlan) -> String {
    guard let payload = MastodonPayload(plan.payload) else { return Self.foreignPlan }
    return MastodonCheck(host: client.host, limits: limits, warning: payload.warning).preview(payload)
  }

  static let foreignPlan = "What was planned is not for a Mastodon instance; add the post again."

  // MARK: Limits

  package func learnLimits() async {
    guard known.areDue(at: now()) else { return }
    _ = await readLimits()
  }

  func readLimits() async -> Bool {
    let authorization = (try? credential()).map(Secret.bearer)
    // Version 2 came with Mastodon 4; the first still answers everywhere else.
    for path in ["/api/v2/instance", "/api/v1/instance"] {
      let outcome = await client.send(.get, path, authorization: authorization, longestAnswer: 1024 * 1024)
      guard case .response(let response) = outcome else { break }
      if response.status == 200, let limits = response.json.flatMap(MastodonLimits.init(instance:)) {
        known.learn(limits, at: now())
        return true
      }
    }
    known.failed(at: now())
    return false
  }
}
