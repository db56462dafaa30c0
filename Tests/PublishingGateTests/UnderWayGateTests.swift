import Elections
import GateTesting
import Logging
import Publishing
import PublishingGate
import Synchronization
import Testing

/// The gate with what it has in hand: closed at the last moment, answered late, given back.
@Suite struct UnderWayGateTests {
  private static let start = GateServiceTests.start

  private final class Decisions: Sendable {
    private let made = Mutex<[GateDecision]>([])
    func add(_ decision: GateDecision) { made.withLock { $0.append(decision) } }
    var all: [GateDecision] { made.withLock { $0 } }
    func events(of event: GateDecision.Event) -> [GateDecision] { all.filter { $0.event == event } }
  }

  /// One post on one channel, and a gate for so long; `afterPermit` runs between the permit and the last look.
  private func run(
    for duration: Duration, answeringAfter delay: Duration = .zero,
    afterPermit: @escaping @Sendable (MemoryStore) async -> Void = { _ in },
    connecting: @escaping @Sendable () throws -> Void = {}
  ) throws -> (store: MemoryStore, calls: Int, decisions: Decisions) {
    let world = SimulatedWorld(seed: 3)
    let process = SimulatedProcess(world: world, start: Self.start)
    let clock = SimulatedClock(process: process)
    let calls = GateServiceTests.ScriptedConnector.Calls()
    let store = MemoryStore()
    let decisions = Decisions()
    let oracle = SimulationOracle(base: store, rules: { _ in nil }, isClosed: { _, _, _ in false })
    try world.run {
      _ = try? await store.adopt(SimulatedRules.draft([], basis: nil, at: Self.start))
      _ = try? await store.submit(
        [
          PostDraft(
            author: "author", content: PostContent(text: "a"), due: Self.start, lateAfter: .seconds(14_400),
            targets: [PostDraft.Target(channel: "exact", key: DeliveryKey(high: 1, low: 1))])
        ], note: SubmissionNote(at: Self.start, actor: "author", under: .unregistered(RevisionNumber(1))))
      let gate = GateService(
        GateService.Surroundings(
          store: SimulatedStore(
            process: process, base: store, oracle: oracle, afterPermit: { await afterPermit(store) },
            faults: { .none }),
          clock: clock, rules: { SimulatedRules.ruleset($0, store) },
          connector: { _, _ in
            try connecting()
            return GateServiceTests.ScriptedConnector(
              outcome: { _, now in GateServiceTests.published(now) }, clock: clock, calls: calls,
              delay: { _ in delay })
          }, decisions: { decision, _ in decisions.add(decision) },
          logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
      await withTaskGroup { group in
        group.addTask { try? await gate.run(once: false) }
        group.addTask {
          await world.sleep(for: duration)
          await gate.stop()
        }
        await group.waitForAll()
      }
    }
    #expect(oracle.violation == nil)
    return (store, calls.all.count, decisions)
  }

  private static let rules = RulesInForce.unregistered(RevisionNumber(1))

  @Test func `G-21: a pause between a permit and its bytes stops them, and the post leaves when it is over`() throws {
    let outcome = try run(
      for: .seconds(300),
      afterPermit: { store in
        guard store.allAudit.allSatisfy({ $0.draft.event != .paused }) else { return }
        _ = try? await store.pause(
          Pause(channel: "exact", reason: "r", until: Self.start.adding(seconds: 100), at: Self.start, actor: "ann"),
          under: Self.rules)
      })
    #expect(outcome.decisions.events(of: .notSent).first?.detail?.description.contains("paused") == true)
    #expect(outcome.calls == 1 && outcome.store.allDeliveries.map(\.state.name) == [.published])
    let left = outcome.decisions.events(of: .published).first?.at
    #expect(left.map { $0 >= Self.start.adding(seconds: 100) } == true)
  }

  @Test func `G-32: a cancellation between a permit and its bytes stops them for good, and is told of`() throws {
    let outcome = try run(
      for: .seconds(60),
      afterPermit: { store in
        _ = try? await store.change(
          PostChange(post: PostID(1), act: .cancel(reason: "off"), at: Self.start, actor: "ann", under: Self.rules))
      })
    #expect(outcome.calls == 0)
    #expect(outcome.store.allDeliveries.map(\.state) == [.cancelled(at: Self.start, reason: "off")])
    #expect(outcome.decisions.events(of: .cancelled).count == 1)
    let entry = outcome.store.allAudit.last { $0.draft.event == .cancelled }
    #expect(entry?.draft.actor == "ann")
  }

  @Test func `an answer that takes longer than the lease is waited for, and never called lost`() throws {
    let outcome = try run(for: .seconds(300), answeringAfter: .seconds(120))
    #expect(outcome.calls == 1 && outcome.store.allDeliveries.map(\.state.name) == [.published])
    #expect(outcome.decisions.events(of: .uncertain).isEmpty)
    #expect(!outcome.store.allAudit.contains { $0.draft.event == .uncertain })
  }

  @Test func `an answer that comes after somebody settled the post without it is kept and told of loudly`() throws {
    // Another gate with a clock of its own takes it for lost, and somebody cancels.
    let outcome = try run(
      for: .seconds(300), answeringAfter: .seconds(20),
      afterPermit: { store in
        let later = Self.start.adding(seconds: 3600)
        guard let other = try? await store.register(ServiceStart(host: "other", process: 2, at: later)) else { return }
        _ = try? await store.recover(
          RecoveryRequest(service: other, now: later, isAlone: false, revision: nil, actor: "gate"))
        _ = try? await store.change(
          PostChange(post: PostID(1), act: .cancel(reason: "off"), at: later, actor: "ann", under: Self.rules))
      })
    // It was cancelled before the last look, so nothing left, and that came late.
    #expect(outcome.calls == 0 && outcome.store.allDeliveries.map(\.state.name) == [.cancelled])
    #expect(outcome.decisions.events(of: .lateReport).count == 1)
    #expect(outcome.store.allAudit.last { $0.draft.event == .lateReport } != nil)
  }

  @Test func `a channel that cannot be used gives its posts back aloud, and at the third time to a person`() throws {
    let outcome = try run(for: .seconds(600), connecting: { throw ContentProblem("The secret is missing.") })
    #expect(outcome.calls == 0)
    #expect(outcome.decisions.events(of: .givenBack).count == 2)
    #expect(outcome.decisions.events(of: .review).count == 1)
    let state = outcome.store.allDeliveries[0].state
    #expect(state.name == .review && state.reason?.contains("The secret is missing.") == true)
  }
}
