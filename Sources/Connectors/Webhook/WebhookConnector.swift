package import Elections
import Foundation
package import Publishing

/// Hands a post to a receiver by one signed POST (Standard Webhooks 1.0).
///
/// **At most once:** as strong as the receiver makes it. One commit is one request, and every attempt carries the
/// same `webhook-id`. After a lost answer nothing can be read back: where the receiver drops an id that it has seen,
/// as the standard asks, sending again is safe and the delivery ends exactly once; where that is not known a person
/// decides.
package struct WebhookConnector: Connector {
  package let simultaneousSends = 4

  /// How long until a secret that cannot be read is looked for again.
  private static let secretRetry = Duration.seconds(60)

  private let channel: String
  private let url: String
  private let secret: SecretSource?
  private let receiverDedupes: Bool
  private let transport: any Transport
  private let timeouts: PhaseTimeouts
  private let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - channel: The channel's id, named in the body.
  ///   - url: Where posts are sent; the transport's guard decides whether it may be.
  ///   - secret: What requests are signed with. Without one nothing is sent.
  ///   - receiverDedupes: The receiver acts once for one `webhook-id`, however often it comes.
  ///   - transport: The network.
  ///   - timeouts: How long each part of a request may take.
  ///   - now: The clock.
  package init(
    channel: String, url: String, secret: SecretSource?, receiverDedupes: Bool, transport: any Transport,
    timeouts: PhaseTimeouts = PhaseTimeouts(), now: @escaping @Sendable () -> Instant
  ) {
    self.channel = channel
    self.url = url
    self.secret = secret
    self.receiverDedupes = receiverDedupes
    self.transport = transport
    self.timeouts = timeouts
    self.now = now
  }

  package func check(_ content: PostContent) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    if content.text.allSatisfy(\.isWhitespace) {
      problems.append(ContentProblem("The post has no text; a webhook needs some."))
    }
    let size = WebhookBody.longest(with: content, channel: channel)
    if size > WebhookBody.largest {
      problems.append(
        ContentProblem(
          "The post makes a webhook of up to \(size) bytes, \(size - WebhookBody.largest) more than the "
            + "\(WebhookBody.largest) allowed; shorten the text, or link to it."))
    }
    return problems
  }

  /// The payload is the body, byte for byte.
  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    return SendPlan(post: post, payload: WebhookBody.bytes(of: post))
  }

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    let id = plan.post.key.text
    let keys: [WebhookKey]
    do {
      keys = try signingKeys()
    } catch {
      return .notSent(error.description, after: Self.secretRetry)
    }
    let started = now()
    guard permit.allows(plan, at: started) else {
      return .notSent(
        "The permit is not for this post on this channel, or is over, so nothing was sent; a new one is needed.",
        after: nil)
    }
    let timestamp = started.secondsSince1970
    let request = WireRequest(
      method: .post, url: url,
      headers: [
        ("content-type", "application/json"), ("user-agent", APIClient.userAgent), ("webhook-id", id),
        ("webhook-timestamp", String(timestamp)),
        (
          "webhook-signature",
          WebhookSignature.header(id: id, timestamp: timestamp, body: plan.payload, keys: keys)
        ),
      ],
      body: plan.payload,
      mayStart: { [now] in await permit.mayLeave(plan, by: now) }
    )
    switch await transport.send(request, timeouts: timeouts) {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .uncertain(reason)
    case .response(let response):
      return WebhookAnswer.outcome(of: response, id: id, host: URL(string: url)?.host() ?? "The receiver", now: now())
    }
  }

  /// Nothing can be read back. `absentForCertain` says that sending the same id again makes no second post.
  package func find(_ prepared: Prepared) async -> FindOutcome {
    receiverDedupes
      ? .absentForCertain
      : .cannotTell(
        "A webhook's receiver cannot be asked what came in; look there for \(prepared.plan.post.key.text), or set "
          + "receiver-dedupes: true where it acts once for one webhook-id.")
  }

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    .cannotRead("A webhook's receiver cannot be asked what it made of a post; look there.")
  }

  package func test() async -> ChannelTest {
    do {
      let count = try signingKeys().count
      return ChannelTest(
        isUsable: true,
        findings: [
          "\(count == 1 ? "A secret is" : "\(count) secrets are") at hand. The receiver itself cannot be asked without "
            + "sending something."
        ])
    } catch {
      return ChannelTest(isUsable: false, findings: [error.description])
    }
  }

  private func signingKeys() throws(SecretProblem) -> [WebhookKey] {
    guard let secret else {
      throw SecretProblem(
        "The channel “\(channel)” has no secret, and nothing is sent unsigned; add secret-file or secret-env.")
    }
    var keys: [WebhookKey] = []
    for secret in try secret.read() {
      guard let key = WebhookKey(secret) else {
        throw SecretProblem(
          "A secret of the channel “\(channel)” is not whsec_ and the Base64 of 24 to 64 bytes; copy it again from the "
            + "receiver.")
      }
      keys.append(key)
    }
    return keys
  }
}
