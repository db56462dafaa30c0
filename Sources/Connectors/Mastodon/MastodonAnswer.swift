import Elections
import PublishingGate

/// What an instance's answers mean, for the one request that publishes and for all that come before it.
struct MastodonAnswer {
  let host: String
  /// Never quoted, should an instance send it back.
  let secret: Secret

  /// Why something was not read or made.
  struct Failure: Error, Hashable {
    let reason: String
    let meaning: AnswerMeaning
    var after: Duration?

    /// For what may be done again without harm: whatever is unclear is tried again.
    var preparation: PrepareOutcome {
      switch meaning {
      case .needsLogin: .needsLogin(reason)
      case .refused, .moved: .rejected(reason)
      case .accepted, .notNow, .unclear: .retry(reason, after: after)
      }
    }
  }

  /// The answer, where it is one of these statuses and no page; else why not.
  func response(
    _ outcome: WireOutcome, _ statuses: Set<Int>, at now: Instant
  ) -> Result<WireResponse, Failure> {
    switch outcome {
    case .notSent(let reason), .maybeSent(let reason): return .failure(Failure(reason: reason, meaning: .unclear))
    case .response(let response):
      if statuses.contains(response.status), !response.isPage { return .success(response) }
      return .failure(failure(response, at: now))
    }
  }

  func failure(_ response: WireResponse, at now: Instant) -> Failure {
    Failure(reason: reason(response), meaning: response.meaning, after: Self.delay(response, at: now))
  }

  /// A status whose answer is no JSON with what the API promises.
  func noneOfOurs(_ response: WireResponse) -> Failure {
    Failure(
      reason: "\(host) answered \(response.status) without what Mastodon's API promises, as a proxy or another "
        + "program does; see that the channel's url is the instance's.", meaning: .unclear)
  }

  func commit(_ outcome: WireOutcome, at now: Instant) -> CommitOutcome {
    let response: WireResponse
    switch outcome {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .unknown(reason)
    case .response(let answer): response = answer
    }
    let reason = reason(response)
    switch response.meaning {
    case .accepted:
      // A status that is only scheduled has an id and no address.
      if !response.isPage, let status = response.json.flatMap(MastodonStatus.init), let url = status.url {
        return .published(Receipt(remoteID: status.id, url: url, at: now))
      }
      return .unknown(reason)
    case .needsLogin: return .needsLogin(reason)
    case .notNow: return .notSent(reason, after: Self.delay(response, at: now))
    case .moved, .refused: return .rejected(reason)
    case .unclear: return .unknown(reason)
    }
  }

  private func reason(_ response: WireResponse) -> String {
    let (status, said) = (response.status, said(response))
    switch response.meaning {
    case .accepted where response.isPage:
      return "\(host) answered \(status) with a web page, as a sign-in page or a proxy does; look there for the post."
    case .accepted:
      return "\(host) answered \(status) without the post's id and address; look there for the post."
    case .needsLogin:
      return "\(host) answered 401\(said): the access token does not count; make a new one in the account's "
        + "preferences under Development, and put it where the settings say."
    case .notNow: return "\(host) answered 429: too many requests; it is tried again when the instance allows it."
    case .moved:
      return "\(host) answered \(status): the instance is at another address, and a post is never sent on; correct the "
        + "channel's url."
    case .refused where status == 403:
      return "\(host) answered 403\(said): the account or its token may not do this; give the application "
        + "write:statuses, write:media, read:statuses and read:accounts, and look at the account's standing."
    case .refused: return "\(host) answered \(status)\(said); correct what it names, then add the post again."
    case .unclear: return "\(host) answered \(status)\(said); it may have acted all the same."
    }
  }

  /// The error's own words, where there are some and they hold no secret.
  private func said(_ response: WireResponse) -> String {
    let isSecret = secret.withText { String(decoding: response.body, as: UTF8.self).contains($0) }
    if isSecret { return "" }
    return response.json?["error"]?.string.map(WireResponse.quoted) ?? response.excerpt
  }

  /// When requests count anew (`X-RateLimit-Reset`, a time), or `Retry-After`: the later of the two, for a reset that is
  /// past says nothing. Kept between the same bounds.
  static func delay(_ response: WireResponse, at now: Instant) -> Duration? {
    let reset = response.header("x-ratelimit-reset").flatMap(MastodonTime.instant).map { $0.since(now) }
    guard let asked = [reset, response.retryAfter(now: now)].compactMap(\.self).max() else { return nil }
    return min(max(asked, RetryAfter.shortest), RetryAfter.longest)
  }
}
