package import Elections
package import Texts

/// All that a decision can have a store write.
///
/// Decisions say what is written, and a store how: it runs the writes of one decision in their order, in the transaction in
/// which it read what the decision was made of. No store decides anything; what a statement's WHERE or a CHECK says beside
/// that only repeats what was decided, so that a mistake fails instead of being kept.
package enum StoreWrite: Sendable {
  // MARK: Posts

  /// A post with its deliveries, as they begin.
  case post(NewPost)
  /// What a post says from now on; what it said before is kept.
  case version(PostVersion, of: PostID)

  // MARK: Deliveries

  /// A step of a delivery's life. The transaction fails where the delivery is not any more what the step began with (G-25).
  case step(Delivery, from: Delivery)
  /// What will be sent of a delivery's revision. The first plan of a revision stays, since every further attempt has to
  /// send the same.
  case plan([UInt8], of: DeliveryID, revision: Int)
  /// What preparing a delivery's revision kept, in the place of what was kept before.
  case preparation([UInt8], of: DeliveryID, revision: Int)
  case attemptBegins(Attempt)
  /// Nothing where there is no such attempt.
  case attemptEnds(AttemptEnd)
  case attemptSeen(Sighting)
  /// Kept beside the delivery; the first of an attempt stays.
  case lateReport(LateReport, of: DeliveryID)
  /// How often it was given back; nil forgets it.
  case givenBack(GivenBack?, of: DeliveryID)

  // MARK: People

  case approval(ApprovalRecord, of: DeliveryID)
  /// An override as it is from now on; a new one where its number is new.
  case override(OverrideRecord, of: DeliveryID)
  /// A token as it is from now on; a new one where its number is new.
  case token(AccessToken)
  /// What a login was shown whole, in the place of their last look at it.
  case look(Look, of: Look.Subject, by: String)

  // MARK: Rules and channels

  /// The revision in force from now on, with the bytes of its files by their hashes; some may be known already.
  case revision(Revision, bytes: [ContentHash: [UInt8]])
  /// All that is in doubt from now on.
  case doubts([SourceDoubt])
  case edge(Lane, isOpen: Bool)
  case stop(ChannelStop)
  case start(String)
  /// In the place of an earlier one of the same channel, or of all.
  case pause(Pause)
  case endPause(of: String?)
  /// A channel's latest permits.
  case pace(PaceLog, channel: String)

  // MARK: The gate

  case serviceBegins(ServiceID, ServiceStart)
  case signOfLife(ServiceID, ClockReading)
  /// When a gate last read whole what the rules are made of.
  case filesRead(ServiceID, at: Instant)
  case serviceEnds(ServiceID, at: Instant)
  case clock(ClockMark)
  /// Operations that are older by `KeptOperation.mayBeForgotten` need not be remembered any more; a store forgets some
  /// thousands of them at a time.
  case forgetOperations(before: Instant)

  // MARK: The audit log

  case audit(AuditDraft)
  /// The personal text of an entry and its key are taken away for good; the draft is appended, and says so.
  case textRemoved(from: Int64, AuditDraft)
  /// Words are taken out of the records beside the log.
  case wordsRemoved(RemovedWords)
}

/// Writes in the order in which they are to be run.
///
/// What decides for many rows gives them one by one, and no list of them is made.
package protocol StoreWrites {
  func forEach<Failure: Error>(_ run: (StoreWrite) throws(Failure) -> Void) throws(Failure)
}

/// What an act comes to: what a store writes, and what it answers once that is kept.
package struct Decision<Answer: Sendable>: StoreWrites, Sendable {
  package let writes: [StoreWrite]
  package let answer: Answer

  package init(_ writes: [StoreWrite], answer: Answer) {
    self.writes = writes
    self.answer = answer
  }

  package func forEach<Failure: Error>(_ run: (StoreWrite) throws(Failure) -> Void) throws(Failure) {
    for write in writes { try run(write) }
  }
}

extension Decision where Answer == Void {
  package init(_ writes: [StoreWrite]) { self.init(writes, answer: ()) }
}

/// One step of one delivery, with what goes with it.
package struct DeliveryStep: StoreWrites, Sendable {
  package let before: Delivery
  package let after: Delivery
  /// The override that the delivery loses by it, as it is then.
  package let override: OverrideRecord?
  /// Nil where the step is no news.
  package let audit: AuditDraft?

  init(_ before: Delivery, _ after: Delivery, ending override: OverrideRecord? = nil, audit: AuditDraft? = nil) {
    self.before = before
    self.after = after
    self.override = override
    self.audit = audit
  }

  package func forEach<Failure: Error>(_ run: (StoreWrite) throws(Failure) -> Void) throws(Failure) {
    try run(.step(after, from: before))
    if let override { try run(.override(override, of: before.id)) }
    if let audit { try run(.audit(audit)) }
  }
}

extension Delivery {
  /// What the event makes of it; nil where it allows no such event.
  func after(_ event: DeliveryEvent) -> Delivery? {
    var after = self
    do throws(DeliveryRefusal) { try after.apply(event) } catch { return nil }
    return after
  }
}
