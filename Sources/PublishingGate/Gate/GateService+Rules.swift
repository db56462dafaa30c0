import Elections
import Logging
import Publishing
import Texts

/// Which rules are in force, and which lanes they close and open.
extension GateService {
  /// Reads the rules again when the epoch moved, and once a day, since series are laid out from the day on which
  /// they are read.
  ///
  /// Rules that do not have their hash decide nothing: nothing leaves, loudly, until a person has put the store right
  /// . The gate stays, so that what it looks up, and the pages beside it, go on.
  func refreshRules() async throws(StoreError) {
    let now = effectiveNow()
    do throws(StoreError) {
      let epoch = try await store.epoch()
      if let ruleset, ruleset.revision == epoch, let rulesetReadAt, now.since(rulesetReadAt) < .seconds(86_400) {
        return
      }
      guard let epoch, let revision = try await store.revision(epoch) else {
        ruleset = nil
        return
      }
      use(try await read(revision), at: now)
      try await dropTokens(at: now)
    } catch .damaged(let damage) {
      ruleset = nil
      guard rulesDamage != damage else { return }
      rulesDamage = damage
      logger.critical("Nothing leaves: \(damage)")
      decide(GateDecision(at: now, event: .rulesDamaged, detail: damage))
    }
  }

  /// A token ends with its person's place on the register, and does not come back with somebody who has the login later.
  private func dropTokens(at now: Instant) async throws(StoreError) {
    guard let ruleset, let register = ruleset.settings.register else { return }
    let day = ruleset.inForce.day(of: now)
    for token in try await store.tokens() where token.revokedAt == nil && now < token.expires {
      guard register.refusalToLook(by: Actor(token.login), on: day) != nil else { continue }
      let act = TokenChange.Act.drop(token.id, reason: "Its person is not of the register any more.")
      do throws(StoreError) {
        _ = try await store.change(
          TokenChange(act, at: now, actor: Actor(configuration.actor), under: ruleset.inForce), as: newOperation())
      } catch .superseded {
        return
      }
    }
  }

  private func read(_ revision: Revision) async throws(StoreError) -> Ruleset {
    do {
      return try await surroundings.rules(revision)
    } catch let error as StoreError {
      throw error
    } catch {
      throw .damaged("Revision \(revision.number) cannot be read back: \(error)")
    }
  }

  private func use(_ rules: Ruleset, at now: Instant) {
    let isNew = ruleset?.revision != rules.revision
    ruleset = rules
    rulesetReadAt = now
    rulesDamage = nil
    connectors = connectors.filter { id, entry in rules.channel(id) == entry.channel && rules.folder == entry.folder }
    guard isNew, let revision = rules.revision else { return }
    decide(GateDecision(at: now, event: .revision, revision: revision, detail: "Revision \(revision) is in force."))
  }

  /// All that holds now. The clock was asked just now, and by this gate itself.
  func standing(under ruleset: Ruleset, at now: Instant) async throws(StoreError) -> Standing {
    var rows = try await store.standingRows(StandingQuery(at: now))
    rows.clockDoubt = nil
    return Standing(ruleset, rows, now: now)
  }

  /// One line and one audit entry for each lane that closed or opened, not one for each post.
  func recordEdges(at now: Instant, _ ruleset: Ruleset) async throws(StoreError) {
    // Between two edges of one revision nothing can have changed.
    if let knownEdges, knownEdges.revision == ruleset.revision, knownEdges.range.contains(now) { return }
    var edges: [LaneEdge] = []
    let lanes = ruleset.channels.flatMap { channel in
      ContentClass.allCases.map { Lane(channel: channel.id, contentClass: $0) }
    }
    for lane in lanes {
      // A pause, or a file that cannot be read, stands in the log once and not for each lane.
      // The channel's own state: that a post lacks approvals is that post's affair.
      let state = ruleset.state(of: lane.approved, at: now)
      let json = ContractJSON(zone: ruleset.settings.authority.zone)
      let edge = AuditFact.LaneChange(lane.contentClass)
      edges.append(
        LaneEdge(
          lane: lane, isOpen: state.isOpen,
          audit: AuditDraft(
            at: now, actor: configuration.actor, state.isOpen ? .laneOpened(edge) : .laneClosed(edge),
            channel: lane.channel, revision: ruleset.revision,
            causes: state.isOpen ? "" : json.causes(state.causes).compactText)))
    }
    let next = ruleset.nextEdge(after: now) ?? now.adding(.seconds(86_400))
    defer { knownEdges = (ruleset.revision, now..<max(next, now.adding(.milliseconds(1)))) }
    for edge in try await store.recordEdges(edges, as: newOperation()) {
      let waiting = try await store.count(queuedIn: edge.lane, from: nil, to: now)
      decide(
        GateDecision(
          at: now, event: edge.isOpen ? .released : .held, lane: edge.lane, revision: ruleset.revision,
          causes: ruleset.state(of: edge.lane.approved, at: now).causes,
          detail: "\(waiting) waiting."))
    }
  }
}
