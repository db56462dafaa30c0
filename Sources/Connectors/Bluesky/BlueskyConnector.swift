package import Elections
import Foundation
package import Publishing

/// Posts to Bluesky, or another service that speaks the AT Protocol, through the account's own server.
///
/// **At most once:** exactly once, where the server refuses a record key that is taken, as the reference server does.
/// The key is made from the delivery's key before anything is sent and is the same in every attempt. After a lost
/// answer the record is read by it: equal content is ours, and no record can be made under it a second time. A thread
/// is made whole by one request. A server that chooses keys of its own is met by reading the account's newest posts too.
/// Only a person who deletes the post within the hour of its commit, while its answer is lost, could have it published
/// again.
package struct BlueskyConnector: Connector {
  package let simultaneousSends = 1
  package let preparesFirst = true

  static let mostPictures = 4
  /// In bytes; not every server takes more than a million.
  static let largestPicture = 950_000
  static let pictureTypes = ["image/jpeg", "image/png", "image/webp", "image/gif"]
  static let mostLanguages = 3

  let channel: String
  let settings: BlueskySettings
  let client: APIClient
  let media: MediaSource
  let session: BlueskySession
  let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - channel: The channel's id, for sentences.
  ///   - settings: Server, account, languages and whether threads are allowed.
  ///   - client: Sends to the account's server.
  ///   - password: An app password.
  ///   - sessionFile: Where the session is kept; its folder is made if it is missing.
  ///   - media: Where pictures are.
  ///   - now: The clock.
  package init(
    channel: String, settings: BlueskySettings, client: APIClient, password: SecretSource,
    sessionFile: String, media: MediaSource, now: @escaping @Sendable () -> Instant
  ) {
    self.channel = channel
    self.settings = settings
    self.client = client
    self.media = media
    self.now = now
    session = BlueskySession(
      client: client, identifier: settings.account, password: password,
      file: BlueskySessionFile(
        path: sessionFile, service: client.base, identifier: settings.account, password: password), now: now)
  }

  // MARK: Before anything is sent

  package func check(_ content: PostContent) -> [ContentProblem] {
    var problems: [String] = []
    let text = BlueskyText.shown(content)
    if text.isEmpty, content.media.isEmpty { problems.append("The post has no text; write some, or add a picture.") }
    if let excess = BlueskyText.excess(text) {
      if !settings.threads {
        problems.append(
          "The post has \(excess) that Bluesky takes; shorten it, or set threads: true for the channel.")
      } else if BlueskyThread.parts(of: text) == nil {
        problems.append(
          "The post has \(excess) that Bluesky takes, and cannot be split: it needs more than "
            + "\(BlueskyThread.mostParts) parts, or holds a word that is longer than a part; shorten it.")
      }
    }
    if let link = content.link, Self.host(of: link) == nil {
      problems.append("The link “\(link)” is no address; write it as https://example.org/news.")
    }
    if settings.languages.count > Self.mostLanguages {
      problems.append(
        "The channel “\(channel)” has \(settings.languages.count) languages, and Bluesky takes \(Self.mostLanguages); "
          + "take some out of the settings.")
    }
    return (problems + pictureProblems(content.media)).map { ContentProblem($0) }
  }

  private func pictureProblems(_ media: [MediaItem]) -> [String] {
    var problems: [String] = []
    if media.count > Self.mostPictures {
      problems.append(
        "The post has \(media.count) pictures, \(media.count - Self.mostPictures) more than the \(Self.mostPictures) "
          + "that Bluesky takes; take some out.")
    }
    for item in media {
      if !Self.pictureTypes.contains(item.mediaType.lowercased()) {
        problems.append(
          "“\(item.fileName)” is \(item.mediaType), and Bluesky takes JPEG, PNG, WebP and GIF; save it as one of them.")
      }
      if item.byteCount > Self.largestPicture {
        problems.append(
          "“\(item.fileName)” has \(item.byteCount) bytes, \(item.byteCount - Self.largestPicture) more than the "
            + "\(Self.largestPicture) that Bluesky takes; save it smaller.")
      }
      if item.alt.allSatisfy(\.isWhitespace) {
        problems.append("“\(item.fileName)” has no alt text, which Bluesky needs; say what the picture shows.")
      }
    }
    return problems
  }

  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    let (content, text) = (post.content, BlueskyText.shown(post.content))
    let texts = BlueskyText.fits(text) ? [text] : BlueskyThread.parts(of: text) ?? [text]
    let parts = texts.enumerated().map { number, text in
      BlueskyPlan.Part(
        rkey: RecordKey.text(for: post, part: number), text: text, facets: BlueskyFacet.all(in: text))
    }
    let pictures = content.media.map {
      BlueskyPlan.Picture(hash: $0.hash, name: $0.fileName, type: $0.mediaType.lowercased(), alt: $0.alt)
    }
    var card: BlueskyPlan.Card?
    if pictures.isEmpty, let link = content.link, let host = Self.host(of: link) {
      let title = content.title.map(BlueskyText.trimmed) ?? ""
      card = BlueskyPlan.Card(uri: link, title: title.isEmpty ? host : title)
    }
    let plan = BlueskyPlan(parts: parts, languages: settings.languages, pictures: pictures, card: card)
    return SendPlan(post: post, payload: plan.payload)
  }

  private static func host(of link: String) -> String? {
    guard let url = URL(string: link), ["http", "https"].contains(url.scheme?.lowercased()), let host = url.host(),
      !host.isEmpty, !link.contains(where: \.isWhitespace)
    else { return nil }
    return host
  }

  /// What to say of a plan that this connector did not make.
  func foreign(_ plan: SendPlan) -> String {
    "What was planned for \(plan.post.name) was not made for Bluesky; add the post again."
  }

  // MARK: The one public mutation

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    guard let bluesky = BlueskyPlan(payload: plan.payload) else { return .rejected(foreign(plan)) }
    guard let kept = BlueskyKept(bytes: prepared.kept), let request = BlueskyRecord.commit(of: bluesky, kept),
      let tokens = await session.current(), tokens.account == kept.account
    else {
      return .notSent("The post is not prepared for the account that is logged in; it is prepared again.", after: nil)
    }
    guard permit.allows(plan, at: now()) else {
      return .notSent(
        "The permit is not for this post on this channel, or is over, so nothing was sent; a new one is needed.",
        after: nil)
    }
    let answer = await client.send(
      .post, request.path, authorization: .bearer(tokens.access), body: .json(request.body),
      mayStart: { [now] in await permit.mayLeave(plan, by: now) })
    switch answer {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .uncertain(reason)
    case .response(let response):
      let meaning = BlueskyAnswer.commit(
        response, account: kept.account, rkeys: bluesky.parts.map(\.rkey), url: { Self.address(of: $0, kept) },
        host: client.host, token: tokens.access, now: now())
      switch meaning {
      case .outcome(let outcome): return outcome
      case .tokenOver:
        // The next attempt's preparation renews it: a commit is one request, whatever its answer.
        if await session.refuse(tokens) {
          return .notSent("\(client.host) says that the session is over; it is renewed.", after: nil)
        }
        return .needsLogin(
          "\(client.host) refuses a session that is less than a minute old; see that the account is in order, and make "
            + "a new app password.")
      }
    }
  }

  /// Where people see it.
  static func address(of rkey: String, _ kept: BlueskyKept) -> String {
    // What a server calls a handle that does not lead back to the account.
    let profile = kept.handle == "handle.invalid" ? kept.account : kept.handle
    return "https://bsky.app/profile/\(profile)/post/\(rkey)"
  }
}
