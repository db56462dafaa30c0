package import Texts

/// What can be worked out about a draft without a store, so that a transaction is no longer than it must be.
package struct DraftWork: Sendable {
  /// The content as stores keep it, and the hash of that.
  package let body: String
  package let hash: ContentHash
  /// Where it has an idempotency key.
  package let fingerprint: ContentHash?
  /// Whether listed words stand in it.
  package let isFlagged: Bool
  /// Why it may not be queued, unless its key shows that it was already.
  let refusal: StoreError?
  /// What the audit log keeps of it, and for each channel what holds it there; an import has one entry for all.
  let fact: WrittenFact?
  let causes: [String]

  init(_ index: Int, _ draft: PostDraft, _ note: SubmissionNote) {
    body = draft.content.canonicalText
    hash = ContentHash(of: body.utf8)
    fingerprint = draft.idempotencyKey == nil ? nil : draft.fingerprint(canonicalText: body)
    let matches = note.inForce.matches(in: draft.content)
    let isFlagged = !matches.isEmpty
    self.isFlagged = isFlagged
    let hasEntry = note.importedFrom == nil
    fact = hasEntry ? SubmissionNote.fact(draft, hash: hash, matches: matches) : nil
    causes = hasEntry ? draft.targets.map { note.causes(index, $0.channel, isFlagged) } : []
    var refusal: StoreError?
    do { try note.check(draft) } catch { refusal = error }
    self.refusal = refusal
  }
}

/// Drafts of one submission that stand one after the other, with what was worked out about each.
package struct DraftPart: Sendable {
  /// Numbered as in the whole submission.
  package let drafts: ArraySlice<PostDraft>
  /// In their order, numbered from 0.
  package let work: [DraftWork]

  package init(_ drafts: ArraySlice<PostDraft>, _ note: SubmissionNote) {
    self.drafts = drafts
    work = drafts.indices.map { DraftWork($0, drafts[$0], note) }
  }
}
