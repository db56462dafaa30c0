import Elections

/// What a person's act makes of a post and its deliveries: worked out before anything is written, and the same
/// for every store.
package struct PlannedChange: Sendable {
  package let revision: Int
  /// What the new revision says; nil when there is none.
  package let content: PostContent?
  package let steps: [(before: Delivery, after: Delivery)]
  package let audits: [AuditDraft]

  /// All of it, or the refusal of the first delivery that does not allow it. An act on a whole post leaves out the
  /// deliveries whose life is over, but is refused when there are no others.
  package init(_ change: PostChange, of record: PostRecord) throws(StoreError) {
    var chosen = record.deliveries.map(\.delivery)
    if let channel = change.channel {
      chosen = chosen.filter { $0.channel == channel }
      if chosen.isEmpty { throw .noSuchDelivery(DeliveryName(post: record.id, channel: channel)) }
    }
    if change.channel == nil, chosen.contains(where: { Self.concerns(change.act, $0) }) {
      chosen = chosen.filter { Self.concerns(change.act, $0) }
    }
    var content: PostContent?
    var revision = record.revision
    if case .edit(let new, let due, let lateAfter, let expires, _) = change.act {
      // A revision is the whole post's: an edit of one channel alone would make two posts of one.
      guard change.channel == nil else {
        throw .refused(DeliveryName(post: record.id, channel: change.channel ?? ""), .inDoubt)
      }
      content = new ?? record.content
      revision += new != nil || due != nil || lateAfter != nil || expires != nil ? 1 : 0
    }
    var steps: [(before: Delivery, after: Delivery)] = []
    var audits: [AuditDraft] = []
    for delivery in chosen {
      var after = delivery
      do throws(DeliveryRefusal) {
        try after.apply(Self.event(change, on: delivery, revision: revision, content: content ?? record.content))
      } catch {
        throw .refused(delivery.name, error)
      }
      steps.append((delivery, after))
      audits.append(Self.audit(change, before: delivery, after: after))
    }
    self.revision = revision
    self.content = revision == record.revision ? nil : content
    self.steps = steps
    self.audits = audits
  }

  private static func concerns(_ act: PostChange.Act, _ delivery: Delivery) -> Bool {
    switch (act, delivery.state) {
    case (.edit, let state), (.cancel, let state): !state.isFinal
    case (.release, .review), (.release, .uncertain), (.confirm, .uncertain): true
    case (.release, _), (.confirm, _): false
    }
  }

  private static func event(_ change: PostChange, on delivery: Delivery, revision: Int, content: PostContent)
    -> DeliveryEvent
  {
    switch change.act {
    case .edit(_, let due, let lateAfter, let expires, let key):
      .edit(
        DeliveryEdit(
          revision: revision, contentClass: content.contentClass, contentHash: content.hash, key: key.make(),
          due: due ?? delivery.due, lateAfter: lateAfter ?? delivery.lateAfter,
          expires: expires ?? delivery.expires, isMoved: due != nil))
    case .cancel(let reason): .cancel(at: change.at, reason: reason)
    case .release: .release(at: change.at)
    case .confirm(let reason): .confirm(at: change.at, reason: reason)
    }
  }

  private static func audit(_ change: PostChange, before: Delivery, after: Delivery) -> AuditDraft {
    var facts: [(String, JSON)] = []
    let event: AuditEvent
    switch change.act {
    case .edit(let content, let due, _, _, _):
      event = content == nil && due != nil ? .moved : .edited
      facts = [
        ("post_revision", .number(after.revision)), ("due", .string(UTCText.text(after.due))),
        ("was_due", .string(UTCText.text(before.due))), ("sha256", .string(after.contentHash.hex)),
      ]
    case .cancel(let reason):
      event = .cancelled
      facts = [("reason", .string(reason)), ("was", .string(before.state.name.rawValue))]
    case .release(let reason):
      event = .released
      facts = [("reason", .string(reason)), ("was", .string(before.state.name.rawValue))]
    case .confirm(let reason):
      event = .confirmedPublished
      facts = [("reason", .string(reason))]
    }
    return AuditDraft(
      at: change.at, actor: change.actor, event: event, post: before.post, channel: before.channel,
      revision: change.revision, detail: JSON.object(facts).compactText)
  }
}
