import Elections
package import Publishing
import Synchronization

/// How far a receiver lets a gate find out what happened.
package enum SimulatedReceiverKind: String, CaseIterable, Sendable {
  /// Can be asked, and never makes a second one of the same key: a feed file, WordPress.
  case exact
  /// Cannot be asked, but tells copies apart: a webhook whose receiver dedupes.
  case dedupes
  /// Cannot be asked and takes every copy: e-mail.
  case weak
}

/// Where posts arrive.
package final class SimulatedReceiver: Sendable {
  package let kind: SimulatedReceiverKind
  private let arrived = Mutex<Set<DeliveryKey>>([])
  private let oracle: SimulationOracle

  package init(kind: SimulatedReceiverKind, oracle: SimulationOracle) {
    self.kind = kind
    self.oracle = oracle
  }

  func take(_ plan: SendPlan) {
    let isFirst = arrived.withLock { $0.insert(plan.post.key).inserted }
    // A receiver that knows the key takes a copy for what it is.
    if kind == .weak || isFirst { oracle.arrives(plan, tellsCopiesApart: kind != .weak) }
  }

  func has(_ plan: SendPlan) -> Bool { arrived.withLock { $0.contains(plan.post.key) } }
}

/// What the simulation's settings say of a channel's connector. No settings file holds any.
package struct SimulatedConnectorSettings: ConnectorSettings {
  package static let kind = ConnectorKind("simulated", keys: ["receiver"])

  package let receiver: String

  package init(receiver: String = "receiver") { self.receiver = receiver }

  package init?(_ keys: ConnectorKeys) {
    guard let receiver = keys.text("receiver", "name one") else { return nil }
    self.init(receiver: receiver)
  }
}

/// A connector over a network that loses requests and replies.
package struct SimulatedConnector: Connector {
  package let process: SimulatedProcess
  package let receiver: SimulatedReceiver
  package let oracle: SimulationOracle
  package let faults: @Sendable () -> SimulatedFaults
  package let simultaneousSends: Int

  package init(
    process: SimulatedProcess, receiver: SimulatedReceiver, oracle: SimulationOracle, simultaneousSends: Int,
    faults: @escaping @Sendable () -> SimulatedFaults
  ) {
    self.process = process
    self.receiver = receiver
    self.oracle = oracle
    self.simultaneousSends = simultaneousSends
    self.faults = faults
  }

  package var kind: String { "simulated" }
  package func check(_ content: PostContent) -> [ContentProblem] { [] }

  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    SendPlan(post: post, payload: Array("\(post.name) \(post.key.text) \(post.content.text)".utf8))
  }

  /// What can be asked is also what makes drafts first.
  package var preparesFirst: Bool { receiver.kind == .exact }
  package var readsBack: Bool { receiver.kind == .exact }

  package func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome {
    let world = process.world
    let faults = faults()
    if world.chance(oneIn: faults.crashBeforeSend) { process.die() }
    if process.isDead { return .retry("the process has crashed", after: nil) }
    guard preparation.allows(plan, at: process.now) else { return .retry("not now", after: nil) }
    await world.sleep(for: .milliseconds(world.random(1..<3000)))
    if world.chance(oneIn: faults.refused) { return .retry("refused", after: nil) }
    let ids = Array("draft of \(plan.post.key.text)".utf8)
    if let kept = preparation.kept, kept != ids { return .rejected("these are the ids of another draft") }
    guard await preparation.keep(ids) else { return .retry("no longer ours", after: nil) }
    return .ready(Prepared(plan: plan, kept: ids))
  }

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let outcome = await send(prepared.plan, prepared: prepared.kept, under: permit)
    if !process.isDead || outcome != nil {
      let wasNotSent = if case .notSent? = outcome { true } else { false }
      if let outcome {
        oracle.called(prepared.plan, isExact: receiver.kind != .weak, wasNotSent: wasNotSent)
        return outcome
      }
    }
    return .uncertain("the process has crashed")
  }

  /// Nil when the process was dead before anything left.
  private func send(_ plan: SendPlan, prepared: [UInt8]?, under permit: Permit) async -> CommitOutcome? {
    let world = process.world
    let faults = faults()
    if process.isDead { return nil }
    if world.chance(oneIn: faults.crashBeforeSend) {
      process.die()
      return nil
    }
    if preparesFirst, prepared == nil { return .rejected("nothing was prepared") }
    guard permit.allows(plan, at: process.now) else { return .notSent("no permit", after: .zero) }
    // A name's lookup, a connection, a handshake; for some a whole conversation.
    let isSlowToConnect = world.chance(oneIn: faults.slowConnection)
    await world.sleep(for: .milliseconds(world.random(isSlowToConnect ? 100..<1100 : 0..<20)))
    if process.isDead { return nil }
    // Somebody may set the clock between the look and the byte; the look is what counts.
    let looked = Mutex(process.now)
    let mayLeave = await permit.mayLeave(plan) {
      looked.withLock { now in
        now = process.now
        return now
      }
    }
    guard mayLeave else { return .notSent("no permit", after: .zero) }
    oracle.leaves(plan, under: permit, at: looked.withLock { $0 })
    if world.chance(oneIn: faults.refused) { return .notSent("refused", after: nil) }
    if world.chance(oneIn: faults.rejected) { return .rejected("this is not wanted") }
    if world.chance(oneIn: faults.lostRequest) { return .uncertain("the request was lost") }
    if world.chance(oneIn: faults.lateDelivery) {
      let receiver = receiver
      // It goes on by itself, whatever becomes of the gate.
      Task(executorPreference: world) {
        await world.sleep(for: .seconds(world.random(1..<120)))
        receiver.take(plan)
      }
      return .uncertain("the connection was lost, and the request goes on")
    }
    receiver.take(plan)
    let isSlow = world.chance(oneIn: faults.slowReply)
    await world.sleep(for: .milliseconds(world.random(isSlow ? 25_000..<60_000 : 1..<3000)))
    if world.chance(oneIn: faults.crashAfterSend) { process.die() }
    if world.chance(oneIn: faults.lostReply) { return .uncertain("the reply was lost") }
    return .published(Receipt(remoteID: plan.post.key.text, at: process.now))
  }

  package func test() async -> ChannelTest { ChannelTest(isUsable: true, findings: []) }

  package func find(_ prepared: Prepared) async -> FindOutcome {
    let plan = prepared.plan
    if process.isDead { return .cannotTell("the process has crashed") }
    await process.world.sleep(for: .milliseconds(process.world.random(1..<200)))
    switch receiver.kind {
    case .exact:
      return receiver.has(plan)
        ? .found(Receipt(remoteID: plan.post.key.text, at: process.now)) : .absentForCertain
    case .dedupes: return .absentForCertain
    case .weak: return .cannotTell("this receiver cannot be asked")
    }
  }

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome { .same }
}
