package import Elections

// Which gates work on a store, and what they say of themselves.

extension Decision<ServiceID> {
  /// A gate begins, under a number that no gate had before; refused while another one lives.
  ///
  /// `others`: those without an end; `startOf`: when the process of a number on this machine started, nil where there is
  /// none; `newest`: when the newest entry of the audit log was made; `place`: the store, as people know it.
  package static func begin(
    _ service: ServiceStart, as id: ServiceID, beside others: [ServiceRow], startOf: (Int) -> Int64?, mark: ClockMark,
    newest: Instant?, epoch: RevisionNumber?, place: String
  ) throws(StoreError) -> Self {
    var writes: [StoreWrite] = []
    if service.identity != nil {
      for other in others {
        if case .living(let name) = ServiceLife(other, seenBy: service, startOf: startOf) {
          throw ServiceLife.taken(place, by: name)
        }
        writes.append(.serviceEnds(other.id, at: other.heartbeat))
      }
    }
    if let begun = mark.begun(newest: newest) { writes.append(.clock(begun)) }
    writes.append(.serviceBegins(id, service))
    writes.append(
      .audit(
        AuditDraft(
          at: service.at, actor: "gate", .gateStarted(AuditFact.GateStarted(id, service)), revision: epoch)))
    return Decision(writes, answer: id)
  }
}

extension ServiceLife {
  /// The refusal of whoever comes second.
  package static func taken(_ place: String, by holder: String?) -> StoreError {
    .unavailable(
      "A gate service is working on \(place) already\(holder.map { " (\($0))" } ?? ""); one store has one gate. Stop it "
        + "first, or use another --store.")
  }
}

extension Decision<Void> {
  /// A gate says that it ends.
  package static func end(of service: ServiceID, at: Instant, epoch: RevisionNumber?) -> Self {
    let entry = AuditDraft(at: at, actor: "gate", .gateStopped(AuditFact.GateStopped(service)), revision: epoch)
    return Decision([.serviceEnds(service, at: at), .audit(entry)])
  }

  /// A gate has read whole what the rules are made of.
  package static func filesRead(by service: ServiceID, at: Instant) -> Self { Decision([.filesRead(service, at: at)]) }

  /// A person vouches for the clock.
  package static func clockConfirmation(
    _ reading: ClockReading, reason: String, by actor: Actor, under inForce: RulesInForce, mark: ClockMark,
    epoch: RevisionNumber?
  ) throws(StoreError) -> Self {
    try inForce.checkCurrent(epoch)
    try inForce.check(.confirmClock, by: actor, at: reading.wall)
    let entry = AuditDraft(
      at: reading.wall, actor: actor.description, .clockConfirmed(AuditFact.Reason(reason)), revision: epoch)
    return Decision([.clock(mark.confirmed(reading)), .audit(entry)])
  }
}

extension Decision<ClockMark> {
  /// A gate says that it lives, and what it makes of the clock.
  package static func heartbeat(_ sign: SignOfLife, mark: ClockMark) -> Self {
    let after = mark.hearing(sign.finding)
    var writes = [StoreWrite.signOfLife(sign.service, sign.reading)]
    // By the mark, since a clock that is wrong must not have anything forgotten too early; and before it is raised, since a
    // store may note it with what was done so far.
    writes.append(.forgetOperations(before: after.highWater.adding(.zero - OperationID.memory)))
    if after != mark { writes.append(.clock(after)) }
    return Decision(writes, answer: after)
  }
}
