import Elections
import PublishingGate
import Synchronization

/// Approvals, overrides and pauses, by anybody: right people, wrong ones, and some who are late with the rules.
extension Simulation {
  static let people = ["ann", "ben", "hal", "hia", "dee", "dan", "pat"]

  func ruleset(_ revision: Revision) -> Ruleset {
    SimulatedRules.ruleset(revision, base, settings: SimulatedRules.governed)
  }

  /// Somebody of the council, or an assistant who acts for a head.
  func somebody() -> Actor {
    if world.chance(oneIn: 10) { return Actor("pat", actingFor: "hal") }
    return Actor(Self.people[world.random(0..<Self.people.count)])
  }

  /// The rules as somebody knows them: now and then those of an older revision.
  func judgement() -> Judgement {
    let revisions = base.look(\.revisions)
    let known = world.chance(oneIn: 12) ? revisions.dropLast().last : revisions.last
    return known.map { ruleset($0).judgement } ?? .unregistered(nil)
  }

  func decide() async {
    while !Task.isCancelled, !quiet.withLock({ $0 }) {
      await world.sleep(for: .milliseconds(world.random(200..<4000)))
      let now = Self.start.adding(world.elapsed)
      switch world.random(0..<10) {
      case 0: await pause(at: now)
      case 1...3: await approve(at: now)
      default: await override(at: now)
      }
      oracle.check()
    }
  }

  private func approve(at now: Instant) async {
    guard let delivery = waiting() else { return }
    let act: PostChange.Act = world.chance(oneIn: 8) ? .reject(reason: "not now") : .approve(reason: nil)
    _ = try? await base.change(
      PostChange(post: delivery.post, act: act, at: now, actor: somebody(), under: judgement()))
  }

  private func override(at now: Instant) async {
    let open = base.look(\.overrides).filter { $0.state == .requested || $0.state == .approved }
    let act: OverrideChange.Act
    if let found = open.isEmpty ? nil : open[world.random(0..<open.count)], !world.chance(oneIn: 3) {
      act =
        switch world.random(0..<8) {
        case 0: .refuse(found.id, reason: "no")
        case 1: .withdraw(found.id, reason: "not needed")
        default: .approve(found.id, reason: nil)
        }
    } else {
      guard let delivery = waiting() else { return }
      act = .request(
        delivery.name, basis: .emergency, reason: "a flood", until: now.adding(.seconds(world.random(1..<90))))
    }
    _ = try? await base.change(OverrideChange(act, at: now, actor: somebody(), under: judgement()))
  }

  private func waiting() -> Delivery? {
    let all = base.allDeliveries.filter { $0.state.name == .queued }
    return all.isEmpty ? nil : all[world.random(0..<all.count)]
  }

  private func pause(at now: Instant) async {
    let channels: [String?] = [nil] + SimulatedRules.channels.map(\.id)
    let channel = channels[world.random(0..<channels.count)]
    if world.chance(oneIn: 3) {
      _ = try? await base.endPause(of: channel, at: now, actor: somebody(), reason: "over", under: judgement())
      return
    }
    let pause = Pause(
      channel: channel, reason: "an incident", until: now.adding(.seconds(world.random(1..<20))), at: now,
      actor: somebody().description)
    try? await base.pause(pause, under: judgement())
  }

  func endPauses() async {
    let now = Self.start.adding(world.elapsed)
    for pause in base.look({ Array($0.pauses.values) }).sorted(by: { ($0.channel ?? "") < ($1.channel ?? "") }) {
      let rules = base.look(\.revisions).last.map { ruleset($0).judgement } ?? .unregistered(nil)
      _ = try? await base.endPause(of: pause.channel, at: now, actor: "ada", reason: "calm", under: rules)
    }
  }
}
