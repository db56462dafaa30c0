import Elections
import GateTesting
import Logging
import Publishing
import PublishingGate
import Synchronization
import TestSupport

/// The real gate over a simulated clock, with people who act while it runs under one set of settings after another.
final class PeopleStage: Sendable {
  static let start = SimulatedCouncil.noon

  let world: SimulatedWorld
  let process: SimulatedProcess
  let store = MemoryStore()
  let calls = GateServiceTests.ScriptedConnector.Calls()
  private let settings = Mutex<[RevisionNumber: Settings]>([:])

  init(seed: UInt64 = 1) {
    world = SimulatedWorld(seed: seed)
    process = SimulatedProcess(world: world, start: Self.start)
  }

  /// Adopts the windows under the first settings, and runs the gate until `script` is over and some time besides.
  func run(
    _ first: Settings, windows: [SimulatedRules.Window] = [], andThen rest: Duration = .seconds(120),
    script: @escaping @Sendable (PeopleStage) async -> Void
  ) throws {
    try world.run {
      await self.adopt(first, windows: windows)
      let clock = SimulatedClock(process: self.process)
      let gate = GateService(
        GateService.Surroundings(
          store: self.store, clock: clock, rules: { self.ruleset($0) },
          connector: { _, _ in
            GateServiceTests.ScriptedConnector(
              outcome: { _, now in GateServiceTests.published(now) }, clock: clock, calls: self.calls)
          }, decisions: { _, _ in }, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
          randomness: { SimulatedRandomness(world: self.world) }))
      await withTaskGroup { group in
        group.addTask { try? await gate.run(once: false) }
        group.addTask {
          await script(self)
          gate.wakeUp.call()
          await self.world.sleep(for: rest)
          await gate.stop()
        }
        await group.waitForAll()
      }
    }
  }

  func ruleset(_ revision: Revision) -> Ruleset {
    SimulatedRules.ruleset(
      revision, store, settings: settings.withLock { $0[revision.number] } ?? SimulatedRules.settings)
  }

  var now: Instant { process.now }
  var deliveries: [Delivery] { store.allDeliveries }
  var events: [AuditEvent] { store.allAudit.map(\.draft.event) }
  func sleep(_ duration: Duration) async { await world.sleep(for: duration) }

  // MARK: Acts

  func adopt(_ settings: Settings, windows: [SimulatedRules.Window]) async {
    let basis = try? await store.epoch()
    self.settings.withLock { $0[RevisionNumber((basis?.rawValue ?? 0) + 1)] = settings }
    _ = try? await store.adopt(SimulatedRules.draft(windows, basis: basis, at: now))
  }

  /// By the rules in force.
  func inForce() async -> RulesInForce {
    guard let epoch = try? await store.epoch(), let revision = try? await store.revision(epoch) else {
      return .unregistered(nil)
    }
    return ruleset(revision).inForce
  }

  func submit(
    _ text: String, by actor: Actor, due: Duration = .zero, contentClass: ContentClass = .routine
  ) async throws {
    var generator = SimulatedRandomness(world: world)
    let draft = PostDraft(
      author: actor.description, content: PostContent(text: text, contentClass: contentClass, grounds: "a duty"),
      due: Self.start.adding(due), lateAfter: .seconds(86_400),
      targets: [PostDraft.Target(channel: "exact", key: .random(using: &generator))])
    _ = try await store.submit([draft], note: SubmissionNote(at: now, actor: actor, under: await inForce()))
  }

  func act(_ act: PostChange.Act, on post: Int64, by actor: Actor) async throws {
    let seen = try await store.post(PostID(post))?.revision
    _ = try await store.change(
      PostChange(post: PostID(post), act: act, at: now, actor: actor, under: await inForce(), seen: seen))
  }

  func decide(_ act: OverrideChange.Act, by actor: Actor) async throws {
    var seen: Int?
    if case .approve(let id, _) = act,
      let found = try await store.overrides(of: nil, limit: 1000).first(where: { $0.id == id })
    {
      seen = try await store.post(found.delivery.post)?.revision
    }
    _ = try await store.change(OverrideChange(act, at: now, actor: actor, under: await inForce(), seen: seen))
  }

  func ask(for post: Int64, by actor: Actor, lasting: Duration = .seconds(3600)) async throws {
    try await decide(
      .request(
        DeliveryName(post: PostID(post), channel: "exact"), basis: .emergency, reason: "a flood",
        until: now.adding(lasting)), by: actor)
  }
}
