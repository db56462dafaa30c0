/// A token, without its secret.
package struct TokenAnswer: Codable, Hashable, Sendable {
  package enum State: String, Codable, CaseIterable, Sendable {
    case valid, expired, revoked
    /// Its person has not taken it up yet, so it opens nothing.
    case pending
    /// Whose it is has left, or is not on the register any more.
    case dropped
  }

  package let id: String
  package let login: String
  package let scope: String
  package let state: State
  package let created: Moment
  package let createdBy: String
  package let expires: Moment
  package let revoked: Moment?
  package let revokedBy: String?

  package init(
    id: String, login: String, scope: String, state: State, created: Moment, createdBy: String, expires: Moment,
    revoked: Moment?, revokedBy: String?
  ) {
    self.id = id
    self.login = login
    self.scope = scope
    self.state = state
    self.created = created
    self.createdBy = createdBy
    self.expires = expires
    self.revoked = revoked
    self.revokedBy = revokedBy
  }

  private enum CodingKeys: String, CodingKey {
    case id, login, scope, state, created
    case createdBy = "created_by"
    case expires, revoked
    case revokedBy = "revoked_by"
  }
}
