import Elections

/// What a worker's report makes of a delivery and of the attempt that it tells of.
package struct Outcome: StoreWrites, Sendable {
  private let before: Delivery?
  private let planned: PlannedReport?
  private let end: AttemptEnd?

  /// - Parameters:
  ///   - report: What the worker says.
  ///   - before: The delivery as it is; nil where there is none.
  ///   - attempt: The delivery's attempt under a fence; asked where the report is stale.
  ///   - givenBack: How often it was given back; asked where it is given back again.
  ///   - owner: Which other delivery of its channel has a receipt's id; asked where it brings one.
  package init(
    _ report: DeliveryReport, on before: Delivery?, attempt: (_ fence: Int64) throws -> Attempt?,
    givenBack: () throws -> GivenBack?, owner: (Receipt) throws -> DeliveryName?
  ) rethrows {
    self.before = before
    guard let before else {
      planned = nil
      end = nil
      return
    }
    let planned = try PlannedReport(
      report, on: before,
      isAwaited: {
        // Somebody may still tell of an attempt of which nobody has told.
        guard report.event.isWorkersOutcome, let fence = report.event.fence else { return false }
        return try attempt(fence).map { $0.ended == nil } ?? false
      }, givenBack: report.trouble == nil ? 0 : try givenBack()?.count ?? 0, owner: owner)
    self.planned = planned
    end = Self.end(report, before, planned)
  }

  /// The delivery as it is from now on; nil where the report changes nothing.
  package var answer: Delivery? { planned?.after }

  package func forEach<Failure: Error>(_ run: (StoreWrite) throws(Failure) -> Void) throws(Failure) {
    guard let before, let planned else { return }
    if let after = planned.after { try run(.step(after, from: before)) }
    if let late = planned.late { try run(.lateReport(late, of: before.id)) }
    if let givenBack = planned.givenBack { try run(.givenBack(givenBack, of: before.id)) }
    if let end { try run(.attemptEnds(end)) }
    for audit in planned.audits { try run(.audit(audit)) }
  }

  /// The end of the attempt that the report tells of, where it is news.
  private static func end(_ report: DeliveryReport, _ before: Delivery, _ planned: PlannedReport) -> AttemptEnd? {
    guard report.event.isWorkersOutcome, let fence = report.event.fence, let audit = report.audit,
      planned.late != nil || before.state.name == .sending || before.state.name == .uncertain
    else { return nil }
    let problem = planned.after.flatMap { Self.problem($0, audit) } ?? planned.late?.reason
    return AttemptEnd(delivery: before.id, fence: fence, at: audit.at, problem: problem)
  }

  /// Why it did not get through: what the delivery says of itself, or the entry that sent it back.
  private static func problem(_ delivery: Delivery, _ audit: AuditDraft) -> String? {
    if let reason = delivery.state.reason { return reason }
    guard case .queued = delivery.state else { return nil }
    return audit.fact.reason
  }
}

extension Decision<Bool> {
  /// Whether what was prepared is kept: only under the claim that has the delivery in hand (G-25).
  package static func keeping(_ preparation: KeptPreparation, of delivery: Delivery?) -> Self {
    guard let delivery, delivery.fence == preparation.fence, case .queued(.some) = delivery.state else {
      return Decision([], answer: false)
    }
    return Decision(
      [.preparation(preparation.kept, of: delivery.id, revision: delivery.revision)], answer: true)
  }
}
