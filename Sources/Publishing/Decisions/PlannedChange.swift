import Elections

/// What a person's act makes of a post and its deliveries: worked out before anything is written, and the same
/// for every store.
package struct PlannedChange: Sendable {
  package let revision: Int
  /// What the new revision says; nil when there is none.
  package let content: PostContent?
  package let steps: [(before: Delivery, after: Delivery)]
  package let audits: [AuditDraft]
  /// What approving or rejecting leaves behind, each with its delivery.
  package let approvals: [(ApprovalRecord, DeliveryID)]

  /// All of it, or the refusal of the first delivery that does not allow it. An act on a whole post leaves out the
  /// deliveries whose life is over, but is refused when there are no others.
  package init(_ change: PostChange, of record: PostRecord) throws(StoreError) {
    try Self.check(change, record)
    var chosen = record.deliveries
    if let channel = change.channel {
      chosen = chosen.filter { $0.delivery.channel == channel }
      if chosen.isEmpty { throw .noSuchDelivery(DeliveryName(post: record.id, channel: channel)) }
    }
    if change.channel == nil, chosen.contains(where: { Self.concerns(change.act, $0.delivery) }) {
      chosen = chosen.filter { Self.concerns(change.act, $0.delivery) }
    }
    var content: PostContent?
    var revision = record.revision
    if case .edit(let new, let due, let lateAfter, let expires, _) = change.act {
      if let new { try change.inForce.check(new, for: .edit, by: change.actor, at: change.at) }
      // A revision is the whole post's: an edit of one channel alone would make two posts of one.
      guard change.channel == nil else {
        throw .refused(DeliveryName(post: record.id, channel: change.channel ?? ""), .uncertain)
      }
      content = new ?? record.content
      revision += new != nil || due != nil || lateAfter != nil || expires != nil ? 1 : 0
    }
    var steps: [(before: Delivery, after: Delivery)] = []
    var audits: [AuditDraft] = []
    var approvals: [(ApprovalRecord, DeliveryID)] = []
    for found in chosen {
      let delivery = found.delivery
      try Self.checkRejection(change, of: delivery, record)
      var after = delivery
      do throws(DeliveryRefusal) {
        if change.act.needsLook, record.content.hash != delivery.contentHash { throw .changed }
        if let wish = Self.wish(change, of: found) {
          try after.apply(.wish(wish))
        } else {
          if case .uncertain = delivery.state, found.isUnderWay(at: change.at) { throw .awaited }
          try after.apply(Self.event(change, on: delivery, revision: revision, content: content ?? record.content))
        }
      } catch {
        throw .refused(delivery.name, error)
      }
      steps.append((delivery, after))
      audits.append(Self.audit(change, before: delivery, after: after))
      if let approval = try Self.approval(change, of: delivery, record) {
        approvals.append((approval, delivery.id))
      }
    }
    self.revision = revision
    self.content = revision == record.revision ? nil : content
    self.steps = steps
    self.audits = audits
    self.approvals = approvals
  }

  /// The register's rules, that nobody approves their own post, and that nobody lets go what they have not seen: a
  /// revision is all that is sent and when, so whatever changes either makes another.
  private static func check(_ change: PostChange, _ record: PostRecord) throws(StoreError) {
    try change.inForce.check(change.act.deed, by: change.actor, at: change.at, hands: record.hands)
    if change.act.needsLook, change.seen != record.revision {
      throw .notAsSeen(record.id, seen: change.seen, revision: record.revision)
    }
  }

  /// What somebody rejected leaves after all only by one who might have approved it, whatever its class needs.
  private static func checkRejection(
    _ change: PostChange, of delivery: Delivery, _ record: PostRecord
  ) throws(StoreError) {
    guard change.act.endsReview, case .review(let since, _) = delivery.state,
      let rejection = record.approvals.last(where: { $0.delivery == delivery.name }), !rejection.isApproval,
      rejection.at == since
    else { return }
    // Who rewrites it in the same act has a hand in it.
    let hands = change.act.writes ? record.hands.union(change.actor.hands) : record.hands
    if let refusal = change.inForce.refusal(of: .approve, by: change.actor, at: change.at, hands: hands) {
      throw .notPermitted(
        Refusal(refusal.rule, "\(delivery.name) was rejected by \(rejection.actor). \(refusal.description)"))
    }
  }

  /// Nobody counts twice for one delivery.
  private static func approval(
    _ change: PostChange, of delivery: Delivery, _ record: PostRecord
  ) throws(StoreError) -> ApprovalRecord? {
    let (isApproval, reason): (Bool, String?)
    switch change.act {
    case .approve(let words): (isApproval, reason) = (true, words)
    case .reject(let words): (isApproval, reason) = (false, words)
    case .edit, .cancel, .release, .confirm: return nil
    }
    let earlier = record.approvals.filter { $0.delivery == delivery.name && $0.counts(for: delivery) }
    if isApproval, earlier.contains(where: { !Actor(recorded: $0.actor).hands.isDisjoint(with: change.actor.hands) }) {
      throw .notPermitted(
        Refusal(
          .secondPerson,
          "\(change.actor) has approved \(delivery.name) already; another person has to give the next approval."))
    }
    return ApprovalRecord(
      delivery: delivery.name, actor: change.actor.description, at: change.at, contentHash: delivery.contentHash,
      due: delivery.due, isApproval: isApproval, reason: reason)
  }

  private static func concerns(_ act: PostChange.Act, _ delivery: Delivery) -> Bool {
    switch (act, delivery.state) {
    case (.edit, let state), (.cancel, let state): !state.isFinal
    case (.release, _): delivery.decisions.contains(.send)
    case (.confirm, _): delivery.decisions.contains(.published)
    case (.approve, .queued), (.reject, .queued), (.reject, .sending): true
    case (.approve, _), (.reject, _): false
    }
  }

  /// A closing act on what is under way: it stops what has not left yet, and is never refused (G-32).
  private static func wish(_ change: PostChange, of found: DeliveryRecord) -> Wish? {
    guard found.isUnderWay(at: change.at) else { return nil }
    switch change.act {
    case .cancel(let reason): return Wish(.cancel, at: change.at, by: change.actor.description, reason: reason)
    case .reject(let reason): return Wish(.reject, at: change.at, by: change.actor.description, reason: reason)
    case .edit, .release, .confirm, .approve: return nil
    }
  }

  private static func event(_ change: PostChange, on delivery: Delivery, revision: Int, content: PostContent)
    -> DeliveryEvent
  {
    switch change.act {
    case .edit(let new, let due, let lateAfter, let expires, let key):
      .edit(
        // What is not written anew keeps its hash, so that another time never makes good what was changed outside.
        DeliveryEdit(
          revision: revision, contentClass: new?.contentClass ?? delivery.contentClass,
          contentHash: new?.hash ?? delivery.contentHash, key: key.make(),
          due: due ?? delivery.due, lateAfter: lateAfter ?? delivery.lateAfter,
          expires: expires ?? delivery.expires, isMoved: due != nil,
          isFlagged: !change.inForce.matches(in: content).isEmpty))
    case .cancel(let reason): .cancel(at: change.at, reason: reason)
    case .release: .release(at: change.at)
    case .confirm(let reason): .confirm(at: change.at, reason: reason)
    case .approve: .approve
    case .reject(let reason): .reject(at: change.at, reason: reason)
    }
  }

  private static func audit(_ change: PostChange, before: Delivery, after: Delivery) -> AuditDraft {
    AuditDraft(
      at: change.at, actor: change.actor.description, fact(change.act, before: before, after: after),
      post: before.post, channel: before.channel, revision: change.revision)
  }

  private static func fact(_ act: PostChange.Act, before: Delivery, after: Delivery) -> AuditFact {
    switch act {
    case .edit(let content, let due, _, _, _):
      let edited = AuditFact.Edited(
        version: after.revision, due: after.due, wasDue: before.due, contentHash: after.contentHash,
        voidedApprovals: before.approvals > 0 ? before.approvals : nil, voidedOverride: before.override?.id,
        isFlagged: after.isFlagged)
      return content == nil && due != nil ? .moved(edited) : .edited(edited)
    case .cancel(let reason):
      let decided = AuditFact.Decided(reason, was: before.state.name)
      return after.state.name == .cancelled ? .cancelled(decided) : .cancelRequested(decided)
    case .release(let reason): return .released(AuditFact.Decided(reason, was: before.state.name))
    case .confirm(let reason): return .confirmedPublished(AuditFact.Reason(reason))
    case .approve(let reason):
      return .approved(
        AuditFact.Approved(
          due: after.due, contentHash: after.contentHash, reason: reason, approvals: after.approvals))
    case .reject(let reason):
      return .rejected(
        AuditFact.Rejected(
          contentHash: after.contentHash, reason: reason, was: after.wish == nil ? nil : before.state.name))
    }
  }
}
