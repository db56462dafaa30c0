import Elections
import Publishing
import Synchronization
import Texts

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
  func inForce() -> RulesInForce {
    let revisions = base.look(\.revisions)
    let known = world.chance(oneIn: 12) ? revisions.dropLast().last : revisions.last
    return known.map { ruleset($0).inForce } ?? .unregistered(nil)
  }

  func decide() async {
    while !Task.isCancelled, !quiet.withLock({ $0 }) {
      await world.sleep(for: .milliseconds(world.random(200..<4000)))
      let now = Self.start.adding(world.elapsed)
      switch world.random(0..<12) {
      case 0: await pause(at: now)
      case 1...3: await approve(at: now)
      case 4, 5: await close(at: now)
      default: await override(at: now)
      }
      oracle.check()
    }
  }

  private func approve(at now: Instant) async {
    guard let delivery = waiting() else { return }
    let act: PostChange.Act = world.chance(oneIn: 8) ? .reject(reason: "not now") : .approve(reason: nil)
    // A look at what a restore then takes away is a look at another story.
    let era = restores.withLock { $0 }
    let sight = await look(at: delivery.post)
    let later = Self.start.adding(world.elapsed)
    let actor = somebody()
    let change = PostChange(
      post: delivery.post, act: act, at: later, actor: actor, under: inForce(), seen: sight.revision)
    let changed = try? await self.act { store, operation throws(StoreError) in
      try await store.change(change, as: operation)
    }
    guard changed != nil, act.needsLook, era == restores.withLock({ $0 }) else { return }
    for given in base.look(\.approvals)
    where given.delivery.post == delivery.post && given.at == later && given.actor == actor.description {
      oracle.agreed(sight, to: given.delivery, hash: given.contentHash, due: given.due)
    }
  }

  /// What somebody sees before they decide. Now and then the look is an old one, or the post is changed between the look
  /// and the act.
  func look(at post: PostID) async -> Sight {
    let isOld = world.chance(oneIn: 12)
    let sight = base.look { state in
      let revision = max(0, (state.posts[post]?.revision ?? 0) - (isOld ? 1 : 0))
      let waiting = isOld ? [] : state.deliveries.filter { $0.post == post }
      return Sight(
        revision: revision, hash: state.posts[post]?.contents[revision]?.hash,
        due: Dictionary(waiting.map { ($0.name, $0.due) }) { $1 })
    }
    if world.chance(oneIn: 4) { await world.sleep(for: .milliseconds(world.random(1..<3000))) }
    return sight
  }

  private func override(at now: Instant) async {
    let open = base.look(\.overrides).filter { $0.state == .requested || $0.state == .approved }
    let act: OverrideChange.Act
    var sight: Sight?
    let era = restores.withLock { $0 }
    if let found = open.isEmpty ? nil : open[world.random(0..<open.count)], !world.chance(oneIn: 3) {
      sight = await look(at: found.delivery.post)
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
    let later = Self.start.adding(world.elapsed)
    let change = OverrideChange(act, at: later, actor: somebody(), under: inForce(), seen: sight?.revision)
    let changed = try? await self.act { store, operation throws(StoreError) in
      try await store.change(change, as: operation)
    }
    guard let changed, let sight, case .approve = act, era == restores.withLock({ $0 }),
      let delivery = base.allDeliveries.first(where: { $0.name == changed.delivery })
    else { return }
    oracle.agreed(sight, to: changed.delivery, hash: changed.contentHash, due: delivery.due)
  }

  /// Takes back, or pauses, what is being sent this moment.
  private func close(at now: Instant) async {
    let sending = base.allDeliveries.filter { $0.state.name == .sending }
    guard !sending.isEmpty else { return }
    let delivery = sending[world.random(0..<sending.count)]
    let act: PostChange.Act
    switch world.random(0..<4) {
    case 0: act = .reject(reason: "not this")
    case 1:
      let pause = Pause(
        channel: delivery.channel, reason: "an incident", until: now.adding(.seconds(world.random(1..<20))), at: now,
        actor: somebody().description)
      let inForce = inForce()
      let named = try? await self.act { store, operation throws(StoreError) in
        try await store.pause(pause, under: inForce, as: operation)
      }
      if let named, !named.contains(delivery.name) { oracle.violate("G-21: a pause did not name \(delivery.name)") }
      return
    default: act = .cancel(reason: "not this")
    }
    let change = PostChange(
      post: delivery.post, channel: delivery.channel, act: act, at: now, actor: somebody(), under: inForce())
    _ = try? await self.act { store, operation throws(StoreError) in try await store.change(change, as: operation) }
  }

  private func waiting() -> Delivery? {
    let all = base.allDeliveries.filter { $0.state.name == .queued }
    return all.isEmpty ? nil : all[world.random(0..<all.count)]
  }

  private func pause(at now: Instant) async {
    let channels: [String?] = [nil] + SimulatedRules.channels.map(\.id)
    let channel = channels[world.random(0..<channels.count)]
    if world.chance(oneIn: 3) {
      await endPause(of: channel, at: now, by: somebody(), "over", inForce())
      return
    }
    let pause = Pause(
      channel: channel, reason: "an incident", until: now.adding(.seconds(world.random(1..<20))), at: now,
      actor: somebody().description)
    let inForce = inForce()
    _ = try? await act { store, operation throws(StoreError) in
      try await store.pause(pause, under: inForce, as: operation)
    }
  }

  private func endPause(
    of channel: String?, at now: Instant, by actor: Actor, _ reason: String, _ inForce: RulesInForce
  ) async {
    _ = try? await act { store, operation throws(StoreError) in
      try await store.endPause(
        of: channel, at: now, actor: actor, reason: reason, under: inForce, as: operation)
    }
  }

  func endPauses() async {
    let now = Self.start.adding(world.elapsed)
    for pause in base.look({ Array($0.pauses.values) }).sorted(by: { ($0.channel ?? "") < ($1.channel ?? "") }) {
      let rules = base.look(\.revisions).last.map { ruleset($0).inForce } ?? .unregistered(nil)
      await endPause(of: pause.channel, at: now, by: "ada", "calm", rules)
    }
  }
}

/// What a person had before their eyes when they decided.
package struct Sight: Sendable {
  let revision: Int
  let hash: ContentHash?
  let due: [DeliveryName: Instant]
}
