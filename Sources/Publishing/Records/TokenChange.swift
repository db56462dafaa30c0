package import Elections
package import Texts

/// A person's act on tokens.
package struct TokenChange: Sendable {
  package enum Act: Hashable, Sendable {
    case add(login: String, AccessToken.Scope, hash: ContentHash, expires: Instant)
    case revoke(TokenID, reason: String)
  }

  package let act: Act
  package let at: Instant
  package let actor: Actor
  package let inForce: RulesInForce

  package init(_ act: Act, at: Instant, actor: Actor, under inForce: RulesInForce) {
    self.act = act
    self.at = at
    self.actor = actor
    self.inForce = inForce
  }

  /// The one that it takes away; nil where it adds one.
  package var revoked: TokenID? { if case .revoke(let id, _) = act { id } else { nil } }
}
