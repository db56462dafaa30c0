package import Elections
package import Publishing
package import PublishingGate

/// One call of an act on a store in which it has something to do.
package struct GivenCall: Sendable {
  package typealias Call = @Sendable (any GateStore, OperationID) async throws -> String

  /// The call, and what it answers.
  package let call: Call
  /// The same act with another request.
  package let other: Call
  /// A call of the act that is refused and does nothing; nil where it never is.
  package let refused: Call?
  /// Whether its answer stays what it was, whatever comes between.
  package let isExact: Bool

  package init(isExact: Bool = true, _ call: @escaping Call, other: @escaping Call, refused: Call? = nil) {
    self.call = call
    self.other = other
    self.refused = refused
    self.isExact = isExact
  }
}

/// A store in which every act has something to do: post 1 in the hand of a gate that is gone, 2 in that of a living one, 3
/// being sent by it, 4 waiting; a channel paused, and one stopped.
package struct OperationStage {
  package let living: ServiceID
  package let gone: ServiceID
  package let inHand: Claimed
  package let sent: Delivery
  package static let now = Given.noon.adding(seconds: 31)
  package static let rules = RulesInForce.unregistered(RevisionNumber(1))
  /// Of people who know only the revision before.
  package static let oldRules = RulesInForce.unregistered(nil)

  package init(_ store: any GateStore) async throws {
    let now = Self.now
    try await store.adoptFirst()
    gone = try await store.service()
    living = try await store.service()
    for number in 1...4 {
      _ = try await store.submit([Given.post("post \(number)", seed: UInt64(number))], note: Given.note())
    }
    _ = try await store.claim(gone, at: Given.noon, limit: 1)
    let claimed = try await store.claim(living, at: now, limit: 2).claimed
    inHand = claimed[0]
    sent = claimed[1].delivery
    _ = try await store.permit([claimed[1]], living, at: now)
    try await store.pause(
      Pause(channel: "hook", reason: "a fire", until: nil, at: now, actor: "ann"), under: Self.rules)
    _ = try await store.stop(ChannelStop(channel: "hook", reason: "refused", at: now, actor: "gate"))
  }
}

extension GateStore {
  /// Everything that can be seen of it.
  package func sight() async throws -> [String] {
    let now = OperationStage.now
    // Each store has keys of its own for texts, so the digests that are left of them differ.
    var seen = try await audit(AuditQuery(limit: 10_000)).map { entry in
      entry.removal.map { "\(entry.id) \(entry.draft.event) \($0)" } ?? "\(entry.id) \(entry.draft)"
    }
    seen += try await posts(PostQuery(limit: 10_000)).map { "\($0)" }
    seen += try await waitingLanes().map { "\($0)" }.sorted()
    seen += try await overrides(of: nil, limit: 1000).map { "\($0)" }
    seen += try await pauses(at: now).map { "\($0)" } + stops().map { "\($0)" } + doubts().map { "\($0)" }
    seen += try await revisions(limit: 100).map { "\($0.number) \($0.actor)" }
    let health = try await health(at: now)
    seen += ["\(health.heartbeats) \(String(describing: health.lastLook)) \(health.givenBack) \(health.lateReports)"]
    seen += ["\(try await clockMark())", "\(String(describing: try await look(at: .adoption, by: "ann")))"]
    seen += ["\(String(describing: try await nextLeaseEnd()))"]
    let doubtful = try await uncertain(at: now, limit: 100)
    return seen + doubtful.due.map { "\($0)" } + ["\(String(describing: doubtful.next))"]
  }
}
