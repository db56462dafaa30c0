import Elections
import PublishingGate

/// What a PDS's answers mean. XRPC errors are `{"error": name, "message": text}`.
enum BlueskyAnswer {
  // MARK: To any request

  /// Why a request was refused.
  enum Refusal: Hashable, Sendable {
    /// The token or password is not good, or no longer.
    case token
    case tooMany
    /// What the account may do, or the address: whatever the request says.
    case channel
    /// What the request said.
    case other
    /// It may have been done all the same.
    case unclear
  }

  /// A token that is over answers 400, not 401.
  private static let tokenErrors: Set<String> = [
    "ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired", "AuthFactorTokenRequired",
    "InvalidTokenScope",
    "BadTokenScope", "BadJwt", "BadJwtSignature", "JwtExpired", "TokenInvalid", "TokenExpired",
  ]
  /// Answers of 400 about the account and not about the record.
  private static let accountErrors: Set<String> = [
    "AccountTakedown", "AccountTakenDown", "AccountSuspended", "AccountDeactivated", "AccountNotFound", "RepoNotFound",
    "RepoTakendown", "RepoSuspended", "RepoDeactivated", "Forbidden", "MethodNotImplemented", "XRPCNotSupported",
  ]

  static func refusal(of response: WireResponse) -> Refusal {
    if (400...403).contains(response.status), let name = name(of: response) {
      if tokenErrors.contains(name) { return .token }
      if accountErrors.contains(name) { return .channel }
    }
    switch response.meaning {
    case .needsLogin: return .token
    case .notNow: return .tooMany
    case .moved, .missing, .forbidden: return .channel
    case .refused: return .other
    case .accepted, .unclear: return .unclear
    }
  }

  static func name(of response: WireResponse) -> String? { response.json?["error"]?.string }

  /// What it said, for a person: never where it repeats a secret.
  static func said(_ response: WireResponse, hiding secret: Secret? = nil) -> String {
    let text = String(decoding: response.body, as: UTF8.self)
    if secret?.withText({ !$0.isEmpty && text.contains($0) }) == true || text.contains("eyJ") { return "" }
    guard let name = name(of: response) else { return response.excerpt }
    let words = [name, response.json?["message"]?.string].compactMap { $0 }.joined(separator: ": ")
    return WireResponse.quoted(words)
  }

  // MARK: To the commit

  enum Commit: Hashable, Sendable {
    case outcome(CommitOutcome)
    /// The access token is over, and nothing was done.
    case tokenOver
  }

  /// `uris` is where the records stand if it was done, `url` where people see them; `token` must never be repeated to a
  /// person.
  static func commit(
    _ response: WireResponse, uris: [String], url: String, host: String, token: Secret, now: Instant
  ) -> Commit {
    let (status, said) = (response.status, said(response, hiding: token))
    let name = name(of: response)
    if status == 400, name == "ExpiredToken" || name == "InvalidToken" { return .tokenOver }
    switch response.meaning {
    case .accepted:
      guard let first = uris.first, answeredURIs(response) == uris else {
        return .outcome(
          .unknown("\(host) answered \(status) without the post's address, as a proxy does; it is looked up."))
      }
      return .outcome(.published(Receipt(remoteID: first, url: url, at: now)))
    case .notNow:
      return .outcome(
        .notSent(
          "\(host) answered 429: too many requests; it is tried again later.", after: response.delayAsked(now: now)))
    case .refused where name == "BlobNotFound":
      return .outcome(.notSent("\(host) no longer has the post's pictures; they are uploaded again.", after: nil))
    case .needsLogin, .moved, .missing, .forbidden, .refused:
      switch refusal(of: response) {
      case .token:
        return .outcome(
          .needsLogin(
            "\(host) answered \(status)\(said): the account's session is not accepted; make a new app password in the "
              + "account's settings, and put it where the channel's password is kept."))
      case .channel: return .outcome(.channelRefused(refused(response, said: "\(host) answered \(status)\(said)")))
      case .other, .tooMany, .unclear:
        return .outcome(
          .rejected("\(host) answered \(status)\(said); correct what it names, then add the post again."))
      }
    case .unclear:
      // A record key that is taken is one of these: 500, with nothing to tell it by.
      return .outcome(.unknown("\(host) answered \(status)\(said); it may have acted all the same, and is looked up."))
    }
  }

  /// Why the channel cannot be used, after what the server answered.
  static func refused(_ response: WireResponse, said: String) -> String {
    switch response.meaning {
    case .moved: "\(said): it is at another address, and a post is never sent on; correct the channel's service."
    case .missing: "\(said): the AT Protocol's API is not there; correct the channel's service."
    default:
      "\(said): the account may not do this; look at its standing with the service, and at the channel's account."
    }
  }

  /// Of createRecord, or of applyWrites; nil without what they promise.
  private static func answeredURIs(_ response: WireResponse) -> [String]? {
    guard let json = response.json else { return nil }
    let results = json["results"]?.array ?? [json]
    let uris = results.compactMap { result -> String? in
      result["cid"]?.string?.isEmpty == false ? result["uri"]?.string : nil
    }
    return uris.count == results.count ? uris : nil
  }
}
