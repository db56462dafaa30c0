import Elections
import GateTesting
import Logging
import Publishing
import PublishingGate
import Synchronization
import TestSupport
import Testing

/// The real gate on a machine whose clock is set under it.
@Suite struct ClockServiceTests {
  private static let start = GateServiceTests.start

  /// A machine and a store, which outlive the gates that run on them.
  private final class Stage: Sendable {
    let world = SimulatedWorld(seed: 1)
    let machine: SimulatedMachine
    let store = MemoryStore()
    let calls = GateServiceTests.ScriptedConnector.Calls()
    private let made = Mutex<[GateDecision]>([])
    private let questions = Mutex(0)
    /// What a receiver answers to the question for the time, if it answers.
    let receiver = Mutex<Duration?>(nil)

    init() { machine = SimulatedMachine(world: world, start: ClockServiceTests.start) }

    var decisions: [GateDecision] { made.withLock { $0 } }
    var asked: Int { questions.withLock { $0 } }
    func count(_ event: GateDecision.Event) -> Int { decisions.filter { $0.event == event }.count }
    var mark: ClockMark { get async { (try? await store.clockMark()) ?? .none } }

    func set(receiver error: Duration?) { receiver.withLock { $0 = error } }

    /// Revision 1, under which local.east is closed for a day from 100 s on.
    func adopt() async {
      let window = SimulatedRules.Window(
        area: "local.east", starts: start.adding(seconds: 100), ends: start.adding(seconds: 86_400))
      _ = try? await store.adopt(SimulatedRules.draft([window], basis: nil, at: start))
    }

    func queue(_ text: String, on channel: String, at seconds: Int64) async {
      let count = store.allDeliveries.count
      _ = try? await store.submit(
        [
          PostDraft(
            author: "author", content: PostContent(text: text), due: start.adding(seconds: seconds),
            lateAfter: .seconds(30 * 86_400),
            targets: [PostDraft.Target(channel: channel, key: DeliveryKey(high: 5, low: UInt64(count)))])
        ], note: SubmissionNote(at: machine.truth, actor: "author", under: .unregistered(RevisionNumber(1))))
    }

    /// Runs a gate for as long as `script` takes.
    func run(_ script: @escaping @Sendable () async -> Void) async {
      let process = SimulatedProcess(machine)
      let clock = SimulatedClock(process: process)
      let gate = GateService(
        GateService.Surroundings(
          store: store, clock: clock, rules: { SimulatedRules.ruleset($0, self.store) },
          connector: { _, _ in
            GateServiceTests.ScriptedConnector(
              outcome: { _, now in GateServiceTests.published(now) }, clock: clock, calls: self.calls)
          }, decisions: { decision, _ in self.made.withLock { $0.append(decision) } },
          logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
          randomness: { SimulatedRandomness(world: self.world) },
          witness: { _ in
            self.questions.withLock { $0 += 1 }
            return self.receiver.withLock { $0 }.map {
              ClockTestimony(.server, name: "www.example.org", instant: self.machine.truth.adding($0))
            }
          }))
      await withTaskGroup { group in
        group.addTask { try? await gate.run(once: false) }
        group.addTask {
          await script()
          await gate.stop()
        }
        await group.waitForAll()
      }
    }

    func pass(_ seconds: Int) async { await world.sleep(for: .seconds(seconds)) }

    private let start = ClockServiceTests.start
  }

  private static func play(_ script: @escaping @Sendable (Stage) async -> Void) throws -> Stage {
    let stage = Stage()
    try stage.world.run {
      await stage.adopt()
      await script(stage)
    }
    return stage
  }

  @Test(arguments: [7200, 3 * 86_400, 20 * 86_400])
  func `G-37: a jump while the gate sleeps sends nothing and moves no mark, and set right it goes on by itself`(
    jump: Int
  ) throws {
    let highest = Mutex(Instant(millisecondsSince1970: 0))
    let stage = try Self.play { stage in
      await stage.queue("after the window", on: "exact", at: 86_500)
      await stage.queue("soon", on: "hook", at: 400)
      await stage.run {
        await stage.pass(65)
        stage.machine.stepClock(by: .seconds(jump))
        await stage.pass(200)
        let mark = await stage.mark
        highest.withLock { $0 = mark.highWater }
        stage.machine.setRight()
        await stage.pass(300)
      }
    }
    #expect(highest.withLock { $0 } <= Self.start.adding(seconds: 65))
    #expect(stage.calls.all.map(\.post.channel) == ["hook"])
    #expect(stage.calls.all.allSatisfy { $0.at >= Self.start.adding(seconds: 400) })
    #expect(stage.count(.clockInDoubt) == 1 && stage.count(.clockSound) == 1)
    let told = stage.decisions.first { $0.event == .clockInDoubt }?.detail?.description ?? ""
    #expect(
      told.contains("ahead") && told.contains(Remedy.confirmClock.description) && told.contains("kernel"), "\(told)")
  }

  @Test func `G-37: a gate that starts again after a doubtful time needs nobody`() throws {
    let stage = try Self.play { stage in
      await stage.run { await stage.pass(30) }
      stage.machine.stepClock(by: .seconds(20 * 86_400))
      await stage.run { await stage.pass(30) }
      stage.machine.setRight()
      await stage.queue("later", on: "hook", at: 70)
      await stage.run { await stage.pass(60) }
      // Weeks without a gate, on a machine that ran.
      await stage.pass(21 * 86_400)
      await stage.queue("weeks later", on: "hook", at: 0)
      await stage.run { await stage.pass(60) }
    }
    #expect(stage.calls.all.count == 2)
    #expect(stage.count(.clockInDoubt) == 1)
  }

  @Test func `G-37: after a restart of the machine a start weeks ahead waits for a witness or a person`() throws {
    for settled in ["nobody", "wrong receiver", "receiver", "kernel", "person"] {
      let stage = try Self.play { stage in
        await stage.run { await stage.pass(30) }
        // The machine is off for twenty days, and its clock is right.
        await stage.pass(20 * 86_400)
        stage.machine.reboot()
        await stage.queue("weeks later", on: "hook", at: 0)
        switch settled {
        case "receiver": stage.set(receiver: .seconds(-20))
        case "wrong receiver": stage.set(receiver: .seconds(90))
        case "kernel": stage.machine.synchronise()
        default: break
        }
        await stage.run {
          await stage.pass(60)
          if settled == "person" {
            try? await stage.store.confirmClock(
              at: stage.machine.reading, reason: "looked", by: "officer", under: .unregistered(RevisionNumber(1)))
          }
          await stage.pass(60)
        }
      }
      let holds = settled == "nobody" || settled == "wrong receiver"
      #expect(stage.calls.all.count == (holds ? 0 : 1), "\(settled)")
      #expect(stage.count(.clockInDoubt) == (holds || settled == "person" ? 1 : 0), "\(settled)")
      #expect(stage.count(.clockSound) == (holds ? 0 : 1), "\(settled)")
      let told = stage.decisions.first { $0.event == .clockInDoubt }?.detail?.description ?? ""
      #expect(settled != "wrong receiver" || told.contains("www.example.org says"), "\(told)")
    }
  }

  @Test func `G-37: the kernel's word settles no jump after a witness, a receiver's does`() throws {
    let stage = try Self.play { stage in
      stage.machine.synchronise()
      await stage.run {
        await stage.pass(30)
        // The server of time that the machine follows goes wrong.
        stage.machine.missynchronise(by: .seconds(8 * 3600))
        await stage.queue("a", on: "hook", at: 40)
        await stage.pass(60)
        let held = stage.calls.all.count
        #expect(held == 0)
        // As after the suspension of a virtual machine: the jump is right.
        stage.set(receiver: .seconds(8 * 3600))
        await stage.pass(300)
      }
    }
    #expect(stage.calls.all.count == 1 && stage.count(.clockInDoubt) == 1 && stage.count(.clockSound) == 1)
  }

  @Test func `a receiver is asked only in doubt, and a clock that nobody touches is asked about every five minutes`()
    throws
  {
    let stage = try Self.play { stage in
      await stage.run {
        await stage.pass(600)
        #expect(stage.asked == 0)
        stage.machine.stepClock(by: .seconds(7200))
        await stage.pass(290)
        #expect(stage.asked == 1)
        stage.machine.stepClock(by: .seconds(100))
        await stage.pass(10)
        #expect(stage.asked == 2)
        await stage.pass(305)
        #expect(stage.asked == 3)
      }
    }
    #expect(stage.count(.clockInDoubt) == 1)
  }

  @Test func `G-38: a gate in doubt goes on living, says why it waits, and health is misled by no clock`() throws {
    let stage = try Self.play { stage in
      await stage.run {
        await stage.pass(15)
        stage.machine.stepClock(by: .seconds(20 * 86_400))
        await stage.pass(100)
        let (mark, reading) = (await stage.mark, stage.machine.reading)
        let health = try? await stage.store.health(at: reading.wall)
        #expect(mark.doubt?.contains("20 days ahead") == true)
        #expect(health?.living(at: reading, silence: .seconds(30)) != nil)
        // The asking process sees the right clock already.
        stage.machine.setRight()
        let later = try? await stage.store.health(at: stage.machine.wall)
        #expect(later?.living(at: stage.machine.reading, silence: .seconds(30)) != nil)
        stage.machine.stepClock(by: .seconds(20 * 86_400))
        await stage.pass(15)
      }
      // Its row is left as a killed gate leaves it, with a sign of life that lies in the future.
      let service = try? await stage.store.register(ServiceStart(host: "h", process: 2, at: stage.machine.wall))
      if let service {
        _ = try? await stage.store.heartbeat(SignOfLife(service, stage.machine.reading, .doubt("wrong")))
      }
      stage.machine.setRight()
      await stage.pass(31)
      let silent = try? await stage.store.health(at: stage.machine.wall)
      #expect(silent?.heartbeats.first?.wall ?? Self.start > stage.machine.wall)
      #expect(silent?.living(at: stage.machine.reading, silence: .seconds(30)) == nil)
      await stage.run { await stage.pass(30) }
      let mark = await stage.mark
      #expect(mark.doubt == nil)
      // No process outlives its boot.
      stage.machine.reboot()
      let restarted = try? await stage.store.health(at: stage.machine.wall)
      #expect(restarted?.living(at: stage.machine.reading, silence: .seconds(30)) == nil)
    }
    #expect(stage.count(.clockInDoubt) == 1)
  }

  @Test func `G-37: a mark that lies in the future is taken back where this boot refutes it`() throws {
    let stage = try Self.play { stage in
      await stage.run { await stage.pass(30) }
      let reading = stage.machine.reading
      _ = try? await stage.store.heartbeat(
        SignOfLife(ServiceID(1), reading, .sound(reading.wall.adding(seconds: 20 * 86_400), nil)))
      await stage.queue("a", on: "hook", at: 40)
      await stage.run { await stage.pass(30) }
    }
    #expect(stage.calls.all.count == 1 && stage.count(.clockInDoubt) == 0)
  }

  @Test func `a retry that is planned while the clock is wrong waits by where the time probably is`() throws {
    let stage = try Self.play { stage in
      await stage.run { await stage.pass(30) }
      let service = try? await stage.store.register(ServiceStart(host: "h", process: 2, at: stage.machine.truth))
      guard let service else { return }
      // A gate is killed with a post in hand, and the next one starts with a clock that is wrong.
      await stage.queue("a", on: "hook", at: 20)
      _ = try? await stage.store.claim(
        ClaimRequest(
          service: service, now: stage.machine.truth, leaseEnds: stage.machine.truth.adding(seconds: 30), limit: 9,
          lanes: [
            ClaimRequest.OpenLane(
              lane: Lane(channel: "hook", contentClass: .routine), pace: nil, lateAfter: .seconds(30 * 86_400))
          ], revision: RevisionNumber(1)))
      stage.machine.stepClock(by: .seconds(20 * 86_400))
      await stage.run { await stage.pass(30) }
      #expect(stage.store.allDeliveries.allSatisfy { $0.next <= stage.machine.truth.adding(seconds: 60) })
      stage.machine.setRight()
      await stage.run { await stage.pass(60) }
    }
    #expect(stage.calls.all.count == 1)
  }
}
