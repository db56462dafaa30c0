package import Contract
package import Elections
package import Publishing

extension ContractValues {
  package func line(_ decision: GateDecision) -> GateLine {
    GateLine(
      at: moment(decision.at), delivery: decision.delivery?.description, channel: decision.channel,
      event: decision.event.rawValue, causes: decision.causes.map(cause),
      contentClass: decision.lane?.contentClass.rawValue, revision: decision.revision.map { Int($0.rawValue) },
      detail: decision.detail.map(civil.words), lane: decision.lane?.description)
  }

  /// In the place of lines that nobody read in time.
  package func leftOut(_ count: Int, at now: Instant) -> LeftOutLine {
    LeftOutLine(at: moment(now), leftOut: count, log: civil.words("\(Remedy.listAudit)"))
  }
}
