import Elections
import Foundation
import Publishing
import Synchronization
import TestSupport
import Testing
import Texts
@testable import Connectors

/// The one request that publishes, and what its answers mean.
@Suite struct BlueskySendingTests {
  private typealias Bench = BlueskyBench

  // MARK: What is sent

  @Test func `a post is one createRecord under the key of its plan`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = ScriptedTransport(Bench.created(bench.rkey()))
    let outcome = try await bench.commit(transport)
    let request = try #require(transport.requests.first)
    #expect(request.url == "https://pds.example.org/xrpc/com.atproto.repo.createRecord")
    #expect(request.header("authorization") == "Bearer " + Bench.token("access", lasting: 7000))
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"repo":"did:web:localhost","collection":"app.bsky.feed.post","rkey":"\#(bench.rkey())","#
        + #""record":{"$type":"app.bsky.feed.post","text":"Bins are collected on Friday.","#
        + #""createdAt":"2026-11-22T17:00:00.000Z","langs":["en"]}}"#)
    #expect(
      outcome.receipt
        == Receipt(
          remoteID: "at://did:web:localhost/app.bsky.feed.post/\(bench.rkey())",
          url: "https://bsky.app/profile/council.test/post/\(bench.rkey())", at: Sample.due))
  }

  @Test func `a thread is one applyWrites, each part a reply to the one before by address and content`() async throws {
    let bench = Bench(threads: true)
    try bench.storeGoodSession()
    let post = Sample.post(String(repeating: "Sŵn a thŷ. ", count: 60))
    let plan = try #require(BlueskyPlan(payload: bench.connector(ScriptedTransport()).plan(post).payload))
    let results = plan.parts.map {
      #"{"uri":"at://did:web:localhost/app.bsky.feed.post/\#($0.rkey)","cid":"bafy"}"#
    }
    let transport = ScriptedTransport(Bench.json(200, #"{"results":[\#(results.joined(separator: ","))]}"#))
    let outcome = try await bench.commit(transport, post)
    #expect(outcome.receipt?.remoteID == "at://did:web:localhost/app.bsky.feed.post/\(plan.first.rkey)", "\(outcome)")
    #expect(transport.requests.count == 1 && transport.requests[0].url.hasSuffix("com.atproto.repo.applyWrites"))
    let body = try #require(JSON(parsing: String(decoding: transport.requests[0].body, as: UTF8.self)))
    let records = try #require(body["writes"]?.array).compactMap { $0["value"] }
    #expect(records.count == 3 && records[0]["reply"] == nil)
    let ids = records.map { ContentID(ofRecord: $0).text }
    for number in 1..<3 {
      #expect(records[number]["reply"]?["root"]?["cid"]?.string == ids[0])
      #expect(records[number]["reply"]?["parent"]?["cid"]?.string == ids[number - 1])
      #expect(records[number]["reply"]?["parent"]?["uri"]?.string?.hasSuffix(plan.parts[number - 1].rkey) == true)
    }
  }

  @Test func `G-33: without a permit for this content, channel and time nothing reaches the network`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = ScriptedTransport()
    let connector = bench.connector(transport)
    let plan = try connector.plan(Sample.post())
    for permit in [
      Sample.permit(for: plan, from: Sample.due.adding(seconds: -1)),
      Sample.permit(for: plan, name: DeliveryName(post: PostID(12), channel: "other")),
      Sample.permit(for: plan, contentHash: ContentHash(of: [])),
    ] {
      #expect(await connector.commit(bench.prepared(plan), under: permit).name == "notSent")
    }
    let unprepared = await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
    #expect(unprepared.name == "notSent" && transport.requests.isEmpty)
    let foreign = SendPlan(post: Sample.post(), payload: Array(#"{"connector":"mastodon"}"#.utf8))
    #expect(await connector.commit(bench.prepared(foreign), under: Sample.permit(for: foreign)).name == "rejected")
  }

  @Test func `C-14: a permit that ends while the connection is made stops the request`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = ScriptedTransport(
      Bench.created(bench.rkey()), beforeStart: { bench.clock.move(by: .seconds(1)) })
    #expect(try await bench.commit(transport).name == "notSent")
    #expect(transport.requests.isEmpty)
  }

  // MARK: What is answered

  struct Row: Sendable {
    let answer: WireOutcome
    let outcome: String
    var words = ""
  }

  private static let page = WireOutcome.response(
    WireResponse(status: 200, headers: [("content-type", "text/html")], body: Array("<html>Sign in".utf8)))

  private static func said(_ message: String) -> WireOutcome {
    Bench.json(400, #"{"error":"InvalidRequest","message":"\#(message)"}"#)
  }

  private static func row(_ answer: WireOutcome, _ outcome: String, _ words: String = "") -> Row {
    Row(answer: answer, outcome: outcome, words: words)
  }

  @Test(arguments: [
    row(Bench.created(Bench().rkey()), "published"),
    row(Bench.created("3lbgate222222"), "published"),
    row(Bench.json(200, #"{"uri":"at://did:web:other/app.bsky.feed.post/3lbgate222222","cid":"bafy"}"#), "uncertain"),
    row(Bench.json(200, #"{"uri":"at://did:web:localhost/app.bsky.feed.like/3lb","cid":"bafy"}"#), "uncertain"),
    row(Bench.json(200, #"{"uri":"at://did:web:localhost/app.bsky.feed.post/x"}"#), "uncertain"),
    row(Bench.json(200, "{}"), "uncertain", "it said that it was done, without the post's address"),
    row(Bench.json(200, ""), "uncertain"), row(page, "uncertain"),
    row(Bench.error(301, "X"), "channelRefused", "another address"), row(Bench.error(302, "X"), "uncertain"),
    row(Bench.error(303, "X"), "uncertain"), row(Bench.error(307, "X"), "channelRefused"),
    row(Bench.error(308, "X"), "channelRefused"),
    row(Bench.error(400, "ExpiredToken"), "notSent", "it is renewed"),
    row(Bench.error(400, "InvalidToken"), "notSent", "it is renewed"),
    row(Bench.error(400, "InvalidRequest"), "undecided", "“InvalidRequest: InvalidRequest it is”"),
    row(said("Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes"), "rejected"),
    row(said("Could not find repo: did:web:localhost"), "channelRefused"), row(said("Invalid repo"), "channelRefused"),
    row(said("Account has been taken down"), "channelRefused"), row(said("Record already exists"), "uncertain"),
    row(Bench.error(400, "InvalidSwap"), "uncertain"), row(Bench.error(400, "AccountInactive"), "channelRefused"),
    row(Bench.error(400, "BlockedByTakedown"), "channelRefused"), row(Bench.json(400, ""), "undecided"),
    row(Bench.error(400, "EmailNotConfirmed"), "channelRefused"), row(Bench.error(400, "InvalidRecord"), "rejected"),
    row(Bench.error(400, "AuthorizationError"), "channelRefused"), row(Bench.error(400, "BlobTooLarge"), "rejected"),
    row(Bench.error(400, "ScopeMissingError"), "channelRefused"), row(Bench.error(400, "use_dpop_nonce"), "needsLogin"),
    row(Bench.error(400, "RateLimitExceeded"), "notSent"), row(Bench.error(400, "UpstreamFailure"), "uncertain"),
    row(Bench.error(400, "NotEnoughResources"), "uncertain"),
    row(Bench.error(400, "BlobNotFound"), "notSent", "uploaded again"),
    row(Bench.error(400, "Other"), "undecided"), row(Bench.error(401, "AuthMissing"), "needsLogin", "app password"),
    row(Bench.error(401, "AuthenticationRequired"), "needsLogin"), row(Bench.error(403, "Forbidden"), "channelRefused"),
    row(Bench.error(400, "AccountTakedown"), "channelRefused"), row(Bench.error(403, "ExpiredToken"), "needsLogin"),
    row(Bench.error(404, "X"), "channelRefused"), row(Bench.error(405, "X"), "channelRefused"),
    row(Bench.error(408, "X"), "uncertain"), row(Bench.error(409, "X"), "uncertain"),
    row(Bench.error(413, "PayloadTooLarge"), "rejected"), row(Bench.error(425, "X"), "uncertain"),
    row(Bench.error(429, "RateLimitExceeded"), "notSent", "too many requests"),
    row(Bench.error(500, "InternalServerError"), "uncertain", "looked up"), row(Bench.error(501, "X"), "uncertain"),
    row(Bench.error(502, "X"), "uncertain"), row(Bench.error(503, "X"), "uncertain"),
    row(Bench.error(504, "X"), "uncertain"),
    row(.notSent("No."), "notSent", "No."), row(.maybeSent("Lost."), "uncertain", "Lost."),
  ])
  func `C-02, C-09: every answer has one meaning and costs exactly one request`(row: Row) async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = ScriptedTransport(row.answer)
    let outcome = try await bench.commit(transport)
    #expect(outcome.name == row.outcome, "\(outcome)")
    #expect(row.words.isEmpty || outcome.reason.contains(row.words), "\(outcome)")
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: [
    ("retry-after", "90", 90), ("ratelimit-reset", "1795366920", 120), ("RateLimit-Reset", "30", 30),
    ("ratelimit-reset", "1795366700", nil), ("ratelimit-reset", "9223372036854775807", nil),
    ("ratelimit-reset", "soon", nil),
  ])
  func `C-27: a 429 comes back after the time that it names, within reason`(name: String, value: String, seconds: Int?)
    async throws
  {
    let bench = Bench()
    try bench.storeGoodSession()
    let answer = Bench.error(429, "RateLimitExceeded", headers: [(name, value)])
    let outcome = try await bench.commit(ScriptedTransport(answer))
    guard case .notSent(_, let after) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(after == seconds.map { .seconds($0) })
  }

  @Test(arguments: [("1795366920", "90", 90), ("1795366700", "90", 90), ("5", "0", 1), ("5", "x", 5), ("-9", "x", nil)])
  func `C-27: of the two times that a 429 names Retry-After counts`(reset: String, header: String, seconds: Int?)
    async throws
  {
    let bench = Bench()
    try bench.storeGoodSession()
    let answer = Bench.error(
      429, "RateLimitExceeded", headers: [("ratelimit-reset", reset), ("Retry-After", header)])
    guard case .notSent(_, let after) = try await bench.commit(ScriptedTransport(answer)) else {
      return #expect(Bool(false))
    }
    #expect(after == seconds.map { .seconds($0) })
  }

  // MARK: Finding

  private static let value =
    #""value":{"$type":"app.bsky.feed.post","text":"Bins are collected on Friday.","langs":["en"],"#
    + #""createdAt":"2026-11-22T17:00:00.000Z"}"#

  /// `listed`: what the account's newest posts are, where they are asked for.
  private func find(
    _ answer: WireOutcome, after age: Duration = .seconds(5), listed: WireOutcome = Bench.json(200, #"{"records":[]}"#),
    lost: LostAttempt? = nil
  ) async throws -> FindOutcome {
    let bench = Bench()
    let transport = ScriptedTransport(answer, listed)
    let connector = bench.connector(transport)
    let prepared = bench.prepared(try connector.plan(Sample.post()))
    bench.clock.move(by: age)
    let outcome = await connector.find(Prepared(plan: prepared.plan, kept: prepared.kept, lost: lost))
    #expect(transport.requests.count <= 2 && transport.requests.allSatisfy { $0.method == .get })
    #expect(transport.requests[0].header("authorization") == nil)
    #expect(
      transport.requests[0].url
        == "https://pds.example.org/xrpc/com.atproto.repo.getRecord?repo=did%3Aweb%3Alocalhost"
        + "&collection=app.bsky.feed.post&rkey=\(bench.rkey())")
    return outcome
  }

  @Test func `C-08: equal content under our key is ours, whatever its date; other content is a person's question`()
    async throws
  {
    let uri = "at://did:web:localhost/app.bsky.feed.post/\(Bench().rkey())"
    let body = #"{"uri":"\#(uri)","cid":"bafy",\#(Self.value)}"#
    for text in [body, body.replacing("17:00:00.000Z", with: "18:30:00.000Z")] {
      guard case .found(let receipt) = try await find(Bench.json(200, text)) else { return #expect(Bool(false)) }
      #expect(receipt.remoteID == uri && receipt.url?.hasSuffix(Bench().rkey()) == true)
    }
    for (old, new) in [("Friday", "Monday"), (#"["en"]"#, #"["cy"]"#), (#""langs""#, #""reply":{},"langs""#)] {
      let other = try await find(Bench.json(200, body.replacing(old, with: new)))
      guard case .changedByOthers = other else { return #expect(Bool(false), "\(other)") }
    }
  }

  @Test func `C-07: absence is certain for an hour after the commit, and then a person's question`() async throws {
    let absent = Bench.error(400, "RecordNotFound")
    #expect(try await find(absent, after: .seconds(3599)) == .absentForCertain)
    guard case .absentPerhaps(let reason) = try await find(absent, after: .seconds(3600)) else {
      return #expect(Bool(false))
    }
    #expect(reason.contains("60 minutes"))
  }

  private static func entry(_ rkey: String, _ value: String = value) -> String {
    #"{"uri":"at://did:web:localhost/app.bsky.feed.post/\#(rkey)","cid":"bafy",\#(value)}"#
  }

  private static func lost(_ reason: String, taken: Set<String> = []) -> LostAttempt {
    LostAttempt(began: Sample.due, ended: Sample.due.adding(seconds: 60), taken: taken, reason: reason)
  }

  @Test func `a post that the server put under a key of its own is found, and told of`() async throws {
    let absent = Bench.error(400, "RecordNotFound")
    let other = Self.value.replacing("17:00:00.000Z", with: "16:00:00.000Z")
    let list = Bench.json(
      200, #"{"records":[\#(Self.entry("3lbnew", other)),\#(Self.entry("3lbown")),\#(Self.entry("3lbold", other))]}"#)
    guard case .found(let receipt) = try await find(absent, listed: list) else { return #expect(Bool(false)) }
    #expect(receipt.remoteID == "at://did:web:localhost/app.bsky.feed.post/3lbown")
    #expect(
      receipt.url?.hasSuffix("3lbown") == true && receipt.differences.joined().contains("a key of its own (3lbown)"))
    let taken = try await find(absent, listed: list, lost: Self.lost("It was reset.", taken: [receipt.remoteID]))
    #expect(taken == .absentForCertain)
  }

  @Test func `what is shown to no stranger is not taken to be absent`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let transport = ScriptedTransport(
      Bench.error(404, "RecordNotFound"), Bench.json(200, Self.entry(bench.rkey())))
    let connector = bench.connector(transport)
    let outcome = await connector.find(bench.prepared(try connector.plan(Sample.post())))
    #expect(outcome.name == "found")
    #expect(transport.requests.map { $0.header("authorization") == nil } == [true, false])
  }

  @Test func `C-07: after a success that named nothing, or where nothing is listed, absence is never certain`()
    async throws
  {
    let bench = Bench()
    try bench.storeGoodSession()
    let doubt = try await bench.commit(ScriptedTransport(Bench.json(200, "{}"))).reason
    let absent = Bench.error(400, "RecordNotFound")
    #expect(try await find(absent, lost: Self.lost(doubt)).name == "absentPerhaps")
    #expect(try await find(absent, lost: Self.lost("It was reset.")) == .absentForCertain)
    for unlisted in [Bench.error(400, "InvalidRequest"), Bench.error(501, "X"), .maybeSent("Lost."), Self.page] {
      #expect(try await find(absent, listed: unlisted).name == "absentPerhaps")
    }
  }

  @Test func `a post under a key of the server's own is published there, and told of`() async throws {
    let bench = Bench()
    try bench.storeGoodSession()
    let receipt = try #require(try await bench.commit(ScriptedTransport(Bench.created("3lbown"))).receipt)
    #expect(receipt.remoteID == "at://did:web:localhost/app.bsky.feed.post/3lbown")
    #expect(receipt.url == "https://bsky.app/profile/council.test/post/3lbown")
    #expect(receipt.differences.joined().contains("a key of its own (3lbown)"))
    let transport = ScriptedTransport(Bench.json(200, Self.entry("3lbown")))
    let connector = bench.connector(transport)
    #expect(await connector.verify(receipt, against: try connector.plan(Sample.post())) == .same)
    #expect(transport.requests[0].url.hasSuffix("&rkey=3lbown"))
  }

  @Test func `what is no answer to the question leaves it open`() async throws {
    for answer in [
      Self.page, Bench.error(400, "RepoNotFound"), Bench.error(400, "InvalidRequest"), Bench.error(404, "NotFound"),
      Bench.error(429, "X"), Bench.error(500, "X"), .notSent("No."), .maybeSent("Lost."), Bench.json(200, "{}"),
    ] {
      let outcome = try await find(answer)
      guard case .cannotTell = outcome else { return #expect(Bool(false), "\(outcome)") }
    }
    let connector = Bench().connector(ScriptedTransport())
    guard case .cannotTell = await connector.find(Prepared(plan: try connector.plan(Sample.post()))) else {
      return #expect(Bool(false))
    }
  }

  // MARK: Verifying

  private func verify(_ post: ReleasedPost, _ change: (String) -> String = { $0 }, mentions: [String: String?] = [:])
    async throws -> VerifyOutcome
  {
    let bench = Bench()
    let plan = try bench.connector(ScriptedTransport()).plan(post)
    var kept = BlueskyKept(
      account: Bench.account, handle: "council.test", attempted: Sample.due, created: Sample.due)
    kept.mentions = mentions
    for item in post.content.media {
      let link = ContentID(ofBlob: item.hash).text
      let blob = try #require(
        JSON(parsing: #"{"$type":"blob","ref":{"$link":"\#(link)"},"mimeType":"image/jpeg","size":1}"#))
      kept.blobs[item.hash.hex] = BlueskyKept.Blob(json: blob, at: Sample.due)
    }
    let bluesky = try #require(BlueskyPlan(payload: plan.payload))
    let record = try #require(BlueskyRecord.records(of: bluesky, kept)?.first?.record)
    let uri = BlueskyRecord.uri(account: Bench.account, rkey: bluesky.first.rkey)
    let text = #"{"uri":"\#(uri)","cid":"bafy","value":\#(change(record.compactText))}"#
    let connector = bench.connector(ScriptedTransport(Bench.json(200, text)))
    return await connector.verify(Receipt(remoteID: uri, at: Sample.due), against: plan)
  }

  @Test func `C-12: what is seen is compared with what was approved, to the byte`() async throws {
    let post = Sample.post(
      "Caf\u{E9} #bins @a.example.org https://example.org", media: [Sample.picture(alt: "Green bins")])
    #expect(try await verify(post) == .same)
    #expect(try await verify(post, mentions: ["a.example.org": "did:plc:abc"]) == .same)
    for (old, new, words) in [
      ("Caf\u{E9}", "Cafe\u{301}", "another text"), ("Green bins", "Bins", "another alt text"),
      ("bafkrei", "bafkrej", "another picture"), ("embed.images", "embed.video", "no pictures"),
      ("\"byteStart\":6", "\"byteStart\":5", "other links"), ("#tag", "#link", "other links"),
    ] {
      let outcome = try await verify(post) { $0.replacing(old, with: new) }
      guard case .differs(let differences) = outcome else { return #expect(Bool(false), "\(old): \(outcome)") }
      #expect(differences.joined().contains(words))
    }
    let card = Sample.post(title: "Bins", link: "https://example.org/b")
    #expect(try await verify(card) == .same)
    guard case .differs = try await verify(card, { $0.replacing("org/b", with: "org/c") }) else {
      return #expect(Bool(false))
    }
  }

  @Test func `what is not there yet is looked for again, and what cannot be read is said`() async throws {
    let bench = Bench()
    let receipt = Receipt(remoteID: "at://did:web:localhost/app.bsky.feed.post/\(bench.rkey())", at: Sample.due)
    let connector = bench.connector(ScriptedTransport(Bench.error(400, "RecordNotFound"), Bench.error(500, "X")))
    let plan = try connector.plan(Sample.post())
    #expect(await connector.verify(receipt, against: plan) == .notVisibleYet)
    guard case .cannotRead = await connector.verify(receipt, against: plan),
      case .cannotRead = await connector.verify(Receipt(remoteID: "42", at: Sample.due), against: plan)
    else { return #expect(Bool(false)) }
  }
}
