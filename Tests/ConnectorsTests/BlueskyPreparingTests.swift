import Elections
import Foundation
@testable import Publishing
import Synchronization
import TestSupport
import Testing
import Texts
@testable import Connectors

/// Session, mentions and uploads.
@Suite struct BlueskyPreparingTests {
  private typealias Bench = BlueskyBench

  private func prepare(_ bench: BlueskyBench, _ transport: some Transport, _ post: ReleasedPost = Sample.post())
    async throws -> PrepareOutcome
  {
    let connector = bench.connector(transport)
    let plan = try connector.plan(post)
    return await connector.prepare(plan, bench.preparation(plan, from: bench.clock.now()))
  }

  /// What would be published.
  private static func record(_ prepared: Prepared) throws -> JSON {
    let plan = try #require(BlueskyPlan(payload: prepared.plan.payload))
    let kept = try #require(BlueskyKept(bytes: prepared.kept))
    return try #require(BlueskyRecord.records(of: plan, kept)?.first?.record)
  }

  // MARK: The session

  @Test func `the first post logs in, and the session serves every later one`() async throws {
    let bench = Bench()
    let transport = RoutedTransport { _, _, _ in Bench.session("1") }
    for _ in 0..<3 { #expect(try await prepare(bench, transport).prepared != nil) }
    #expect(transport.requests.count == 1 && transport.count("createSession") == 1)
    #expect(
      String(decoding: transport.requests[0].body, as: UTF8.self)
        == #"{"identifier":"council.test","password":"\#(Bench.password)"}"#)
    let attributes = try FileManager.default.attributesOfItem(atPath: bench.sessionFile)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = URL(filePath: bench.sessionFile).deletingLastPathComponent().path()
    #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["bluesky"])
  }

  @Test func `C-23: a token that ends soon is renewed before it is used, and the new pair is kept`() async throws {
    let bench = Bench()
    try bench.store(access: Bench.token("old", lasting: 119), refresh: Bench.token("old-refresh", lasting: 1000))
    let transport = RoutedTransport { _, _, _ in Bench.session("2") }
    #expect(try await prepare(bench, transport).prepared != nil)
    #expect(transport.requests.count == 1 && transport.count("refreshSession") == 1)
    #expect(transport.requests[0].header("authorization") == "Bearer " + Bench.token("old-refresh", lasting: 1000))
    #expect(transport.requests[0].body.isEmpty)
    let stored = bench.file().read()
    #expect(stored?.has(access: Secret(Bench.token("access-2", lasting: 7200))) == true)
    #expect(try await prepare(bench, transport).prepared != nil)
    #expect(transport.requests.count == 1)
  }

  @Test func `C-23: a token refused at the commit is renewed once, and one post is made`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = RoutedTransport { method, before, _ in
      switch method {
      case "createRecord": before == 0 ? Bench.error(400, "ExpiredToken") : Bench.created(bench.rkey())
      default: Bench.session("2")
      }
    }
    let connector = bench.connector(transport)
    let plan = try connector.plan(Sample.post())
    let permit = Sample.permit(for: plan)
    let first = try #require(await connector.prepare(plan, bench.preparation(plan)).prepared)
    guard case .notSent(_, nil) = await connector.commit(first, under: permit) else { return #expect(Bool(false)) }
    // Without a preparation it is not tried with the token that was refused.
    #expect(await connector.commit(first, under: permit).name == "notSent")
    #expect(transport.count("createRecord") == 1)
    let second = try #require(await connector.prepare(plan, bench.preparation(plan)).prepared)
    #expect(await connector.commit(second, under: permit).receipt != nil)
    #expect(transport.count("createRecord") == 2 && transport.count("refreshSession") == 1)
    #expect(transport.requests.last?.header("authorization") == "Bearer " + Bench.token("access-2", lasting: 7200))
  }

  @Test func `C-26: a token refused within a minute of its making needs a person`() async throws {
    let bench = Bench()
    try bench.store(
      access: Bench.token("new", lasting: 7000), refresh: "r", renewed: Sample.due.adding(seconds: -59))
    let outcome = try await bench.commit(ScriptedTransport(Bench.error(400, "ExpiredToken")))
    #expect(outcome.name == "needsLogin" && outcome.reason.contains("less than a minute old"))
  }

  @Test func `C-24: ten at once on an expired token make one renewal`() async throws {
    let bench = Bench()
    try bench.store(access: Bench.token("old", lasting: -10), refresh: Bench.token("old-refresh", lasting: 1000))
    let transport = RoutedTransport { _, _, _ in Bench.session("2") }
    let connector = bench.connector(transport)
    let plans = try (0..<10).map { try connector.plan(Sample.post(number: $0, key: UInt64($0))) }
    let ready = await withTaskGroup { group in
      for plan in plans {
        group.addTask {
          let preparation = Preparation(
            name: plan.post.name, contentHash: plan.contentHash, notAfter: Sample.due.adding(seconds: 60), kept: nil
          ) { _ in true }
          return await connector.prepare(plan, preparation).prepared != nil
        }
      }
      return await group.reduce(into: 0) { count, isReady in count += isReady ? 1 : 0 }
    }
    #expect(ready == 10 && transport.requests.count == 1 && transport.count("refreshSession") == 1)
  }

  @Test func `C-25: a renewal whose answer was lost is tried once more, then logged in, never in a loop`() async throws
  {
    for (answers, refreshes, logins) in [
      ([WireOutcome.maybeSent("Lost."), Bench.session("2")], 2, 0),
      ([.maybeSent("Lost."), Bench.error(400, "ExpiredToken")], 2, 1),
      ([Bench.error(502, "X"), .maybeSent("Lost.")], 2, 1),
      ([Bench.error(400, "ExpiredToken")], 1, 1), ([Bench.error(400, "InvalidToken")], 1, 1),
      ([Bench.error(401, "AuthMissing")], 1, 1),
    ] {
      let bench = Bench()
      try bench.store(access: Bench.token("old", lasting: 0), refresh: "old-refresh")
      let transport = RoutedTransport { method, before, _ in
        method == "refreshSession" ? answers[before] : Bench.session("3")
      }
      #expect(try await prepare(bench, transport).prepared != nil)
      #expect(transport.count("refreshSession") == refreshes && transport.count("createSession") == logins)
    }
  }

  @Test func `C-25: a new pair that cannot be written is not used, and is not lost`() async throws {
    let bench = Bench()
    try bench.store(access: Bench.token("old", lasting: 0), refresh: "old-refresh")
    let transport = RoutedTransport { _, _, _ in Bench.session("2") }
    let connector = bench.connector(transport)
    let plan = try connector.plan(Sample.post())
    // A folder in its way.
    try FileManager.default.removeItem(atPath: bench.sessionFile)
    try FileManager.default.createDirectory(
      atPath: bench.sessionFile + "/x", withIntermediateDirectories: true)
    let outcome = await connector.prepare(plan, bench.preparation(plan))
    #expect(outcome.name == "retry" && outcome.reason.contains("cannot be kept"))
    #expect(await connector.prepare(plan, bench.preparation(plan)).name == "retry")
    #expect(transport.requests.count == 1)
    try FileManager.default.removeItem(atPath: bench.sessionFile)
    #expect(await connector.prepare(plan, bench.preparation(plan)).prepared != nil)
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: [
    (BlueskyBench.error(401, "AuthenticationRequired"), "needsLogin", "app password"),
    (BlueskyBench.error(400, "InvalidRequest"), "needsLogin", "service and account"),
    (BlueskyBench.error(403, "X"), "needsLogin", "service and account"),
    (BlueskyBench.error(307, "X"), "needsLogin", "service and account"),
    (BlueskyBench.error(429, "X", headers: [("ratelimit-reset", "1795366900")]), "retry", "too many logins"),
    (BlueskyBench.error(500, "X"), "retry", "no session"), (BlueskyBench.json(200, "{}"), "retry", "no session"),
    (.maybeSent("Lost."), "retry", "Lost."), (.notSent("No."), "retry", "No."),
  ])
  func `C-26: an answer to the login decides who has to act`(answer: WireOutcome, name: String, words: String)
    async throws
  {
    let transport = ScriptedTransport(answer)
    let outcome = try await prepare(Bench(), transport)
    #expect(outcome.name == name && outcome.reason.contains(words), "\(outcome)")
    #expect(transport.requests.count == 1)
  }

  @Test func `a session of another account or server is none`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    for (service, identifier) in [("https://other.example", "council.test"), (Bench.service, "other.test")] {
      #expect(bench.file(service: service, identifier: identifier).read() == nil)
    }
    #expect(bench.file().read() != nil && bench.file(password: "another").read() == nil)
    let kept = try String(contentsOfFile: bench.sessionFile, encoding: .utf8)
    #expect(!kept.contains("access") && !kept.contains("refresh"), "what is kept is sealed")
    try Data("{".utf8).write(to: URL(filePath: bench.sessionFile))
    let transport = RoutedTransport { _, _, _ in Bench.session("1") }
    #expect(try await prepare(bench, transport).prepared != nil)
  }

  @Test func `a post prepared for one account never goes out on another`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    var kept = BlueskyKept(account: "did:plc:other", handle: "x.test", attempted: Sample.due, created: Sample.due)
    kept.mentions = [:]
    bench.keptBytes.withLock { $0 = kept.bytes }
    let outcome = try await prepare(bench, ScriptedTransport())
    #expect(outcome.name == "rejected" && outcome.reason.contains("did:plc:other"))
  }

  @Test func `a password that cannot be read is looked for again`() async throws {
    let bench = Bench()
    let connector = bench.connector(ScriptedTransport(), password: nil)
    let plan = try connector.plan(Sample.post())
    let outcome = await connector.prepare(plan, bench.preparation(plan))
    #expect(outcome.name == "retry" && outcome.reason.contains("environment variable P"))
  }

  @Test func `without a preparation that allows it nothing is asked`() async throws {
    let bench = Bench()
    let transport = ScriptedTransport()
    let connector = bench.connector(transport)
    let plan = try connector.plan(Sample.post())
    #expect(
      await connector.prepare(plan, bench.preparation(plan, from: Sample.due.adding(seconds: -60))).name == "retry")
    let other = try connector.plan(Sample.post("Other"))
    #expect(await connector.prepare(plan, bench.preparation(other)).name == "retry")
    #expect(transport.requests.isEmpty)
  }

  // MARK: The date

  @Test func `C-16: a post is dated when it was due, or when it is released where that is later`() async throws {
    for (late, created) in [
      (Duration.zero, "2026-11-22T17:00:00.000Z"), (.seconds(599), "2026-11-22T17:00:00.000Z"),
      (.seconds(14 * 86_400), "2026-12-06T17:00:00.000Z"),
    ] {
      let bench = Bench(clock: TestClock(Sample.due.adding(late)))
      let transport = RoutedTransport { _, _, _ in Bench.session("1") }
      let prepared = try #require(try await prepare(bench, transport).prepared)
      let record = try Self.record(prepared)
      #expect(record["createdAt"]?.string == created)
    }
  }

  // MARK: Mentions

  @Test func `a mention is resolved once and kept; one of nobody stays text`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = RoutedTransport { _, _, request in
      request.url.hasSuffix("=a.example.org")
        ? Bench.json(200, #"{"did":"did:plc:abc"}"#) : Bench.error(400, "InvalidRequest")
    }
    let post = Sample.post("@a.example.org @nobody.example.org @a.example.org")
    let prepared = try #require(try await prepare(bench, transport, post).prepared)
    #expect(try await prepare(bench, transport, post).prepared != nil)
    #expect(transport.count("resolveHandle") == 2 && transport.requests.count == 2)
    let record = try Self.record(prepared)
    let facets = try #require(record["facets"]?.array)
    #expect(facets.count == 2)
    #expect(
      facets[0].compactText
        == #"{"index":{"byteStart":0,"byteEnd":14},"#
        + #""features":[{"$type":"app.bsky.richtext.facet#mention","did":"did:plc:abc"}]}"#)
    for answer in [WireOutcome.maybeSent("Lost."), .notSent("No."), Bench.error(429, "X"), Bench.error(500, "X")] {
      let bench = Bench()
      try bench.storeGoodSession()
      #expect(try await prepare(bench, ScriptedTransport(answer), post).name == "retry")
    }
  }

  // MARK: Pictures

  private static let pictured = Sample.post("Bins", media: [Sample.picture(alt: "Green bins")])

  private static let blob =
    #"{"$type":"blob","ref":{"$link":"\#(ContentID(ofBlob: ContentHash(of: "a".utf8)).text)"},"#
    + #""mimeType":"image/jpeg","size":1}"#

  @Test func `a picture is uploaded with its type, kept at once, and named by the record with its alt text`()
    async throws
  {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = RoutedTransport { _, _, _ in Bench.json(200, #"{"blob":\#(Self.blob)}"#) }
    let prepared = try #require(try await prepare(bench, transport, Self.pictured).prepared)
    #expect(transport.requests.count == 1 && transport.requests[0].url.hasSuffix("com.atproto.repo.uploadBlob"))
    #expect(transport.requests[0].header("content-type") == "image/jpeg" && transport.requests[0].body == [0x61])
    let record = try Self.record(prepared)
    let image = try #require(record["embed"]?["images"]?.array?.first)
    #expect(image["alt"]?.string == "Green bins")
    #expect(image["image"]?["ref"]?["$link"]?.string == ContentID(ofBlob: ContentHash(of: "a".utf8)).text)
    // Again soon: taken as it is. Later: the server may have thrown it away.
    #expect(try await prepare(bench, transport, Self.pictured).prepared != nil)
    #expect(transport.requests.count == 1)
    bench.clock.move(by: .seconds(300))
    #expect(try await prepare(bench, transport, Self.pictured).prepared != nil)
    #expect(transport.requests.count == 2)
  }

  @Test func `an upload whose token is over is renewed once`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = RoutedTransport { method, before, _ in
      if method == "refreshSession" { return Bench.session("2") }
      return before == 0 ? Bench.error(400, "ExpiredToken") : Bench.json(200, #"{"blob":\#(Self.blob)}"#)
    }
    #expect(try await prepare(bench, transport, Self.pictured).prepared != nil)
    #expect(transport.count("uploadBlob") == 2 && transport.count("refreshSession") == 1)
  }

  @Test(arguments: [
    (BlueskyBench.error(400, "BlobTooLarge"), "rejected", "save it smaller"),
    (BlueskyBench.error(413, "PayloadTooLarge"), "rejected", "save it smaller"),
    (BlueskyBench.error(401, "AuthMissing"), "needsLogin", "app password"),
    (BlueskyBench.error(429, "X"), "retry", "too many"), (BlueskyBench.error(500, "X"), "retry", "tried again"),
    (BlueskyBench.error(308, "X"), "channelRefused", "another address"),
    (BlueskyBench.json(200, "{}"), "retry", "tried again"), (.maybeSent("Lost."), "retry", "Lost."),
    (BlueskyBench.json(200, #"{"blob":{"ref":{"$link":"bafkreiother"}}}"#), "rejected", "changed"),
  ])
  func `an answer to an upload decides who has to act`(answer: WireOutcome, name: String, words: String) async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let outcome = try await prepare(bench, ScriptedTransport(answer), Self.pictured)
    #expect(outcome.name == name && outcome.reason.contains(words), "\(outcome)")
  }

  @Test func `a picture that was changed in the store is not uploaded`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = ScriptedTransport()
    let connector = bench.connector(transport, bytes: Array("b".utf8))
    let plan = try connector.plan(Self.pictured)
    #expect(await connector.prepare(plan, bench.preparation(plan)).name == "rejected")
    #expect(transport.requests.isEmpty)
  }

  @Test func `a preparation that cannot be stored stops`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = RoutedTransport { _, _, _ in Bench.json(200, #"{"blob":\#(Self.blob)}"#) }
    let connector = bench.connector(transport)
    let plan = try connector.plan(Self.pictured)
    #expect(await connector.prepare(plan, bench.preparation(plan, keeps: false)).name == "retry")
  }

  // MARK: Secrets

  @Test func `C-30: no secret is in any reason, plan, kept bytes or description`() async throws {
    let secrets = [Bench.password, "eyJ", "c2lnbmF0dXJl", "opaque-refresh", "opaque-access"]
    var shown = ""
    func echo(_ status: Int) -> @Sendable (String, Int, WireRequest) -> WireOutcome {
      { _, _, request in
        let words = "\(request.header("authorization") ?? "") \(String(decoding: request.body, as: UTF8.self))"
          .replacing("\"", with: "'")
        return Bench.json(status, #"{"error":"InvalidRequest","message":"\#(words)"}"#)
      }
    }
    for status in [200, 400, 401, 403, 413, 429, 500] {
      for isOpaque in [false, true] {
        let bench = Bench()
        shown += "\(try await prepare(bench, RoutedTransport(echo(status)), Self.pictured))"
        if isOpaque {
          try bench.store(access: "opaque-access", refresh: "opaque-refresh")
        } else {
          try bench.storeGoodSession()
        }
        let connector = bench.connector(RoutedTransport(echo(status)))
        let plan = try connector.plan(Sample.post())
        let outcome = await connector.prepare(plan, bench.preparation(plan))
        let prepared = try #require(outcome.prepared)
        shown += "\(outcome) \(try await prepare(bench, RoutedTransport(echo(status)), Self.pictured))"
        shown += "\(await connector.commit(prepared, under: Sample.permit(for: plan)))"
        shown += "\(await connector.find(prepared)) \(await connector.test())"
        shown += String(decoding: plan.payload + (prepared.kept ?? []), as: UTF8.self)
        dump(connector, to: &shown)
        dump(await connector.session.current(), to: &shown)
      }
    }
    for secret in secrets { #expect(!shown.contains(secret)) }
  }

  // MARK: The channel test

  @Test func `the channel test says who is logged in, or what is wrong`() async throws {
    let bench = Bench()
    let answer = Bench.json(200, #"{"did":"did:web:localhost","handle":"council.test","active":true}"#)
    let good = await bench.connector(ScriptedTransport(Bench.session("1"), answer)).test()
    #expect(good.isUsable)
    #expect(good.findings.first == "council.test (did:web:localhost) is logged in at pds.example.org.")
    let refused = await bench.connector(ScriptedTransport(Bench.error(400, "ExpiredToken"))).test()
    #expect(!refused.isUsable)
    let wrong = await Bench().connector(ScriptedTransport(Bench.error(401, "AuthenticationRequired"))).test()
    #expect(!wrong.isUsable && wrong.findings[0].contains("app password"))
    let inactive = Bench.json(200, #"{"did":"did:web:localhost","active":false}"#)
    let other = Bench()
    let off = await other.connector(ScriptedTransport(Bench.session("1"), inactive)).test()
    #expect(!off.isUsable && off.findings[0].contains("not active"))
  }
}
