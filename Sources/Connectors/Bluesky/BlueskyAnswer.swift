import Elections
import Publishing
import Texts

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
    case content
    /// Nothing says which of these it is.
    case undecided
    /// It may have been done all the same, or before.
    case unclear
  }

  /// What the names of errors mean, whatever their status: a token that is over answers 400, not 401, and so does much
  /// that concerns the account, the pace, or a server behind this one.
  private static let names: [(names: Set<String>, refusal: Refusal)] = [
    (
      [
        "ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired", "AuthFactorTokenRequired",
        "InvalidTokenScope", "BadTokenScope", "BadJwt", "BadJwtSignature", "JwtExpired", "TokenInvalid", "TokenExpired",
        "use_dpop_nonce", "invalid_dpop_proof",
      ], .token
    ),
    (
      [
        "AccountTakedown", "AccountTakenDown", "AccountSuspended", "AccountDeactivated", "AccountInactive",
        "AccountNotFound", "AuthorizationError", "BlockedByTakedown", "EmailNotConfirmed", "Forbidden", "InvalidRepo",
        "MethodNotImplemented", "RepoDeactivated", "RepoNotFound", "RepoSuspended", "RepoTakendown",
        "ScopeMissingError", "XRPCNotSupported",
      ], .channel
    ),
    (["RateLimitExceeded"], .tooMany),
    (["InternalServerError", "InvalidSwap", "NotEnoughResources", "UpstreamFailure", "UpstreamTimeout"], .unclear),
    (["BlobTooLarge", "InvalidMimeType", "InvalidRecord", "PayloadTooLarge"], .content),
  ]
  /// Where the name says nothing, as `InvalidRequest` does.
  private static let accountWords = ["find repo", "invalid repo", "repo not found", "taken down", "takendown"]
  /// How a server begins to say what is wrong with the record.
  private static let recordWords = ["record/", "invalid app.bsky.feed.post", "invalid record", "blob"]

  static func refusal(of response: WireResponse) -> Refusal {
    guard (400...422).contains(response.status), response.status != 429, !response.isPage else {
      return refusal(response.meaning)
    }
    if let name = name(of: response), let known = names.first(where: { $0.names.contains(name) }) {
      return known.refusal
    }
    let meaning = response.meaning
    guard meaning == .undecided || meaning == .refused, response.status != 413 else { return refusal(meaning) }
    let said = response.json?["message"]?.string?.lowercased() ?? ""
    if accountWords.contains(where: said.contains) { return .channel }
    return recordWords.contains(where: said.contains) ? .content : refusal(meaning)
  }

  private static func refusal(_ meaning: AnswerMeaning) -> Refusal {
    switch meaning {
    case .needsLogin: .token
    case .notNow: .tooMany
    case .moved, .missing, .forbidden: .channel
    case .refused: .content
    case .undecided: .undecided
    case .accepted, .unclear: .unclear
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

  /// `account` is whose records they are, `rkeys` the keys that they were to have, `url` where people see what stands
  /// under a key; `token` must never be repeated to a person.
  static func commit(
    _ response: WireResponse, account: String, rkeys: [String], url: (_ rkey: String) -> String, host: String,
    token: Secret, now: Instant
  ) -> Commit {
    let (status, said) = (response.status, said(response, hiding: token))
    let name = name(of: response)
    if status == 400, name == "ExpiredToken" || name == "InvalidToken" { return .tokenOver }
    if AnswerMeaning(status: status) == .accepted {
      guard let made = madeKeys(response, account: account), made.count == rkeys.count, let first = made.first else {
        return .outcome(
          .uncertain(
            "\(host) answered \(status): \(saidDone), without the post's address, as a proxy does; it is looked up."))
      }
      return .outcome(
        .published(
          Receipt(
            remoteID: BlueskyRecord.uri(account: account, rkey: first), url: url(first), at: now,
            differences: made == rkeys ? [] : [otherKey(first, host: host)])))
    }
    if name == "BlobNotFound", (400...422).contains(status) {
      return .outcome(.notSent("\(host) no longer has the post's pictures; they are uploaded again.", after: nil))
    }
    switch refusal(of: response) {
    case .tooMany:
      return .outcome(
        .notSent(
          "\(host) answered \(status): too many requests; it is tried again later.",
          after: response.delayAsked(now: now)))
    case .token:
      return .outcome(
        .needsLogin(
          "\(host) answered \(status)\(said): the account's session is not accepted; make a new app password in the "
            + "account's settings, and put it where the channel's password is kept."))
    case .channel: return .outcome(.channelRefused(refused(response, said: "\(host) answered \(status)\(said)")))
    case .content:
      return .outcome(.rejected("\(host) answered \(status)\(said); correct what it names, then add the post again."))
    case .undecided:
      return .outcome(
        .undecided(
          "\(host) answered \(status)\(said), and not whether for the post's sake; see the account's posts, then send it "
            + "again or cancel it."))
    case .unclear:
      // A record key that is taken is one of these, on some servers with nothing to tell it by.
      return .outcome(
        .uncertain(
          "\(host) answered \(status)\(said); it may have acted all the same, and is looked up.",
          after: response.delayAsked(now: now)))
    }
  }

  /// Stands in the reason of every doubt about what was answered as a success: of that no absence is certain.
  static let saidDone = "it said that it was done"

  /// What is told of a server that chose a key of its own.
  static func otherKey(_ rkey: String, host: String) -> String {
    "\(host) put the post under a key of its own (\(rkey)), so an attempt whose answer is lost may be hard to find there."
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

  /// The keys under which createRecord, or applyWrites, says that it made posts of the account; nil without what they
  /// promise.
  private static func madeKeys(_ response: WireResponse, account: String) -> [String]? {
    guard let json = response.json else { return nil }
    let results = json["results"]?.array ?? [json]
    let keys = results.compactMap { result -> String? in
      result["cid"]?.string?.isEmpty == false ? BlueskyRecord.key(result["uri"]?.string, account: account) : nil
    }
    return keys.count == results.count ? keys : nil
  }
}
