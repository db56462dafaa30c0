extension RevisionDraft {
  /// Throws unless the adopter may, by the register in force; that it is in force the basis says.
  package func check() throws(StoreError) {
    guard let inForce, !isAutomatic else { return }
    try inForce.check(deed, by: Actor(recorded: actor), at: at)
  }
}
