import Elections
import Publishing

/// Why a preparation goes no further.
struct Unprepared: Error, Hashable {
  let outcome: PrepareOutcome
  init(_ outcome: PrepareOutcome) { self.outcome = outcome }
}

/// What the answers of a site's API mean, apart from each API's own exceptions.
struct SiteAnswers: Sendable {
  let host: String
  /// What to do about a login that is refused.
  let loginRemedy: String
  /// The words of an error's answer, as ` (code): “message”`.
  let said: @Sendable (WireResponse) -> String
  let now: @Sendable () -> Instant

  static let secretRetry = Duration.seconds(60)
  static let notOurs = Unprepared(
    .retry("What was prepared could not be stored, or the delivery is in other hands; it is tried again.", after: nil))
  static let noPermit = CommitOutcome.notSent(
    "The permit is not for this post on this channel, or is over, so nothing was sent; a new one is needed.",
    after: nil)

  /// A usable answer to a call that makes nothing public, and may therefore be repeated. `expected` are statuses that
  /// the caller understands besides 2xx; `carriesPost`: the request held something of the post, so a refusal may be its
  /// fault.
  func prepared(
    _ outcome: WireOutcome, expected: Set<Int> = [], carriesPost: Bool = false
  ) throws(Unprepared) -> WireResponse {
    let response: WireResponse
    switch outcome {
    case .notSent(let reason), .maybeSent(let reason): throw Unprepared(.retry(reason, after: nil))
    case .response(let answer): response = answer
    }
    if expected.contains(response.status), !response.isPage { return response }
    // A page where the API was asked is a sign-in's or a proxy's, whatever the request held. With a status of success it
    // may also be a fault's that came after the site had acted: the read that each new try begins with tells which.
    let isForeign = response.isPage && response.status != 413 || (302...303).contains(response.status)
    switch carriesPost && !isForeign ? response.meaning : response.meaningWithoutPost {
    case .accepted where response.json == nil: throw Unprepared(.retry(page(response), after: nil))
    case .forbidden where carriesPost && AnswerMeaning(status: response.status) == .accepted:
      throw Unprepared(.retry(page(response), after: nil))
    case .accepted: return response
    case .needsLogin: throw Unprepared(.needsLogin(login(response)))
    case .notNow, .unclear:
      throw Unprepared(.retry(later(response), after: response.delayAsked(now: now())))
    case .moved, .missing, .forbidden: throw Unprepared(.channelRefused(refusal(response)))
    case .refused, .undecided: throw Unprepared(.rejected(refusal(response)))
    }
  }

  /// What an answer to the one public mutation means, where it is no success: `known` where the API says more than its
  /// status and its words.
  func committed(_ response: WireResponse, as known: AnswerMeaning? = nil) -> CommitOutcome {
    switch known ?? response.meaning {
    case .accepted where response.isPage: .uncertain(page(response))
    case .accepted:
      .uncertain("\(host) answered \(response.status) without saying that the post is public; see there.")
    case .needsLogin: .needsLogin(login(response))
    case .notNow: .notSent(later(response), after: response.delayAsked(now: now()))
    case .moved, .missing, .forbidden: .channelRefused(refusal(response))
    case .refused: .rejected(refusal(response))
    case .undecided:
      .undecided(
        "\(host) answered \(response.status)\(said(response)), and not whether for the post's sake; see there, then send "
          + "it again or cancel it.")
    case .unclear:
      .uncertain(
        "\(host) answered \(response.status)\(said(response)); it may have acted all the same.",
        after: response.delayAsked(now: now()))
    }
  }

  /// In words, for whatever is only read.
  func reason(_ outcome: WireOutcome) -> String {
    switch outcome {
    case .notSent(let reason), .maybeSent(let reason): reason
    case .response(let response) where response.isPage: page(response)
    case .response(let response) where response.meaningWithoutPost == .needsLogin: login(response)
    case .response(let response):
      "\(host) answered \(response.status)\(said(response)); look there, or ask who runs the site."
    }
  }

  private func page(_ response: WireResponse) -> String {
    response.isPage
      ? "\(host) answered \(response.status) with a web page, as a sign-in page or a proxy does; see there."
      : "\(host) answered \(response.status) with something unreadable; see there."
  }

  private func login(_ response: WireResponse) -> String {
    let page = response.isPage ? " with a web page, as a sign-in does" : said(response)
    return "\(host) answered \(response.status)\(page); \(loginRemedy)"
  }

  private func later(_ response: WireResponse) -> String {
    let what = response.status == 429 ? ": too many requests" : said(response)
    return "\(host) answered \(response.status)\(what); it is tried again later."
  }

  private func refusal(_ response: WireResponse) -> String {
    switch response.status {
    case 200...299: page(response)
    case 301, 307, 308:
      "\(host) answered \(response.status): the site is at another address, and a post is never sent on; correct the "
        + "channel's url."
    case 403 where response.isPage:
      "\(host) answered 403 with a web page, as a firewall does; have it let the gate's requests through."
    case 403:
      "\(host) answered 403\(said(response)); give the account the permission that it needs."
    case _ where response.meaning == .missing:
      "\(host) answered \(response.status)\(said(response)): its API is not there, or does not take this; correct the "
        + "channel's url, or have the API switched on."
    case _ where response.meaning == .forbidden:
      "\(host) answered \(response.status)\(said(response)); ask who runs the site what keeps the account from posting."
    default:
      "\(host) answered \(response.status)\(said(response)); correct what it names, then add the post again."
    }
  }
}
