package import Elections

/// A person has the personal text of an entry of the audit log taken away (G-44).
///
/// The entry stays, with all the rest that it says and a digest of the text; so the log can still be verified, and nobody
/// can find out from it what the text was. Where the records beside the log have the same words as a reason, they go with it
/// (`RemovedWords`); what a post says is not the log's affair.
package struct TextRemoval: Sendable {
  package let entry: Int64
  package let at: Instant
  package let actor: Actor
  package let reason: String
  package let inForce: RulesInForce

  package init(ofEntry entry: Int64, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce) {
    self.entry = entry
    self.at = at
    self.actor = actor
    self.reason = reason
    self.inForce = inForce
  }
}

extension Decision<Bool> {
  /// `found`: the entry as it is. False where its text was removed already: then the first removal stays.
  package static func removal(
    _ removal: TextRemoval, from found: AuditEntry?, epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try removal.inForce.checkCurrent(epoch)
    try removal.inForce.check(.removeText, by: removal.actor, at: removal.at)
    guard let found else { throw .noSuchEntry(removal.entry) }
    switch found.apart {
    case .none: throw .noTextApart(removal.entry)
    case .missing: throw .damaged(Sentence(AuditFault.textMissing(removal.entry).description))
    case .removed: return Decision([], answer: false)
    case .kept: break
    }
    let entry = AuditDraft(
      at: removal.at, actor: removal.actor.description,
      .textRemoved(AuditFact.TextRemoved(from: removal.entry, removal.reason)), post: found.draft.post,
      channel: found.draft.channel, revision: epoch)
    var writes = [StoreWrite.textRemoved(from: removal.entry, entry)]
    if let words = RemovedWords(of: found, at: removal.at, actor: removal.actor) { writes.append(.wordsRemoved(words)) }
    return Decision(writes, answer: true)
  }
}
