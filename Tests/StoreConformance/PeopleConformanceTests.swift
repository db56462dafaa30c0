import Elections
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
import Texts

/// What every store must do with people's decisions: each refused inside the store where the rules do not allow it.
@Suite struct PeopleConformanceTests: PeopleSuite {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  // MARK: Approvals

  @Test(arguments: StoreUnderTest.all)
  func `G-31: an approval moves its post to another lane, and an edit or a move voids it`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    let service = try await store.service()
    let before = try await store.claim(service, at: Given.noon).claimed
    #expect(before.count == 1)
    let approved = try await store.act(.approve(reason: "checked"), by: "hal")
    #expect(approved.delivery.approvals == 1 && approved.delivery.fence == 2)
    // What was in hand is so no more.
    #expect(try await store.permit(before, service, at: Given.noon).refused.values.first == .stale)
    #expect(try await store.claim(service, at: Given.noon).claimed.isEmpty)
    #expect(try await store.waitingLanes().map(\.lane.traits) == [Lane.Traits(approvals: 1)])
    #expect(try await store.act(.approve(reason: nil), by: "hia").delivery.approvals == 2)
    let claimed = try await store.claim(service, at: Given.noon, lanes: lanes(approvals: 2)).claimed
    #expect(claimed.count == 1)
    let moved = try await store.act(Self.move, by: "ben")
    #expect(moved.delivery.approvals == 0 && moved.editor == "ben" && moved.revision == 2)
    #expect(try await store.permit(claimed, service, at: Given.noon).refused.values.first == .stale)
    #expect(try await store.witnesses(of: [moved.delivery.id])[moved.delivery.id]?.approvers == [])
    #expect(moved.approvals.count == 2)
    _ = try await store.act(.approve(reason: nil), by: "hal")
    #expect(try await store.act(Self.edit("two"), by: "ann").delivery.approvals == 0)
    #expect(
      try await events(store) == [
        .adopted, .submitted, .approved, .approved, .moved, .approved, .edited,
      ])
    let entries = try await store.audit(AuditQuery(post: PostID(1)))
    #expect(entries.map(\.draft.actor) == ["ann", "hal", "hia", "ben", "hal", "ann"])
    #expect(JSON(parsing: entries[3].draft.detail)?["approvals_void"]?.number == 2)
    #expect(JSON(parsing: entries[1].draft.detail)?["reason"]?.string == "checked")
  }

  @Test(arguments: StoreUnderTest.all)
  func
    `G-31: nobody lets go what they have not seen: an approval and a release are for the revision that was looked at`(
      kind: StoreUnderTest
    ) async throws
  {
    let store = try await council(kind)
    func approve(seen: Int?) async throws -> PostRecord {
      try await store.change(
        PostChange(
          post: PostID(1), act: .approve(reason: nil), at: Given.noon, actor: "hal", under: Self.inForce, seen: seen))
    }
    func refusal(seen: Int?, at revision: Int) -> StoreError {
      .notAsSeen(PostID(1), seen: seen, revision: revision)
    }
    await #expect(throws: refusal(seen: nil, at: 1)) { try await approve(seen: nil) }
    await #expect(throws: refusal(seen: 2, at: 1)) { try await approve(seen: 2) }
    _ = try await store.act(Self.move, by: "ann")
    await #expect(throws: refusal(seen: 1, at: 2)) { try await approve(seen: 1) }
    #expect(try await store.post(PostID(1))?.delivery.approvals == 0)
    #expect(try await approve(seen: 2).delivery.approvals == 1)
    _ = try await store.act(.reject(reason: "no"), by: "hal")
    await #expect(throws: refusal(seen: 1, at: 2)) {
      try await store.act(.release(reason: "yes"), by: "hal", seen: 1)
    }
    #expect(try await store.act(.release(reason: "yes"), by: "hal", seen: 2).delivery.state == .queued(nil))
    #expect(try await events(store) == [.adopted, .submitted, .moved, .approved, .rejected, .released])
  }

  @Test(arguments: StoreUnderTest.all)
  func `nobody approves their own post, nor twice, whoever acts for whom; no number of approvals is too large`(
    kind: StoreUnderTest
  ) async throws {
    let store = try await council(kind, author: Actor("pat", actingFor: "hal"))
    func approve(_ actor: Actor) async -> Refusal.Rule? {
      await rule { try await store.act(.approve(reason: nil), by: actor) }
    }
    // The author's hands are both.
    #expect(await approve("hal") == .secondPerson)
    #expect(await approve(Actor("pat", actingFor: "hal")) == .secondPerson)
    #expect(await approve("hia") == nil)
    #expect(await approve("hia") == .secondPerson)
    #expect(try await store.act(Self.edit("mine"), by: "hia").editor == "hia")
    #expect(await approve("hia") == .secondPerson)
    #expect(await approve("ann") == .role)
    #expect(await approve("una") == .notTrained)
    #expect(await approve("lef") == .hasLeft)
    #expect(await approve("eve") == .notRegistered)
    #expect(await approve(Actor("ann", actingFor: "hal")) == .mayNotActFor)
    let record = try #require(try await store.post(PostID(1)))
    #expect(record.delivery.approvals == 0 && record.approvals.count == 1)
    #expect(try await events(store) == [.adopted, .submitted, .approved, .edited])
    // Where no register is kept, everybody may, once.
    for index in 0..<5 {
      let approver = Actor("somebody\(index)")
      let changed = try await store.change(
        PostChange(
          post: PostID(1), act: .approve(reason: nil), at: Given.noon, actor: approver,
          under: .unregistered(RevisionNumber(1)), seen: record.revision))
      #expect(changed.delivery.approvals == min(index + 1, ApprovalRule.mostTiers))
    }
  }

  @Test(arguments: StoreUnderTest.all)
  func `a rejected post waits in review, and loses the approvals it had`(kind: StoreUnderTest) async throws {
    let store = try await council(kind)
    _ = try await store.act(.approve(reason: nil), by: "hia")
    #expect(await rule { try await store.act(.reject(reason: "no"), by: "ann") } == .role)
    let rejected = try await store.act(.reject(reason: "Not before the poll"), by: "hal")
    #expect(rejected.delivery.state == .review(since: Given.noon, reason: "Not before the poll"))
    #expect(rejected.delivery.approvals == 0)
    #expect(rejected.approvals.map(\.isApproval) == [true, false])
    await #expect(throws: StoreError.refused(Self.name, .notWaiting(.review))) {
      try await store.act(.approve(reason: nil), by: "hal")
    }
    // It is not for its author, nor for one who may not approve, to let it leave after all; an edit does not change that.
    #expect(await rule { try await store.act(.release(reason: "still true"), by: "ann") } == .role)
    #expect(await rule { try await store.act(.release(reason: "still true"), by: "ada") } == .role)
    let moved = PostChange.Act.edit(
      content: nil, due: Given.noon.adding(seconds: 60), lateAfter: nil, expires: nil,
      key: DeliveryKeySource { Given.key(77) })
    #expect(await rule { try await store.act(moved, by: "ann") } == .role)
    _ = try await store.act(Self.edit("milder words"), by: "ann")
    #expect(await rule { try await store.act(.release(reason: "mended"), by: "ann") } == .role)
    // Who rewrites it has a hand in it, in the same act and after others have changed it again.
    let rewritten = PostChange.Act.edit(
      content: PostContent(text: "mine"), due: Given.noon.adding(seconds: 60), lateAfter: nil, expires: nil,
      key: DeliveryKeySource { Given.key(78) })
    #expect(await rule { try await store.act(rewritten, by: "hia") } == .secondPerson)
    _ = try await store.act(Self.edit("hers"), by: "hia")
    let changed = try await store.act(Self.edit("ann's again"), by: "ann")
    #expect(changed.editor == "ann" && changed.earlierEditors == ["ann", "hia"])
    #expect(await rule { try await store.act(.release(reason: "good"), by: "hia") } == .secondPerson)
    #expect(try await store.witnesses(of: [changed.delivery.id])[changed.delivery.id]?.hands == ["ann", "hia"])
    #expect(try await store.act(.release(reason: "changed my mind"), by: "hal").delivery.approvals == 0)
    #expect(
      try await events(store) == [.adopted, .submitted, .approved, .rejected, .edited, .edited, .edited, .released])
  }

  // MARK: Pauses

  @Test(arguments: StoreUnderTest.all)
  func `a pause holds at the permit too, from its first instant to its end; those who may end it`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    func pause(_ channel: String?, until: Instant? = nil, by actor: String = "ann", reason: String = "r") async throws {
      try await store.pause(
        Pause(channel: channel, reason: reason, until: until, at: Given.noon, actor: actor), under: Self.inForce)
    }
    func end(_ channel: String?, by actor: Actor = "hal", at: Instant = Given.noon) async throws -> Bool {
      try await store.endPause(of: channel, at: at, actor: actor, reason: "over", under: Self.inForce)
    }
    #expect(try await end("website") == false)
    #expect(await rule { try await pause("website", by: "aud") } == .role)
    #expect(await rule { try await pause("website", by: "eve") } == .notRegistered)
    #expect(try await store.pauses(at: Given.noon).isEmpty)
    // Without training, since it only closes.
    try await pause("website", by: "una", reason: "first")
    try await pause("website", by: "ann", reason: "second")
    #expect(try await store.pauses(at: Given.noon).map(\.reason) == ["second"])
    #expect(try await store.permit(claimed, service, at: Given.noon).refused.values.first == .notNow)
    #expect(await rule { try await end("website", by: "ann") } == .role)
    #expect(try await end("hook") == false)
    #expect(try await end("website"))
    #expect(try await end("website") == false)
    let until = Given.noon.adding(seconds: 5)
    try await pause(nil, until: until, by: "ann")
    let last = until.adding(.milliseconds(-1))
    #expect(try await store.permit(claimed, service, at: last).granted.isEmpty)
    #expect(try await store.pauses(at: last).map(\.channel) == [nil])
    #expect(try await store.pauses(at: until).isEmpty)
    #expect(try await end(nil, at: until) == false)
    // Another channel's is none of ours.
    try await pause("hook")
    #expect(try await store.permit(claimed, service, at: until).granted.count == 1)
    #expect(
      try await events(store) == [
        .adopted, .submitted, .paused, .paused, .pauseEnded, .paused, .paused, .sending,
      ])
    let audit = try await store.audit(AuditQuery()).filter { $0.draft.event == .pauseEnded }
    #expect(audit.map(\.draft.actor) == ["hal"] && audit.map(\.draft.channel) == ["website"])
  }

  @Test(arguments: StoreUnderTest.all)
  func `only those who may end a pause may cut it short by another`(kind: StoreUnderTest) async throws {
    let store = try await council(kind)
    func pause(_ until: Int64?, by actor: String, at: Instant = Given.noon) async throws {
      try await store.pause(
        Pause(
          channel: "website", reason: "r", until: until.map { Given.noon.adding(seconds: $0) }, at: at, actor: actor),
        under: Self.inForce)
    }
    try await pause(60, by: "ann")
    try await pause(90, by: "ben")
    #expect(await rule { try await pause(89, by: "ann") } == .role)
    try await pause(nil, by: "ann")
    #expect(await rule { try await pause(1, by: "ann") } == .role)
    try await pause(1, by: "hal")
    // Over already: there is nothing to cut short.
    try await pause(100, by: "ann", at: Given.noon.adding(seconds: 1))
    try await pause(100, by: "ann")
    #expect(try await store.pauses(at: Given.noon).map(\.until) == [Given.noon.adding(seconds: 100)])
  }

  // MARK: The register inside the store

  @Test(arguments: StoreUnderTest.all)
  func `G-42: whoever may not is refused inside the store, and nothing is left behind`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    func submit(_ actor: Actor, _ contentClass: ContentClass = .routine, grounds: String? = nil) async
      -> Refusal.Rule?
    {
      let content = PostContent(text: "x", contentClass: contentClass, grounds: grounds)
      let drafts = [
        Self.draft("fine", by: actor, seed: 8),
        PostDraft(
          author: actor.description, content: content, due: Given.noon,
          targets: [PostDraft.Target(channel: "website", key: Given.key(9))]),
      ]
      return await rule {
        try await store.submit(drafts, note: SubmissionNote(at: Given.noon, actor: actor, under: Self.inForce))
      }
    }
    for (actor, expected) in [
      ("eve", Refusal.Rule.notRegistered), ("lef", .hasLeft), ("una", .notTrained), ("aud", .role),
    ] {
      #expect(await submit(Actor(actor)) == expected)
      #expect(await rule { try await store.act(Self.edit("x"), by: Actor(actor)) } == expected)
    }
    #expect(await submit(Actor("ben", actingFor: "hal")) == .mayNotActFor)
    #expect(await submit("ann", .emergency, grounds: "a flood") == .contentClass)
    #expect(await submit("dee", .emergency) == .grounds)
    #expect(await submit("ann", .statutory) == .grounds)
    #expect(await rule { try await store.act(.cancel(reason: "x"), by: "aud") } == .role)
    #expect(
      await rule {
        try await store.act(
          .edit(
            content: PostContent(text: "x", contentClass: .statutory), due: nil, lateAfter: nil, expires: nil,
            key: DeliveryKeySource { Given.key(7) }), by: "ann")
      } == .grounds)
    #expect(try await store.posts(PostQuery()).count == 1)
    #expect(try await events(store) == [.adopted, .submitted])
    #expect(await submit("ann", .statutory, grounds: "section 15") == nil)
    #expect(await submit("dee", .emergency, grounds: "a flood") == nil)
    // Adopting too is a deed, and opening another.
    func adopt(_ actor: String, _ deed: Deed) async -> Refusal.Rule? {
      await rule {
        let plain = SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon)
        return try await store.adopt(
          RevisionDraft(
            basis: plain.basis, governing: plain.governing, bytes: plain.bytes, at: Given.noon, actor: actor,
            inForce: Self.inForce, deed: deed))
      }
    }
    #expect(await adopt("ann", .open) == .role)
    #expect(await adopt("hal", .adopt) == .role)
    #expect(await adopt("eve", .adopt) == .notRegistered)
    #expect(try await store.epoch() == RevisionNumber(1))
    #expect(await adopt("ada", .open) == nil)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-42: an act judged by an older revision is refused, whoever does it`(kind: StoreUnderTest) async throws {
    let store = try await council(kind)
    _ = try await store.ask(by: "ben")
    try await store.pause(
      Pause(channel: "website", reason: "r", until: nil, at: Given.noon, actor: "ann"), under: Self.inForce)
    _ = try await store.adopt(SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon, actor: "other"))
    let count = try await store.lastAuditEntry()
    let superseded = StoreError.superseded(by: RevisionNumber(2))
    await #expect(throws: superseded) {
      try await store.submit(
        [Self.draft("two", by: "ann", seed: 2)],
        note: SubmissionNote(at: Given.noon, actor: "ann", under: Self.inForce))
    }
    for act in [
      Self.edit("x"), .cancel(reason: "x"), .approve(reason: nil), .reject(reason: "x"), .release(reason: "x"),
    ] { await #expect(throws: superseded) { try await store.act(act, by: "hal") } }
    await #expect(throws: superseded) { try await store.ask(by: "ann") }
    for act in [
      OverrideChange.Act.approve(OverrideID(1), reason: nil), .refuse(OverrideID(1), reason: "x"),
      .withdraw(OverrideID(1), reason: "x"),
    ] { await #expect(throws: superseded) { try await store.decide(act, by: "dee") } }
    await #expect(throws: superseded) {
      try await store.endPause(of: "website", at: Given.noon, actor: "hal", reason: "x", under: Self.inForce)
    }
    await #expect(throws: superseded) {
      try await store.confirmClock(at: ClockReading(wall: Given.noon), reason: "x", by: "ada", under: Self.inForce)
    }
    await #expect(throws: superseded) {
      try await store.start(channel: "website", at: Given.noon, reason: "x", by: "ada", under: Self.inForce)
    }
    #expect(try await store.lastAuditEntry() == count)
    // Pausing only closes, so it is never too late; cutting one short is.
    await #expect(throws: superseded) {
      try await store.pause(
        Pause(channel: "website", reason: "r", until: Given.noon.adding(seconds: 1), at: Given.noon, actor: "hal"),
        under: Self.inForce)
    }
    try await store.pause(
      Pause(channel: nil, reason: "r", until: nil, at: Given.noon, actor: "ann"), under: Self.inForce)
    #expect(try await store.lastAuditEntry() == count + 1)
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-42: what was judged before the first register was adopted is refused after it`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    await #expect(throws: StoreError.nothingAdopted) {
      try await store.submit([Self.draft("early", by: "eve")], note: Given.note())
    }
    try await store.adoptFirst()
    _ = try await store.submit([Self.draft("one", by: "eve")], note: Given.note())
    _ = try await store.adopt(SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon, actor: "other"))
    let superseded = StoreError.superseded(by: RevisionNumber(2))
    await #expect(throws: superseded) {
      try await store.submit([Self.draft("two", by: "eve", seed: 2)], note: Given.note())
    }
    await #expect(throws: superseded) {
      try await store.change(
        PostChange(
          post: PostID(1), act: .cancel(reason: "x"), at: Given.noon, actor: "eve",
          under: .unregistered(RevisionNumber(1))))
    }
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-42: only an administrator vouches for the clock or lets a stopped channel be used again`(kind: StoreUnderTest)
    async throws
  {
    let store = try await council(kind)
    _ = try await store.stop(ChannelStop(channel: "website", reason: "401", at: Given.noon, actor: "gate"))
    for actor: Actor in ["ann", "hal", "dee", "eve"] {
      let expected: Refusal.Rule = actor == "eve" ? .notRegistered : .role
      let confirming = await rule {
        try await store.confirmClock(at: ClockReading(wall: Given.noon), reason: "x", by: actor, under: Self.inForce)
      }
      let resuming = await rule {
        try await store.start(channel: "website", at: Given.noon, reason: "x", by: actor, under: Self.inForce)
      }
      #expect(confirming == expected && resuming == expected)
    }
    #expect(try await store.stops().map(\.channel) == ["website"])
    try await store.confirmClock(at: ClockReading(wall: Given.noon), reason: "x", by: "ada", under: Self.inForce)
    #expect(
      try await store.start(channel: "website", at: Given.noon, reason: "mended", by: "ada", under: Self.inForce))
    #expect(try await events(store) == [.adopted, .submitted, .channelStopped, .clockConfirmed, .channelStarted])
  }

  // MARK: Listed words

  @Test(arguments: StoreUnderTest.all)
  func `listed words put a post into a lane of its own, and an edit takes it out again`(kind: StoreUnderTest)
    async throws
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let inForce = SimulatedCouncil.inForce(terms: ["Siân"])
    _ = try await store.submit(
      [Self.draft("Sian's plan", by: "ann")], note: SubmissionNote(at: Given.noon, actor: "ann", under: inForce))
    #expect(try await store.waitingLanes().map(\.lane.traits) == [Lane.Traits(isFlagged: true)])
    let entry = try #require(try await store.audit(AuditQuery()).last)
    #expect(JSON(parsing: entry.draft.detail)?["flagged"]?.array?.map(\.string) == ["«Sian's» plan"])
    let edited = try await store.act(Self.edit("A plan"), by: "ann", under: inForce)
    #expect(!edited.delivery.isFlagged)
    #expect(try await store.act(Self.edit("SIÂN"), by: "ann", under: inForce).delivery.isFlagged)
    let service = try await store.service()
    #expect(try await store.claim(service, at: Given.noon).claimed.isEmpty)
    #expect(try await store.claim(service, at: Given.noon, lanes: lanes(flagged: true)).claimed.count == 1)
  }
}
