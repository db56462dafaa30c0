package import Elections
package import Texts

// What becomes of tokens.

extension AuditFact {
  /// A token was made for a person, or taken away. The hash of its secret is, which
  /// nobody can turn back, so that another secret in its row shows.
  package struct TokenAct: FactPayload {
    package let token: TokenID?
    package let login: String?
    package let scope: AccessToken.Scope?
    package let until: Instant?
    package let hash: ContentHash?
    package let reason: String?

    package init(_ token: AccessToken, reason: String?) {
      self.token = token.id
      login = token.login
      scope = token.scope
      until = token.expires
      hash = token.hash
      self.reason = reason
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      token = try facts.value(.token)
      login = try facts.value(.login)
      scope = try facts.value(.scope)
      until = try facts.value(.until)
      hash = try facts.value(.hash)
      reason = try facts.value(.reason)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.token, token)
      facts.add(.login, login)
      facts.add(.scope, scope)
      facts.add(.until, until)
      facts.add(.hash, hash)
      facts.add(.reason, personal: reason)
    }
  }
}
