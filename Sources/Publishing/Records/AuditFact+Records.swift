/// What entries record of what the store keeps.
extension AuditFact.GateStarted {
  package init(_ service: ServiceID, _ start: ServiceStart) {
    self.service = service
    host = start.host
    process = start.process
  }
}

extension AuditFact.SetBack {
  package init(_ finding: WentBack) {
    way = finding.way
    entry = Int(finding.entry)
    anchor = finding.anchor.map { Int($0.head.entry) }
    anchorHash = finding.anchor?.head.hash
  }
}

extension AuditFact.OverrideAct {
  package init(on record: OverrideRecord, reason: String?) {
    override = record.id
    basis = record.basis
    until = record.until
    self.reason = reason
    requester = record.requester
  }
}

extension AuditFact.Paused {
  package init(_ pause: Pause, inFlight: [DeliveryName]) {
    reason = pause.reason
    until = pause.until
    self.inFlight = inFlight
  }
}
