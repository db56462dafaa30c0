import Elections
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// A store with a register's people, for the suites that ask what they may do.
protocol PeopleSuite {
  var folder: ScratchFolder { get }
}

extension PeopleSuite {
  static var name: DeliveryName { DeliveryName(post: PostID(1), channel: "website") }
  static var inForce: RulesInForce { SimulatedCouncil.inForce() }

  /// A store with revision 1 and post 1, by ann.
  func council(_ kind: StoreUnderTest, author: Actor = "ann") async throws
    -> any GateStore
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit(
      [Self.draft("one", by: author)], note: SubmissionNote(at: Given.noon, actor: author, under: Self.inForce))
    return store
  }

  static func draft(_ text: String, by author: Actor, contentClass: ContentClass = .routine, seed: UInt64 = 1)
    -> PostDraft
  {
    PostDraft(
      author: author.description, content: PostContent(text: text, contentClass: contentClass), due: Given.noon,
      targets: [PostDraft.Target(channel: "website", key: Given.key(seed))])
  }

  func rule(_ body: () async throws -> some Any) async -> Refusal.Rule? {
    do {
      _ = try await body()
      return nil
    } catch StoreError.notPermitted(let refusal) {
      return refusal.rule
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  func lanes(
    overridden: Bool = false, approvals: Int = 0, flagged: Bool = false
  ) -> [ClaimRequest.OpenLane] {
    let traits = Lane.Traits(isOverridden: overridden, approvals: approvals, isFlagged: flagged)
    return [
      ClaimRequest.OpenLane(
        lane: Lane(channel: "website", contentClass: .routine, traits: traits), pace: nil,
        lateAfter: .seconds(14_400))
    ]
  }

  func events(_ store: any GateStore) async throws -> [AuditEvent] {
    try await store.audit(AuditQuery()).map(\.draft.event).filter { $0 != .gateStarted }
  }

  // MARK: Acts

  static var move: PostChange.Act {
    .edit(
      content: nil, due: Given.noon.adding(seconds: 1), lateAfter: nil, expires: nil,
      key: DeliveryKeySource { Given.key(98) })
  }

  static func edit(_ text: String) -> PostChange.Act {
    .edit(
      content: PostContent(text: text), due: nil, lateAfter: nil, expires: nil, key: DeliveryKeySource { Given.key(99) }
    )
  }
}

extension PostRecord {
  /// Its only delivery.
  var delivery: Delivery { deliveries[0].delivery }
}

extension GateStore {
  /// By somebody who has just looked, unless another revision is named.
  func act(
    _ act: PostChange.Act, by actor: Actor, under inForce: RulesInForce = SimulatedCouncil.inForce(),
    seen: Int? = nil
  ) async throws -> PostRecord {
    let seen = if let seen { seen } else { try await post(PostID(1))?.revision }
    return try await change(
      PostChange(post: PostID(1), act: act, at: Given.noon, actor: actor, under: inForce, seen: seen))
  }

  func ask(
    by actor: Actor, for name: DeliveryName = DeliveryName(post: PostID(1), channel: "website"),
    until: Instant = Given.noon.adding(seconds: 600)
  ) async throws -> OverrideRecord {
    try await change(
      OverrideChange(
        .request(name, basis: .publicSafety, reason: "a flood", until: until), at: Given.noon, actor: actor,
        under: SimulatedCouncil.inForce()))
  }

  func decide(_ act: OverrideChange.Act, by actor: Actor, at: Instant = Given.noon) async throws
    -> OverrideRecord
  {
    let seen = try await post(PostID(1))?.revision
    return try await change(
      OverrideChange(act, at: at, actor: actor, under: SimulatedCouncil.inForce(), seen: seen))
  }
}
