package import Elections
package import Texts

/// A person's act on tokens.
package struct TokenChange: Sendable {
  package enum Act: Hashable, Sendable {
    case add(login: String, AccessToken.Scope, hash: ContentHash, expires: Instant)
    /// By its own person.
    case accept(TokenID)
    case revoke(TokenID, reason: String)
    /// By the service itself: its person is not of the register any more, or the store was put back from a copy.
    case drop(TokenID, reason: String)
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

  /// The one that it changes; nil where it adds one.
  package var token: TokenID? {
    switch act {
    case .add: nil
    case .accept(let id), .revoke(let id, _), .drop(let id, _): id
    }
  }
}
