import Elections

extension Decision<AccessToken> {
  /// A token is made, or taken away.
  ///
  /// `found`: the one that is to be taken away; `next`: a number that no token has had.
  package static func token(
    _ change: TokenChange, on found: AccessToken?, next: TokenID, epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try change.inForce.checkCurrent(epoch)
    let token: AccessToken
    let fact: AuditFact
    switch change.act {
    case .add(let login, let scope, let hash, let expires):
      try change.inForce.check(.addToken, by: change.actor, at: change.at)
      try check(login, change)
      guard expires > change.at, expires <= change.at.adding(AccessToken.longest) else {
        throw .notPermitted(
          Refusal(.tokenEnd, "A token ends at an instant that lies ahead, a year at most; give another one."))
      }
      token = AccessToken(
        id: next, login: login, scope: scope, hash: hash, madeAt: change.at, madeBy: change.actor.description,
        expires: expires)
      fact = .tokenAdded(AuditFact.TokenAct(token, reason: nil))
    case .revoke(let id, let reason):
      guard var known = found else { throw .noSuchToken(id) }
      // One's own anybody may give up.
      if change.actor.login != known.login || change.actor.actingFor != nil {
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
