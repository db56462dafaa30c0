import Elections
import Foundation
@testable import Publishing
import TestSupport
import Testing
@testable import Connectors

/// Deliveries over loopback to a stand-in for an instance, driven as the gate drives them.
@Suite struct MastodonDeliveryTests {
  /// One delivery: what it keeps survives every new connector, as it survives a new start of the gate.
  private struct Delivery {
    enum End {
      case published(Receipt)
      case uncertain(String)
      /// The gate would send again.
      case absent
      case other(String)
      var receipt: Receipt? { if case .published(let receipt) = self { receipt } else { nil } }
      var isUncertain: Bool { if case .uncertain = self { true } else { false } }
    }

    let bench: MastodonBench
    let instance: MastodonStandIn
    let kept = KeptBytes()

    init(honoursKey: Bool = true, characters: Int = 500) throws {
      bench = try MastodonBench()
      instance = try MastodonStandIn(in: bench.folder, honoursKey: honoursKey, characters: characters)
    }

    func connector(
      token: String = MastodonBench.token, visibility: MastodonSettings.Visibility = .public,
      timeouts: PhaseTimeouts = PhaseTimeouts()
    ) -> MastodonConnector {
      let transport = TimedTransport(HTTPTransport(addressGuard: AddressGuard()), timeouts)
      return bench.connector(
        transport, base: instance.url, visibility: visibility, token: token, clock: TestClock.real)
    }

    func prepare(_ connector: MastodonConnector, _ plan: SendPlan) async -> PrepareOutcome {
      await connector.prepare(plan, kept.preparation(for: plan, until: TestClock.real().adding(seconds: 3600)))
    }

    func commit(_ connector: MastodonConnector, _ plan: SendPlan) async -> CommitOutcome {
      let permit = Sample.permit(for: plan, from: TestClock.real().adding(seconds: 3600))
      return await connector.commit(Prepared(plan: plan, kept: kept.last), under: permit)
    }

    /// Each step by a connector of its own, as after a crash.
    func run(_ post: ReleasedPost, timeouts: PhaseTimeouts = PhaseTimeouts()) async throws -> End {
      let plan = try connector().plan(post)
      var last = "nothing happened"
      for _ in 0..<5 {
        switch await prepare(connector(timeouts: timeouts), plan) {
        case .ready: break
        case .retry(let reason, _):
          last = reason
          continue
        case .rejected(let reason), .needsLogin(let reason), .channelRefused(let reason): return .other(reason)
        }
        switch await commit(connector(timeouts: timeouts), plan) {
        case .published(let receipt): return .published(receipt)
        case .notSent(let reason, _): last = reason
        case .rejected(let reason), .undecided(let reason), .needsLogin(let reason), .channelRefused(let reason):
          return .other(reason)
        case .uncertain:
          let end = try await lookUp(plan)
          guard case .absent = end else { return end }
        }
      }
      return .other(last)
    }

    func lookUp(_ plan: SendPlan) async throws -> End {
      switch await connector().find(Prepared(plan: plan, kept: kept.last)) {
      case .found(let receipt): return .published(receipt)
      case .absentForCertain: return .absent
      case .absentPerhaps(let reason), .changedByOthers(let reason), .cannotTell(let reason): return .uncertain(reason)
      }
    }

    var commits: [MastodonStandIn.Request] {
      get throws { try instance.requests().filter { $0.method == "POST" && $0.path == "/api/v1/statuses" } }
    }
  }

  /// Gives every request the same timeouts.
  private struct TimedTransport: Transport {
    let inner: any Transport
    let timeouts: PhaseTimeouts

    init(_ inner: any Transport, _ timeouts: PhaseTimeouts) { (self.inner, self.timeouts) = (inner, timeouts) }

    func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
      await inner.send(request, timeouts: self.timeouts)
    }
  }

  private static func post(_ text: String = "Bins & bags: “Friday” – ŵ 🗑️", media: [MediaItem] = []) -> ReleasedPost {
    Sample.post(
      text, title: "Bins <now>", link: "https://example.org/bins?year=2026&week=47#friday", media: media,
      key: Sample.random())
  }

  @Test func `the stand-in is an instance to the client library Mastodon.py`() async throws {
    let delivery = try Delivery()
    try await delivery.instance.control("media?polls=1")
    let script = Places.checkout.appending(path: "Tests/Servers/mastodon_library.py").path
    let said = try PythonServer.output(
      of: try PythonServer.python(), [script, delivery.instance.url, MastodonBench.token])
    #expect(said == "accepted\n")
  }

  @Test func `a post with a picture is published, read back by strangers, and stands on its page`() async throws {
    let delivery = try Delivery(characters: 600)
    try await delivery.instance.control("media?polls=2")
    let connector = delivery.connector(visibility: .unlisted)
    await connector.learnLimits()
    #expect(connector.limits.characters == 600)
    let post = Self.post(media: [MastodonBench.medium()])
    let plan = try delivery.connector(visibility: .unlisted).plan(post)
    for expected in ["retry", "retry", "retry", "ready"] {
      #expect(await delivery.prepare(connector, plan).name == expected)
    }
    #expect(try await delivery.instance.statuses().isEmpty)
    let receipt = try #require(await delivery.commit(connector, plan).receipt)
    #expect(await connector.verify(receipt, against: plan) == .same)
    let page = try await delivery.instance.page(try #require(receipt.url))
    #expect(page.contains("alt=\"Green bins: ŵ £\"") && page.contains("Bins &lt;now&gt;"))
    #expect(try delivery.instance.requests().count(where: { $0.path == "/api/v2/media" }) == 1)
    let test = await connector.test()
    #expect(test.isUsable && test.findings.first?.contains("@council") == true)
  }

  @Test(arguments: [true, false])
  func `a post for followers is published, and read back by the account alone`(honoursKey: Bool) async throws {
    let delivery = try Delivery(honoursKey: honoursKey)
    let connector = delivery.connector(visibility: .private)
    let plan = try connector.plan(Self.post())
    #expect(await delivery.prepare(connector, plan).name == "ready")
    let receipt = try #require(await delivery.commit(connector, plan).receipt)
    guard case .sameToOwner = await connector.verify(receipt, against: plan) else {
      return surprise("another outcome")
    }
    // To strangers it is not there.
    let publicPlan = try delivery.connector().plan(Self.post())
    #expect(await delivery.connector().verify(receipt, against: publicPlan) == .notVisibleYet)
  }

  /// What a commit meets, whether it is done all the same, and how the delivery ends.
  @Test(
    arguments: [
      ("drop-before-request", 0), ("drop-before-response", 1), ("cut-response", 1), ("error-after-success", 1),
      ("html", 0), ("status&code=500", 0), ("status&code=503&retry-after=1", 0),
    ], [true, false])
  func `C-01, C-02, C-03, C-11: whatever a commit meets, there is one request, and one post or a person's question`(
    fault: (mode: String, posts: Int), honoursKey: Bool
  ) async throws {
    let delivery = try Delivery(honoursKey: honoursKey)
    try await delivery.instance.control("fault?mode=\(fault.mode)&path=/api/v1/statuses&method=POST")
    let end = try await delivery.run(Self.post(media: [MastodonBench.medium()]))
    #expect(fault.posts == 1 ? end.receipt != nil : end.isUncertain, "\(end)")
    #expect(try await delivery.instance.statuses().count == fault.posts)
    #expect(try delivery.commits.count == 1)
    if let receipt = end.receipt {
      #expect(try await delivery.instance.statuses().map(\.id) == [receipt.remoteID])
    }
  }

  @Test func `C-01: an answer that does not come is made good by reading`() async throws {
    let delivery = try Delivery()
    try await delivery.instance.control("fault?mode=slow&path=/api/v1/statuses&method=POST")
    let plan = try delivery.connector().plan(Self.post())
    #expect(await delivery.prepare(delivery.connector(), plan).name == "ready")
    let hasty = delivery.connector(timeouts: PhaseTimeouts(read: .milliseconds(200)))
    #expect(await delivery.commit(hasty, plan).name == "uncertain")
    #expect(try await delivery.lookUp(plan).isUncertain)
    try await delivery.instance.control("release")
    // It is done at some time after it was let go.
    while try await delivery.instance.statuses().isEmpty { await Task.yield() }
    #expect(try await delivery.lookUp(plan).receipt != nil)
    #expect(try delivery.commits.count == 1)
  }

  @Test(arguments: [true, false])
  func `C-07: a request that arrives after it was looked for makes no second post, and is found then`(honoursKey: Bool)
    async throws
  {
    let delivery = try Delivery(honoursKey: honoursKey)
    try await delivery.instance.control("fault?mode=late&path=/api/v1/statuses&method=POST")
    let post = Self.post()
    let end = try await delivery.run(post)
    #expect(end.isUncertain, "\(end)")
    #expect(try await delivery.instance.statuses().isEmpty)
    try await delivery.instance.control("release")
    let receipt = try await delivery.lookUp(try delivery.connector().plan(post)).receipt
    #expect(receipt != nil)
    #expect(try await delivery.instance.statuses().map(\.id) == [receipt?.remoteID])
    #expect(try delivery.commits.count == 1)
  }

  @Test func `C-05: where a person sends again, the key is the same, and an instance that knows it has one post`()
    async throws
  {
    let delivery = try Delivery()
    try await delivery.instance.control("fault?mode=late&path=/api/v1/statuses&method=POST")
    let post = Self.post(media: [MastodonBench.medium()])
    #expect(try await delivery.run(post).isUncertain)
    try await delivery.instance.control("release")
    let receipt = try await delivery.run(post).receipt
    #expect(try await delivery.instance.statuses().map(\.id) == [receipt?.remoteID])
    #expect(try delivery.commits.map(\.key) == [post.key.text, post.key.text])
  }

  @Test func `an equal post of another delivery just before is not taken for this one`() async throws {
    let delivery = try Delivery(honoursKey: false)
    #expect(try await delivery.run(Self.post()).receipt != nil)
    try await delivery.instance.control("fault?mode=drop-before-request&path=/api/v1/statuses&method=POST")
    #expect(try await delivery.run(Self.post()).isUncertain)
  }

  @Test func `C-03: an upload whose answer was lost, or that was thrown away, is made again`() async throws {
    let delivery = try Delivery()
    try await delivery.instance.control("fault?mode=drop-before-response&path=/api/v2/media")
    let plan = try delivery.connector().plan(Self.post(media: [MastodonBench.medium()]))
    #expect(await delivery.prepare(delivery.connector(), plan).name == "retry")
    #expect(await delivery.prepare(delivery.connector(), plan).name == "ready")
    try await delivery.instance.control("forget-media")
    #expect(await delivery.prepare(delivery.connector(), plan).name == "ready")
    let receipt = try #require(await delivery.commit(delivery.connector(), plan).receipt)
    #expect(await delivery.connector().verify(receipt, against: plan) == .same)
    #expect(try delivery.instance.requests().count(where: { $0.path == "/api/v2/media" }) == 3)
  }

  @Test(arguments: ["/api/v1/accounts", "/api/v2/media", "/api/v1/statuses"])
  func `C-27: a 429 anywhere puts the post off, and it goes out once afterwards`(path: String) async throws {
    let delivery = try Delivery()
    let method = path == "/api/v1/accounts" ? "GET" : "POST"
    try await delivery.instance.control("fault?mode=status&code=429&path=\(path)&method=\(method)&retry-after=60")
    #expect(try await delivery.run(Self.post(media: [MastodonBench.medium()])).receipt != nil)
    #expect(try await delivery.instance.statuses().count == 1)
  }

  @Test func `C-26, C-30: a revoked token stops before anything is written, and stands nowhere`() async throws {
    let delivery = try Delivery()
    let wrong = delivery.connector(token: "another-t0ken-5Zy")
    let plan = try wrong.plan(Self.post(media: [MastodonBench.medium()]))
    let outcome = await delivery.prepare(wrong, plan)
    #expect(outcome.name == "needsLogin" && outcome.reason.contains("“The access token is invalid”"), "\(outcome)")
    #expect(await !wrong.test().isUsable)
    #expect(try delivery.instance.requests().allSatisfy { $0.method == "GET" && !$0.known })
    #expect(try await delivery.run(Self.post(media: [MastodonBench.medium()])).receipt != nil)
    let written =
      "\(outcome) " + delivery.kept.all.map { String(decoding: $0, as: UTF8.self) }.joined()
      + (try delivery.instance.logText())
    #expect(!written.contains("another-t0ken-5Zy") && !written.contains(MastodonBench.token))
  }

  @Test func `C-17, C-19: at the limit the instance agrees with the check, and one more it refuses`() async throws {
    let link = " https://example.org/" + MastodonTests.bees
    let (fits, exceeds) = (String(repeating: "ŵ", count: 476) + link, String(repeating: "ŵ", count: 477) + link)
    let delivery = try Delivery()
    #expect(try await delivery.run(Sample.post(fits, key: Sample.random())).receipt != nil)
    #expect(delivery.connector().check(PostContent(text: exceeds)).count == 1)
    // A limit that was lowered after the plan was made.
    let strict = try Delivery(characters: 499)
    guard case .other(let reason) = try await strict.run(Sample.post(fits, key: Sample.random())) else {
      return surprise("another outcome")
    }
    #expect(reason.contains("Text character limit of 499 exceeded"))
  }
}
