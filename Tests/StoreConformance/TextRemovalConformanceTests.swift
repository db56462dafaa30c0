import Elections
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// What every store must do with the personal texts of its log.
@Suite struct TextRemovalConformanceTests: PeopleSuite {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let words = "Mrs O’Neill of Mill Lane asked us to"

  private static func removal(
    _ entry: Int64, by actor: Actor = "dee", under inForce: RulesInForce = SimulatedCouncil.inForce()
  ) -> TextRemoval {
    TextRemoval(
      ofEntry: entry, at: Given.noon.adding(seconds: 60), reason: "She asked for it", by: actor, under: inForce)
  }

  /// A store in which post 1 was cancelled for a reason that names somebody; gives the entry.
  private func cancelled(_ kind: StoreUnderTest) async throws -> (store: any GateStore, entry: AuditEntry) {
    let store = try await council(kind)
    _ = try await store.act(.cancel(reason: Self.words), by: "ann")
    return (store, try #require(try await store.audit(AuditQuery()).last))
  }

  private static func fault(_ store: any GateStore) async throws -> AuditFault? {
    var check = AuditCheck()
    for entry in try await store.audit(AuditQuery()) { if let fault = check.take(entry) { return fault } }
    return check.end(of: try await store.lastAuditEntry())
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-44: a new entry shows its text, and the chain covers a digest of it`(
    kind: StoreUnderTest
  ) async throws {
    let (store, entry) = try await cancelled(kind)
    guard case .cancelled(let fact) = entry.draft.fact, case .kept(let text, _)? = entry.textBeside else {
      Issue.record("\(entry)")
      return
    }
    #expect(fact.reason == Self.words && text == "\"\(Self.words)\"")
    #expect(!entry.chainedDetail.contains("Mill Lane") && entry.chainedDetail.hasSuffix(",\"was\":\"queued\"}"))
    #expect(try await Self.fault(store) == nil)
    // Entries without such a text have nothing beside them.
    let submitted = try await store.audit(AuditQuery()).first { $0.draft.event == .submitted }
    #expect(submitted?.apart == TextApart.none)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-44: a removal takes the text and leaves the chain whole, with who did it, when and why`(
    kind: StoreUnderTest
  ) async throws {
    let (store, entry) = try await cancelled(kind)
    #expect(try await store.removeText(Self.removal(entry.id)))
    let entries = try await store.audit(AuditQuery())
    let bare = entries[Int(entry.id) - 1]
    let recorded = RecordedRemoval(
      entry: Int64(entries.count), at: Given.noon.adding(seconds: 60), actor: "dee")
    #expect(bare.apart == .removed(recorded) && bare.hash == entry.hash && bare.draft.detail == entry.chainedDetail)
    guard case .cancelled(let fact) = bare.draft.fact, case .textRemoved(let told)? = entries.last?.draft.fact else {
      Issue.record("\(entries)")
      return
    }
    #expect(fact.reason == nil && fact.was == .queued)
    #expect(told.entry == Int(entry.id) && told.reason == "She asked for it")
    let last = try #require(entries.last?.draft)
    #expect(last.actor == "dee" && last.at == Given.noon.adding(seconds: 60) && last.post == PostID(1))
    #expect(last.channel == "website")
    #expect(try await Self.fault(store) == nil)
    // Once: the second finds nothing, and says nothing.
    #expect(try await !store.removeText(Self.removal(entry.id)))
    #expect(try await store.lastAuditEntry() == Int64(entries.count))
    // Why it was removed may name somebody too.
    #expect(try await store.removeText(Self.removal(Int64(entries.count))))
    #expect(try await Self.fault(store) == nil)
    #expect(
      try await store.audit(AuditQuery()).filter { $0.removal != nil }.map(\.id) == [
        entry.id, Int64(entries.count),
      ])
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-42, G-44: only whom the register lets may remove a text, by the rules in force`(
    kind: StoreUnderTest
  ) async throws {
    let (store, entry) = try await cancelled(kind)
    for actor in ["ann", "hal", "stranger"] as [Actor] {
      #expect(await rule { try await store.removeText(Self.removal(entry.id, by: actor)) } != nil)
    }
    await #expect(throws: StoreError.superseded(by: RevisionNumber(1))) {
      try await store.removeText(Self.removal(entry.id, under: SimulatedCouncil.inForce(2)))
    }
    #expect(try await store.audit(AuditQuery()).last == entry)
    #expect(try await store.removeText(Self.removal(entry.id, by: "ada")))
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-44: the words go from every record of the delivery that has them as a reason`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind)
    let override = try await store.ask(by: "ann")
    _ = try await store.act(.reject(reason: "a flood"), by: "hal")
    let entries = try await store.audit(AuditQuery())
    let asked = try #require(entries.first { $0.draft.event == .overrideRequested })
    #expect(try await store.removeText(Self.removal(asked.id)))
    let post = try #require(try await store.post(PostID(1)))
    let left = try #require(try await store.overrides(of: nil, limit: 10).first { $0.id == override.id })
    #expect(left.reason.hasPrefix(RecordedRemoval.opening) && left.requester == "ann" && left.basis == .publicSafety)
    #expect(post.approvals.map(\.reason) == [left.reason])
    guard case .review(_, let reason) = post.delivery.state else {
      Issue.record("\(post)")
      return
    }
    #expect(reason == left.reason)
    // The same words in another entry are another text.
    let rejected = try #require(try await store.audit(AuditQuery()).first { $0.draft.event == .rejected })
    #expect(rejected.draft.fact.reason == "a flood")
    #expect(try await Self.fault(store) == nil)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-44: the words go from what came of the attempts`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind)
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    #expect(try await store.permit(claimed, service, at: Given.noon).granted.count == 1)
    let delivery = try #require(try await store.post(PostID(1))).delivery
    _ = try await store.record([
      DeliveryReport(
        delivery: delivery.id, event: .loseAnswer(fence: delivery.fence, at: Given.noon, reason: Self.words),
        audit: AuditDraft(
          at: Given.noon, actor: "gate", .uncertain(AuditFact.Reason(Self.words)), post: delivery.post,
          channel: delivery.channel, revision: RevisionNumber(1)))
    ])
    #expect(try await store.post(PostID(1))?.deliveries[0].lastProblem == Self.words)
    let entry = try #require(try await store.audit(AuditQuery()).first { $0.draft.event == .uncertain })
    #expect(try await store.removeText(Self.removal(entry.id)))
    let record = try #require(try await store.post(PostID(1))?.deliveries[0])
    #expect(record.lastProblem?.hasPrefix(RecordedRemoval.opening) == true)
    #expect(record.delivery.state.reason == record.lastProblem && record.delivery.fence == delivery.fence)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-44: the words go from a pause, a stop and an adoption, which go on as before`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind)
    let inForce = SimulatedCouncil.inForce()
    try await store.pause(
      Pause(channel: nil, reason: Self.words, until: nil, at: Given.noon, actor: "dee"), under: inForce)
    try await store.pause(
      Pause(channel: "hook", reason: Self.words, until: nil, at: Given.noon, actor: "dee"), under: inForce)
    _ = try await store.stop(ChannelStop(channel: "website", reason: Self.words, at: Given.noon, actor: "gate"))
    func reasons() async throws -> [String] {
      let pauses = try await store.pauses(at: Given.noon).sorted { ($0.channel ?? "") < ($1.channel ?? "") }
      return pauses.map(\.reason) + (try await store.stops()).map(\.reason)
    }
    func remove(_ event: AuditEvent, _ channel: String?) async throws {
      for entry in try await store.audit(AuditQuery())
      where entry.draft.event == event && entry.draft.channel == channel {
        #expect(try await store.removeText(Self.removal(entry.id)))
      }
    }
    try await remove(.paused, nil)
    #expect(try await reasons().map { $0.hasPrefix(RecordedRemoval.opening) } == [true, false, false])
    try await remove(.channelStopped, "website")
    #expect(try await reasons().map { $0.hasPrefix(RecordedRemoval.opening) } == [true, false, true])
    try await remove(.paused, "hook")
    #expect(try await reasons().map { $0.hasPrefix(RecordedRemoval.opening) } == [true, true, true])
    #expect(try await Self.fault(store) == nil)
  }

  @Test(arguments: StoreUnderTest.all)
  func `what has no text apart is refused with a sentence, and nothing changes`(
    kind: StoreUnderTest
  ) async throws {
    let (store, entry) = try await cancelled(kind)
    await #expect(throws: StoreError.noSuchEntry(99)) { try await store.removeText(Self.removal(99)) }
    // An adoption without a reason; and an entry of an earlier version, whose text the chain covers.
    await #expect(throws: StoreError.noTextApart(1)) { try await store.removeText(Self.removal(1)) }
    let earlier = WrittenFact(.pauseEnded, kept: "{\"reason\":\"\(Self.words)\"}")
    try await store.appendAudit([AuditDraft(at: Given.noon, actor: "ann", written: earlier)])
    await #expect(throws: StoreError.noTextApart(entry.id + 1)) {
      try await store.removeText(Self.removal(entry.id + 1))
    }
    #expect(try await store.lastAuditEntry() == entry.id + 1)
    #expect(try await Self.fault(store) == nil)
  }
}
