package import Elections
package import Publishing
package import PublishingGate
import Synchronization
import TestSupport

/// Ids of operations for tests that do not care about them.
package enum NewOperations {
  private static let state = Mutex((generator: SeededGenerator(seed: 52), count: Int64(0)))

  package static func next() -> OperationID {
    state.withLock { state in
      state.count += 1
      let at = Instant(millisecondsSince1970: 1_800_000_000_000 + state.count / 1000)
      return OperationID(at: at, using: &state.generator)
    }
  }
}

/// Every call that writes, once.
extension GateStore {
  @discardableResult
  package func adopt(_ draft: RevisionDraft) async throws(StoreError) -> Adoption {
    try await adopt(draft, as: NewOperations.next())
  }

  package func note(
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant
  ) async throws(StoreError) {
    try await note(seen, of: subject, by: login, at: at, as: NewOperations.next())
  }

  package func setDoubts(_ doubts: [SourceDoubt], at: Instant) async throws(StoreError) -> Bool {
    try await setDoubts(doubts, at: at, as: NewOperations.next())
  }

  package func noteLook(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try await noteLook(service, at: at, as: NewOperations.next())
  }

  package func submit(_ drafts: [PostDraft], note: SubmissionNote) async throws(StoreError) -> [Submission] {
    try await submit(drafts, note: note, as: NewOperations.next())
  }

  package func change(_ change: PostChange) async throws(StoreError) -> PostRecord {
    try await self.change(change, as: NewOperations.next())
  }

  package func change(_ change: OverrideChange) async throws(StoreError) -> OverrideRecord {
    try await self.change(change, as: NewOperations.next())
  }

  @discardableResult
  package func pause(_ pause: Pause, under inForce: RulesInForce) async throws(StoreError) -> [DeliveryName] {
    try await self.pause(pause, under: inForce, as: NewOperations.next())
  }

  package func endPause(
    of channel: String?, at: Instant, actor: Actor, reason: String, under inForce: RulesInForce
  ) async throws(StoreError) -> Bool {
    try await endPause(
      of: channel, at: at, actor: actor, reason: reason, under: inForce, as: NewOperations.next())
  }

  package func register(_ service: ServiceStart) async throws(StoreError) -> ServiceID {
    try await register(service, as: NewOperations.next())
  }

  package func heartbeat(_ sign: SignOfLife) async throws(StoreError) -> ClockMark {
    try await heartbeat(sign, as: NewOperations.next())
  }

  package func unregister(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try await unregister(service, at: at, as: NewOperations.next())
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under inForce: RulesInForce
  ) async throws(StoreError) {
    try await confirmClock(at: reading, reason: reason, by: actor, under: inForce, as: NewOperations.next())
  }

  package func claim(_ request: ClaimRequest) async throws(StoreError) -> ClaimAnswer {
    try await claim(request, as: NewOperations.next())
  }

  package func keep(_ preparation: KeptPreparation) async throws(StoreError) -> Bool {
    try await keep(preparation, as: NewOperations.next())
  }

  package func permit(_ request: PermitRequest) async throws(StoreError) -> PermitAnswer {
    try await permit(request, as: NewOperations.next())
  }

  package func record(_ reports: [DeliveryReport]) async throws(StoreError) -> [Delivery?] {
    try await record(reports, as: NewOperations.next())
  }

  package func saw(_ sighting: Sighting) async throws(StoreError) {
    try await saw(sighting, as: NewOperations.next())
  }

  package func renew(_ renewal: LeaseRenewal) async throws(StoreError) {
    try await renew(renewal, as: NewOperations.next())
  }

  package func recover(_ request: RecoveryRequest) async throws(StoreError) -> [Delivery] {
    try await recover(request, as: NewOperations.next())
  }

  package func recordEdges(_ edges: [LaneEdge]) async throws(StoreError) -> [LaneEdge] {
    try await recordEdges(edges, as: NewOperations.next())
  }

  package func stop(_ stop: ChannelStop) async throws(StoreError) -> Bool {
    try await self.stop(stop, as: NewOperations.next())
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce
  ) async throws(StoreError) -> Bool {
    try await start(
      channel: channel, at: at, reason: reason, by: actor, under: inForce, as: NewOperations.next())
  }

  package func setBack(
    _ finding: WentBack, at now: Instant, sparing living: Set<ServiceID>
  ) async throws(StoreError) -> [Delivery] {
    try await setBack(finding, at: now, sparing: living, as: NewOperations.next())
  }

  package func appendAudit(_ drafts: [AuditDraft]) async throws(StoreError) {
    try await appendAudit(drafts, as: NewOperations.next())
  }

  package func removeText(_ removal: TextRemoval) async throws(StoreError) -> Bool {
    try await removeText(removal, as: NewOperations.next())
  }
}
