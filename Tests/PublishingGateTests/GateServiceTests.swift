import Elections
import GateTesting
import Logging
import Publishing
import PublishingGate
import Synchronization
import TestSupport
import Testing

/// The gate's loop over a simulated clock, with receivers that do what a test tells them.
@Suite struct GateServiceTests {
  static let start = Instant(millisecondsSince1970: 1_800_000_000_000)

  /// Answers each commit by a script.
  struct ScriptedConnector: Connector {
    let outcome: @Sendable (_ attempt: Int, _ now: Instant) -> CommitOutcome
    let clock: SimulatedClock
    let calls: Calls
    var verification = VerifyOutcome.same
    var finding = FindOutcome.cannotTell("no way to ask")
    /// How long a send takes.
    var delay: @Sendable (SendPlan) -> Duration = { _ in .zero }
    /// What preparing gives, after a second; nil: nothing is prepared.
    var preparing: (@Sendable (SendPlan, Instant) -> PrepareOutcome)?

    final class Calls: Sendable {
      private let made = Mutex<[(post: DeliveryName, key: DeliveryKey, at: Instant)]>([])
      func add(_ plan: SendPlan, _ at: Instant) -> Int {
        made.withLock {
          $0.append((plan.post.name, plan.post.key, at))
          return $0.count
        }
      }
      var all: [(post: DeliveryName, key: DeliveryKey, at: Instant)] { made.withLock { $0 } }
    }

    var kind: String { "scripted" }
    var simultaneousSends: Int { 100 }
    var readsBack: Bool { true }
    func check(_ content: PostContent) -> [ContentProblem] {
      content.text == "bad" ? [ContentProblem("It says bad things.")] : []
    }
    func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan { SendPlan(post: post, payload: [1]) }
    func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
      guard await permit.mayLeave(prepared.plan, by: { clock.now }) else { return .notSent("refused", after: nil) }
      let attempt = calls.add(prepared.plan, clock.now)
      await clock.sleep(for: delay(prepared.plan))
      return outcome(attempt, clock.now)
    }
    var preparesFirst: Bool { preparing != nil }
    func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome {
      guard let preparing, preparation.allows(plan, at: clock.now) else { return .retry("not now", after: nil) }
      await clock.sleep(for: .seconds(1))
      return preparing(plan, clock.now)
    }
    func test() async -> ChannelTest { ChannelTest(isUsable: true, findings: []) }
    func find(_ prepared: Prepared) async -> FindOutcome { finding }
    func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome { verification }
  }

  struct Outcome {
    let deliveries: [Delivery]
    let calls: [(post: DeliveryName, key: DeliveryKey, at: Instant)]
    let decisions: [GateDecision]
    let stops: [ChannelStop]
    let events: [AuditEvent]
  }

  @Test func `G-20: a closing change between a permit and its send is seen by the last look, and nothing leaves`()
    throws
  {
    let world = SimulatedWorld(seed: 2)
    let process = SimulatedProcess(world: world, start: Self.start)
    let calls = ScriptedConnector.Calls()
    let store = MemoryStore()
    let oracle = SimulationOracle(base: store, rules: { _ in nil }, isClosed: { _, _, _ in false })
    let window = SimulatedRules.Window(area: "local", starts: Self.start, ends: Self.start.adding(seconds: 100))
    try world.run {
      _ = try? await store.adopt(SimulatedRules.draft([], basis: nil, at: Self.start))
      _ = try? await store.submit(
        [
          PostDraft(
            author: "author", content: PostContent(text: "a"), due: Self.start,
            targets: [PostDraft.Target(channel: "exact", key: DeliveryKey(high: 1, low: 1))])
        ], note: SubmissionNote(at: Self.start, actor: "author", under: .unregistered(RevisionNumber(1))))
      let gate = GateService(
        GateService.Surroundings(
          store: SimulatedStore(
            process: process, base: store, oracle: oracle,
            afterPermit: {
              _ = try? await store.adopt(SimulatedRules.draft([window], basis: RevisionNumber(1), at: Self.start))
            }, faults: { .none }),
          clock: SimulatedClock(process: process), rules: { SimulatedRules.ruleset($0, store) },
          connector: { _, _ in
            ScriptedConnector(
              outcome: { _, now in Self.published(now) }, clock: SimulatedClock(process: process), calls: calls)
          }, decisions: { _, _ in }, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
      await withTaskGroup { group in
        group.addTask { try? await gate.run(once: false) }
        group.addTask {
          await world.sleep(for: .seconds(50))
          await gate.stop()
        }
        await group.waitForAll()
      }
    }
    #expect(calls.all.isEmpty)
    #expect(store.allDeliveries.map(\.state) == [.queued(nil)])
  }

  /// Queues `texts` on one channel, and runs the gate for so long.
  func run(
    _ texts: [String], for duration: Duration, due: Duration = .zero,
    on channels: [String] = ["exact"], verification: VerifyOutcome = .same,
    finding: FindOutcome = .cannotTell("no way to ask"), windows: [SimulatedRules.Window] = [],
    delay: @escaping @Sendable (SendPlan) -> Duration = { _ in .zero },
    preparing: (@Sendable (SendPlan, Instant) -> PrepareOutcome)? = nil,
    meanwhile: @escaping @Sendable (MemoryStore, SimulatedWorld) async -> Void = { _, _ in },
    _ outcome: @escaping @Sendable (_ attempt: Int, _ now: Instant) -> CommitOutcome
  ) throws -> Outcome {
    let world = SimulatedWorld(seed: 1)
    let process = SimulatedProcess(world: world, start: Self.start)
    let clock = SimulatedClock(process: process)
    let calls = ScriptedConnector.Calls()
    let store = MemoryStore()
    let decisions = Decisions()
    try world.run {
      _ = try? await store.adopt(SimulatedRules.draft(windows, basis: nil, at: Self.start))
      var generator = SeededGenerator(seed: 9)
      let drafts = texts.map { text in
        PostDraft(
          author: "author", content: PostContent(text: text), due: Self.start.adding(due), lateAfter: .seconds(14_400),
          targets: channels.map { PostDraft.Target(channel: $0, key: .random(using: &generator)) })
      }
      _ = try? await store.submit(
        drafts, note: SubmissionNote(at: Self.start, actor: "author", under: .unregistered(RevisionNumber(1))))
      let gate = GateService(
        GateService.Surroundings(
          store: store, clock: clock, rules: { SimulatedRules.ruleset($0, store) },
          connector: { _, _ in
            ScriptedConnector(
              outcome: outcome, clock: clock, calls: calls, verification: verification, finding: finding, delay: delay,
              preparing: preparing)
          }, decisions: { decision, _ in decisions.add(decision) },
          logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
          randomness: { SimulatedRandomness(world: world) }))
      await withTaskGroup { group in
        group.addTask { try? await gate.run(once: false) }
        group.addTask {
          await meanwhile(store, world)
          await world.sleep(for: duration)
          await gate.stop()
        }
        await group.waitForAll()
      }
    }
    return Outcome(
      deliveries: store.allDeliveries, calls: calls.all, decisions: decisions.all,
      stops: try world.run { (try? await store.stops()) ?? [] }, events: store.allAudit.map(\.draft.event))
  }

  private final class Decisions: Sendable {
    private let made = Mutex<[GateDecision]>([])
    func add(_ decision: GateDecision) { made.withLock { $0.append(decision) } }
    var all: [GateDecision] { made.withLock { $0 } }
  }

  /// With an id of its own each time, as a network gives them.
  static func published(_ now: Instant) -> CommitOutcome {
    .published(Receipt(remoteID: "id-\(ids.wrappingAdd(1, ordering: .relaxed).newValue)", at: now))
  }
  private static let ids = Atomic(0)

  @Test func `a receiver that is down for an hour gets each post once when it is back`() throws {
    let outcome = try run((0..<10).map { "post \($0)" }, for: .seconds(3 * 3600)) { _, now in
      now < Self.start.adding(seconds: 3600) ? .notSent("refused", after: nil) : Self.published(now)
    }
    #expect(outcome.deliveries.allSatisfy { $0.state.name == .published })
    for name in Set(outcome.calls.map(\.post)) {
      let own = outcome.calls.filter { $0.post == name }
      #expect(Set(own.map(\.key)).count == 1 && own.filter { $0.at >= Self.start.adding(seconds: 3600) }.count == 1)
      // Not hammered: 1, 5, 15 and 60 minutes, each with up to a quarter more.
      #expect(own.count <= 5)
    }
  }

  @Test func `G-30: what could only be tried again too late goes to a person`() throws {
    let outcome = try run(["a"], for: .seconds(6 * 3600)) { _, _ in .notSent("refused", after: nil) }
    #expect(outcome.deliveries.map(\.state.name) == [.review])
    #expect(outcome.calls.allSatisfy { $0.at <= Self.start.adding(seconds: 14_400) })
  }

  @Test func `G-22: a lost answer is never followed by a second call where nobody can tell`() throws {
    let outcome = try run(["a", "b"], for: .seconds(24 * 3600)) { _, _ in .uncertain("the connection was lost") }
    #expect(outcome.calls.count == 2)
    #expect(outcome.deliveries.allSatisfy { $0.state.name == .uncertain })
    #expect(outcome.deliveries.allSatisfy { $0.lookups > 4 })
  }

  @Test func `C-15: a window that begins while a retry waits holds the retry`() throws {
    let window = SimulatedRules.Window(
      area: "local.east", starts: Self.start.adding(seconds: 100), ends: Self.start.adding(seconds: 200))
    let outcome = try run(["a"], for: .seconds(400), due: .seconds(50), windows: [window]) { attempt, now in
      attempt == 1 ? .notSent("refused", after: .seconds(60)) : Self.published(now)
    }
    #expect(outcome.calls.map(\.at) == [50, 200].map { Self.start.adding(seconds: $0) })
  }

  @Test func `C-29: a slow channel delays no other`() throws {
    let outcome = try run(
      ["a", "b"], for: .seconds(600), on: ["exact", "mail"],
      delay: { $0.post.name.channel == "exact" ? .seconds(120) : .zero }
    ) { _, now in Self.published(now) }
    let other = outcome.calls.filter { $0.post.channel == "mail" }
    #expect(other.count == 2 && other.allSatisfy { $0.at < Self.start.adding(seconds: 5) })
    #expect(outcome.deliveries.allSatisfy { $0.state.name == .published })
  }

  @Test func `C-14: a window that begins between the preparation and the send lets nothing leave`() throws {
    let window = SimulatedRules.Window(
      area: "local.east", starts: Self.start.adding(.milliseconds(500)), ends: Self.start.adding(seconds: 100))
    let outcome = try run(
      ["a"], for: .seconds(300), windows: [window], preparing: { plan, _ in .ready(Prepared(plan: plan)) }
    ) { _, now in Self.published(now) }
    #expect(outcome.calls.count == 1 && outcome.calls.allSatisfy { $0.at >= Self.start.adding(seconds: 100) })
  }

  @Test func `what cannot be prepared is tried again, goes to a person, or stops the channel, and sends nothing`()
    throws
  {
    let again = try run(
      ["a"], for: .seconds(300),
      preparing: { plan, now in
        now < Self.start.adding(seconds: 30) ? .retry("busy", after: .seconds(10)) : .ready(Prepared(plan: plan))
      }
    ) { _, now in Self.published(now) }
    #expect(again.calls.count == 1 && again.deliveries.map(\.state.name) == [.published])
    let refused = try run(["a"], for: .seconds(60), preparing: { _, _ in .rejected("too large") }) { _, now in
      Self.published(now)
    }
    #expect(refused.calls.isEmpty && refused.deliveries.map(\.state.reason) == ["too large"])
    let stopped = try run(["a"], for: .seconds(60), preparing: { _, _ in .needsLogin("no login") }) { _, now in
      Self.published(now)
    }
    #expect(stopped.calls.isEmpty && stopped.stops.map(\.channel) == ["exact"])
    #expect(stopped.deliveries.allSatisfy { $0.state == .queued(nil) })
  }

  @Test func `C-06, G-34: whatever reading back finds, nothing is sent again and nothing changes`() throws {
    let outcome = try run(["a"], for: .seconds(3600), verification: .differs(["The title is missing."])) { _, now in
      Self.published(now)
    }
    #expect(outcome.calls.count == 1 && outcome.deliveries.map(\.state.name) == [.published])
    #expect(outcome.decisions.contains { $0.event == .differs } && outcome.events.contains(.differs))
  }

  @Test func `what the network's own answer shows otherwise is told at once, and once`() throws {
    let told = try run(["a"], for: .seconds(60), verification: .differs(["It is private, not public."])) { _, now in
      .published(Receipt(remoteID: "id", at: now, differences: ["It is private, not public."]))
    }
    #expect(told.deliveries.map(\.state.name) == [.published])
    #expect(told.decisions.filter { $0.event == .differs }.map(\.detail) == ["It is private, not public."])
    #expect(told.events.filter { $0 == .differs }.count == 1)
  }

  @Test func `why strangers' view could not be read back is never dropped, where it can be read at all`() throws {
    for outcome in [VerifyOutcome.cannotRead("It answered 401."), .sameToOwner("It answered 401."), .notVisibleYet] {
      let told = try run(["a"], for: .seconds(60), verification: outcome) { _, now in Self.published(now) }
      #expect(told.events.filter { $0 == .notReadBack }.count == 1)
      let detail = told.decisions.first { $0.event == .notReadBack }?.detail
      #expect(outcome == .notVisibleYet || detail?.description.hasPrefix("It answered 401.") == true)
    }
  }

  @Test func `what concerns the channel holds it with one notice, and loses nothing, whatever came first`() throws {
    let refused = try run(["a", "b"], for: .seconds(3600)) { _, _ in .channelRefused("It answered 403.") }
    let unprepared = try run(
      ["a", "b"], for: .seconds(3600), preparing: { _, _ in .channelRefused("It answered 403.") }
    ) {
      _, now in Self.published(now)
    }
    for outcome in [refused, unprepared] {
      #expect(outcome.stops.map(\.reason) == ["It answered 403."])
      #expect(outcome.decisions.filter { $0.event == .channelStopped }.count == 1)
      #expect(outcome.deliveries.allSatisfy { $0.state == .queued(nil) })
    }
  }

  @Test func `what nobody can tell apart waits for a person, and stops nothing`() throws {
    let outcome = try run(["a", "b"], for: .seconds(60)) { attempt, now in
      attempt == 1 ? .undecided("It answered 400.") : Self.published(now)
    }
    #expect(Set(outcome.deliveries.map(\.state.name)) == [.review, .published])
    #expect(outcome.deliveries.contains { $0.state.reason == "It answered 400." && !$0.wasUncertain })
    #expect(outcome.stops.isEmpty && outcome.events.contains(.review) && !outcome.events.contains(.failed))
  }

  @Test func `a refusal after a lost answer is never final: the first request may have been acted on`() throws {
    let outcome = try run(["a"], for: .seconds(1200), finding: .absentForCertain) { attempt, _ in
      attempt == 1 ? .uncertain("The answer was lost.") : .rejected("It is a duplicate.")
    }
    #expect(outcome.deliveries.map(\.state.name) == [.review] && outcome.calls.count == 2)
    #expect(
      outcome.deliveries[0].state.reason
        == "It may have gone out already, by an attempt whose answer was lost. It is a duplicate.")
    #expect(!outcome.events.contains(.failed))
  }

  @Test func `what is found after a lost answer is compared and read back like what was answered`() throws {
    let found = FindOutcome.found(
      Receipt(remoteID: "id", at: Self.start, differences: ["It is private, not public."]))
    let outcome = try run(["a"], for: .seconds(60), verification: .differs(["It lost a picture."]), finding: found) {
      _, _ in .uncertain("The answer was lost.")
    }
    #expect(outcome.deliveries.map(\.state.name) == [.published])
    #expect(
      outcome.decisions.filter { $0.event == .differs }.map(\.detail) == [
        "It is private, not public.", "It lost a picture.",
      ])
  }

  @Test func `a refused credential stops the channel with one notice and loses nothing`() throws {
    let outcome = try run(["a", "b", "c"], for: .seconds(3600)) { _, _ in .needsLogin("the secret is refused") }
    #expect(outcome.stops.map(\.channel) == ["exact"])
    #expect(outcome.decisions.filter { $0.event == .channelStopped }.count == 1)
    #expect(outcome.deliveries.allSatisfy { $0.state == .queued(nil) })
    #expect(outcome.calls.count == 3)
  }

  @Test func `what a channel cannot show goes to a person, with the reason, and nothing is sent`() throws {
    let outcome = try run(["bad", "good"], for: .seconds(60)) { _, now in Self.published(now) }
    #expect(outcome.deliveries.map(\.state.name) == [.review, .published])
    #expect(outcome.deliveries[0].state.reason == "It says bad things." && outcome.calls.count == 1)
  }

  @Test func `G-20, G-28: held from the first instant of a window to its last, and sent at once when it ends`() throws {
    let window = SimulatedRules.Window(
      area: "local.east", starts: Self.start.adding(seconds: 100), ends: Self.start.adding(seconds: 200))
    let held = try run(["a"], for: .seconds(400), due: .seconds(100), windows: [window]) { _, now in Self.published(now)
    }
    #expect(held.calls.map(\.at) == [Self.start.adding(seconds: 200)])
    let before = try run(["a"], for: .seconds(400), due: .milliseconds(99_999), windows: [window]) { _, now in
      Self.published(now)
    }
    #expect(before.calls.allSatisfy { $0.at == Self.start.adding(.milliseconds(99_999)) } && before.calls.count == 1)
    // One line when it closes, one when it opens, for each class that closes.
    let edges = held.decisions.filter { $0.delivery == nil && $0.channel == "exact" }.map(\.event)
    #expect(edges == Array(repeating: .held, count: 4) + Array(repeating: .released, count: 4))
  }

  @Test func `many posts due at one instant all leave, in order`() throws {
    let outcome = try run((0..<3000).map { "post \($0)" }, for: .seconds(600)) { _, now in Self.published(now) }
    #expect(outcome.deliveries.allSatisfy { $0.state.name == .published })
    #expect(outcome.calls.count == 3000)
  }

  @Test func `G-27: waking it a thousand times changes nothing`() throws {
    let wake = WakeUp()
    for _ in 0..<1000 { wake.call() }
    let outcome = try run(["a"], for: .seconds(60), due: .seconds(30)) { _, now in Self.published(now) }
    #expect(outcome.calls.map(\.at) == [Self.start.adding(seconds: 30)])
  }
}
