import Elections
import Publishing
import PublishingGate
import Synchronization
import Texts

/// Files that change in every way, a watcher that takes over what only closes, and people who agree to what they were
/// shown: by the code that `adopt` and the gate run (G-49).
extension Simulation {
  func changeFiles() async {
    var files = SimulatedFiles()
    while !Task.isCancelled, !quiet.withLock({ $0 }) {
      await world.sleep(for: .seconds(world.random(2..<30)))
      files = changed(files)
      if world.chance(oneIn: 3) {
        await watch(files)
      } else {
        await agree(to: files)
      }
    }
  }

  /// New windows nearly every time, and now and then something else: settings that loosen or tighten, a channel that goes
  /// or comes back, another folder, a file that cannot be read.
  private func changed(_ files: SimulatedFiles) -> SimulatedFiles {
    var files = files
    let now = Self.start.adding(world.elapsed)
    if !world.chance(oneIn: 4) {
      files.windows = (0..<world.random(0..<4)).map { _ in
        let begins = now.adding(.seconds(world.random(-60..<300)))
        return SimulatedRules.Window(
          area: SimulatedRules.areas[world.random(0..<SimulatedRules.areas.count)], starts: begins,
          ends: begins.adding(.seconds(world.random(1..<300))))
      }
    }
    files.left = Self.people.filter { _ in world.chance(oneIn: 20) }
    func toggled(_ set: Set<String>) -> Set<String> {
      set.symmetricDifference(SimulatedRules.channels.map(\.id).filter { _ in world.chance(oneIn: 8) })
    }
    files.without = toggled(files.without)
    files.routineOnly = toggled(files.routineOnly)
    files.moved = toggled(files.moved)
    files.hasTerms = !world.chance(oneIn: 6)
    files.hasApprovals = !world.chance(oneIn: 6)
    files.isPatient = world.chance(oneIn: 6)
    files.folder = world.chance(oneIn: 12) ? "/elsewhere" : "/simulated"
    files.isWhole = !world.chance(oneIn: 10)
    return files
  }

  /// What adopting would do, as every front end works it out.
  private struct Plan {
    let files: SimulatedFiles
    let basis: Revision
    let candidate: Ruleset
    let inForce: Ruleset
    let comparison: RevisionComparison
    let position: StorePosition
    let now: Instant

    var hash: ContentHash { Agreement.hash(of: files.contents.snapshot, over: basis) }

    func unseen(since seen: StorePosition) -> Unseen {
      Unseen(since: seen) { [candidate, inForce, now] delivery in
        RevisionComparison.frees(delivery, by: candidate, from: inForce, now: now)
      }
    }
  }

  private func plan(_ files: SimulatedFiles) async -> Plan? {
    guard let basis = base.look(\.revisions).last, let position = try? await base.position() else { return nil }
    let now = Self.start.adding(world.elapsed)
    let inForce = ruleset(basis)
    let candidate = SimulatedRules.ruleset(
      nil, text: files.text, settings: SimulatedRules.governed, folder: files.folder)
    let departed = candidate.channels.filter { inForce.channel($0.id) == nil }.compactMap { channel in
      base.look(\.revisions).reversed().lazy.compactMap { DepartedChannel(channel.id, in: self.ruleset($0)) }.first
    }
    let lanes = (try? await base.lanesToFree()) ?? []
    return Plan(
      files: files, basis: basis, candidate: candidate, inForce: inForce,
      comparison: RevisionComparison(of: candidate, over: inForce, departed: departed, lanes: lanes, now: now),
      position: position, now: now)
  }

  /// The gate's own adoption.
  private func watch(_ files: SimulatedFiles) async {
    guard let plan = await plan(files) else { return }
    let decision = TighteningDecision(
      on: plan.candidate, isWhole: files.isWhole, comparison: plan.comparison, inForce: plan.inForce,
      governing: SimulatedRules.governing(plan.basis, base, settings: SimulatedRules.governed), now: plan.now)
    switch decision {
    case .waits: return
    case .whole:
      let contents = files.contents
      await adopt(
        RevisionDraft(
          basis: plan.basis.number, governing: contents.snapshot, bytes: contents.bytes, at: plan.now, actor: "gate",
          isAutomatic: true, unseen: plan.unseen(since: plan.position)), agreedTo: nil)
    case .part(let closures):
      let kept = closures.snapshot(folder: plan.basis.governing.folder)
      await adopt(
        RevisionDraft(
          basis: plan.basis.number, governing: plan.basis.governing, alsoCloses: [kept.snapshot], bytes: kept.bytes,
          at: plan.now, actor: "gate", isAutomatic: true), agreedTo: nil)
    }
  }

  /// A person looks, takes their time, and agrees to what they saw, if it still is that.
  private func agree(to files: SimulatedFiles) async {
    guard files.isWhole, let look = await plan(files) else { return }
    await world.sleep(for: .milliseconds(world.random(0..<6000)))
    let found = world.chance(oneIn: 8) ? changed(files) : files
    guard found.isWhole, let plan = await plan(found) else { return }
    if plan.comparison.needsReplacing, !world.chance(oneIn: 2) { return }
    let mustAgree = plan.comparison.needsAgreement
    if mustAgree, look.hash != plan.hash { return }
    let seen = mustAgree ? look.position : plan.position
    let contents = found.contents
    await adopt(
      RevisionDraft(
        basis: plan.basis.number, governing: contents.snapshot, bytes: contents.bytes, at: plan.now, actor: "ada",
        unseen: plan.unseen(since: seen)), agreedTo: mustAgree ? seen : nil)
  }

  /// Everything open again, agreed to by somebody who has seen it all.
  func openEverything() async {
    guard let plan = await plan(SimulatedFiles()) else { return }
    let contents = plan.files.contents
    await adopt(
      RevisionDraft(
        basis: plan.basis.number, governing: contents.snapshot, bytes: contents.bytes, at: plan.now, actor: "ada"),
      agreedTo: plan.position)
  }

  func adoptFirst() async {
    let contents = SimulatedFiles().contents
    await adopt(
      RevisionDraft(
        basis: nil, governing: contents.snapshot, bytes: contents.bytes, at: Self.start, actor: "officer"),
      agreedTo: nil)
  }

  private func adopt(_ draft: RevisionDraft, agreedTo seen: StorePosition?) async {
    if let adoption = try? await act({ store, operation throws(StoreError) in
      try await store.adopt(draft, as: operation)
    }) {
      oracle.adopted(adoption, agreedTo: seen)
    }
  }
}
