import Elections
import Publishing
import Texts

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
      case .moved, .missing, .forbidden: .channelRefused(reason)
      case .refused, .undecided: .rejected(reason)
      case .accepted, .notNow, .unclear: .retry(reason, after: after)
      }
    }
  }

  /// The answer, where it is one of these statuses and no page; else why not. `carriesPost`: the request held something
  /// of the post, so that a refusal may be its fault.
  func response(
    _ outcome: WireOutcome, _ statuses: Set<Int>, at now: Instant, carriesPost: Bool = false
  ) -> Result<WireResponse, Failure> {
    switch outcome {
    case .notSent(let reason), .maybeSent(let reason): return .failure(Failure(reason: reason, meaning: .unclear))
    case .response(let response):
      if statuses.contains(response.status), !response.isPage { return .success(response) }
      return .failure(failure(response, at: now, carriesPost: carriesPost))
    }
  }

  private func failure(_ response: WireResponse, at now: Instant, carriesPost: Bool) -> Failure {
    let meaning = carriesPost ? response.meaning : response.meaningWithoutPost
    return Failure(reason: reason(response, meaning), meaning: meaning, after: response.delayAsked(now: now))
  }

  /// A status whose answer is no JSON with what the API promises.
  func noneOfOurs(_ response: WireResponse) -> Failure {
    Failure(
      reason: "\(host) answered \(response.status) without what Mastodon's API promises, as a proxy or another "
        + "program does; see that the channel's url is the instance's.", meaning: .unclear)
  }

  func commit(_ outcome: WireOutcome, of payload: MastodonPayload, at now: Instant) -> CommitOutcome {
    let response: WireResponse
    switch outcome {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .uncertain(reason)
    case .response(let answer): response = answer
    }
    let reason = reason(response, response.meaning)
    switch response.meaning {
    case .accepted:
      // A status that is only scheduled has an id and no address.
      if !response.isPage, let status = response.json.flatMap(MastodonStatus.init), let url = status.url {
        return .published(
          Receipt(remoteID: status.id, url: url, at: now, differences: status.differences(from: payload)))
      }
      return .uncertain(reason)
    case .needsLogin: return .needsLogin(reason)
    case .notNow: return .notSent(reason, after: response.delayAsked(now: now))
    case .moved, .missing, .forbidden: return .channelRefused(reason)
    case .refused: return .rejected(reason)
    case .undecided: return .undecided(reason)
    case .unclear: return .uncertain(reason, after: response.delayAsked(now: now))
    }
  }

  private func reason(_ response: WireResponse, _ meaning: AnswerMeaning) -> String {
    let (status, said) = (response.status, said(response))
    switch meaning {
    case .accepted where response.isPage:
      return "\(host) answered \(status) with a web page, as a sign-in page or a proxy does; look there for the post."
    case .accepted:
      return "\(host) answered \(status) without the post's id and address; look there for the post."
    case .needsLogin:
      return "\(host) answered \(status)\(said): the access token does not count; make a new one in the account's "
        + "preferences under Development, and put it where the settings say."
    case .notNow:
      let what = status == 429 ? ": too many requests" : said
      return "\(host) answered \(status)\(what); it is tried again when the instance allows it."
    case .moved:
      return "\(host) answered \(status): the instance is at another address, and a post is never sent on; correct the "
        + "channel's url."
    case .missing:
      return "\(host) answered \(status)\(said): Mastodon's API is not there; see that the channel's url is the "
        + "instance's."
    case .forbidden where response.isPage:
      return
        "\(host) answered \(status) with a web page, as a proxy or a sign-in does; see that the channel's url is the "
        + "instance's, and what lies between."
    case .forbidden:
      return "\(host) answered \(status)\(said): the account or its token may not do this; give the application "
        + "write:statuses, write:media, read:statuses and read:accounts, and look at the account's standing."
    case .refused: return "\(host) answered \(status)\(said); correct what it names, then add the post again."
    case .undecided:
      return "\(host) answered \(status)\(said), and not whether for the post's sake; see there, then send it again or "
        + "cancel it."
    case .unclear: return "\(host) answered \(status)\(said); it may have acted all the same."
    }
  }

  /// The error's own words, where there are some and they hold no secret.
  private func said(_ response: WireResponse) -> String {
    let isSecret = secret.withText { String(decoding: response.body, as: UTF8.self).contains($0) }
    if isSecret || response.isPage { return "" }
    guard let json = response.json,
      let named = json["error"]?.string ?? json["error"]?["message"]?.string ?? json["detail"]?.string
    else { return response.excerpt }
    // Of OAuth's errors the first is only a name (RFC 6750).
    return WireResponse.quoted([named, json["error_description"]?.string].compactMap(\.self).joined(separator: ": "))
  }
}
