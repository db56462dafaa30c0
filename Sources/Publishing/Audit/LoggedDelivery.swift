package import Elections
package import Texts

/// What the audit log says that one delivery is: its entries, taken one after the other.
///
/// A store's rows say the same in a form that can be searched, and the log is chained by hashes while rows are not. Where
/// the two differ, one of them was changed past the program; so rows are compared with the log before a post leaves for
/// which people vouch, and by the check of a whole store.
package struct LoggedDelivery: Sendable {
  /// Whoever queued it; nil before its first entry.
  package private(set) var author: String?
  /// Nil where no entry of its own tells it: an import has one entry for all its posts.
  package private(set) var due: Instant?
  package private(set) var contentHash: ContentHash?
  package private(set) var isFlagged: Bool?
  /// Those whose approval stands, in their order.
  package private(set) var approvers: [String] = []
  /// Those who changed it.
  package private(set) var editors: [String] = []
  package private(set) var override: OverrideID?
  package private(set) var overrideUntil: Instant?
  package private(set) var releasedAt: Instant?
  package private(set) var attempts = 0
  /// The hash of what the last permit let leave; nil where nothing of this version was ever sent.
  package private(set) var planHash: ContentHash?
  package private(set) var remoteID: String?
  /// What its state can be: more than one where an entry does not tell.
  package private(set) var states: Set<DeliveryState.Name> = []
  /// What was decided while it was under way, and has not come about yet.
  package private(set) var wish: Wish.Act?
  /// What entries say of one another otherwise: an approval of another text or time than those that it has.
  private var contradictions: [String] = []
  private var last: (id: Int64, event: AuditEvent)?

  /// `isFlagged`: at the beginning, where no entry of its own says it.
  package init(isFlagged: Bool? = nil) { self.isFlagged = isFlagged }

  /// As it begins when it is queued by an import, which has one entry for all its posts.
  package init(importedBy author: String) {
    self.author = author
    states = [.queued]
  }

  /// Takes the next entry of this delivery.
  package mutating func take(_ entry: AuditEntry) {
    let draft = entry.draft
    defer { last = (entry.id, draft.event) }
    switch draft.fact {
    case .submitted(let fact):
      author = draft.actor
      due = fact.due
      contentHash = fact.contentHash
      // Where the passages were removed from the log, nobody can tell any more whether there were any.
      isFlagged = fact.passages.isEmpty && entry.removal != nil ? nil : !fact.passages.isEmpty
      states = [.queued]
    case .edited(let fact), .moved(let fact):
      editors.append(draft.actor)
      take(fact)
    case .approved(let fact):
      approvers.append(draft.actor)
      agree(fact.contentHash, fact.due, "an approval")
    case .rejected(let fact) where fact.was == nil:
      approvers = []
      states = [.review]
    case .rejected: wish = wish ?? .reject
    case .cancelRequested: wish = .cancel
    case .cancelled:
      wish = nil
      states = [.cancelled]
    case .released:
      releasedAt = draft.at
      wish = nil
      states = [.queued]
    case .confirmedPublished: states = [.published]
    case .overrideApproved(let fact):
      override = fact.override
      overrideUntil = fact.until
    case .overrideWithdrawn(let fact): end(fact.override)
    case .overrideEnded(let fact): end(fact.override)
    case .flagged:
      isFlagged = true
      states = [.queued]
    case .sending(let fact):
      attempts = fact.attempt ?? attempts + 1
      planHash = fact.planHash
      states = [.sending]
      agree(fact.contentHash, nil, "a permit")
    case .published(let fact):
      remoteID = fact.remoteID
      states = [.published]
    case .notSent: states = [.queued]
    case .failed: states = [.failed]
    case .uncertain, .stillUncertain: states = [.uncertain]
    case .expired: states = [.expired]
    case .review:
      // A rejection of what was under way comes about in the entry right after the one that told what became of that.
      if wish == .reject, let last, last.id == entry.id - 1, Self.settling.contains(last.event) {
        approvers = []
        wish = nil
      }
      states = [.review]
    default: break
    }
  }

  /// What is over keeps the override that it had.
  private mutating func end(_ id: OverrideID?) {
    if override == id, !states.isSubset(of: Self.final) { (override, overrideUntil) = (nil, nil) }
  }

  /// An entry names the text and the time that it was made for: of what was imported, the first that tells them.
  private mutating func agree(_ hash: ContentHash?, _ time: Instant?, _ what: String) {
    if let hash {
      if let contentHash, contentHash != hash { contradictions.append("\(what) in the log is for another text") }
      contentHash = contentHash ?? hash
    }
    if let time {
      if let due, due != time { contradictions.append("\(what) in the log is for another time") }
      due = due ?? time
    }
  }

  private static let final: Set<DeliveryState.Name> = [.published, .failed, .cancelled, .expired]
  private static let settling: Set<AuditEvent> = [.notSent, .failed, .review]

  /// An approval is for one content and time, and an override for what it named (G-31).
  private mutating func take(_ edit: AuditFact.Edited) {
    approvers = []
    (override, overrideUntil) = (nil, nil)
    releasedAt = nil
    planHash = nil
    isFlagged = edit.isFlagged
    contentHash = edit.contentHash
    due = edit.due
    // Another time takes it out of review. The same time named again does, too, which the entry does not tell.
    if states != [.queued] { states = edit.due == edit.wasDue ? [.queued, .review] : [.queued] }
  }

  package func traits(isOverridden: Bool) -> Lane.Traits {
    Lane.Traits(isOverridden: isOverridden, approvals: approvers.count, isFlagged: isFlagged ?? false)
  }
}

extension LoggedDelivery {
  /// What a row says otherwise than the log, as ends of a sentence; empty where the two agree.
  ///
  /// `witnesses`: those whose acts stand behind it by the rows. The register is asked about them, so they have to be those whom
  /// the log names.
  package func differences(from row: Delivery, _ witnesses: Witnesses) -> [String] {
    guard let logged = self.author else { return ["no entry says that it was ever queued"] }
    var found = contradictions
    func compare<Value: Equatable>(_ what: String, _ row: Value, _ log: Value, _ text: (Value) -> String) {
      if row != log { found.append("\(what) is \(text(row)), and by the log \(text(log))") }
    }
    if !states.contains(row.state.name) {
      let log = states.map(\.rawValue).sorted().joined(separator: " or ")
      found.append("its state is “\(row.state.name.rawValue)”, and by the log “\(log)”")
    }
    if let due { compare("its time", row.due, due, UTCText.text) }
    if let contentHash { compare("the hash of its text", row.contentHash, contentHash) { $0.hex } }
    if let isFlagged { compare("its mark for listed words", row.isFlagged, isFlagged) { $0 ? "set" : "not set" } }
    compare("the number of its approvals", row.approvals, min(approvers.count, ApprovalRule.mostTiers)) { "\($0)" }
    compare("its override", row.override?.id, override) { $0.map { "\($0)" } ?? "none" }
    if override != nil, row.override?.id == override {
      compare("the end of its override", row.override?.until, overrideUntil) { $0.map(UTCText.text) ?? "none" }
    }
    compare("what somebody decided of it under way", row.wish?.act, wish) { $0?.rawValue ?? "nothing" }
    if row.next < row.due, row.state.name == .queued { found.append("it is to be looked at before it is due") }
    compare("its release from review", row.releasedAt, releasedAt) { $0.map(UTCText.text) ?? "none" }
    compare("the number of its attempts", row.attempts, attempts) { "\($0)" }
    if case .published(let receipt, _) = row.state, let remoteID {
      compare("its id at the network", receipt.remoteID, remoteID) { "“\($0)”" }
    }
    compare("its author", witnesses.author, logged) { "“\($0)”" }
    if !Set(approvers).isSubset(of: witnesses.approvers) {
      found.append("an approval that counts by the log is for another text or time in its row")
    }
    let writers = [witnesses.author] + witnesses.earlierEditors + [witnesses.editor].compactMap(\.self)
    if !Set(editors).isSubset(of: writers) { found.append("those who changed it are not those of the log") }
    return found
  }
}
