package import Elections
package import Texts

/// What becomes of the drafts of one submission, decided one after the other: all of them are queued, or none.
package struct SubmissionRound: Sendable {
  private let note: SubmissionNote
  private var nextPost: PostID
  private var nextDelivery: DeliveryID
  /// The keys of this submission's own posts, of which the store may know nothing yet.
  private var taken: [String: KeyHolder] = [:]
  private var first: PostID?
  private var last: PostID?
  private var added = 0
  package private(set) var answer: [Submission] = []

  /// `nextPost`, `nextDelivery`: numbers that, like all greater ones, no other has had.
  package init(
    _ note: SubmissionNote, count: Int, nextPost: PostID, nextDelivery: DeliveryID, epoch: RevisionNumber?
  ) throws(StoreError) {
    try note.inForce.checkCurrent(epoch)
    self.note = note
    self.nextPost = nextPost
    self.nextDelivery = nextDelivery
    answer.reserveCapacity(count)
  }

  /// A draft's post, to be queued; nil where its key is known and says the same, so that the post of that key is the
  /// answer (G-36).
  ///
  /// `index`: the draft's place in its part, from 0; `holder`: the post in the store that has the draft's key, nil where
  /// none has.
  package mutating func take(_ index: Int, of part: DraftPart, holder: KeyHolder?) throws(StoreError) -> NewPost? {
    let place = part.drafts.startIndex + index
    let key = part.drafts[place].idempotencyKey
    if let key, let known = taken[key] ?? holder {
      guard known.fingerprint == part.work[index].fingerprint else { throw .keyConflict(key: key, post: known.post) }
      answer.append(Submission(post: known.post, isRepetition: true))
      return nil
    }
    if let refusal = part.work[index].refusal { throw refusal }
    let new = NewPost(id: nextPost, firstDelivery: nextDelivery, at: note.at, part: part, index: index)
    nextPost = PostID(nextPost.rawValue + 1)
    nextDelivery = DeliveryID(nextDelivery.rawValue + Int64(part.drafts[place].targets.count))
    if let key { taken[key] = KeyHolder(post: new.id, fingerprint: part.work[index].fingerprint) }
    first = first ?? new.id
    last = new.id
    added += 1
    answer.append(Submission(post: new.id, isRepetition: false))
    return new
  }

  /// What is written of a new post.
  package func forEachWrite<Failure: Error>(
    of new: NewPost, _ run: (StoreWrite) throws(Failure) -> Void
  ) throws(Failure) {
    try run(.post(new))
    // Not the whole draft and its work: of each only what is needed is taken.
    guard let fact = new.part.work[new.index].fact else { return }
    let (targets, causes) = (new.part.drafts[new.place].targets, new.part.work[new.index].causes)
    for (target, causes) in zip(targets, causes) {
      try run(.audit(note.submitted(new.id, channel: target.channel, causes: causes, fact: fact)))
    }
  }

  /// What is written after the last draft: the one entry of an import that added anything.
  package var rest: StoreWrite? {
    guard let file = note.importedFrom, let first, let last else { return nil }
    return .audit(note.imported(file, first: first, last: last, count: added))
  }
}

/// The post that has an author's key, and what another has to say to be the same.
package struct KeyHolder: Hashable, Sendable {
  package let post: PostID
  package let fingerprint: ContentHash?

  package init(post: PostID, fingerprint: ContentHash?) {
    self.post = post
    self.fingerprint = fingerprint
  }
}

/// A post that is queued, as it begins.
///
/// It refers to its draft instead of copying it: so many may be under way at once.
package struct NewPost: Sendable {
  package let id: PostID
  /// The others follow it, in the order of the draft's channels.
  package let firstDelivery: DeliveryID
  package let at: Instant
  package let part: DraftPart
  package let index: Int

  /// The draft's place in the whole submission.
  package var place: Int { part.drafts.startIndex + index }
  package var draft: PostDraft { part.drafts[place] }
  package var work: DraftWork { part.work[index] }

  /// At the first revision, queued, and in nobody's hand.
  package var deliveries: [Delivery] {
    let (draft, work) = (draft, work)
    return draft.targets.enumerated().map { offset, target in
      Delivery(
        id: DeliveryID(firstDelivery.rawValue + Int64(offset)), post: id, channel: target.channel,
        contentClass: draft.content.contentClass, contentHash: work.hash, key: target.key, due: draft.due,
        lateAfter: draft.lateAfter, expires: draft.expires, isFlagged: work.isFlagged)
    }
  }
}
