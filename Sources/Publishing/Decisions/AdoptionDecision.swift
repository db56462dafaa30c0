import Elections

extension Decision<Adoption> {
  /// A revision comes into force.
  ///
  /// - Parameters:
  ///   - draft: What is adopted.
  ///   - newest: The newest revision there is, which is the one in force.
  ///   - beingSent: Every delivery that is being sent; others may stand among them.
  ///   - changed: What was queued or changed since its adopter looked; others may stand among them.
  /// - Returns: What is written and answered.
  /// - Throws: `.superseded` where it was judged on another revision; `.notPermitted` where its adopter may not.
  package static func adoption(
    _ draft: RevisionDraft, newest: RevisionNumber?, beingSent: [Delivery], changed: [ChangedDelivery]
  ) throws(StoreError) -> Self {
    guard newest == draft.basis else { throw .outOfDate(inForce: newest) }
    try draft.check()
    let number = RevisionNumber((newest?.rawValue ?? 0) + 1)
    let inFlight = beingSent.named()
    let setAside = try Self.setAside(draft, as: number, changed)
    let names = setAside.map(\.before.name)
    var writes = [StoreWrite.revision(Revision(number: number, draft: draft), bytes: draft.bytes)]
    writes += setAside.map { .step($0.after, from: $0.before) }
    writes.append(.audit(draft.audit(as: number, inFlight: inFlight, setAside: names)))
    writes += setAside.compactMap(\.audit).map(StoreWrite.audit)
    return Decision(writes, answer: Adoption(revision: number, inFlight: inFlight, setAside: names))
  }

  /// What was queued or changed since the look and would be freed unseen goes to review.
  private static func setAside(
    _ draft: RevisionDraft, as number: RevisionNumber, _ changed: [ChangedDelivery]
  ) throws(StoreError) -> [DeliveryStep] {
    guard let unseen = draft.unseen else { return [] }
    var steps: [DeliveryStep] = []
    for found in changed.sorted(by: { $0.delivery.id < $1.delivery.id }) where found.isNewer(than: unseen.since) {
      let before = found.delivery
      do throws(DeliveryRefusal) {
        let step = try unseen.setAside(before, at: draft.at, actor: draft.actor, revision: number)
        if let step { steps.append(DeliveryStep(before, step.after, audit: step.audit)) }
      } catch {
        throw .refused(before.name, error)
      }
    }
    return steps
  }
}

/// A delivery, and how far its post's history goes.
package struct ChangedDelivery: Hashable, Sendable {
  package let delivery: Delivery
  /// The last entry of the audit log that is about its post; 0 where there is none.
  package let lastEntry: Int64

  package init(_ delivery: Delivery, lastEntry: Int64) {
    self.delivery = delivery
    self.lastEntry = lastEntry
  }

  /// Queued or changed since a store had come so far.
  func isNewer(than position: StorePosition) -> Bool {
    delivery.post > position.newestPost || lastEntry > position.lastEntry
  }
}
