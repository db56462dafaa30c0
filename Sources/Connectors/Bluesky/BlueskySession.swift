import Elections
import Texts

/// Keeps the account logged in: by renewing its session, seldom by its app password, never once per post.
///
/// One renewal at a time, whoever asks (C-24). A new pair of tokens is on the disk before it is used, because the
/// old one is dead by then (C-25).
actor BlueskySession {
  enum Outcome: Sendable {
    case ready(BlueskyTokens)
    case retry(String, after: Duration?)
    case needsLogin(String)
  }

  /// A token that ends sooner is renewed before it is used.
  private static let shortestRest = Duration.seconds(120)
  /// A token that is refused so soon after it was given will not become better by another.
  private static let shortestLife = Duration.seconds(60)
  private static let fileRetry = Duration.seconds(60)

  private let client: APIClient
  private let identifier: String
  private let password: SecretSource
  private let file: BlueskySessionFile
  private let now: @Sendable () -> Instant

  private var renewal: Task<Outcome, Never>?
  /// The access token that the server refused.
  private var refused: Secret?
  /// A new pair that could not be written yet.
  private var unwritten: BlueskyTokens?

  init(
    client: APIClient, identifier: String, password: SecretSource, file: BlueskySessionFile,
    now: @escaping @Sendable () -> Instant
  ) {
    self.client = client
    self.identifier = identifier
    self.password = password
    self.file = file
    self.now = now
  }

  // MARK: What callers use

  /// A session that will last for a while, renewed where it must be; `mayStart` as for every writing request.
  func ready(mayStart: @escaping @Sendable () -> Bool) async -> Outcome {
    if let renewal { return await renewal.value }
    if let stored, !isEnding(stored) { return .ready(stored) }
    // A task of its own: one caller's end must not cut off the answer that all of them wait for.
    let renewal = Task { await renew(mayStart: mayStart) }
    self.renewal = renewal
    let outcome = await renewal.value
    self.renewal = nil
    return outcome
  }

  /// The session as it is, without asking anybody; nil when there is none, or it was refused.
  func current() -> BlueskyTokens? { stored.flatMap { isRefused($0) ? nil : $0 } }

  /// The server says that this token is over. False when it is too new for that to be true.
  func refuse(_ tokens: BlueskyTokens) -> Bool {
    guard now().since(tokens.renewed) >= Self.shortestLife else { return false }
    refused = tokens.access
    return true
  }

  // MARK: Renewing

  private var stored: BlueskyTokens? { unwritten == nil ? file.read() : nil }

  private func isRefused(_ tokens: BlueskyTokens) -> Bool { refused.map(tokens.has(access:)) == true }

  private func isEnding(_ tokens: BlueskyTokens) -> Bool {
    if isRefused(tokens) { return true }
    guard let end = tokens.accessEnds, now().since(tokens.renewed) >= Self.shortestLife else { return false }
    return end.since(now()) < Self.shortestRest
  }

  private func renew(mayStart: @escaping @Sendable () -> Bool) async -> Outcome {
    if let unwritten { return keep(unwritten) }
    guard let old = file.read() else { return await logIn(mayStart: mayStart) }
    // An answer that was lost may have been a success, which some servers repeat for a while.
    for _ in 0..<2 {
      let answer = await client.send(
        .post, "/xrpc/com.atproto.server.refreshSession", authorization: .bearer(old.refresh), mayStart: mayStart)
      switch answer {
      case .notSent(let reason): return .retry(reason, after: nil)
      case .maybeSent: continue
      case .response(let response):
        if let tokens = tokens(response, old: old) { return keep(tokens) }
        switch BlueskyAnswer.refusal(of: response) {
        case .tooMany:
          return .retry(tooMany("renewals of its session"), after: response.delayAsked(now: now()))
        case .token, .channel, .content, .undecided:
          // Another process of ours may have been first.
          if let other = file.read(), !other.has(access: old.access) { return .ready(other) }
          return await logIn(mayStart: mayStart)
        case .unclear: continue
        }
      }
    }
    return await logIn(mayStart: mayStart)
  }

  private func logIn(mayStart: @escaping @Sendable () -> Bool) async -> Outcome {
    let secret: Secret
    do {
      guard let first = try password.read().first else { return .retry("There is no app password.", after: nil) }
      secret = first
    } catch {
      return .retry(error.description, after: Self.fileRetry)
    }
    let body = JSON.object([("identifier", .string(identifier)), ("password", .string(secret.withText { $0 }))])
    let answer = await client.send(
      .post, "/xrpc/com.atproto.server.createSession", body: .json(body), mayStart: mayStart)
    switch answer {
    case .notSent(let reason): return .retry(reason, after: nil)
    case .maybeSent(let reason):
      return .retry("The login of \(identifier) had no answer, and is tried again: \(reason)", after: nil)
    case .response(let response):
      if let tokens = tokens(response, old: nil) { return keep(tokens) }
      // Nothing of what it said is quoted: the request held the password.
      let said = "\(client.host) answered \(response.status) to the login of \(identifier)"
      switch BlueskyAnswer.refusal(of: response) {
      case .tooMany: return .retry(tooMany("logins"), after: response.delayAsked(now: now()))
      case .token:
        return .needsLogin(
          "\(said): the account's name or its app password is wrong, or the password was revoked; make a new app "
            + "password in the account's settings, and put it where the channel's password is kept.")
      case .channel, .content, .undecided:
        return .needsLogin("\(said), and refuses it; correct the channel's service and account.")
      case .unclear where [.needsLogin, .forbidden].contains(response.meaningWithoutPost):
        return .needsLogin("\(said) with a page, as a sign-in or a proxy does; correct the channel's service.")
      case .unclear: return .retry("\(said), which is no session; it is tried again.", after: nil)
      }
    }
  }

  /// What an answer promises: a pair of tokens. A renewal without a new refresh token keeps the old one.
  private func tokens(_ response: WireResponse, old: BlueskyTokens?) -> BlueskyTokens? {
    guard response.meaning == .accepted, let json = response.json, let access = json["accessJwt"]?.string,
      let refresh = json["refreshJwt"]?.string.map({ Secret($0) }) ?? old?.refresh,
      let account = json["did"]?.string ?? old?.account
    else { return nil }
    return BlueskyTokens(
      account: account, handle: json["handle"]?.string ?? old?.handle ?? account, access: Secret(access),
      refresh: refresh, renewed: now())
  }

  private func keep(_ tokens: BlueskyTokens) -> Outcome {
    unwritten = tokens
    do {
      try file.write(tokens)
    } catch {
      return .retry(error.description, after: Self.fileRetry)
    }
    unwritten = nil
    refused = nil
    return .ready(tokens)
  }

  private func tooMany(_ what: String) -> String {
    "\(client.host) answered 429: too many \(what); it is tried again later."
  }
}
