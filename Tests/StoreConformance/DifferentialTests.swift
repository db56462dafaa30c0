import Elections
import Foundation
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
import Texts

/// I12: the same operations give the same observable states on every store as on the one in memory.
@Suite struct DifferentialTests {
  @Test(arguments: UInt64(1)...12, StoreUnderTest.all.dropFirst())
  func `I12: random traces of operations look the same as in memory`(seed: UInt64, kind: StoreUnderTest) async throws {
    let folder = try ScratchFolder()
    let memory = MemoryStore()
    var one = Trace(store: memory, seed: seed)
    var two = Trace(store: try kind.open(folder), seed: seed)
    for step in 0..<250 {
      let (left, right) = (await one.step(), await two.step())
      guard left == right else {
        Issue.record("seed \(seed), step \(step): in memory \(left), here \(right)")
        return
      }
    }
    let (left, right) = (try await one.observe(), try await two.observe())
    #expect(left == right, "seed \(seed)")
    #expect(memory.postCount > 0)
  }
}

/// A seeded walk over the contract.
private struct Trace {
  let store: any GateStore
  var random: SeededGenerator
  var now = Given.noon
  var services: [ServiceID] = []
  var inHand: [Claimed] = []
  var sent: [Delivery] = []
  var count: Int64 = 0

  init(store: any GateStore, seed: UInt64) {
    self.store = store
    random = SeededGenerator(seed: seed)
  }

  /// One operation and what it answered.
  mutating func step() async -> String {
    let choice = Int.random(in: 0..<20, using: &random)
    now = now.adding(.milliseconds(Int64.random(in: 0..<20_000, using: &random)))
    do {
      return "\(choice): \(try await act(choice))"
    } catch {
      return "\(choice): \(error)"
    }
  }

  private mutating func act(_ choice: Int) async throws -> String {
    switch choice {
    case 0:
      let basis = try await store.epoch()
      return "\(try await store.adopt(SimulatedRules.draft([], basis: basis, at: now, actor: "officer \(count)")))"
    case 1, 2, 3:
      count += 1
      let key = Int.random(in: 0..<4, using: &random) == 0 ? "key \(Int.random(in: 0..<5, using: &random))" : nil
      let contentClass = ContentClass.allCases[Int.random(in: 0..<4, using: &random)]
      let expires = Int.random(in: 0..<5, using: &random) == 0 ? now.adding(seconds: 60) : nil
      let draft = Given.post(
        "text \(key ?? String(count))", on: [["website"], ["hook"], ["website", "hook"]][Int(count) % 3],
        due: key == nil ? now.adding(seconds: Int64.random(in: -90..<90, using: &random)) : Given.noon,
        contentClass: key == nil ? contentClass : .routine, key: key,
        lateAfter: Int.random(in: 0..<3, using: &random) == 0 ? .seconds(30) : nil,
        expires: key == nil ? expires : nil, seed: UInt64(count))
      return
        "\(try await store.submit([draft], note: SubmissionNote(at: now, actor: "author", under: .unregistered(try await store.epoch()))))"
    case 4:
      services.append(try await store.register(ServiceStart(host: "h", process: services.count, at: now)))
      return "\(services)"
    case 5, 6:
      guard let service = services.last, let epoch = try await store.epoch() else { return "no service" }
      let pace = Int.random(in: 0..<3, using: &random) == 0 ? Pace(posts: 2, per: .seconds(30)) : nil
      let lanes = try await store.waitingLanes().map(\.lane).filter { $0.traits != Lane.Traits() }
        .sorted { "\($0)" < "\($1)" }
        .map { ClaimRequest.OpenLane(lane: $0, pace: pace, lateAfter: .seconds(14_400)) }
      let answer = try await store.claim(
        service, at: now, limit: Int.random(in: 1..<6, using: &random), lanes: Given.openLanes(pace: pace) + lanes,
        revision: epoch.rawValue)
      inHand += answer.claimed
      return "\(answer)"
    case 7, 8:
      guard let service = services.last, let epoch = try await store.epoch() else { return "no service" }
      let answer = try await store.permit(
        inHand, service, at: now, pace: Pace(posts: 3, per: .seconds(20)), revision: epoch.rawValue)
      sent += inHand.map(\.delivery).filter { delivery in answer.granted.contains { $0.delivery == delivery.id } }
      inHand = []
      let refused = answer.refused.sorted { $0.key < $1.key }
      return "\(answer.granted) \(refused) \(String(describing: answer.clockBehind))"
    case 9:
      guard let delivery = sent.popLast() else { return "nothing sent" }
      let event: DeliveryEvent =
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .loseAnswer(fence: delivery.fence, at: now, reason: "lost")
        case 1: .giveBack(fence: delivery.fence, next: now.adding(seconds: 5))
        case 2: .fail(fence: delivery.fence, at: now, reason: "refused")
        default:
          .publish(fence: delivery.fence, Receipt(remoteID: "r", url: "u", at: now), confirmed: now)
        }
      return
        "\(try await store.record([DeliveryReport(delivery: delivery.id, event: event, audit: AuditDraft(at: now, actor: "gate", .notSent(AuditFact.NotSent("why"))))]))"
    case 10:
      let post = PostID(Int64.random(in: 1...max(1, count), using: &random))
      let acts: [PostChange.Act] = [
        .cancel(reason: "no"), .release(reason: "yes"), .confirm(reason: "seen"),
        .edit(
          content: PostContent(text: "edited \(count)", contentClass: .service), due: now.adding(seconds: 10),
          lateAfter: nil, expires: nil, key: DeliveryKeySource { [count] in Given.key(UInt64(count) + 1000) }),
      ]
      let act = acts[Int.random(in: 0..<4, using: &random)]
      return
        "\(try await store.change(PostChange(post: post, act: act, at: now, actor: "author", under: .unregistered(try await store.epoch()), seen: try await seen(post))))"
    case 11:
      guard let service = services.last else { return "no service" }
      let isAlone = Bool.random(using: &random)
      return
        "\(try await store.recover(RecoveryRequest(service: service, now: now, isAlone: isAlone, revision: nil, actor: "gate")).sorted { $0.id < $1.id })"
    case 12:
      guard let service = services.last else { return "no service" }
      return "\(try await store.heartbeat(SignOfLife(service, reading(), finding())))"
    case 13, 14, 15, 16: return try await decide(choice)
    case 17:
      let entry = Int64.random(in: 1...max(1, try await store.lastAuditEntry()), using: &random)
      let removal = TextRemoval(
        ofEntry: entry, at: now, reason: "asked", by: "ada", under: .unregistered(try await store.epoch()))
      return "\(entry) \(try await store.removeText(removal))"
    default:
      let doubt = try await store.uncertain(at: now, limit: 10)
      return "\(doubt.due) \(String(describing: doubt.next)) \(String(describing: try await store.nextLeaseEnd()))"
    }
  }

  /// The revision that somebody looked at: mostly the post's own.
  private mutating func seen(_ post: PostID) async throws -> Int? {
    let revision = try await store.post(post)?.revision
    return Int.random(in: 0..<8, using: &random) == 0 ? (revision ?? 0) - 1 : revision
  }

  /// A machine that is now and then started again, with a clock that is nearly right.
  private mutating func reading() -> ClockReading {
    ClockReading(
      wall: now.adding(seconds: Int64.random(in: -9..<1, using: &random)),
      boot: [nil, "one", "two"][Int.random(in: 0..<3, using: &random)],
      bootTime: .seconds(Int64.random(in: 0..<100, using: &random)))
  }

  private mutating func finding() -> ClockFinding {
    let reading = reading()
    let witness = [nil, ClockWitness.kernel, .server, .person][Int.random(in: 0..<4, using: &random)]
    let anchor = ClockAnchor(reading, witness: witness)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .doubt("The clock is wrong.")
    case 1: return .proved(reading.wall, anchor)
    case 2: return .sound(reading.wall, nil)
    default: return .sound(reading.wall, anchor)
    }
  }

  /// What people decide: by whom, and judged by which revision, is left to chance.
  private mutating func decide(_ choice: Int) async throws -> String {
    let people = ["author", "ann", "hal", "hia", "dee", "dan", "ada", "lef", "una", "pat for hal"]
    let actor = Actor(recorded: people[Int.random(in: 0..<people.count, using: &random)])
    let epoch = try await store.epoch()?.rawValue
    let isCurrent = Int.random(in: 0..<6, using: &random) > 0
    let inForce: RulesInForce =
      Int.random(in: 0..<3, using: &random) == 0
      ? .unregistered(isCurrent ? epoch.map(RevisionNumber.init) : nil)
      : SimulatedCouncil.inForce(isCurrent ? epoch : 0, terms: ["edited 3"])
    let post = PostID(Int64.random(in: 1...max(1, count), using: &random))
    let channel = ["website", "hook"][Int.random(in: 0..<2, using: &random)]
    switch choice {
    case 13:
      let acts: [PostChange.Act] = [.approve(reason: nil), .approve(reason: "checked"), .reject(reason: "no")]
      let act = acts[Int.random(in: 0..<3, using: &random)]
      let seen = try await seen(post)
      return
        "\(try await store.change(PostChange(post: post, act: act, at: now, actor: actor, under: inForce, seen: seen)))"
    case 14, 15:
      let id = OverrideID(Int64.random(in: 1...6, using: &random))
      let until = now.adding(seconds: Int64.random(in: 1..<120, using: &random))
      let acts: [OverrideChange.Act] = [
        .request(DeliveryName(post: post, channel: channel), basis: .emergency, reason: "why", until: until),
        .approve(id, reason: nil), .approve(id, reason: "yes"), .refuse(id, reason: "no"), .withdraw(id, reason: "off"),
      ]
      let act = acts[Int.random(in: 0..<acts.count, using: &random)]
      let subject = try await store.overrides(of: nil, limit: 1000).first { $0.id == id }?.delivery.post
      let seen = try await seen(subject ?? post)
      return "\(try await store.change(OverrideChange(act, at: now, actor: actor, under: inForce, seen: seen)))"
    default:
      let paused = Int.random(in: 0..<3, using: &random) == 0 ? nil : channel
      if Bool.random(using: &random) {
        return
          "\(try await store.endPause(of: paused, at: now, actor: actor, reason: "over", under: inForce)) \(try await store.pauses(at: now))"
      }
      let until = Bool.random(using: &random) ? now.adding(seconds: 40) : nil
      try await store.pause(
        Pause(channel: paused, reason: "why", until: until, at: now, actor: actor.description), under: inForce)
      return "\(try await store.pauses(at: now))"
    }
  }

  /// Everything that can be seen.
  func observe() async throws -> [String] {
    var seen: [String] = []
    for post in try await store.posts(PostQuery()) { seen.append("\(post)") }
    for state in DeliveryState.Name.allCases {
      seen.append("\(state) \(try await store.posts(PostQuery(channel: "hook", state: state)).map(\.id))")
    }
    let waiting = try await store.waitingLanes()
    seen += waiting.map { "\($0)" }.sorted()
    let overrides = try await store.overrides(of: nil, limit: 1000)
    seen += overrides.map { "\($0)" } + (try await store.pauses(at: now)).map { "\($0)" }
    seen += try await store.witnesses(of: (1...(count * 2 + 1)).map(DeliveryID.init))
      .sorted { $0.key < $1.key }.map { "\($0)" }
    for lane in Given.lanes {
      seen.append("\(try await store.count(queuedIn: lane, from: Given.noon, to: now)) \(lane)")
      seen.append("\(try await store.names(queuedIn: lane, exactly: false, from: nil, to: nil, limit: 100))")
    }
    let health = try await store.health(at: now)
    seen.append(
      "\(health.heartbeats) \(try await store.clockMark()) \(health.counts.sorted { $0.key.rawValue < $1.key.rawValue })"
    )
    seen.append("\(try await store.published(on: "website", limit: 20).map { ($0.post.name, $0.publishedAt) })")
    // The chain covers every field of every entry.
    // Each store has keys of its own for personal texts, so their chains differ; what the entries say does not.
    let log = try await store.audit(AuditQuery(limit: 100_000)).reduce(AuditChain.start) { hash, entry in
      let detail = entry.removal.map { "\($0)" } ?? entry.draft.detail
      return AuditChain.hash(of: entry.draft, detail: detail, id: entry.id, previous: hash)
    }
    seen.append("\(log.hex)")
    return seen
  }
}
