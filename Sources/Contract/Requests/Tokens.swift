/// Makes a token, by which a person of the register asks a service over the network.
package struct AddToken: Request {
  /// The login on the register that it is for.
  package let login: String
  /// `read` or `write`.
  package let scope: String
  /// When it ends, a date with the end of that day; in 90 days where left out.
  package let expires: String?

  package init(login: String, scope: String, expires: String?) {
    self.login = login
    self.scope = scope
    self.expires = expires
  }

  private enum CodingKeys: String, CodingKey {
    case login = "for"
    case scope, expires
  }

  package static let path = "tokens"
  package static let changes = true
  package static let summary = "Makes a token, by which a person of the register asks the service over the network."

  package struct Answer: Codable, Hashable, Sendable {
    package let id: String
    /// The token itself, which is told this once and kept nowhere.
    package let token: String
    package let login: String
    package let scope: String
    package let expires: Moment
    /// It opens nothing until its person has taken it up.
    package let pending: Bool

    package init(id: String, token: String, login: String, scope: String, expires: Moment, pending: Bool) {
      self.id = id
      self.token = token
      self.login = login
      self.scope = scope
      self.expires = expires
      self.pending = pending
    }
  }
}

/// Every token that was made, the newest first.
package struct ListTokens: Request {
  package init() {}

  package static let path = "tokens"
  package static let summary = "Lists every token that was made, and what became of it."

  package struct Answer: Codable, Hashable, Sendable {
    package let tokens: [TokenAnswer]

    package init(tokens: [TokenAnswer]) { self.tokens = tokens }
  }
}

/// Takes up a token that somebody else made for whoever asks; until then it opens nothing.
package struct AcceptToken: Request {
  package let token: String

  package init(token: String) { self.token = token }

  package static let path = "tokens/{token}/accept"
  package static let changes = true
  package static let summary = "Takes up a token that somebody else made for whoever asks; until then it opens nothing."
  package typealias Answer = TokenAnswer
}

/// Takes a token away: it opens nothing from then on.
package struct RevokeToken: Request {
  package let token: String
  package let reason: String

  package init(token: String, reason: String) {
    self.token = token
    self.reason = reason
  }

  package static let path = "tokens/{token}/revoke"
  package static let changes = true
  package static let summary = "Takes a token away: it opens nothing from then on."
  package typealias Answer = TokenAnswer
}
