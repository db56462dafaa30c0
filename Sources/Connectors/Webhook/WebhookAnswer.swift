import Elections
import Foundation
import Publishing

/// What a receiver's answer means for a delivery.
enum WebhookAnswer {
  static func outcome(of response: WireResponse, id: String, host: String, now: Instant) -> CommitOutcome {
    let (status, said) = (response.status, response.excerpt)
    // The standard's own: the receiver is gone for good.
    if status == 410 {
      return .channelRefused(
        "\(host) answered 410: it wants no more posts; ask who runs it, then correct or remove the channel.")
    }
    switch response.meaning {
    case .accepted where response.isPage:
      return .uncertain(
        "\(host) answered \(status) with a web page, as a sign-in page or a proxy does; see there whether it came in.")
    case .accepted:
      return .published(Receipt(remoteID: id, at: now, mayRepeat: true))
    case .needsLogin:
      return .needsLogin("\(host) answered \(status)\(said); correct the channel's url or its secret.")
    case .notNow:
      return .notSent(
        "\(host) answered \(status)\(status == 429 ? ": too many requests" : said); it is tried again later.",
        after: response.delayAsked(now: now))
    case .moved:
      return .channelRefused(
        "\(host) answered \(status): the receiver is at another address, and a post is never sent on; correct the "
          + "channel's url.")
    case .missing:
      return .channelRefused(
        "\(host) answered \(status)\(said): no receiver takes posts at this address; correct the channel's url.")
    case .forbidden:
      return .channelRefused(
        "\(host) answered \(status)\(said): it does not let these requests in; ask who runs it, then correct the "
          + "channel.")
    case .refused:
      return .rejected("\(host) answered \(status)\(said); correct what it names, then add the post again.")
    case .undecided:
      return .undecided(
        "\(host) answered \(status)\(said), and not whether for the post's sake; see there, then send it again or cancel it."
      )
    case .unclear:
      return .uncertain(
        "\(host) answered \(status)\(said); it may have acted all the same.", after: response.delayAsked(now: now))
    }
  }
}
