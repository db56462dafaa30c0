import Elections
import GateTesting
import Publishing
import TestSupport
import Testing
import Texts

/// What the gate makes of people's decisions when it sends: the register, overrides, pauses and listed words.
@Suite struct PeopleGateTests {
  private static let blackout = SimulatedRules.Window(
    area: "local", starts: PeopleStage.start, ends: PeopleStage.start.adding(seconds: 86_400))

  private static func changing(_ login: String, _ change: (Person) -> Person) -> [Person] {
    SimulatedCouncil.people.map { $0.login == login ? change($0) : $0 }
  }

  private static let left = CivilDate.day("2027-01-15")

  // MARK: G-42

  struct Departure: Sendable, CustomTestStringConvertible {
    let login: String
    /// What the person had done.
    let deed: String
    var testDescription: String { "\(login), who had to \(deed)" }
  }

  @Test(arguments: [
    Departure(login: "ann", deed: "write"), Departure(login: "ben", deed: "edit"),
    Departure(login: "hal", deed: "approve"), Departure(login: "dee", deed: "override"),
    Departure(login: "dan", deed: "nothing"),
  ])
  func `G-42: whoever leaves between queueing and sending sends nothing: it waits in review with the reason`(
    departure: Departure
  ) throws {
    let governance = ["exact": Governance(approvals: [.routine: ApprovalRule(when: .always)])]
    let stage = PeopleStage()
    let after = SimulatedCouncil.governed(
      people: Self.changing(departure.login) { $0.with(leftOn: Self.left) }, channels: governance)
    try stage.run(SimulatedCouncil.governed(channels: governance), windows: [Self.blackout]) { stage in
      try? await stage.submit("a", by: "ann", due: .seconds(100))
      try? await stage.act(
        .edit(
          content: PostContent(text: "b"), due: nil, lateAfter: nil, expires: nil,
          key: DeliveryKeySource { DeliveryKey(high: 1, low: 1) }), on: 1, by: "ben")
      try? await stage.act(.approve(reason: nil), on: 1, by: "hal")
      try? await stage.ask(for: 1, by: "ada")
      try? await stage.decide(.approve(OverrideID(1), reason: nil), by: "dee")
      await stage.sleep(.seconds(10))
      await stage.adopt(after, windows: [Self.blackout])
      await stage.sleep(.seconds(100))
    }
    #expect(stage.events.contains(.approved) && stage.events.contains(.overrideApproved))
    let delivery = try #require(stage.deliveries.first)
    guard departure.deed != "nothing" else {
      #expect(delivery.state.name == .published && stage.calls.all.count == 1)
      return
    }
    #expect(stage.calls.all.isEmpty && delivery.state.name == .review)
    let reason = try #require(delivery.state.reason)
    #expect(reason.contains("(\(departure.login)) left on 2027-01-15"), "\(reason)")
    let review = stage.store.allAudit.last { $0.draft.event == .review }
    #expect(JSON(parsing: review?.draft.detail ?? "")?["reason"]?.string == reason)
  }

  @Test func `G-42: a training that runs out at midnight in London stops what is due after it, and not before`() throws
  {
    let settings = SimulatedCouncil.governed(
      people: Self.changing("ann") { $0.with(trainedOn: .day("2026-01-16")) })
    // It is eight in the morning: sixteen hours are left.
    for (due, name) in [(16 * 3600 - 1, DeliveryState.Name.published), (16 * 3600, .review)] {
      let stage = PeopleStage()
      try stage.run(settings) { stage in
        try? await stage.submit("a", by: "ann", due: .seconds(due))
        await stage.sleep(.seconds(17 * 3600))
      }
      let delivery = try #require(stage.deliveries.first)
      #expect(delivery.state.name == name, "due after \(due) s")
      if name == .review {
        #expect(delivery.state.reason?.contains("was last trained on 2026-01-16, too long ago") == true)
      }
    }
  }

  @Test func `G-42: whoever may no longer use a class has its posts in review`() throws {
    let stage = PeopleStage()
    try stage.run(SimulatedCouncil.governed()) { stage in
      try? await stage.submit("a", by: "hal", due: .seconds(100), contentClass: .emergency)
      try? await stage.submit("b", by: "hia", due: .seconds(100), contentClass: .emergency)
      await stage.sleep(.seconds(10))
      await stage.adopt(
        SimulatedCouncil.governed(people: Self.changing("hal") { $0.with(roles: [.author]) }), windows: [])
      await stage.sleep(.seconds(100))
    }
    #expect(stage.deliveries.map(\.state.name) == [.review, .published])
    #expect(stage.deliveries[0].state.reason?.contains("may not use the class emergency") == true)
  }

  // MARK: Listed words

  @Test func `words that are listed after a post was queued hold it at the permit, until it is approved`() throws {
    let stage = PeopleStage()
    let listed = SimulatedCouncil.governed(checks: ContentChecks(terms: ["Siân Jones"], when: .always))
    try stage.run(SimulatedCouncil.governed()) { stage in
      try? await stage.submit("Thanks to SIAN JONES.", by: "ann", due: .seconds(100))
      try? await stage.submit("Bins on Friday.", by: "ann", due: .seconds(100))
      await stage.sleep(.seconds(10))
      await stage.adopt(listed, windows: [])
      await stage.sleep(.seconds(200))
      #expect(stage.deliveries.map(\.state.name) == [.queued, .published])
      #expect(stage.deliveries[0].isFlagged && stage.deliveries[0].state == .queued(nil))
      try? await stage.act(.approve(reason: "It is not about the candidate."), on: 1, by: "hal")
    }
    #expect(stage.deliveries.map(\.state.name) == [.published, .published])
    let flagged = stage.store.allAudit.filter { $0.draft.event == .flagged }
    #expect(flagged.map(\.draft.post) == [PostID(1)])
    #expect(flagged.first?.draft.detail.contains("Thanks to «SIAN JONES»") == true)
  }

  // MARK: Pauses and overrides

  @Test func `G-29: a paused channel sends nothing until the pause ends, by itself or by a person`() throws {
    let stage = PeopleStage()
    try stage.run(SimulatedCouncil.governed()) { stage in
      let pause = Pause(
        channel: nil, reason: "r", until: PeopleStage.start.adding(seconds: 60), at: stage.now, actor: "ann")
      _ = try? await stage.store.pause(pause, under: await stage.inForce())
      try? await stage.submit("a", by: "ann")
      await stage.sleep(.seconds(100))
      let endless = Pause(channel: "exact", reason: "r", until: nil, at: stage.now, actor: "ann")
      _ = try? await stage.store.pause(endless, under: await stage.inForce())
      try? await stage.submit("b", by: "ann")
      await stage.sleep(.seconds(300))
      #expect(stage.calls.all.map(\.at) == [PeopleStage.start.adding(seconds: 60)])
      _ = try? await stage.store.endPause(
        of: "exact", at: stage.now, actor: "hal", reason: "over", under: await stage.inForce())
    }
    #expect(stage.deliveries.map(\.state.name) == [.published, .published])
  }

  @Test func `G-40: an override that lapses before its post is due releases nothing, and is ended`() throws {
    let stage = PeopleStage()
    try stage.run(SimulatedCouncil.governed(), windows: [Self.blackout], andThen: .seconds(600)) { stage in
      for (index, due) in [99, 100].enumerated() {
        try? await stage.submit("a", by: "ann", due: .seconds(due))
        try? await stage.ask(for: Int64(index + 1), by: "ann", lasting: .seconds(100))
        try? await stage.decide(.approve(OverrideID(Int64(index + 1)), reason: nil), by: "dee")
      }
    }
    #expect(stage.deliveries.map(\.state.name) == [.published, .queued])
    #expect(stage.store.allAudit.filter { $0.draft.event == .overrideEnded }.map(\.draft.post) == [PostID(2)])
    #expect(stage.calls.all.map(\.at) == [PeopleStage.start.adding(seconds: 99)])
  }

  // MARK: G-41

  /// People of whom no two may let anything out.
  struct Cast: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let people: [Person]?
    /// Who sits at a keyboard: they may say that they act for anybody.
    let logins: [String]
  }

  private static let all: Set<Person.Role> = [.author, .approver, .director, .administrator]

  private static func person(
    _ login: String, _ roles: Set<Person.Role>, trained: Bool = true, for others: [String] = []
  ) -> Person {
    Person(
      login: login, name: login, roles: roles, trainedOn: trained ? .day("2027-01-01") : nil, mayActFor: others)
  }

  static let tooFew: [Cast] = [
    Cast(testDescription: "one person with every role", people: [person("solo", all)], logins: ["solo"]),
    Cast(
      testDescription: "one person who may act for a director",
      people: [person("solo", all, for: ["boss"]), person("boss", all)], logins: ["solo"]),
    Cast(
      testDescription: "an author and an approver without a director",
      people: [person("ann", [.author]), person("hal", [.approver], for: ["ann"])], logins: ["ann", "hal"]),
    Cast(
      testDescription: "a director without training",
      people: [person("ann", [.author]), person("dee", all, trained: false)], logins: ["ann", "dee"]),
    Cast(
      testDescription: "a director and an auditor",
      people: [person("dee", all), person("aud", [.auditor])], logins: ["dee", "aud"]),
    Cast(
      testDescription: "a director and a stranger", people: [person("dee", all)], logins: ["dee", "eve"]),
    Cast(testDescription: "one person where no register is kept", people: nil, logins: ["solo"]),
  ]

  private static func settings(_ cast: Cast) -> Settings {
    guard let people = cast.people else { return SimulatedRules.settings }
    return SimulatedCouncil.governed(
      people: people + [person("ada", [.administrator])],
      channels: ["exact": Governance(administrators: ["ada"], owner: "ada")])
  }

  /// One random act; most are refused.
  private static func act(_ stage: PeopleStage, _ cast: Cast) async throws {
    let world = stage.world
    let login = cast.logins[world.random(0..<cast.logins.count)]
    let names = cast.logins + (cast.people ?? []).map(\.login) + ["nobody"]
    let actor = Actor(login, actingFor: world.chance(oneIn: 2) ? names[world.random(0..<names.count)] : nil)
    let post = Int64(world.random(1..<4))
    let override = OverrideID(Int64(world.random(1..<5)))
    switch world.random(0..<14) {
    case 0, 1:
      let classes = ContentClass.allCases
      try await stage.submit("a", by: actor, contentClass: classes[world.random(0..<classes.count)])
    case 2:
      let word = world.randomWord()
      try await stage.act(
        .edit(
          content: PostContent(text: "\(word % 3)"), due: nil, lateAfter: nil, expires: nil,
          key: DeliveryKeySource { DeliveryKey(high: 1, low: word) }), on: post, by: actor)
    case 3: try await stage.act(.approve(reason: nil), on: post, by: actor)
    case 4: try await stage.act(.reject(reason: "no"), on: post, by: actor)
    case 5: try await stage.act(.release(reason: "yes"), on: post, by: actor)
    case 6, 7, 8: try await stage.ask(for: post, by: actor)
    case 9, 10, 11: try await stage.decide(.approve(override, reason: nil), by: actor)
    case 12: try await stage.decide(.withdraw(override, reason: "no"), by: actor)
    default:
      _ = try await stage.store.endPause(
        of: nil, at: stage.now, actor: actor, reason: "over", under: await stage.inForce())
    }
  }

  @Test(arguments: tooFew)
  func `G-41: people who are too few publish nothing inside a blackout, whatever they try`(cast: Cast) throws {
    var asked = 0
    for seed in UInt64(1)...25 {
      let stage = PeopleStage(seed: seed)
      try stage.run(Self.settings(cast), windows: [Self.blackout]) { stage in
        for _ in 0..<120 {
          try? await Self.act(stage, cast)
          await stage.sleep(.milliseconds(stage.world.random(1..<2000)))
        }
      }
      #expect(stage.calls.all.isEmpty, "seed \(seed)")
      #expect(!stage.events.contains(.overrideApproved) && !stage.events.contains(.sending), "seed \(seed)")
      asked += stage.events.filter { $0 == .overrideRequested }.count
    }
    // A test in which nobody gets as far as asking proves nothing.
    #expect(asked > 0)
  }

  @Test(arguments: UInt64(1)...20)
  func `G-40, G-41: two right people let out exactly the named delivery`(seed: UInt64) throws {
    let stage = PeopleStage(seed: seed)
    let named = Int64(stage.world.random(1..<6))
    let two = SimulatedCouncil.governed(
      people: [Self.person("ann", [.author]), Self.person("dee", [.director]), Self.person("ada", [.administrator])])
    try stage.run(two, windows: [Self.blackout]) { stage in
      for index in 1...5 { try? await stage.submit("post \(index)", by: "ann") }
      try? await stage.ask(for: named, by: "ann")
      try? await stage.decide(.approve(OverrideID(1), reason: nil), by: "dee")
    }
    #expect(stage.calls.all.map(\.post) == [DeliveryName(post: PostID(named), channel: "exact")], "seed \(seed)")
    let published = stage.deliveries.filter { $0.state.name == .published }
    #expect(published.map(\.post) == [PostID(named)], "seed \(seed)")
    #expect(stage.deliveries.filter { $0.state == .queued(nil) }.count == 4, "seed \(seed)")
  }
}
