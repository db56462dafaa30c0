import Elections
import Foundation
import PublishingGate

/// What a receiver's answer means for a delivery.
enum WebhookAnswer {
  static func outcome(of response: WireResponse, id: String, host: String, now: Instant) -> CommitOutcome {
    let (status, said) = (response.status, response.excerpt)
    // The standard's own: the receiver is gone for good.
    if status == 410 {
      return .switchedOff(
        "\(host) answered 410: it wants no more posts; ask who runs it, then correct or remove the channel.")
    }
    switch response.meaning {
    case .accepted where response.isPage:
      return .unknown(
        "\(host) answered \(status) with a web page, as a sign-in page or a proxy does; see there whether it came in.")
    case .accepted:
      return .published(Receipt(remoteID: id, at: now))
    case .needsLogin:
      return .needsLogin("\(host) answered 401\(said); correct the channel's url or its secret.")
    case .notNow:
      let after = response.header("retry-after").flatMap { RetryAfter.delay($0, now: now) }
      return .notSent("\(host) answered 429: too many requests; it is tried again later.", after: after)
    case .moved:
      return .rejected(
        "\(host) answered \(status): the receiver is at another address, and a post is never sent on; correct the "
          + "channel's url.")
    case .refused:
      return .rejected("\(host) answered \(status)\(said); correct what it names, then add the post again.")
    case .unclear:
      return .unknown("\(host) answered \(status)\(said); it may have acted all the same.")
    }
  }
}
