package import Elections
import Logging
package import Publishing
import ServiceLifecycle

/// Finds what is due and open, takes it in hand, asks again at the last moment, and hands it to its connector.
///
/// One loop decides what to take; each channel's deliveries are sent by a task of their own, so a slow channel
/// delays no other. Between two turns the gate sleeps until the next due time, edge, lookup or lease end, or
/// until something is written.
package actor GateService {
  let surroundings: Surroundings
  let configuration: Configuration
  package nonisolated let wakeUp = WakeUp()

  var service = ServiceID(0)
  /// When what the rules are made of was last read whole; told to the store once the service is known there.
  private var lastLook: Instant?
  var ruleset: Ruleset?
  var rulesetReadAt: Instant?
  /// Why the rules in force cannot be trusted, while they cannot.
  var rulesDamage: Sentence?
  /// The imports that the log was seen to have.
  var imports: [KnownImport] = []
  var connectors: [String: (channel: Channel, folder: String, connector: any Connector)] = [:]
  var watch = ClockWatch()
  private var busyChannels: Set<String> = []
  /// How often a delivery's preparation was refused, one time after the other.
  var refusedPreparations: [DeliveryID: Int] = [:]
  /// How long receivers that gave no usable answer asked to wait. Forgotten with the run: then the policy alone counts.
  var waitsAsked: [DeliveryID: Duration] = [:]
  /// What was permitted and of which nothing is recorded yet: its requests are this process's own.
  var underWay: [DeliveryID: UnderWay] = [:]
  private var lookedUp: Set<DeliveryID> = []
  /// The stretch of time for which every lane's state is recorded.
  var knownEdges: (revision: RevisionNumber?, range: Range<Instant>)?
  private var isStopping = false
  private var lastTurn = Duration.zero
  private(set) var failure: StoreError?

  package init(_ surroundings: Surroundings, configuration: Configuration = Configuration()) {
    self.surroundings = surroundings
    self.configuration = configuration
  }

  var store: any GateStore { surroundings.store }
  var clock: any GateClock { surroundings.clock }
  var logger: Logger { surroundings.logger }
  func newOperation() -> OperationID { surroundings.newOperation() }

  // MARK: Running

  /// Runs until `stop`, or, once, until nothing that is due and open is left.
  package func run(once: Bool) async throws {
    try await begin()
    await withDiscardingTaskGroup { group in
      if !once { group.addTask { await self.beat() } }
      await self.loop(once: once, &group)
      // What is under way may finish, but not for ever.
      if self.isStopping { group.addTask { await self.endDrain() } }
      while !self.busyChannels.isEmpty, !self.isDrainOver, !Task.isCancelled {
        await self.wakeUp.wait(atMost: .seconds(1), clock: self.clock)
      }
      group.cancelAll()
    }
    if let failure { throw failure }
    try await store.unregister(service, at: effectiveNow(), as: newOperation())
  }

  package func stop() {
    isStopping = true
    wakeUp.call()
  }

  private var isDrainOver = false

  private func endDrain() async {
    await clock.sleep(for: configuration.drain)
    isDrainOver = true
    wakeUp.call()
  }

  private func begin() async throws {
    service = try await store.register(
      ServiceStart(
        host: configuration.host, process: configuration.process, at: clock.now, identity: configuration.identity),
      as: newOperation())
    learn(try await store.clockMark())
    if let lastLook { try await store.noteLook(service, at: lastLook, as: newOperation()) }
    lastTurn = clock.monotonic
    try await refreshRules()
    // A clock that is wrong must not make another gate's leases look over.
    let now = effectiveNow()
    let recovered = try await store.recover(
      RecoveryRequest(
        service: service, now: now, isAlone: configuration.isAlone, revision: ruleset?.revision,
        actor: configuration.actor), as: newOperation())
    for delivery in recovered { report(recovered: delivery, at: now) }
  }

  private func beat() async {
    while !Task.isCancelled, !isStopping {
      await clock.sleep(for: configuration.heartbeat)
      if Task.isCancelled || isStopping { return }
      do throws(StoreError) {
        learn(try await store.heartbeat(signOfLife(), as: newOperation()))
        if !isClockUnchanged { wakeUp.call() }
      } catch  where error == .busy {
        logger.warning("The heartbeat waits: another process keeps the store busy.")
      } catch {
        fail(error)
      }
    }
  }

  private func fail(_ error: StoreError) {
    if failure == nil { failure = error }
    logger.error("The gate ends: \(error)")
    isStopping = true
    wakeUp.call()
  }

  private func loop(once: Bool, _ group: inout DiscardingTaskGroup) async {
    // A cancelled task no longer sleeps: it has to end, or it would turn without a pause.
    while !isStopping, !Task.isCancelled {
      do throws(StoreError) {
        let wait = try await turn(&group)
        if once, wait.isIdle, busyChannels.isEmpty {
          if let rulesDamage { fail(.damaged(rulesDamage)) }
          return
        }
        if let duration = wait.duration { await wakeUp.wait(atMost: duration, clock: clock) }
      } catch  where error == .busy {
        await clock.sleep(for: .milliseconds(200))
      } catch {
        return fail(error)
      }
    }
  }

  /// How long to sleep after a turn; nil: not at all.
  private struct Wait {
    let duration: Duration?
    /// Nothing was taken in this turn.
    let isIdle: Bool
  }

  // MARK: One turn

  private func turn(_ group: inout DiscardingTaskGroup) async throws(StoreError) -> Wait {
    lastTurn = clock.monotonic
    guard let now = try await soundNow() else { return Wait(duration: .seconds(5), isIdle: true) }
    try await refreshRules()
    try await renewLeases(at: now)
    let recovered = try await recoverExpiredLeases(at: now)
    let lookups = try await lookUp(at: now, &group)
    guard let ruleset, let revision = ruleset.revision else {
      return Wait(duration: configuration.longestSleep, isIdle: lookups.taken == 0)
    }
    let lanes = try await store.waitingLanes()
    try await recordEdges(at: now, ruleset)
    let standing = try await standing(under: ruleset, at: now)
    let takeable = standing.claimable(lanes, besides: busyChannels)
    var answer = ClaimAnswer()
    if !takeable.isEmpty {
      let began = clock.monotonic
      answer = try await store.claim(
        ClaimRequest(
          service: service, now: now, leaseEnds: now.adding(configuration.lease), limit: configuration.batch,
          lanes: takeable.compactMap { waiting in
            ruleset.channel(waiting.lane.channel).map {
              ClaimRequest.OpenLane(
                lane: waiting.lane, pace: $0.pace, lateAfter: $0.lateAfter, handling: $0.handling)
            }
          }, revision: revision), as: newOperation())
      GateMetrics.storeCall("claim", took: clock.monotonic - began)
    }
    if answer.isSuperseded { return Wait(duration: nil, isIdle: false) }
    report(answer, at: now)
    for (channel, batch) in answer.claimed.byChannel {
      busyChannels.insert(channel)
      group.addTask { await self.send(batch, on: channel) }
    }
    let taken =
      answer.claimed.count + answer.tooLate.count + answer.expired.count + answer.overridesEnded.count
      + answer.distrusted.count + lookups.taken + recovered
    if answer.isPartial || recovered > 0 { return Wait(duration: nil, isIdle: false) }
    // Another gate may have used up a pace meanwhile.
    let events = [lookups.next.map { max($0, now.adding(.milliseconds(10))) }] + answer.paceUntil.values.map(\.self)
    let wake = try await wake(standing, lanes, events: events.compactMap(\.self))
    return Wait(duration: wake, isIdle: taken == 0)
  }

  /// Until the earliest of: what `standing` knows of, a lookup, a lease's end, and the longest sleep.
  private func wake(
    _ standing: Standing, _ lanes: [WaitingLane], events: [Instant]
  ) async throws(StoreError) -> Duration {
    let now = standing.now
    var next = now.adding(configuration.longestSleep)
    if let wake = standing.nextWake(lanes) { next = min(next, wake) }
    for event in events { next = min(next, event) }
    if let lease = try await store.nextLeaseEnd() { next = min(next, leaseWake(lease, after: now)) }
    return max(next.since(clock.now), .milliseconds(1))
  }

  // MARK: Lookups

  /// Looks up what may or may not have been sent.
  private func lookUp(at now: Instant, _ group: inout DiscardingTaskGroup) async throws(StoreError) -> (
    taken: Int, next: Instant?
  ) {
    let (due, next) = try await store.uncertain(at: now, limit: configuration.batch)
    let fresh = due.filter { !lookedUp.contains($0.delivery.id) && !busyChannels.contains($0.delivery.channel) }
    for (channel, batch) in fresh.byChannel {
      for claimed in batch { lookedUp.insert(claimed.delivery.id) }
      busyChannels.insert(channel)
      group.addTask { await self.lookUp(batch, on: channel) }
    }
    return (fresh.count, due.count > fresh.count ? nil : next)
  }

  // MARK: For the watcher of the files

  /// What the rules are made of was read whole.
  package func noteLook(at now: Instant) async throws(StoreError) {
    lastLook = now
    if service.rawValue != 0 { try await store.noteLook(service, at: now, as: newOperation()) }
  }

  // MARK: For the channels' tasks

  func finished(channel: String, lookedUp batch: [Claimed] = []) {
    for claimed in batch { lookedUp.remove(claimed.delivery.id) }
    busyChannels.remove(channel)
    wakeUp.call()
  }

  /// Whether the loop still turns. It sleeps for `longestSleep` at most, so twice that without a turn is a loop that is
  /// stuck.
  package var isTurning: Bool {
    failure == nil && clock.monotonic - lastTurn < configuration.longestSleep * 2
  }

  var isEnding: Bool { isStopping }

  func endBy(_ error: StoreError) { fail(error) }

  func decide(_ decision: GateDecision) {
    GateMetrics.count(decision.event)
    surroundings.decisions(decision, ruleset)
  }

  private func report(_ answer: ClaimAnswer, at now: Instant) {
    for delivery in answer.tooLate {
      decide(GateDecision(at: now, event: .review, delivery: delivery.name, words: delivery.state.reason))
    }
    for delivery in answer.overridesEnded {
      decide(GateDecision(at: now, event: .held, delivery: delivery.name, detail: "Its override's time is over."))
    }
    for delivery in answer.distrusted {
      decide(GateDecision(at: now, event: .review, delivery: delivery.name, words: delivery.state.reason))
    }
    for delivery in answer.expired { decide(GateDecision(at: now, event: .expired, delivery: delivery.name)) }
  }

  func report(recovered delivery: Delivery, at now: Instant) {
    guard case .uncertain(_, let reason) = delivery.state else { return }
    decide(GateDecision(at: now, event: .uncertain, delivery: delivery.name, words: reason))
  }
}

extension GateService: Service {
  package func run() async throws {
    try await withGracefulShutdownHandler {
      try await run(once: false)
    } onGracefulShutdown: {
      Task { await self.stop() }
    }
  }
}

extension [Claimed] {
  /// In the order of the channels' names, so that a run can be repeated.
  fileprivate var byChannel: [(channel: String, batch: [Claimed])] {
    Dictionary(grouping: self, by: \.delivery.channel).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
