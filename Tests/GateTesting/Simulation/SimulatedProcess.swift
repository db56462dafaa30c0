package import Elections
package import Publishing
import PublishingGate
import Synchronization
package import Texts

/// One run of a gate on one machine, and whether it is still alive.
///
/// When it crashes, whatever it does afterwards has no effect, as if the power had gone between two instructions.
package final class SimulatedProcess: Sendable {
  package let machine: SimulatedMachine
  package var world: SimulatedWorld { machine.world }
  /// The boot that the process lives in.
  private let boot: Int
  private let died = Atomic(false)

  package init(_ machine: SimulatedMachine) {
    self.machine = machine
    boot = machine.boot
  }

  /// On a machine of its own.
  package convenience init(world: SimulatedWorld, start: Instant) {
    self.init(SimulatedMachine(world: world, start: start))
  }

  /// No process outlives its machine's boot.
  package var isDead: Bool { died.load(ordering: .acquiring) || machine.boot != boot }
  package func die() { died.store(true, ordering: .releasing) }

  package var now: Instant { machine.wall }
}

package struct SimulatedClock: GateClock {
  package let process: SimulatedProcess
  package init(process: SimulatedProcess) { self.process = process }

  package var now: Instant { process.machine.wall }
  package var monotonic: Duration { process.machine.bootTime }
  package var boot: String? { "boot \(process.machine.boot)" }
  package var synchronised: Instant? { process.machine.isSynchronised ? process.machine.wall : nil }

  package func sleep(for duration: Duration) async {
    // Of a process that is dead nothing waits, but time goes on.
    await process.world.sleep(for: process.isDead ? .milliseconds(1) : duration)
  }
}

/// What may go wrong, as chances of one in so many; 0 is never.
package struct SimulatedFaults: Sendable {
  package var crashBeforeWrite = 0
  package var crashAfterWrite = 0
  package var busyStore = 0
  package var crashBeforeSend = 0
  package var crashAfterSend = 0
  package var refused = 0
  package var lostRequest = 0
  package var lostReply = 0
  package var lateDelivery = 0
  package var rejected = 0
  /// The answer takes longer than the lease.
  package var slowReply = 0
  /// The connection stands just before the permit is over, or after it.
  package var slowConnection = 0

  package init() {}
  package static let none = SimulatedFaults()
}

/// The store as one process reaches it: each call may find the process dead, crash it, or fail.
package final class SimulatedStore: GateStore {
  let process: SimulatedProcess
  let base: MemoryStore
  let faults: @Sendable () -> SimulatedFaults
  let oracle: SimulationOracle
  /// What happens between a permit's commit and the moment at which the gate hears of it.
  let afterPermit: @Sendable () async -> Void

  package init(
    process: SimulatedProcess, base: MemoryStore, oracle: SimulationOracle, lost: LostAnswers? = nil,
    afterPermit: @escaping @Sendable () async -> Void = {},
    faults: @escaping @Sendable () -> SimulatedFaults
  ) {
    self.lost = lost
    self.afterPermit = afterPermit
    self.process = process
    self.base = base
    self.oracle = oracle
    self.faults = faults
  }

  private let lost: LostAnswers?

  private static let crashed = StoreError.unavailable("the process has crashed")

  private func read<Result>(_ body: () async throws(StoreError) -> Result) async throws(StoreError) -> Result {
    if process.isDead { throw Self.crashed }
    return try await body()
  }

  /// `isExact`: its answer stays what it was when it comes again, whatever comes between. `then`: told before anything
  /// else can go wrong.
  private func write<Answer: Equatable & Sendable>(
    isExact: Bool = true, _ body: @escaping @Sendable () async throws(StoreError) -> Answer,
    then told: (Answer) async -> Void = { _ in }
  ) async throws(StoreError) -> Answer {
    if process.isDead { throw Self.crashed }
    let world = process.world
    // A commit takes its time, and others come between.
    await world.sleep(for: .milliseconds(world.random(0..<4)))
    let faults = faults()
    if process.isDead { throw Self.crashed }
    if world.chance(oneIn: faults.crashBeforeWrite) {
      process.die()
      throw Self.crashed
    }
    if world.chance(oneIn: faults.busyStore) { throw .busy }
    let answer = if let lost { try await lost.perform(isExact: isExact, body) } else { try await body() }
    await told(answer)
    oracle.check()
    if world.chance(oneIn: faults.crashAfterWrite) {
      process.die()
      throw Self.crashed
    }
    return answer
  }

  private func write(_ body: @escaping @Sendable () async throws(StoreError) -> Void) async throws(StoreError) {
    _ = try await write { () async throws(StoreError) -> Bool in
      try await body()
      return true
    }
  }

  package func epoch() async throws(StoreError) -> RevisionNumber? { try await read(base.epoch) }

  package func revision(_ number: RevisionNumber) async throws(StoreError) -> Revision? {
    try await read { () async throws(StoreError) in try await base.revision(number) }
  }

  package func revisions(limit: Int) async throws(StoreError) -> [Revision] {
    try await read { () async throws(StoreError) in try await base.revisions(limit: limit) }
  }

  package func contents(of snapshot: Snapshot) async throws(StoreError) -> SnapshotContents {
    try await read { () async throws(StoreError) in try await base.contents(of: snapshot) }
  }

  package func adopt(_ draft: RevisionDraft, as operation: OperationID) async throws(StoreError) -> Adoption {
    try await write { [base] () async throws(StoreError) in try await base.adopt(draft, as: operation) }
  }

  package func uncertainLanes() async throws(StoreError) -> Set<Lane> { try await read(base.uncertainLanes) }

  package func position() async throws(StoreError) -> StorePosition { try await read(base.position) }

  package func settingsInForce() async throws(StoreError) -> [SettingsInForce] {
    try await read(base.settingsInForce)
  }

  package func note(
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant, as operation: OperationID
  ) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in
      try await base.note(seen, of: subject, by: login, at: at, as: operation)
    }
  }

  package func look(at subject: Look.Subject, by login: String) async throws(StoreError) -> Look? {
    try await read { () async throws(StoreError) in try await base.look(at: subject, by: login) }
  }

  package func setDoubts(_ doubts: [SourceDoubt], at: Instant, as operation: OperationID) async throws(StoreError)
    -> Bool
  {
    try await write { [base] () async throws(StoreError) in try await base.setDoubts(doubts, at: at, as: operation) }
  }

  package func standingRows(_ query: StandingQuery) async throws(StoreError) -> StandingRows {
    try await read { () async throws(StoreError) in try await base.standingRows(query) }
  }

  package func doubts() async throws(StoreError) -> [SourceDoubt] { try await read(base.doubts) }

  package func noteLook(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in try await base.noteLook(service, at: at, as: operation) }
  }

  package func submit(
    _ drafts: [PostDraft], note: SubmissionNote, as operation: OperationID
  ) async throws(StoreError) -> [Submission] {
    try await write { [base] () async throws(StoreError) in try await base.submit(drafts, note: note, as: operation) }
  }

  package func post(_ id: PostID) async throws(StoreError) -> PostRecord? {
    try await read { () async throws(StoreError) in try await base.post(id) }
  }

  package func posts(_ query: PostQuery) async throws(StoreError) -> [PostRecord] {
    try await read { () async throws(StoreError) in try await base.posts(query) }
  }

  package func change(_ change: PostChange, as operation: OperationID) async throws(StoreError) -> PostRecord {
    try await write { [base] () async throws(StoreError) in try await base.change(change, as: operation) }
  }

  package func register(_ service: ServiceStart, as operation: OperationID) async throws(StoreError) -> ServiceID {
    try await write { [base] () async throws(StoreError) in try await base.register(service, as: operation) }
  }

  package func clockMark() async throws(StoreError) -> ClockMark { try await read(base.clockMark) }

  package func heartbeat(_ sign: SignOfLife, as operation: OperationID) async throws(StoreError) -> ClockMark {
    try await write { [base] () async throws(StoreError) in try await base.heartbeat(sign, as: operation) }
  }

  package func unregister(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in try await base.unregister(service, at: at, as: operation) }
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in
      try await base.confirmClock(at: reading, reason: reason, by: actor, under: inForce, as: operation)
    }
  }

  package func waitingLanes() async throws(StoreError) -> [WaitingLane] { try await read(base.waitingLanes) }

  package func claim(_ request: ClaimRequest, as operation: OperationID) async throws(StoreError) -> ClaimAnswer {
    try await write(
      isExact: false, { [base] () async throws(StoreError) in try await base.claim(request, as: operation) })
  }

  package func keep(_ preparation: KeptPreparation, as operation: OperationID) async throws(StoreError) -> Bool {
    try await write { [base] () async throws(StoreError) in try await base.keep(preparation, as: operation) }
  }

  package func saw(_ sighting: Sighting, as operation: OperationID) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in try await base.saw(sighting, as: operation) }
  }

  package func permit(_ request: PermitRequest, as operation: OperationID) async throws(StoreError) -> PermitAnswer {
    let standing = oracle.standing(at: request.now)
    return try await write(
      { [base] () async throws(StoreError) in try await base.permit(request, as: operation) },
      then: { answer in
        oracle.granted(answer, request, under: standing, on: process.machine)
        if !answer.granted.isEmpty { await afterPermit() }
      })
  }

  package func refusal(of look: LastLook, at now: Instant) async throws(StoreError) -> LastLook.Refusal? {
    try await read { () async throws(StoreError) in
      let refusal = try await base.refusal(of: look, at: now)
      if refusal == nil { oracle.lets(look, at: now) }
      return refusal
    }
  }

  package func record(_ reports: [DeliveryReport], as operation: OperationID) async throws(StoreError) -> [Delivery?] {
    let before = Mutex<[Delivery]?>(nil)
    return try await write(
      isExact: false,
      { [base] () async throws(StoreError) in
        before.withLock { $0 = $0 ?? base.allDeliveries }
        return try await base.record(reports, as: operation)
      }, then: { recorded in oracle.recorded(reports, before: before.withLock { $0 } ?? [], recorded) })
  }

  package func lastPermit(of delivery: DeliveryID) async throws(StoreError) -> Instant? {
    try await read { () async throws(StoreError) in try await base.lastPermit(of: delivery) }
  }

  package func remoteIDs(on channel: String, publishedSince since: Instant) async throws(StoreError) -> Set<String> {
    try await read { () async throws(StoreError) in try await base.remoteIDs(on: channel, publishedSince: since) }
  }

  package func lateReports(of post: PostID) async throws(StoreError) -> [LateReport] {
    try await read { () async throws(StoreError) in try await base.lateReports(of: post) }
  }

  package func renew(_ renewal: LeaseRenewal, as operation: OperationID) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in try await base.renew(renewal, as: operation) }
  }

  package func recover(_ request: RecoveryRequest, as operation: OperationID) async throws(StoreError) -> [Delivery] {
    try await write { [base] () async throws(StoreError) in try await base.recover(request, as: operation) }
  }

  package func uncertain(at now: Instant, limit: Int) async throws(StoreError) -> (due: [Claimed], next: Instant?) {
    try await read { () async throws(StoreError) in try await base.uncertain(at: now, limit: limit) }
  }

  package func recordEdges(_ edges: [LaneEdge], as operation: OperationID) async throws(StoreError) -> [LaneEdge] {
    try await write { [base] () async throws(StoreError) in try await base.recordEdges(edges, as: operation) }
  }

  package func stop(_ stop: ChannelStop, as operation: OperationID) async throws(StoreError) -> Bool {
    try await write { [base] () async throws(StoreError) in try await base.stop(stop, as: operation) }
  }

  package func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try await write { [base] () async throws(StoreError) in
      try await base.start(channel: channel, at: at, reason: reason, by: actor, under: inForce, as: operation)
    }
  }

  package func stops() async throws(StoreError) -> [ChannelStop] { try await read(base.stops) }
  package func nextLeaseEnd() async throws(StoreError) -> Instant? { try await read(base.nextLeaseEnd) }

  package func setBack(
    _ finding: WentBack, at now: Instant, sparing living: Set<ServiceID>, as operation: OperationID
  ) async throws(StoreError) -> [Delivery] {
    try await write { [base] () async throws(StoreError) in
      try await base.setBack(finding, at: now, sparing: living, as: operation)
    }
  }

  package func appendAudit(_ drafts: [AuditDraft], as operation: OperationID) async throws(StoreError) {
    try await write { [base] () async throws(StoreError) in try await base.appendAudit(drafts, as: operation) }
  }

  package func removeText(_ removal: TextRemoval, as operation: OperationID) async throws(StoreError) -> Bool {
    try await write { [base] () async throws(StoreError) in try await base.removeText(removal, as: operation) }
  }

  package func health(at now: Instant) async throws(StoreError) -> StoreHealth {
    try await read { () async throws(StoreError) in try await base.health(at: now) }
  }

  package func change(_ change: OverrideChange, as operation: OperationID) async throws(StoreError) -> OverrideRecord {
    try await write { [base] () async throws(StoreError) in try await base.change(change, as: operation) }
  }

  package func overrides(of post: PostID?, limit: Int) async throws(StoreError) -> [OverrideRecord] {
    try await read { () async throws(StoreError) in try await base.overrides(of: post, limit: limit) }
  }

  package func witnesses(of deliveries: [DeliveryID]) async throws(StoreError) -> [DeliveryID: Witnesses] {
    try await read { () async throws(StoreError) in try await base.witnesses(of: deliveries) }
  }

  package func change(_ change: TokenChange, as operation: OperationID) async throws(StoreError) -> AccessToken {
    try await write { [base] () async throws(StoreError) in try await base.change(change, as: operation) }
  }

  package func tokens() async throws(StoreError) -> [AccessToken] { try await read(base.tokens) }

  package func token(withHash hash: ContentHash) async throws(StoreError) -> AccessToken? {
    try await read { () async throws(StoreError) in try await base.token(withHash: hash) }
  }

  @discardableResult
  package func pause(
    _ pause: Pause, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) -> [DeliveryName] {
    try await write { [base] () async throws(StoreError) in try await base.pause(pause, under: inForce, as: operation)
    }
  }

  package func endPause(
    of channel: String?, at: Instant, actor: Actor, reason: String, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try await write { [base] () async throws(StoreError) in
      try await base.endPause(of: channel, at: at, actor: actor, reason: reason, under: inForce, as: operation)
    }
  }

  package func pauses(at now: Instant) async throws(StoreError) -> [Pause] {
    try await read { () async throws(StoreError) in try await base.pauses(at: now) }
  }

  package func count(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?) async throws(StoreError) -> Int {
    try await read { () async throws(StoreError) in
      try await base.count(queuedIn: lane, exactly: exactly, from: from, to: to)
    }
  }

  package func names(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?, limit: Int)
    async throws(StoreError)
    -> [DeliveryName]
  {
    try await read { () async throws(StoreError) in
      try await base.names(queuedIn: lane, exactly: exactly, from: from, to: to, limit: limit)
    }
  }

  package func published(on channel: String, limit: Int) async throws(StoreError) -> [PublishedPost] {
    try await read { () async throws(StoreError) in try await base.published(on: channel, limit: limit) }
  }

  package func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditEntry] {
    try await read { () async throws(StoreError) in try await base.audit(query) }
  }

  package func lastAuditEntry() async throws(StoreError) -> Int64 { try await read(base.lastAuditEntry) }
}
