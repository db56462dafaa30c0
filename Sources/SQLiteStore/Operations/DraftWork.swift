import Publishing
import Texts

/// What can be worked out about a draft without the store, so that a transaction is no longer than it must be.
struct DraftWork: Sendable {
  let body: String
  let hash: ContentHash
  /// Where it has an idempotency key.
  let fingerprint: ContentHash?
  let matches: [TermMatcher.Match]
  /// Why it may not be queued, unless its key shows that it was already.
  let refusal: StoreError?
  /// What the audit log keeps of it, and for each channel what holds it there; an import has one entry for all.
  let detail: String
  let causes: [String]

  init(_ index: Int, _ draft: PostDraft, _ note: SubmissionNote) {
    body = draft.content.canonicalText
    hash = ContentHash(of: body.utf8)
    fingerprint = draft.idempotencyKey == nil ? nil : draft.fingerprint(canonicalText: body)
    let matches = note.judgement.matches(in: draft.content)
    self.matches = matches
    let hasEntry = note.importedFrom == nil
    detail = hasEntry ? SubmissionNote.detail(draft, hash: hash, matches: matches) : ""
    causes = hasEntry ? draft.targets.map { note.causes(index, $0.channel, !matches.isEmpty) } : []
    var refusal: StoreError?
    do { try note.check(draft) } catch { refusal = error }
    self.refusal = refusal
  }
}
