package import Elections

extension Decision<PostID> {
  /// A person's act on a post: all of its deliveries that it concerns, or none.
  ///
  /// `post`: the post as it is; `overrides`: the records of those that its deliveries carry.
  package static func change(
    _ change: PostChange, of post: PostRecord?, overrides: [OverrideRecord], epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try change.inForce.checkCurrent(epoch)
    guard let post else { throw .noSuchPost(change.post) }
    let planned = try PlannedChange(change, of: post)
    var writes: [StoreWrite] = []
    if let content = planned.content {
      writes.append(
        .version(
          PostVersion(revision: planned.revision, content: content, editor: change.actor.description, at: change.at),
          of: post.id))
    }
    for (before, after) in planned.steps {
      // A person has looked at it.
      writes.append(.givenBack(nil, of: before.id))
      writes.append(.step(after, from: before))
      if let ended = overrides.ended(by: after, from: before) { writes.append(.override(ended, of: before.id)) }
    }
    writes += planned.approvals.map { .approval($0, of: $1) }
    writes += planned.audits.map(StoreWrite.audit)
    return Decision(writes, answer: post.id)
  }
}

extension Decision<OverrideRecord> {
  /// A person's act on an override.
  ///
  /// `found`: the override that it names; `post`: the post of that, or of the delivery that a request names; `carried`:
  /// the records of those that the post's deliveries carry; `next`: a number that no override had before.
  package static func override(
    _ change: OverrideChange, on found: OverrideRecord?, of post: PostRecord?, carried: [OverrideRecord],
    next: OverrideID, epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try change.inForce.checkCurrent(epoch)
    let name: DeliveryName
    switch change.act {
    case .request(let asked, _, _, _):
      guard post != nil else { throw .noSuchPost(asked.post) }
      name = asked
    case .approve(let id, _), .refuse(let id, _), .withdraw(let id, _):
      guard let found else { throw .noSuchOverride(id) }
      name = found.delivery
    }
    guard let post, let delivery = post.deliveries.map(\.delivery).first(where: { $0.name == name }) else {
      throw .noSuchDelivery(name)
    }
    let planned: PlannedOverride
    if case .request = change.act {
      planned = try PlannedOverride(requesting: change, id: next, of: delivery)
    } else if let found {
      planned = try PlannedOverride(
        change, on: found, of: delivery, hands: post.hands, at: post.revision, content: post.content.hash)
    } else {
      throw .noSuchDelivery(name)
    }
    var writes = [StoreWrite.override(planned.record, of: delivery.id)]
    if let (before, after) = planned.step {
      writes.append(.step(after, from: before))
      // Another may have taken its place; this one's record says itself what became of it.
      let others = carried.filter { $0.id != planned.record.id }
      if let ended = others.ended(by: after, from: before) { writes.append(.override(ended, of: before.id)) }
    }
    writes.append(.audit(planned.audit))
    return Decision(writes, answer: planned.record)
  }
}

extension [OverrideRecord] {
  /// The one that a delivery loses by a step, as it is then; nil where it loses none, or that was used.
  fileprivate func ended(by after: Delivery, from before: Delivery) -> OverrideRecord? {
    guard let grant = before.override, after.override?.id != grant.id else { return nil }
    return first { $0.id == grant.id }?.afterLoss()
  }
}

extension Decision<Void> {
  /// A login was shown something whole.
  package static func look(
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant, position: StorePosition
  ) -> Self {
    Decision([.look(Look(seen: seen, at: at, position: position), of: subject, by: login)])
  }

  /// Entries of the audit log that go with no other change.
  package static func entries(_ drafts: [AuditDraft]) -> Self { Decision(drafts.map(StoreWrite.audit)) }
}

extension Witnesses {
  /// Whose acts stand behind a delivery: of its approvals those that count, and of overrides the one that it carries.
  ///
  /// `override`: the record of that.
  package init(
    of delivery: Delivery, author: String, editor: String?, earlierEditors: [String], approvals: [ApprovalRecord],
    override: OverrideRecord?
  ) {
    var carried: Override?
    if let override, override.id == delivery.override?.id, let decider = override.decider {
      carried = Override(requester: override.requester, approver: decider)
    }
    self.init(
      author: author, editor: editor, earlierEditors: earlierEditors,
      approvers: approvals.filter { $0.delivery == delivery.name && $0.counts(for: delivery) }.map(\.actor),
      override: carried)
  }
}
