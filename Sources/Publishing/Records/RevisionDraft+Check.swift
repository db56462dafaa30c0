extension RevisionDraft {
  /// Throws unless the adopter may, by the register in force; that it is in force the basis says.
  package func check() throws(StoreError) {
    guard let judgement, !isAutomatic else { return }
    try judgement.check(deed, by: Actor(recorded: actor), at: at)
  }
}
