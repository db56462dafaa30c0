import Texts

/// What a refusal says in words, wherever in its body they stand: in `error`, nested in it, in a list of errors, or in
/// `detail` (RFC 9457).
///
/// Words decide only where all of them point the same way. What names both the post and the account, or neither, is left
/// to a person: a delivery that failed never changes, and a channel that is held holds every post.
struct RefusalWords {
  /// All that it says, in lower case, each word between blanks.
  private let said: String

  /// Where servers send back what they were sent: the post's own words say nothing of why it was refused.
  private static let echoes: Set<String> = [
    "body", "content", "input", "payload", "post", "received", "record", "request", "text", "value",
  ]
  /// Enough for any error, and little enough to be searched at once.
  private static let mostTexts = 60
  private static let longestText = 400
  private static let deepest = 6

  init(_ response: WireResponse) {
    var texts: [String] = []
    if let json = response.json {
      Self.collect(json, depth: 0, into: &texts)
    } else {
      texts = [String(decoding: response.body.prefix(Self.longestText), as: UTF8.self)]
    }
    self.init(texts)
  }

  /// From lines of plain text.
  init(_ texts: [String]) {
    said =
      texts.map { text in
        text.prefix(Self.longestText).lowercased().split { !$0.isLetter && !$0.isNumber }.map { " \($0)" }.joined()
      }.joined(separator: " .") + " "
  }

  private static func collect(_ json: JSON, depth: Int, into texts: inout [String]) {
    guard depth < deepest, texts.count < mostTexts else { return }
    if let text = json.string { texts.append(text) }
    for value in json.array ?? [] { collect(value, depth: depth + 1, into: &texts) }
    for key in json.keys ?? [] {
      guard let value = json[key] else { continue }
      // A list names what it is about by its key only: `{"errors": {"text": ["is too long"]}}`.
      if let list = value.array { texts += list.prefix(mostTexts).compactMap(\.string).map { "\(key) \($0)" } }
      // A title is the post's, but for that of a problem (RFC 9457).
      let isEcho = echoes.contains(key.lowercased()) || key == "title" && json["detail"] == nil
      if !isEcho { collect(value, depth: depth + 1, into: &texts) }
    }
  }

  /// Whether a word of it begins so, or several that follow one another; with a blank behind it, is so.
  func names(_ beginnings: [String]) -> Bool { beginnings.contains { said.contains(" \($0)") } }

  /// Whether they name the login as the reason (RFC 6750, section 3, and the words that APIs have for it).
  var nameLogin: Bool { names(Self.login) }

  /// What they mean, where the status says no more than that it was refused.
  var meaning: AnswerMeaning {
    // Then it is there, or a request of ours is being worked on: reading tells.
    if names(Self.repeated) { return .unclear }
    let reasons: [(meaning: AnswerMeaning, words: [String])] = [
      (.refused, Self.content), (.notNow, Self.pace), (.forbidden, Self.account),
    ]
    let named = reasons.filter { names($0.words) }
    return named.count == 1 ? named[0].meaning : .undecided
  }

  private static let login = [
    "access token", "invalid token", "expired token", "expiredtoken", "token expired", "token has expired",
    "token was revoked", "token is revoked", "token revoked", "revoked token", "invalidtoken", "authmissing",
    "authentication required", "authenticationrequired", "not authenticated", "unauthenticated", "invalid credentials",
    "bad credentials", "rest not logged in", "not logged in", "incorrect password", "invalid username", "invalid auth",
    "unauthorized", "unauthorised", "invalid grant", "session expired", "session has expired",
    "missing authorization", "authorization header", "application passwords", "rest cookie invalid nonce", "signature",
    "bad token", "unknown token",
    "token not found", "token is not valid", "token is invalid", "authentication failed",
  ]
  private static let repeated = [
    "already exists", "already published", "already posted", "already received", "already processed", "duplicate",
    "already been post", "already been publish", "already been receiv", "already been process",
  ]
  private static let content = [
    "validation failed", "text is", "text can", "text must", "text too", "text has", "text exceeds", "character limit",
    "too many characters", "too long", "too large", "too big", "media id", "media attachment", "media file", "be blank",
    "post content", "content is", "content can", "content must", "empty content", "title is", "title can", "title must",
    "language is", "invalid language", "attachment", "picture", "image", "spoiler", "alt text", "invalid record",
  ]
  private static let pace = [
    "rate limit", "ratelimit", "too many requests", "too many posts", "too fast", "too quickly", "limit reached",
    "daily limit", "post limit", "limit of posts", "try again later", "slow down", "throttl", "not finished processing",
  ]
  private static let account = [
    "scope", "forbidden", "suspended", "disabled", "deactivated", "limited", "frozen", "banned", "expired",
    "not confirmed", "unconfirmed", "not allowed", "not permitted", "not authorized", "not authorised", "permission",
    "taken down", "takendown", "account is", "your account",
  ]
}
