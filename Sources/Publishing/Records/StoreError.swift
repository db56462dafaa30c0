package enum StoreError: Error, Hashable, Sendable {
  /// The store cannot be read or written now; nothing that was accepted is lost.
  case unavailable(Sentence)
  /// Nothing more can be written: disk full, read-only.
  case cannotWrite(Sentence)
  /// Another process held it too long.
  case busy
  /// What is stored contradicts itself.
  case damaged(Sentence)
  /// No revision is in force.
  case nothingAdopted
  /// Another revision was adopted in between.
  case superseded(by: RevisionNumber)
  /// The key is another post's.
  case keyConflict(key: String, post: PostID)
  case noSuchPost(PostID)
  case noSuchDelivery(DeliveryName)
  case refused(DeliveryName, DeliveryRefusal)
  /// The post is at another revision than the one that was looked at; nil: it was never looked at.
  case notAsSeen(PostID, seen: Int?, revision: Int)
  case noSuchOverride(OverrideID)
  /// The override is in a state that does not allow the act.
  case overrideIs(OverrideID, OverrideRecord.State)
  case noSuchToken(TokenID)
  case noSuchEntry(Int64)
  /// Nothing of the entry can be taken away without breaking the chain.
  case noTextApart(Int64)
  /// The rules do not let this person do this.
  case notPermitted(Refusal)
  /// The operation's id came before with another call; nothing was done.
  case operationReused(OperationID)
}

extension StoreError {
  /// What stops whoever judged by rules that are not in force; nil: none are.
  package static func outOfDate(inForce: RevisionNumber?) -> StoreError {
    inForce.map { .superseded(by: $0) } ?? .nothingAdopted
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String { sentence.description }

  package var sentence: Sentence {
    switch self {
    case .unavailable(let reason), .cannotWrite(let reason), .damaged(let reason): reason
    case .busy: "Another process has kept the store busy for too long; try again."
    case .nothingAdopted: "No revision is in force; put your calendars and settings into force by \(Remedy.adopt)."
    case .superseded(let revision):
      "Revision \(revision) was adopted in the meantime; look at it, and try again."
    case .keyConflict(let key, let post):
      "The key “\(key)” belongs to post \(post), which says something else; give each post a key of its own."
    case .noSuchPost(let id): "There is no post \(id); \(Remedy.listPosts) shows those that there are."
    case .noSuchDelivery(let name): "Post \(name.post) has no delivery on “\(name.channel)”."
    case .refused(let name, let refusal): refusal.sentence(name)
    case .notAsSeen(let id, nil, _):
      "You have not been shown post \(id) whole, so nothing is changed: look at it by \(Remedy.showPost(id)), and "
        + "do it then."
    case .notAsSeen(let id, let seen?, let revision):
      "What you saw of post \(id) is revision \(seen), and it is at revision \(revision), so nothing is changed: look "
        + "again by \(Remedy.showPost(id))."
    case .noSuchOverride(let id): "There is no override \(id); \(Remedy.listOverrides) shows those that there are."
    case .overrideIs(let id, let state): "Override \(id) is \(state.rawValue) already."
    case .noSuchToken(let id): "There is no token \(id); \(Remedy.listTokens) shows those that there are."
    case .noSuchEntry(let id): "There is no entry \(id); \(Remedy.listAudit) shows those that there are."
    case .noTextApart(let id):
      "Entry \(id) has no text that can be removed: it says nothing in anybody's own words, or an earlier version wrote "
        + "that into the chain, which would break without it."
    case .notPermitted(let refusal): Sentence(refusal.description)
    case .operationReused(let id):
      "Operation \(id) was another one, so nothing is changed; this is a mistake of the program. Give the command again."
    }
  }
}

extension DeliveryRefusal {
  package func sentence(_ name: DeliveryName) -> Sentence {
    switch self {
    case .stale, .alreadyClaimed: "\(name) was changed by somebody else in the meantime; look at it again."
    case .inFlight: "\(name) is being sent this moment; try again in a few seconds."
    case .changed:
      "What the store keeps of \(name) was changed outside Portcullis, so nobody can agree to it; correct it by "
        + "\(Remedy.editPost), or cancel it."
    case .awaited:
      "The gate that sent \(name) is working, and may still tell what became of it; try again in "
        + "\(DeliveryRecord.longestSilence.inWords)."
    case .final(let state): "\(name) is \(state.rawValue), which never changes."
    case .uncertain:
      "\(name) may have been sent already, so it cannot be changed: \(Remedy.reviewDelivery(name)) lets it leave as it is, or "
        + "cancels it."
    case .notSent:
      "\(name) was never sent, so nobody can have seen it published by the gate; \(Remedy.reviewDelivery(name)) lets it "
        + "leave by --send, gives it another time by --move, or takes it back by --cancel."
    case .notWaiting(let state): "\(name) is \(state.rawValue) and waits for no decision."
    }
  }
}
