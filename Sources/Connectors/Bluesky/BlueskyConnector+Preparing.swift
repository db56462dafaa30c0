import Elections
package import Publishing
import Texts

/// Session, accounts behind handles, and uploads: nothing of it is seen until a record names it.
extension BlueskyConnector {
  /// A post released later than this after its due time is dated when it is released: dated earlier, it would stand far
  /// down in everybody's timeline, and might seem to have gone out inside a closed period.
  private static let lateness = Duration.seconds(600)
  /// The server throws uploads away that no record names for a while; sooner than that they are taken as they are.
  private static let uploadLasts = Duration.seconds(300)
  private static let uploadTimeout = Duration.seconds(60)

  package func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome {
    guard let bluesky = BlueskyPlan(payload: plan.payload) else { return .rejected(foreign(plan)) }
    let mayStart: @Sendable () -> Bool = { [now] in preparation.allows(plan, at: now()) }
    guard mayStart() else { return .retry(Self.over, after: nil) }
    let tokens: BlueskyTokens
    switch await session.ready(mayStart: mayStart) {
    case .ready(let ready): tokens = ready
    case .retry(let reason, let after): return .retry(reason, after: after)
    case .needsLogin(let reason): return .needsLogin(reason)
    }
    var kept =
      BlueskyKept(bytes: preparation.kept)
      ?? BlueskyKept(
        account: tokens.account, handle: tokens.handle, attempted: now(), created: plan.post.due)
    guard kept.account == tokens.account else {
      return .rejected(
        "The post was prepared for the account \(kept.account), and the channel is now logged in as \(tokens.account); "
          + "see whether it stands there, then add it again.")
    }
    do throws(Stop) {
      for handle in bluesky.handles where kept.mentions[handle] == nil {
        kept.mentions.updateValue(try await account(of: handle), forKey: handle)
      }
      for (picture, item) in zip(bluesky.pictures, plan.post.content.media) {
        if let blob = kept.blobs[picture.hash.hex], now().since(blob.at) < Self.uploadLasts { continue }
        let blob = try await upload(picture, item, mayStart)
        kept.blobs[picture.hash.hex] = BlueskyKept.Blob(json: blob, at: now())
        guard await preparation.keep(kept.bytes) else { throw Stop(.retry(Self.lost, after: nil)) }
      }
    } catch {
      return error.outcome
    }
    kept.handle = tokens.handle
    kept.attempted = now()
    if kept.attempted.since(kept.created) >= Self.lateness { kept.created = kept.attempted }
    guard await preparation.keep(kept.bytes) else { return .retry(Self.lost, after: nil) }
    return .ready(Prepared(plan: plan, kept: kept.bytes))
  }

  private static let over = "The time in which the post might be prepared was over, so nothing was sent."
  private static let lost = "What was prepared could not be stored; it is tried again."

  /// Preparing ends here.
  private struct Stop: Error {
    let outcome: PrepareOutcome
    init(_ outcome: PrepareOutcome) { self.outcome = outcome }
  }

  // MARK: Mentions

  /// The DID behind a handle; nil where the server knows none.
  private func account(of handle: String) async throws(Stop) -> String? {
    let path = "/xrpc/com.atproto.identity.resolveHandle?handle=\(APIClient.encoded(handle))"
    switch await client.send(.get, path) {
    case .notSent(let reason), .maybeSent(let reason): throw Stop(.retry(reason, after: nil))
    case .response(let response):
      if response.meaning == .notNow {
        throw Stop(
          .retry(
            "\(client.host) answered \(response.status): too many requests; it is tried again later.",
            after: response.delayAsked(now: now())))
      }
      // Taken for “nobody”, the mention would silently be plain text.
      if response.status >= 500 || BlueskyAnswer.refusal(of: response) == .unclear && response.meaning != .accepted {
        throw Stop(
          .retry(
            "\(client.host) answered \(response.status) when it was asked who \(handle) is; it is tried again.",
            after: response.delayAsked(now: now())))
      }
      guard response.meaning == .accepted, let account = response.json?["did"]?.string, account.hasPrefix("did:") else {
        return nil
      }
      return account
    }
  }

  // MARK: Pictures

  /// The server's blob for a picture, which must be of the bytes that were approved.
  private func upload(
    _ picture: BlueskyPlan.Picture, _ item: MediaItem, _ mayStart: @escaping @Sendable () -> Bool
  ) async throws(Stop) -> JSON {
    let bytes: [UInt8]
    do {
      bytes = try media.bytes(of: item)
    } catch {
      throw Stop(.rejected(error.description))
    }
    guard item.hash == picture.hash else {
      throw Stop(.rejected("“\(picture.name)” is not the picture that was planned; add the post again."))
    }
    var tokens = try await renewed(mayStart)
    for isLast in [false, true] {
      let answer = await client.send(
        .post, "/xrpc/com.atproto.repo.uploadBlob", authorization: .bearer(tokens.access),
        body: .bytes(bytes, type: picture.type), timeout: Self.uploadTimeout, mayStart: mayStart)
      switch answer {
      case .notSent(let reason), .maybeSent(let reason): throw Stop(.retry(reason, after: nil))
      case .response(let response):
        if let blob = response.json?["blob"], response.meaning == .accepted {
          guard blob["ref"]?["$link"]?.string == ContentID(ofBlob: picture.hash).text else {
            throw Stop(
              .rejected("\(client.host) changed “\(picture.name)” when it took it in; save it in another format."))
          }
          return blob
        }
        let outcome = refusedUpload(response, picture, tokens.access)
        guard BlueskyAnswer.refusal(of: response) == .token, response.status == 400, !isLast,
          await session.refuse(tokens)
        else { throw Stop(outcome) }
        tokens = try await renewed(mayStart)
      }
    }
    throw Stop(.retry(Self.over, after: nil))
  }

  private func renewed(_ mayStart: @escaping @Sendable () -> Bool) async throws(Stop) -> BlueskyTokens {
    switch await session.ready(mayStart: mayStart) {
    case .ready(let tokens): return tokens
    case .retry(let reason, let after): throw Stop(.retry(reason, after: after))
    case .needsLogin(let reason): throw Stop(.needsLogin(reason))
    }
  }

  private func refusedUpload(_ response: WireResponse, _ picture: BlueskyPlan.Picture, _ token: Secret)
    -> PrepareOutcome
  {
    let said = "\(client.host) answered \(response.status)\(BlueskyAnswer.said(response, hiding: token))"
    switch BlueskyAnswer.refusal(of: response) {
    case .token:
      return .needsLogin(
        "\(said): the account's session is not accepted; make a new app password in the account's settings, and put it "
          + "where the channel's password is kept.")
    case .tooMany:
      return .retry(
        "\(client.host) answered \(response.status): too many requests; it is tried again later.",
        after: response.delayAsked(now: now()))
    case .channel: return .channelRefused(BlueskyAnswer.refused(response, said: said))
    case .content, .undecided:
      return .rejected("\(said) to the picture “\(picture.name)”; save it smaller or in another format.")
    case .unclear:
      return .retry(
        "\(said) to the picture “\(picture.name)”; it is tried again.", after: response.delayAsked(now: now()))
    }
  }
}
