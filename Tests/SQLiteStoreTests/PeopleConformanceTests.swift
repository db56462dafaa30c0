import Elections
import Foundation
import GateTesting
import PublishingGate
import SQLiteStore
import TestSupport
import Testing

/// What every store must do with people's decisions: each refused inside the store where the rules do not allow it.
@Suite struct PeopleConformanceTests {
  let folder: ScratchFolder
  private static let name = DeliveryName(post: PostID(1), channel: "website")
  private static let judgement = SimulatedCouncil.judgement()

  init() throws { folder = try ScratchFolder() }

  /// A store with revision 1 and post 1, by ann.
  private func council(_ kind: StoreKind, author: Actor = "ann", lateAfter: Duration? = nil) async throws
    -> any GateStore
  {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    _ = try await store.submit(
      [Self.draft("one", by: author)], note: SubmissionNote(at: Given.noon, actor: author, under: Self.judgement))
    return store
  }

  private static func draft(_ text: String, by author: Actor, contentClass: ContentClass = .routine, seed: UInt64 = 1)
    -> PostDraft
  {
    PostDraft(
      author: author.description, content: PostContent(text: text, contentClass: contentClass), due: Given.noon,
      targets: [PostDraft.Target(channel: "website", key: Given.key(seed))])
  }

  private func rule(_ body: () async throws -> some Any) async -> Refusal.Rule? {
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

  private func lanes(
    overridden: Bool = false, approvals: Int = 0, flagged: Bool = false
  ) -> [ClaimRequest.OpenLane] {
    let standing = Lane.Standing(isOverridden: overridden, approvals: approvals, isFlagged: flagged)
    return [
      ClaimRequest.OpenLane(
        lane: Lane(channel: "website", contentClass: .routine, standing: standing), pace: nil,
        lateAfter: .seconds(14_400))
    ]
  }

  private func events(_ store: any GateStore) async throws -> [AuditEvent] {
    try await store.audit(AuditQuery()).map(\.draft.event).filter { $0 != .gateStarted }
  }

  // MARK: Approvals

  @Test(arguments: StoreKind.allCases)
  func `G-31: an approval moves its post to another lane, and an edit or a move voids it`(kind: StoreKind) async throws
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
    #expect(try await store.waitingLanes().map(\.lane.standing) == [Lane.Standing(approvals: 1)])
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

  @Test(arguments: StoreKind.allCases)
  func `nobody approves their own post, nor twice, whoever acts for whom; no number of approvals is too large`(
    kind: StoreKind
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
          under: .unregistered(RevisionNumber(1))))
      #expect(changed.delivery.approvals == min(index + 1, ApprovalRule.mostTiers))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a rejected post waits in review, and loses the approvals it had`(kind: StoreKind) async throws {
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
    #expect(try await store.act(.release(reason: "changed my mind"), by: "ann").delivery.approvals == 0)
    #expect(try await events(store) == [.adopted, .submitted, .approved, .rejected, .released])
  }

  // MARK: Overrides

  @Test(arguments: StoreKind.allCases)
  func `G-40, G-41: an override is asked for by one and approved by another, and every wrong person is refused`(
    kind: StoreKind
  ) async throws {
    let store = try await council(kind, author: "ann")
    func request(_ actor: Actor) async -> Refusal.Rule? { await rule { try await store.ask(by: actor) } }
    for (actor, expected) in [
      ("aud", Refusal.Rule.role), ("una", .notTrained), ("lef", .hasLeft), ("eve", .notRegistered),
    ] { #expect(await request(Actor(actor)) == expected) }
    let asked = try await store.ask(by: "dan")
    #expect(asked.id == OverrideID(1) && asked.state == .requested && asked.decider == nil)
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    func approve(_ actor: Actor) async -> Refusal.Rule? {
      await rule { try await store.decide(.approve(OverrideID(1), reason: nil), by: actor) }
    }
    #expect(await approve("dan") == .secondPerson)
    #expect(await approve("hal") == .role)
    #expect(await approve("ann") == .role)
    #expect(await approve("eve") == .notRegistered)
    #expect(await approve("lef") == .hasLeft)
    #expect(await rule { try await store.decide(.refuse(OverrideID(1), reason: "no"), by: "hal") } == .role)
    let approved = try await store.decide(.approve(OverrideID(1), reason: "residents must know"), by: "dee")
    #expect(approved.state == .approved && approved.decider == "dee" && approved.decidedAt == Given.noon)
    let delivery = try #require(try await store.post(PostID(1))?.delivery)
    #expect(
      delivery.override == OverrideGrant(id: OverrideID(1), until: asked.until) && delivery.lane.standing.isOverridden)
    #expect(
      try await store.witnesses(of: [delivery.id])[delivery.id]?.override
        == Witnesses.Override(requester: "dan", approver: "dee"))
    await #expect(throws: StoreError.overrideIs(OverrideID(1), .approved)) {
      try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    }
    await #expect(throws: StoreError.overrideIs(OverrideID(1), .approved)) {
      try await store.decide(.refuse(OverrideID(1), reason: "no"), by: "dee")
    }
    let withdrawn = try await store.decide(.withdraw(OverrideID(1), reason: "over"), by: "ben")
    #expect(withdrawn.state == .withdrawn)
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    for act in [
      OverrideChange.Act.approve(OverrideID(1), reason: nil), .refuse(OverrideID(1), reason: "no"),
      .withdraw(OverrideID(1), reason: "again"),
    ] {
      await #expect(throws: StoreError.overrideIs(OverrideID(1), .withdrawn)) { try await store.decide(act, by: "dee") }
    }
    _ = try await store.ask(by: "ann")
    #expect(try await store.decide(.refuse(OverrideID(2), reason: "it can wait"), by: "dee").state == .refused)
    await #expect(throws: StoreError.overrideIs(OverrideID(2), .refused)) {
      try await store.decide(.withdraw(OverrideID(2), reason: "x"), by: "ann")
    }
    await #expect(throws: StoreError.noSuchOverride(OverrideID(9))) {
      try await store.decide(.approve(OverrideID(9), reason: nil), by: "dee")
    }
    await #expect(throws: StoreError.noSuchPost(PostID(9))) {
      try await store.ask(by: "ann", for: DeliveryName(post: PostID(9), channel: "website"))
    }
    let nowhere = DeliveryName(post: PostID(1), channel: "hook")
    await #expect(throws: StoreError.noSuchDelivery(nowhere)) { try await store.ask(by: "ann", for: nowhere) }
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.refused, .withdrawn])
    #expect(try await store.overrides(of: PostID(2), limit: 9).isEmpty)
    #expect(
      try await events(store) == [
        .adopted, .submitted, .overrideRequested, .overrideApproved, .overrideWithdrawn, .overrideRequested,
        .overrideRefused,
      ])
  }

  @Test(arguments: StoreKind.allCases)
  func `G-41: an override needs a second person even where no register is kept`(kind: StoreKind) async throws {
    let store = try await council(kind, author: "ann")
    func decide(_ act: OverrideChange.Act, _ actor: Actor) async -> Refusal.Rule? {
      await rule {
        try await store.change(
          OverrideChange(act, at: Given.noon, actor: actor, under: .unregistered(RevisionNumber(1))))
      }
    }
    let act = OverrideChange.Act.request(
      Self.name, basis: .emergency, reason: "r", until: Given.noon.adding(seconds: 60))
    #expect(await decide(act, "bob") == nil)
    for actor in ["bob", "ann", Actor("ann", actingFor: "eve"), Actor("eve", actingFor: "bob")] {
      #expect(await decide(.approve(OverrideID(1), reason: nil), actor) == .secondPerson)
    }
    #expect(await decide(.approve(OverrideID(1), reason: nil), "eve") == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `G-40: an override lapses at its instant: not a millisecond earlier, and then it is held again`(kind: StoreKind)
    async throws
  {
    let store = try await council(kind)
    let until = Given.noon.adding(seconds: 60)
    _ = try await store.ask(by: "ann", until: until)
    let late = until.adding(.milliseconds(-1))
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee", at: late)
    let service = try await store.service()
    let claimed = try await store.claim(service, at: late, lanes: lanes(overridden: true)).claimed
    #expect(claimed.count == 1)
    // The permit ends with it.
    let permit = try await store.permit(claimed, service, at: late)
    #expect(permit.granted.map(\.notAfter) == [until])
    _ = try await store.record([
      DeliveryReport(
        delivery: claimed[0].delivery.id, event: .giveBack(fence: claimed[0].delivery.fence, next: late), audit: nil)
    ])
    // Used, nothing went out, and now it is over.
    let answer = try await store.claim(service, at: until, lanes: lanes(overridden: true))
    #expect(answer.claimed.isEmpty && answer.overridesEnded.map(\.override) == [nil])
    #expect(try await store.overrides(of: PostID(1), limit: 1).map(\.state) == [.used])
    #expect(try await store.waitingLanes().map(\.lane.standing) == [Lane.Standing()])
    #expect(
      try await events(store) == [
        .adopted, .submitted, .overrideRequested, .overrideApproved, .overrideUsed, .sending, .overrideEnded,
      ])
    // Nobody approves what is over.
    _ = try await store.ask(by: "ann", until: until.adding(seconds: 9))
    await #expect(throws: StoreError.overrideIs(OverrideID(2), .ended)) {
      try await store.decide(.approve(OverrideID(2), reason: nil), by: "dee", at: until.adding(seconds: 9))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `G-40: an unused override that lapses is ended, and no permit is given at its instant`(kind: StoreKind)
    async throws
  {
    let store = try await council(kind)
    let until = Given.noon.adding(seconds: 60)
    _ = try await store.ask(by: "ann", until: until)
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    let service = try await store.service()
    let claimed = try await store.claim(
      service, at: until.adding(.milliseconds(-1)), lanes: lanes(overridden: true)
    ).claimed
    let answer = try await store.permit(claimed, service, at: until)
    #expect(claimed.count == 1 && answer.granted.isEmpty && answer.refused.values.first == .notNow)
    #expect(try await store.overrides(of: nil, limit: 1).map(\.state) == [.approved])
    _ = try await store.record([
      DeliveryReport(
        delivery: claimed[0].delivery.id, event: .giveBack(fence: claimed[0].delivery.fence, next: nil), audit: nil)
    ])
    _ = try await store.claim(service, at: until, lanes: lanes(overridden: true))
    #expect(try await store.overrides(of: nil, limit: 1).map(\.state) == [.ended])
  }

  @Test(arguments: StoreKind.allCases)
  func `G-40: an override is used by its permit, once, for its own delivery, and can then not be taken back`(
    kind: StoreKind
  ) async throws {
    let store = try await council(kind)
    _ = try await store.submit(
      [Self.draft("two", by: "ann", seed: 2)], note: SubmissionNote(at: Given.noon, actor: "ann", under: Self.judgement)
    )
    _ = try await store.ask(by: "ann")
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed
    #expect(claimed.map(\.delivery.post) == [PostID(1)])
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.approved])
    _ = try await store.permit(claimed, service, at: Given.noon)
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.used])
    #expect(try await events(store).suffix(2) == [.overrideUsed, .sending])
    let id = OverrideID(1)
    await #expect(throws: StoreError.refused(Self.name, .inFlight)) {
      try await store.decide(.withdraw(id, reason: "stop"), by: "ann")
    }
    _ = try await store.publish(claimed[0].delivery, at: Given.noon)
    await #expect(throws: StoreError.overrideIs(id, .used)) {
      try await store.decide(.withdraw(id, reason: "stop"), by: "ann")
    }
    await #expect(throws: StoreError.refused(Self.name, .notWaiting(.published))) { try await store.ask(by: "ann") }
    #expect(try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed.isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func `an override whose send came to nothing can still be withdrawn, before the next attempt`(kind: StoreKind)
    async throws
  {
    let store = try await council(kind)
    _ = try await store.ask(by: "ann")
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed
    _ = try await store.permit(claimed, service, at: Given.noon)
    let delivery = claimed[0].delivery
    _ = try await store.record([
      DeliveryReport(delivery: delivery.id, event: .giveBack(fence: delivery.fence, next: nil), audit: nil)
    ])
    #expect(try await store.decide(.withdraw(OverrideID(1), reason: "stop"), by: "ann").state == .withdrawn)
    #expect(try await store.post(PostID(1))?.delivery.override == nil)
    #expect(try await store.claim(service, at: Given.noon, lanes: lanes(overridden: true)).claimed.isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func `G-31: an edit ends an override, and what it was asked for cannot be approved any more`(kind: StoreKind)
    async throws
  {
    let store = try await council(kind)
    _ = try await store.ask(by: "ben")
    _ = try await store.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    _ = try await store.ask(by: "ben")
    let edited = try await store.act(Self.edit("other words"), by: "ann")
    #expect(edited.delivery.override == nil)
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.requested, .ended])
    await #expect(throws: StoreError.overrideIs(OverrideID(2), .ended)) {
      try await store.decide(.approve(OverrideID(2), reason: nil), by: "dee")
    }
    let entry = try #require(try await store.audit(AuditQuery()).last { $0.draft.event == .edited })
    #expect(JSON(parsing: entry.draft.detail)?["override_void"]?.string == "1")
    // A move of the time alone ends one too.
    _ = try await store.ask(by: "ben")
    _ = try await store.decide(.approve(OverrideID(3), reason: nil), by: "dee")
    #expect(try await store.act(Self.move, by: "ann").delivery.override == nil)
    #expect(try await store.overrides(of: nil, limit: 1).map(\.state) == [.ended])
  }

  @Test(arguments: StoreKind.allCases)
  func `a second override takes the place of the first, which is over`(kind: StoreKind) async throws {
    let store = try await council(kind)
    for id in [OverrideID(1), OverrideID(2)] {
      _ = try await store.ask(by: "ben", until: Given.noon.adding(seconds: 60 * id.rawValue))
      _ = try await store.decide(.approve(id, reason: nil), by: "dee")
    }
    #expect(try await store.overrides(of: nil, limit: 9).map(\.state) == [.approved, .ended])
    #expect(try await store.post(PostID(1))?.delivery.override?.id == OverrideID(2))
  }

  // MARK: Pauses

  @Test(arguments: StoreKind.allCases)
  func `a pause holds at the permit too, from its first instant to its end; those who may end it`(kind: StoreKind)
    async throws
  {
    let store = try await council(kind)
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    func pause(_ channel: String?, until: Instant? = nil, by actor: String = "ann", reason: String = "r") async throws {
      try await store.pause(
        Pause(channel: channel, reason: reason, until: until, at: Given.noon, actor: actor), under: Self.judgement)
    }
    func end(_ channel: String?, by actor: Actor = "hal", at: Instant = Given.noon) async throws -> Bool {
      try await store.endPause(of: channel, at: at, actor: actor, reason: "over", under: Self.judgement)
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

  @Test(arguments: StoreKind.allCases)
  func `only those who may end a pause may cut it short by another`(kind: StoreKind) async throws {
    let store = try await council(kind)
    func pause(_ until: Int64?, by actor: String, at: Instant = Given.noon) async throws {
      try await store.pause(
        Pause(
          channel: "website", reason: "r", until: until.map { Given.noon.adding(seconds: $0) }, at: at, actor: actor),
        under: Self.judgement)
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

  @Test(arguments: StoreKind.allCases)
  func `G-42: whoever may not is refused inside the store, and nothing is left behind`(kind: StoreKind) async throws {
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
        try await store.submit(drafts, note: SubmissionNote(at: Given.noon, actor: actor, under: Self.judgement))
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
            judgement: Self.judgement, deed: deed))
      }
    }
    #expect(await adopt("ann", .open) == .role)
    #expect(await adopt("hal", .adopt) == .role)
    #expect(await adopt("eve", .adopt) == .notRegistered)
    #expect(try await store.epoch() == RevisionNumber(1))
    #expect(await adopt("ada", .open) == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `G-42: an act judged by an older revision is refused, whoever does it`(kind: StoreKind) async throws {
    let store = try await council(kind)
    _ = try await store.ask(by: "ben")
    try await store.pause(
      Pause(channel: "website", reason: "r", until: nil, at: Given.noon, actor: "ann"), under: Self.judgement)
    _ = try await store.adopt(SimulatedRules.draft([], basis: RevisionNumber(1), at: Given.noon, actor: "other"))
    let count = try await store.lastAuditEntry()
    let superseded = StoreError.superseded(by: RevisionNumber(2))
    await #expect(throws: superseded) {
      try await store.submit(
        [Self.draft("two", by: "ann", seed: 2)],
        note: SubmissionNote(at: Given.noon, actor: "ann", under: Self.judgement))
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
      try await store.endPause(of: "website", at: Given.noon, actor: "hal", reason: "x", under: Self.judgement)
    }
    #expect(try await store.lastAuditEntry() == count)
    // Pausing only closes, so it is never too late; cutting one short is.
    await #expect(throws: superseded) {
      try await store.pause(
        Pause(channel: "website", reason: "r", until: Given.noon.adding(seconds: 1), at: Given.noon, actor: "hal"),
        under: Self.judgement)
    }
    try await store.pause(
      Pause(channel: nil, reason: "r", until: nil, at: Given.noon, actor: "ann"), under: Self.judgement)
    #expect(try await store.lastAuditEntry() == count + 1)
  }

  // MARK: Listed words

  @Test(arguments: StoreKind.allCases)
  func `listed words put a post into a lane of its own, and an edit takes it out again`(kind: StoreKind) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let judgement = SimulatedCouncil.judgement(terms: ["Siân"])
    _ = try await store.submit(
      [Self.draft("Sian's plan", by: "ann")], note: SubmissionNote(at: Given.noon, actor: "ann", under: judgement))
    #expect(try await store.waitingLanes().map(\.lane.standing) == [Lane.Standing(isFlagged: true)])
    let entry = try #require(try await store.audit(AuditQuery()).last)
    #expect(JSON(parsing: entry.draft.detail)?["flagged"]?.array?.map(\.string) == ["«Sian's» plan"])
    let edited = try await store.act(Self.edit("A plan"), by: "ann", under: judgement)
    #expect(!edited.delivery.isFlagged)
    #expect(try await store.act(Self.edit("SIÂN"), by: "ann", under: judgement).delivery.isFlagged)
    let service = try await store.service()
    #expect(try await store.claim(service, at: Given.noon).claimed.isEmpty)
    #expect(try await store.claim(service, at: Given.noon, lanes: lanes(flagged: true)).claimed.count == 1)
  }

  // MARK: Acts

  private static let move = PostChange.Act.edit(
    content: nil, due: Given.noon.adding(seconds: 1), lateAfter: nil, expires: nil,
    key: DeliveryKeySource { Given.key(98) })

  private static func edit(_ text: String) -> PostChange.Act {
    .edit(
      content: PostContent(text: text), due: nil, lateAfter: nil, expires: nil, key: DeliveryKeySource { Given.key(99) }
    )
  }
}

extension PostRecord {
  /// Its only delivery.
  fileprivate var delivery: Delivery { deliveries[0].delivery }
}

extension GateStore {
  fileprivate func act(
    _ act: PostChange.Act, by actor: Actor, under judgement: Judgement = SimulatedCouncil.judgement()
  ) async throws -> PostRecord {
    try await change(PostChange(post: PostID(1), act: act, at: Given.noon, actor: actor, under: judgement))
  }

  fileprivate func ask(
    by actor: Actor, for name: DeliveryName = DeliveryName(post: PostID(1), channel: "website"),
    until: Instant = Given.noon.adding(seconds: 600)
  ) async throws -> OverrideRecord {
    try await change(
      OverrideChange(
        .request(name, basis: .publicSafety, reason: "a flood", until: until), at: Given.noon, actor: actor,
        under: SimulatedCouncil.judgement()))
  }

  fileprivate func decide(_ act: OverrideChange.Act, by actor: Actor, at: Instant = Given.noon) async throws
    -> OverrideRecord
  {
    try await change(OverrideChange(act, at: at, actor: actor, under: SimulatedCouncil.judgement()))
  }
}
