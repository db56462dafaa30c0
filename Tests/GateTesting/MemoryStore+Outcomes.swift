package import Elections
package import Publishing

/// What became of what was taken in hand.
extension MemoryStore {
  package func record(_ reports: [DeliveryReport], as operation: OperationID) async throws(StoreError) -> [Delivery?] {
    try perform(
      operation, .record(reports), keeping: { PlacesReceipt($0.map { $0 != nil }) },
      again: { receipt, state in
        receipt.chosen(of: reports).map { $0.flatMap { Self.delivery($0.delivery, state) } }
      }
    ) { state in
      reports.map { report in
        let before = Self.delivery(report.delivery, state)
        let outcome = Outcome(
          report, on: before,
          attempt: { fence in state.attempts[report.delivery]?.first { $0.start.fence == fence }?.attempt },
          givenBack: { state.givenBack[report.delivery] },
          owner: { receipt in before.flatMap { Self.owner(of: receipt, besides: $0, state) } })
        state.run(outcome)
        return outcome.answer
      }
    }
  }

  private static func owner(of receipt: Receipt, besides delivery: Delivery, _ state: State) -> DeliveryName? {
    state.deliveries.first { other in
      guard other.id != delivery.id, other.channel == delivery.channel, case .published(let known, _) = other.state
      else { return false }
      return known.remoteID == receipt.remoteID && known.mayRepeat == receipt.mayRepeat
    }?.name
  }

  package func lastPermit(of delivery: DeliveryID) async throws(StoreError) -> Instant? {
    look { $0.attempts[delivery]?.last?.start.began }
  }

  package func remoteIDs(on channel: String, publishedSince since: Instant) async throws(StoreError) -> Set<String> {
    look { state in
      Set(
        state.deliveries.compactMap { delivery in
          guard delivery.channel == channel, case .published(let receipt, let confirmed) = delivery.state,
            confirmed >= since
          else { return nil }
          return receipt.remoteID
        })
    }
  }

  package func lateReports(of post: PostID) async throws(StoreError) -> [LateReport] {
    look { state in state.lateReports.filter { $0.delivery.post == post } }
  }

  package func renew(_ renewal: LeaseRenewal, as operation: OperationID) async throws(StoreError) {
    try perform(operation, .renew(renewal)) { state in state.run(.renewal(renewal, of: state.deliveries)) }
  }

  package func saw(_ sighting: Sighting, as operation: OperationID) async throws(StoreError) {
    try perform(operation, .see(sighting)) { state in
      let attempt = state.attempts[sighting.delivery]?.first { $0.start.fence == sighting.fence }
      state.run(.sighting(sighting, seen: attempt?.seen))
    }
  }

  package func recover(_ request: RecoveryRequest, as operation: OperationID) async throws(StoreError) -> [Delivery] {
    try perform(operation, .recover(request)) { state in
      state.run(.recovery(request, inHand: state.deliveries, services: state.livingServices.map(\.id)))
    }
  }

  package func setBack(
    _ finding: WentBack, at now: Instant, sparing living: Set<ServiceID>, as operation: OperationID
  ) async throws(StoreError) -> [Delivery] {
    try perform(operation, .setBack(finding, at: now)) { state in
      state.run(
        .settingBack(finding, state.deliveries, at: now, sparing: living, epoch: state.epoch))
    }
  }

  package func uncertain(at now: Instant, limit: Int) async throws(StoreError) -> (due: [Claimed], next: Instant?) {
    look { state in
      let all = state.deliveries.filter { $0.state.name == .uncertain }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
      return (
        all.filter { $0.next <= now }.prefix(limit).compactMap { Self.claimed($0, state) },
        all.first { $0.next > now }?.next
      )
    }
  }

  package func nextLeaseEnd() async throws(StoreError) -> Instant? {
    look { $0.deliveries.compactMap { $0.state.claim?.leaseEnds }.min() }
  }
}
