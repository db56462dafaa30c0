import Elections
import Publishing
import Synchronization

/// What a simulation's clock went through; one in which nothing happens to it proves nothing.
package struct ClockTally: Sendable {
  package var jumps = 0
  package var reboots = 0
  package var doubts = 0
  /// Doubts that ended, and pauses that a witness settled before there was one.
  package var settled = 0
  package var confirmed = 0
  /// Runs whose last wrong clock was only set right, and whose gates had to go on by themselves.
  package var unaided = 0

  package init() {}

  package static func + (one: ClockTally, other: ClockTally) -> ClockTally {
    var sum = one
    sum.jumps += other.jumps
    sum.reboots += other.reboots
    sum.doubts += other.doubts
    sum.settled += other.settled
    sum.confirmed += other.confirmed
    sum.unaided += other.unaided
    return sum
  }
}

/// People, servers of time and failing batteries that set the clock (G-37).
extension Simulation {
  func count(_ decision: GateDecision) {
    tally.withLock { tally in
      switch decision.event {
      case .clockInDoubt: tally.doubts += 1
      case .clockSound: tally.settled += 1
      default: break
      }
    }
  }

  /// A receiver's clock is right, if a receiver can be reached.
  func askServer() async -> ClockTestimony? {
    await world.sleep(for: .milliseconds(world.random(10..<5000)))
    if quiet.withLock({ $0 }) || !world.chance(oneIn: 4) { return nil }
    return ClockTestimony(.server, name: "receiver", instant: machine.truth)
  }

  func setClocks() async {
    // Where the clock stays right, more of the rest comes to pass.
    let isTroubled = !world.chance(oneIn: 3)
    while isTroubled, !Task.isCancelled, !quiet.withLock({ $0 }) {
      await world.sleep(for: .seconds(world.random(10..<70)))
      if quiet.withLock({ $0 }) { break }
      switch world.random(0..<8) {
      case 0: machine.stepClock(by: .seconds(world.random(-600..<0)))
      case 1: machine.stepClock(by: .seconds(world.random(1..<55)))
      case 2: jump { machine.stepClock(by: $0) }
      case 3: jump { reboot(clockStepsBy: $0) }
      case 4: reboot(clockStepsBy: .seconds(world.chance(oneIn: 3) ? world.random(60..<900) : world.random(-30..<30)))
      case 5: machine.synchronise()
      case 6: missynchronise()
      default: machine.setRight()
      }
      await mend()
    }
    while !Task.isCancelled, !quiet.withLock({ $0 }) { await world.sleep(for: .seconds(10)) }
    // Somebody has set the clock right for good. Where this boot's anchor proves it, nobody has to say so.
    machine.setRight()
    if isProvable {
      tally.withLock { $0.unaided += 1 }
    } else {
      while await !vouch(), !Task.isCancelled { await world.sleep(for: .seconds(1)) }
    }
  }

  /// Mostly somebody sees soon that the clock is wrong, and then mostly vouches for it where that is needed.
  private func mend() async {
    if machine.offset == .zero || world.chance(oneIn: 4) { return }
    await world.sleep(for: .seconds(world.random(1..<25)))
    if quiet.withLock({ $0 }) { return }
    machine.setRight()
    if !isProvable, !world.chance(oneIn: 4) { await vouch() }
  }

  /// Hours to weeks, mostly ahead.
  private func jump(_ step: (Duration) -> Void) {
    tally.withLock { $0.jumps += 1 }
    let hours = world.random(7..<24 * 35)
    step(.seconds(3600 * (world.chance(oneIn: 4) ? -hours : hours)))
  }

  private func reboot(clockStepsBy duration: Duration) {
    // Each may add an error that nobody can see, and what the oracle allows grows with it.
    guard machine.boot < 8 else { return }
    tally.withLock { $0.reboots += 1 }
    machine.reboot(clockStepsBy: duration)
  }

  /// The kernel's word is believed where nothing better stands against it, so this happens only where something does.
  private func missynchronise() {
    let anchor = base.look { $0.mark.anchor }
    guard let anchor, anchor.boot == machine.reading.boot, anchor.witness != nil else { return }
    jump { machine.missynchronise(by: $0) }
  }

  private var isProvable: Bool {
    let reading = machine.reading
    guard let anchor = base.look({ $0.mark.anchor }), anchor.boot == reading.boot else { return false }
    let error = reading.wall.since(anchor.wall(after: reading.bootTime))
    return max(error, .zero - error) < .seconds(50)
  }

  @discardableResult private func vouch() async -> Bool {
    let (reading, inForce) = (machine.reading, inForce())
    let vouched = try? await act { store, operation throws(StoreError) -> Bool in
      try await store.confirmClock(
        at: reading, reason: "set right", by: Actor("ada"), under: inForce, as: operation)
      return true
    }
    if vouched != nil { tally.withLock { $0.confirmed += 1 } }
    return vouched != nil
  }
}
