import Elections
import Foundation
import Logging
package import Publishing
import PublishingGate
import Synchronization
import TestSupport

/// One seed's run of the real gate: one or two services over one store, authors who write, edit and cancel, calendars
/// that change, clocks that step, a network that loses things, and crashes between any two steps.
///
/// The first part injects faults; in the second the faults are over, and what is left must come to its end.
package final class Simulation: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let seed: UInt64
    package let words: String
    package var description: String { "seed \(seed): \(words)" }
  }

  package struct Report: Sendable {
    /// Overrides that let something leave.
    package let overridden: Int
    /// Approvals, pauses, and posts that waited because somebody had left.
    package let approved: Int
    package let paused: Int
    package let departed: Int
    /// Taken back while being sent, answered late, and found changed in the store.
    package let withdrawn: Int
    package let late: Int
    package let distrusted: Int
    package let steps: Int
    package let posts: Int
    package let calls: Int
    package let published: Int
    package let crashes: Int
    /// How often an older copy took the store's place.
    package let restores: Int
    /// Calls that came again.
    package let repeated: Int
    package let clock: ClockTally
  }

  let seed: UInt64
  let world: SimulatedWorld
  let base = MemoryStore()
  let oracle: SimulationOracle
  let lost: LostAnswers
  let receivers: [String: SimulatedReceiver]
  let machine: SimulatedMachine
  let tally = Mutex(ClockTally())
  let quiet = Mutex(false)
  private let watching: @Sendable (Duration, GateDecision) -> Void
  private let crashes = Mutex(0)
  let backup = Mutex<MemoryStore.State?>(nil)
  /// Where the store's log went before it was restored, until a gate has seen it; else nothing can tell them apart.
  let anchor = Mutex<StoreAnchor?>(nil)
  let restores = Mutex(0)

  static let start = Instant(millisecondsSince1970: 1_800_000_000_000)
  /// How long things go wrong, and how long they then go well.
  static let troubled = Duration.seconds(300)
  static let calm = Duration.seconds(900)
  static let lateAfter = Duration.seconds(300)

  /// `watching` is told what every gate decides, with the simulated time since the start.
  package static func run(
    seed: UInt64, watching: @escaping @Sendable (Duration, GateDecision) -> Void = { _, _ in }
  ) throws -> Report {
    let simulation = Simulation(seed: seed, watching: watching)
    do {
      try simulation.world.run { await simulation.script() }
    } catch {
      throw Failure(seed: seed, words: "\(error)")
    }
    if let violation = simulation.oracle.violation { throw Failure(seed: seed, words: violation) }
    let audit = simulation.base.allAudit
    func count(_ event: AuditEvent) -> Int { audit.filter { $0.draft.event == event }.count }
    return Report(
      overridden: count(.overrideUsed), approved: count(.approved), paused: count(.paused),
      departed: audit.filter { $0.draft.event == .review && $0.draft.detail.contains(" left on ") }.count,
      withdrawn: count(.cancelRequested), late: count(.lateReport),
      distrusted: audit.filter { $0.draft.event == .review && $0.draft.detail.contains("changed outside") }.count,
      steps: simulation.world.steps, posts: simulation.base.postCount, calls: simulation.oracle.callCount,
      published: simulation.base.allDeliveries.filter { $0.state.name == .published }.count,
      crashes: simulation.crashes.withLock { $0 },
      restores: simulation.restores.withLock { $0 }, repeated: simulation.lost.repeated,
      clock: simulation.tally.withLock { $0 })
  }

  private init(seed: UInt64, watching: @escaping @Sendable (Duration, GateDecision) -> Void) {
    self.seed = seed
    self.watching = watching
    world = SimulatedWorld(seed: seed)
    machine = SimulatedMachine(world: world, start: Self.start)
    let base = base
    let world = world
    oracle = SimulationOracle(
      base: base, trueTime: { Self.start.adding(world.elapsed) },
      rules: { number in
        base.look { state in state.revisions.first { $0.number == number } }.map {
          SimulatedRules.ruleset($0, base, settings: SimulatedRules.governed)
        }
      },
      isClosed: { number, lane, instant in
        base.look { state in state.revisions.first { $0.number == number } }
          .map { SimulatedRules.isClosed(lane, at: instant, $0, base) } ?? true
      },
      people: { number, delivery, instant in
        base.look { state in state.revisions.first { $0.number == number } }
          .flatMap { PeopleReading.fault(delivery, at: instant, $0, base) }
      })
    let oracle = oracle
    lost = LostAnswers(seed: seed, base: base, oracle: oracle)
    receivers = Dictionary(
      uniqueKeysWithValues: SimulatedRules.channels.map { id, kind, _ in
        (id, SimulatedReceiver(kind: kind, oracle: oracle))
      })
  }

  private var faults: SimulatedFaults {
    if quiet.withLock({ $0 }) { return .none }
    var faults = SimulatedFaults()
    faults.crashBeforeWrite = 60
    faults.crashAfterWrite = 60
    faults.busyStore = 80
    faults.crashBeforeSend = 25
    faults.crashAfterSend = 25
    faults.refused = 10
    faults.lostRequest = 12
    faults.lostReply = 12
    faults.lateDelivery = 12
    faults.rejected = 40
    faults.slowReply = 25
    faults.slowConnection = 4
    return faults
  }

  // MARK: The script

  private func script() async {
    await adoptFirst()
    let gateCount = world.random(1..<3)
    await withTaskGroup { group in
      for index in 0..<gateCount {
        group.addTask { await self.keepGateRunning(index, isAlone: gateCount == 1) }
      }
      for _ in 0..<2 { group.addTask { await self.write() } }
      group.addTask { await self.decide() }
      group.addTask { await self.changeFiles() }
      group.addTask { await self.backUp() }
      group.addTask { await self.setClocks() }
      await world.sleep(for: Self.troubled)
      quiet.withLock { $0 = true }
      await world.sleep(for: .seconds(60))
      // Let every window and every pause end, and give everything its time.
      await endPauses()
      await openEverything()
      await world.sleep(for: Self.calm)
      oracle.checkEnd(at: Self.start.adding(world.elapsed))
      lost.end()
      group.cancelAll()
    }
  }

  private func keepGateRunning(_ index: Int, isAlone: Bool) async {
    while !Task.isCancelled {
      let process = SimulatedProcess(machine)
      let faults: @Sendable () -> SimulatedFaults = { self.faults }
      var configuration = GateService.Configuration()
      configuration.isAlone = isAlone
      configuration.process = index
      configuration.batch = world.random(1..<20)
      configuration.retries = RetryPolicy(delays: [.seconds(5), .seconds(20), .seconds(60)])
      await compareWithAnchor(at: process.now)
      let gate = GateService(
        GateService.Surroundings(
          store: SimulatedStore(process: process, base: base, oracle: oracle, lost: lost, faults: faults),
          clock: SimulatedClock(process: process),
          rules: { self.ruleset($0) },
          connector: { channel, _ in
            guard let receiver = self.receivers[channel.id] else { throw ContentProblem("no receiver") }
            return SimulatedConnector(
              process: process, receiver: receiver, oracle: self.oracle,
              simultaneousSends: channel.pace == nil ? 4 : 1, faults: faults)
          },
          decisions: { decision, _ in
            self.count(decision)
            self.watching(self.world.elapsed, decision)
          },
          logger: Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() }),
          randomness: { SimulatedRandomness(world: self.world) },
          operation: { self.lost.newOperation(at: $0) }, witness: { _ in await self.askServer() }),
        configuration: configuration)
      await withTaskGroup { group in
        group.addTask { await self.disturb(process, gate) }
        try? await gate.run(once: false)
        group.cancelAll()
      }
      crashes.withLock { $0 += 1 }
      if isAlone, !quiet.withLock({ $0 }), world.chance(oneIn: 12) { restore() }
      await world.sleep(for: .milliseconds(world.random(10..<5000)))
    }
  }

  /// Wakes for no reason, kills the gate, and stops it as systemd would.
  private func disturb(_ process: SimulatedProcess, _ gate: GateService) async {
    while !Task.isCancelled, !process.isDead {
      await world.sleep(for: .seconds(world.random(5..<90)))
      if Task.isCancelled { break }
      if quiet.withLock({ $0 }) { continue }
      switch world.random(0..<5) {
      case 0: await gate.stop()
      case 1: process.die()
      default: for _ in 0..<5 { gate.wakeUp.call() }
      }
    }
    // A test that ends must end the gate.
    if Task.isCancelled { await gate.stop() }
  }

  /// What a person has the store do.
  func act<Answer: Equatable & Sendable>(
    _ body: @escaping @Sendable (MemoryStore, OperationID) async throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    let operation = lost.newOperation(at: Self.start.adding(world.elapsed))
    return try await lost.perform(isExact: true) { [base] () async throws(StoreError) in
      try await body(base, operation)
    }
  }

  // MARK: Authors

  private func write() async {
    var generator = SimulatedRandomness(world: world)
    while !Task.isCancelled, !quiet.withLock({ $0 }) {
      await world.sleep(for: .seconds(world.random(1..<16)))
      let now = Self.start.adding(world.elapsed)
      switch world.random(0..<10) {
      case 0..<6:
        let due = now.adding(.seconds(world.random(-400..<400)))
        let chosen = SimulatedRules.channels.filter { _ in world.chance(oneIn: 2) }.map(\.id)
        let classes = ContentClass.allCases
        let author = somebody()
        let word = world.chance(oneIn: 6) ? SimulatedRules.listedWord : "post"
        let draft = PostDraft(
          author: author.description,
          content: PostContent(
            text: "\(word) \(world.randomWord())", contentClass: classes[world.random(0..<classes.count)],
            grounds: "a duty"), due: due,
          expires: world.chance(oneIn: 8) ? due.adding(.seconds(600)) : nil,
          targets: chosen.map { PostDraft.Target(channel: $0, key: .random(using: &generator)) })
        guard !chosen.isEmpty else { continue }
        let note = SubmissionNote(at: now, actor: author, under: inForce())
        if (try? await act { store, operation throws(StoreError) in
          try await store.submit([draft], note: note, as: operation)
        }) != nil {
          oracle.accepted(chosen.count)
        }
      default: await change(at: now)
      }
      oracle.check()
    }
  }

  private func change(at now: Instant) async {
    // As every command that writes does.
    await compareWithAnchor(at: now)
    let count = base.postCount
    guard count > 0 else { return }
    let id = PostID(Int64(world.random(1..<count + 1)))
    let act: PostChange.Act
    switch world.random(0..<6) {
    case 0, 1:
      let world = world
      act = .edit(
        content: world.chance(oneIn: 2)
          ? PostContent(
            text: "\(world.chance(oneIn: 4) ? SimulatedRules.listedWord : "edited") \(world.randomWord())") : nil,
        due: now.adding(.seconds(world.random(0..<300))), lateAfter: nil, expires: nil,
        key: DeliveryKeySource {
          var generator = SimulatedRandomness(world: world)
          return .random(using: &generator)
        })
    case 2: act = .cancel(reason: "not wanted")
    case 3: return base.corrupt(id, by: SimulatedRules.corruption)
    default:
      act = .release(reason: "still true")
    }
    let seen = act.needsLook ? await look(at: id).revision : nil
    let later = Self.start.adding(world.elapsed)
    if case .release = act {
      // Noted before it is done: a second copy is then the person's own doing.
      for delivery in base.allDeliveries
      where delivery.post == id && (delivery.state.name == .uncertain || delivery.wasUncertain) {
        oracle.releasedInDoubt(delivery.name)
      }
    }
    let change = PostChange(post: id, act: act, at: later, actor: somebody(), under: inForce(), seen: seen)
    _ = try? await self.act { store, operation throws(StoreError) in try await store.change(change, as: operation) }
  }
}
