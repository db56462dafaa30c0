package import Elections

// What becomes of tokens.

extension AuditFact {
  /// A token was made for a person, or taken away. Neither it nor its hash is recorded.
  package struct TokenAct: FactPayload {
    package let token: TokenID?
    package let login: String?
    package let scope: AccessToken.Scope?
    package let until: Instant?
    package let reason: String?

    package init(_ token: AccessToken, reason: String?) {
      self.token = token.id
      login = token.login
      scope = token.scope
      until = token.expires
      self.reason = reason
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      token = try facts.value(.token)
      login = try facts.value(.login)
      scope = try facts.value(.scope)
      until = try facts.value(.until)
      reason = try facts.value(.reason)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.token, token)
      facts.add(.login, login)
      facts.add(.scope, scope)
      facts.add(.until, until)
      facts.add(.reason, personal: reason)
    }
  }
}
