package import Elections

/// The same, for whoever is stopped by it.
extension RulesInForce {
  /// Throws unless it is of the revision in force.
  package func checkCurrent(_ epoch: RevisionNumber?) throws(StoreError) {
    guard isCurrent(epoch) else { throw .outOfDate(inForce: epoch) }
  }

  /// Throws unless the act is allowed.
  package func check(_ deed: Deed, by actor: Actor, at instant: Instant, hands: Set<String> = []) throws(StoreError) {
    if let refusal = refusal(of: deed, by: actor, at: instant, hands: hands) { throw .notPermitted(refusal) }
  }

  /// Throws unless the actor may queue this content.
  package func check(_ content: PostContent, for deed: Deed, by actor: Actor, at instant: Instant) throws(StoreError) {
    guard let register else { return }
    try check(deed, by: actor, at: instant)
    if let refusal = register.refusal(of: content.contentClass, by: actor, on: day(of: instant)) {
      throw .notPermitted(refusal)
    }
    if content.contentClass.needsGrounds, content.grounds == nil {
      throw .notPermitted(
        Refusal(
          .grounds,
          "A post of the class \(content.contentClass.rawValue) needs its grounds; give them by --basis, such as the duty or "
            + "the order that asks for it."))
    }
  }
}
