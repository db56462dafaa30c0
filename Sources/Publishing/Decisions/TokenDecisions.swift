import Elections
import Texts

extension Decision<AccessToken> {
  /// A token is made, taken up, or taken away.
  ///
  /// `found`: the one that is to be changed; `next`: a number that no token has had.
  package static func token(
    _ change: TokenChange, on found: AccessToken?, next: TokenID, epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try change.inForce.checkCurrent(epoch)
    let token: AccessToken
    let fact: AuditFact
    switch change.act {
    case .add(let login, let scope, let hash, let expires):
      token = try made(next, login, scope, hash, expires, change)
      fact = .tokenAdded(AuditFact.TokenAct(token, reason: nil))
    case .accept(let id):
      guard var known = found else { throw .noSuchToken(id) }
      guard change.actor.isNamedByTheKernel, change.actor.login == known.login else {
        throw .notPermitted(
          Refusal(
            .secondPerson,
            "A token is taken up by its own person, under their own account on the service's machine: \(known.login)."))
      }
      guard known.acceptedAt == nil, known.revokedAt == nil else { return Decision([], answer: known) }
      known.acceptedAt = change.at
      token = known
      fact = .tokenAccepted(AuditFact.TokenAct(known, reason: nil))
    case .revoke(let id, let reason), .drop(let id, let reason):
      guard var known = found else { throw .noSuchToken(id) }
      // One's own anybody may give up.
      if case .revoke = change.act, change.actor.login != known.login || change.actor.actingFor != nil {
        try change.inForce.check(.revokeToken, by: change.actor, at: change.at)
      }
      guard known.revokedAt == nil else { return Decision([], answer: known) }
      known.revokedAt = change.at
      known.revokedBy = change.actor.description
      token = known
      fact = .tokenRevoked(AuditFact.TokenAct(known, reason: reason))
    }
    let entry = AuditDraft(
      at: change.at, actor: change.actor.description, fact, revision: change.inForce.revision)
    return Decision([.token(token), .audit(entry)], answer: token)
  }

  private static func made(
    _ id: TokenID, _ login: String, _ scope: AccessToken.Scope, _ hash: ContentHash, _ expires: Instant,
    _ change: TokenChange
  ) throws(StoreError) -> AccessToken {
    try change.inForce.check(.addToken, by: change.actor, at: change.at)
    guard change.actor.token == nil else {
      throw .notPermitted(
        Refusal(
          .secondPerson, "By a token nobody makes another: make it under your own account on the service's machine."))
    }
    try check(login, change)
    guard expires > change.at, expires <= change.at.adding(AccessToken.longest) else {
      throw .notPermitted(
        Refusal(.tokenEnd, "A token ends at an instant that lies ahead, a year at most; give another one."))
    }
    let isOwn = change.actor.isNamedByTheKernel && change.actor.login == login
    return AccessToken(
      id: id, login: login, scope: scope, hash: hash, madeAt: change.at, madeBy: change.actor.description,
      expires: expires,
      acceptedAt: isOwn ? change.at : nil)
  }

  /// A token is for a person who can be held to what is done by it.
  private static func check(_ login: String, _ change: TokenChange) throws(StoreError) {
    guard let register = change.inForce.register else {
      throw .notPermitted(
        Refusal(
          .notRegistered,
          "A token is for a person of the register, and no register of people is in force; list people in the settings first."
        ))
    }
    let refusal = register.refusalToLook(by: Actor(login), on: change.inForce.day(of: change.at))
    if let refusal { throw .notPermitted(refusal) }
  }
}
