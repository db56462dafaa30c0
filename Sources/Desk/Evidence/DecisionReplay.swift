import Elections
import Foundation
package import Publishing
package import PublishingGate
package import Texts

/// Asks the stored revision once more about a decision that the audit log records (G-46).
package struct DecisionReplay {
  package let store: any CouncilStore
  private let connectors: ConnectorList

  package init(store: any CouncilStore, connectors: ConnectorList) {
    self.store = store
    self.connectors = connectors
  }

  package struct Decision {
    package let verdict: String
    package let causes: JSON
    package let reason: String?

    package init(_ verdict: String, causes: JSON = .array([]), reason: String? = nil) {
      self.verdict = verdict
      self.causes = causes
      self.reason = reason
    }

    package init(_ state: LaneState, _ contract: ContractJSON) {
      self.init(state.isOpen ? "release" : "hold", causes: contract.causes(state.causes))
    }

    /// The same verdict for the same causes.
    package func agrees(with other: Decision) -> Bool {
      // The log's text is read with its keys in another order, so both are.
      let texts = [causes, other.causes].map { JSON(parsing: $0.compactText)?.compactText }
      return verdict == other.verdict && texts[0] == texts[1] && reason == other.reason
    }
  }

  package struct Outcome {
    package let entry: AuditEntry
    package let recorded: Decision
    package let replayed: Decision
    package var isSame: Bool { recorded.agrees(with: replayed) }
  }

  package func replay(_ id: Int64) async throws -> Outcome {
    let found = try await store.audit(AuditQuery(after: id - 1, limit: 1)).first { $0.id == id }
    guard let entry = found else {
      throw Failure(.usage, "There is no entry \(id); \(Remedy.listAudit) shows those that there are.")
    }
    if let fault = AuditChain.fault(of: entry) { throw Failure(.badInput, Sentence(fault.description)) }
    let recorded = try recorded(entry)
    let rules = try await rules(entry.draft.revision, at: entry.draft.at)
    return Outcome(entry: entry, recorded: recorded, replayed: try await replayed(entry, rules))
  }

  // MARK: What was recorded

  private func recorded(_ entry: AuditEntry) throws -> Decision {
    let draft = entry.draft
    switch draft.fact {
    case .submitted, .laneClosed:
      return draft.causes.isEmpty
        ? Decision("release") : Decision("hold", causes: JSON(parsing: draft.causes) ?? .string(draft.causes))
    case .sending, .laneOpened: return Decision("release")
    // A review because a person rejected it, or a connector gave up, does not follow from the rules, so it is not asked
    // again.
    case .review(.tooLate(let reason, _, _)): return Decision("review", reason: reason)
    default:
      throw Failure(
        .usage,
        "Entry \(entry.id) records “\(draft.event.rawValue)”, which is no decision of the rules. Those are submitted, "
          + "sending, lane-closed, lane-opened, and review when it was too late.")
    }
  }

  // MARK: What the revision says

  private func rules(_ number: RevisionNumber?, at instant: Instant) async throws -> Ruleset {
    guard let number else { return .nothing(try Settings.builtIn(connectors), folder: "") }
    guard let revision = try await store.revision(number) else {
      throw Failure(.badInput, "Revision \(number), under which it was decided, is missing from the store.")
    }
    let adopted = try await AdoptedRevision(revision, from: store, connectors: connectors)
    for contents in adopted.contents {
      for file in contents.snapshot.files where contents.bytes[file.hash].map({ ContentHash(of: $0) }) != file.hash {
        throw Failure(
          .badInput, "\(file.path) of revision \(number) was changed in the store: its content does not have its hash.")
      }
    }
    let zone = try adopted.settings().authority.zone
    return try adopted.ruleset(days: Workspace.days(around: instant, zone: zone))
  }

  private func replayed(_ entry: AuditEntry, _ rules: Ruleset) async throws -> Decision {
    let draft = entry.draft
    let fact = draft.fact
    let contract = ContractJSON(zone: rules.settings.authority.zone)
    let channel = draft.channel ?? ""
    if draft.event == .laneClosed || draft.event == .laneOpened {
      let lane = Lane(channel: channel, contentClass: try known(fact.contentClass, entry))
      // The channel's own state, as the gate records it: approvals are each post's affair.
      return Decision(rules.state(of: lane.approved, at: draft.at), contract)
    }
    guard let id = draft.post, let post = try await store.post(id) else {
      throw Failure(.badInput, "The post of entry \(entry.id) is missing from the store.")
    }
    let versions = try store.versions(of: id)
    let (past, before) = try await past(entry, post, versions.first?.content)
    switch fact {
    case .submitted(let submitted):
      let content = versions.first { $0.content.hash == submitted.contentHash }?.content
      var now = past
      now.take(entry)
      let lane = Lane(
        channel: channel, contentClass: try known(content?.contentClass, entry),
        traits: now.traits(isOverridden: false))
      return Decision(rules.state(of: lane, at: max(draft.at, submitted.due ?? draft.at)), contract)
    case .sending(let sending):
      let isOverridden = before.map { $0.draft.event == .overrideUsed && $0.id == entry.id - 1 } ?? false
      let lane = Lane(
        channel: channel, contentClass: try known(sending.contentClass, entry),
        traits: past.traits(isOverridden: isOverridden))
      return Decision(rules.state(of: lane, at: draft.at), contract)
    default: return try late(entry, past, versions, rules, contract, version: try await version(at: entry, post))
    }
  }

  /// Review: its lane was open, and it was later than it may be.
  private func late(
    _ entry: AuditEntry, _ past: LoggedDelivery, _ versions: [PostVersion], _ rules: Ruleset, _ contract: ContractJSON,
    version: Int
  ) throws -> Decision {
    let draft = entry.draft
    let content = versions.last { $0.revision <= version }?.content
    let lane = Lane(
      channel: draft.channel ?? "", contentClass: try known(content?.contentClass, entry),
      traits: past.traits(isOverridden: past.override != nil))
    let state = rules.state(of: lane, at: draft.at)
    guard state.isOpen, case .review(.tooLate(_, let due, let own)) = draft.fact else {
      return Decision(state, contract)
    }
    let lateAfter = own ?? rules.channel(lane.channel)?.lateAfter ?? Channel.defaultLateAfter
    let latest = max(due, past.releasedAt ?? due).adding(lateAfter)
    guard draft.at > latest else { return Decision(state, contract) }
    return Decision("review", reason: LateText.reason(late: draft.at.since(past.releasedAt ?? due)))
  }

  private func known(_ contentClass: ContentClass?, _ entry: AuditEntry) throws -> ContentClass {
    guard let contentClass else {
      throw Failure(.badInput, "What entry \(entry.id) was decided on is missing from the store.")
    }
    return contentClass
  }

  // MARK: The entries before

  /// What the delivery had of its own, and the delivery's entry right before.
  private func past(
    _ entry: AuditEntry, _ post: PostRecord, _ first: PostContent?
  ) async throws -> (LoggedDelivery, before: AuditEntry?) {
    var past = LoggedDelivery(isFlagged: try await wasFlaggedByImport(post, first))
    var before: AuditEntry?
    try await store.forEachEntry(AuditQuery(post: post.id)) { earlier in
      guard earlier.id < entry.id, earlier.draft.channel == entry.draft.channel else { return }
      past.take(earlier)
      before = earlier
    }
    return (past, before)
  }

  /// An import has one entry for all its posts, so whether listed words stood in one is asked again.
  private func wasFlaggedByImport(_ post: PostRecord, _ first: PostContent?) async throws -> Bool {
    guard let first else { return false }
    let instant = post.createdAt
    var number: RevisionNumber?
    try await store.forEachEntry(AuditQuery(from: instant, to: instant.adding(.milliseconds(1)))) { entry in
      if case .imported(let fact) = entry.draft.fact, fact.posts.contains(post.id) { number = entry.draft.revision }
    }
    guard let number else { return false }
    return try await !rules(number, at: instant).inForce.matches(in: first).isEmpty
  }

  /// The post's own version when the entry was written.
  private func version(at entry: AuditEntry, _ post: PostRecord) async throws -> Int {
    var version = 1
    try await store.forEachEntry(AuditQuery(post: post.id)) { earlier in
      guard earlier.id < entry.id, let edited = earlier.draft.fact.edit else { return }
      version = edited.version ?? version
    }
    return version
  }
}
