import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct MastodonSendingTests {
  private static let published = MastodonBench.answer(200, MastodonBench.status().compactText)

  private static func commit(
    _ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post(), media: [String] = [],
    warning: String? = nil, clock: TestClock = TestClock()
  ) async throws -> CommitOutcome {
    let connector = try MastodonBench().connector(transport, warning: warning, clock: clock.now)
    let plan = try connector.plan(post)
    return await connector.commit(
      Prepared(plan: plan, kept: MastodonBench.kept(media: media)), under: Sample.permit(for: plan))
  }

  // MARK: Committing

  @Test func `one request publishes, with the key, the media and never a time`() async throws {
    let transport = ScriptedTransport(Self.published)
    let outcome = try await Self.commit(
      transport, Sample.post("Friday", media: [MastodonBench.medium()]), media: ["9"], warning: "Roads")
    #expect(
      outcome
        == .published(
          Receipt(
            remoteID: "110", url: "https://social.example.org/@council/110", at: Sample.due,
            differences: [
              "The text reads otherwise: “Bins are collected on Friday.”.", "The warning is another one.",
              "It has 0 pictures, not 1.",
            ])))
    let request = try #require(transport.requests.first)
    #expect(request.method == .post && request.url == "https://social.example.org/api/v1/statuses")
    #expect(request.header("idempotency-key") == Sample.post().key.text)
    #expect(request.header("content-type") == "application/json")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"language":"en","media_ids":["9"],"sensitive":true,"spoiler_text":"Roads","status":"Friday","#
        + #""visibility":"public"}"#)
  }

  @Test func `C-05, C-16: key and body are the same in every attempt, another for another key, and without a time`()
    async throws
  {
    let transport = ScriptedTransport()
    for post in [Sample.post(), Sample.post(), Sample.post(revision: 2, key: 2)] {
      _ = try await Self.commit(transport, post)
    }
    let keys = transport.requests.compactMap { $0.header("idempotency-key") }
    #expect(keys.count == 3 && keys[0] == keys[1] && keys[2] != keys[0])
    #expect(transport.requests[0].body == transport.requests[1].body)
    #expect(!transport.requests.contains { String(decoding: $0.body, as: UTF8.self).contains("scheduled_at") })
  }

  struct Answer: Sendable {
    let status: Int
    let body: String
    let outcome: String
    let words: String
    init(_ status: Int, _ body: String, _ outcome: String, _ words: String = "") {
      (self.status, self.body, self.outcome, self.words) = (status, body, outcome, words)
    }
  }

  @Test(arguments: [
    Answer(200, "", "uncertain"), Answer(200, "{}", "uncertain", "without the post's id and address"),
    Answer(200, #"{"id":"1"}"#, "uncertain"), Answer(200, #"{"url":"https://social.example.org/1"}"#, "uncertain"),
    Answer(200, #"{"id":"1","url":"javascript:alert(1)"}"#, "uncertain"),
    Answer(200, #"{"id":"1","scheduled_at":"2027-01-01T00:00:00Z","params":{}}"#, "uncertain"),
    Answer(200, #"{"id":"1","url":null,"uri":"https://social.example.org/users/c/1"}"#, "published"),
    Answer(200, "<!DOCTYPE html><title>Sign in</title>", "uncertain", "web page"), Answer(200, "[", "uncertain"),
    Answer(204, "", "uncertain"), Answer(301, "", "channelRefused", "correct the channel's url"),
    Answer(302, "", "uncertain"),
    Answer(307, "", "channelRefused"), Answer(308, "", "channelRefused"),
    Answer(400, #"{"error":"Error occurred while parsing request parameters"}"#, "undecided", "“Error occurred"),
    Answer(400, "", "undecided", "cancel it"), Answer(422, #"{"error":"insufficient_scope"}"#, "channelRefused"),
    Answer(422, #"{"error":"Daily post limit reached"}"#, "notSent", "“Daily post limit reached”; it is tried again"),
    Answer(409, #"{"error":"A request with this idempotency key is being processed"}"#, "uncertain"),
    Answer(
      401, #"{"error":"The access token is invalid"}"#, "needsLogin",
      "social.example.org answered 401: “The access token is invalid”: the access token does not count; make a new one"),
    Answer(
      403, #"{"error":"Your login is currently disabled"}"#, "channelRefused", "“Your login is currently disabled”"),
    Answer(404, #"{"error":"Record not found"}"#, "channelRefused"), Answer(405, "", "channelRefused"),
    Answer(408, "", "uncertain"),
    Answer(409, "", "uncertain"), Answer(410, "", "channelRefused"), Answer(413, "", "rejected"),
    Answer(
      422, #"{"error":"Validation failed: Text character limit of 500 exceeded"}"#, "rejected",
      "social.example.org answered 422: “Validation failed: Text character limit of 500 exceeded”; correct what it names"
    ), Answer(425, "", "uncertain"), Answer(429, #"{"error":"Too many requests"}"#, "notSent"),
    Answer(500, "", "uncertain"), Answer(502, "<html>", "uncertain"), Answer(503, "", "uncertain"),
    Answer(504, "", "uncertain"),
    Answer(599, "", "uncertain"),
  ])
  func `C-02, C-09: every answer has one meaning and costs exactly one request`(answer: Answer) async throws {
    let transport = ScriptedTransport(MastodonBench.answer(answer.status, answer.body))
    let outcome = try await Self.commit(transport)
    #expect(outcome.name == answer.outcome, "\(outcome)")
    #expect(answer.words.isEmpty || outcome.reason.contains(answer.words), "\(outcome)")
    #expect(transport.requests.count == 1)
  }

  @Test func `what the transport says of its own failures is passed on`() async throws {
    #expect(try await Self.commit(ScriptedTransport(.notSent("No."))) == .notSent("No.", after: nil))
    #expect(try await Self.commit(ScriptedTransport(.maybeSent("Lost."))) == .uncertain("Lost."))
  }

  @Test func `C-14, G-33: without a permit for this content, channel and time nothing reaches the network`()
    async throws
  {
    let transport = ScriptedTransport()
    let connector = try MastodonBench().connector(transport)
    let plan = try connector.plan(Sample.post())
    let permits = [
      Sample.permit(for: plan, from: Sample.due.adding(seconds: -1)),
      Sample.permit(for: plan, name: DeliveryName(post: PostID(12), channel: "other")),
      Sample.permit(for: plan, contentHash: ContentHash(of: [])),
    ]
    for permit in permits {
      let outcome = await connector.commit(Prepared(plan: plan, kept: MastodonBench.kept()), under: permit)
      #expect(outcome.name == "notSent")
    }
    let clock = TestClock()
    let late = ScriptedTransport(Self.published, beforeStart: { clock.move(by: .seconds(1)) })
    #expect(try await Self.commit(late, clock: clock).name == "notSent")
    #expect(transport.requests.isEmpty && late.requests.isEmpty)
  }

  @Test func `C-13: without its pictures a post is not sent`() async throws {
    let transport = ScriptedTransport(Self.published)
    #expect(try await Self.commit(transport, Sample.post(media: [MastodonBench.medium()])).name == "notSent")
    #expect(transport.requests.isEmpty)
  }

  @Test func `C-23: a token that dies between preparing and publishing costs one request and asks for a login`()
    async throws
  {
    let transport = ScriptedTransport(
      MastodonBench.account, MastodonBench.list(), MastodonBench.answer(401, #"{"error":"The access token expired"}"#))
    let connector = try MastodonBench().connector(transport)
    let plan = try connector.plan(Sample.post())
    let kept = KeptBytes()
    #expect(await connector.prepare(plan, kept.preparation(for: plan)).name == "ready")
    let outcome = await connector.commit(Prepared(plan: plan, kept: kept.last), under: Sample.permit(for: plan))
    #expect(outcome.name == "needsLogin" && transport.requests.count == 3)
  }

  @Test func `C-30: the token is in no plan, kept bytes, reason, file or description, even when it is sent back`()
    async throws
  {
    let bench = try MastodonBench()
    let echo = MastodonBench.answer(400, #"{"error":"bad token \#(MastodonBench.token)"}"#)
    let page = MastodonBench.answer(422, "unknown token \(MastodonBench.token)")
    let transport = ScriptedTransport(
      MastodonTests.instance, MastodonBench.account, MastodonBench.list(), echo, page, echo, echo, echo, page, page)
    let connector = bench.connector(transport)
    let kept = KeptBytes()
    await connector.learnLimits()
    let plan = try connector.plan(Sample.post())
    var written = "\(await connector.prepare(plan, kept.preparation(for: plan)))"
    let prepared = Prepared(plan: plan, kept: kept.last)
    for _ in 0..<2 { written += "\(await connector.commit(prepared, under: Sample.permit(for: plan)))" }
    written += "\(await connector.find(prepared)) \(await connector.test())"
    written += "\(await connector.verify(Receipt(remoteID: "1", at: Sample.due), against: plan))"
    written += "\(await connector.prepare(plan, kept.preparation(for: plan)))"
    written += String(decoding: plan.payload, as: UTF8.self) + connector.preview(plan)
    written += kept.all.map { String(decoding: $0, as: UTF8.self) }.joined()
    written += try String(contentsOfFile: bench.folder.path("limits/website.json"), encoding: .utf8)
    dump(connector, to: &written)
    #expect(transport.requests.count == 10)
    #expect(!written.contains(MastodonBench.token))
  }

  // MARK: Testing the channel

  @Test func `a test names the account and the limits, and only reads`() async throws {
    let transport = ScriptedTransport(
      MastodonBench.account, MastodonBench.list(),
      MastodonBench.answer(200, #"{"name":"Portcullis","scopes":["read","write:media","write:statuses"]}"#),
      MastodonTests.instance)
    let test = try await MastodonBench().connector(transport).test()
    #expect(
      test
        == ChannelTest(
          isUsable: true,
          findings: [
            "social.example.org knows the access token: posts appear as @council, visible to everyone, and it stands in "
              + "the public timelines.",
            "Its application may have the scopes read, write:media, write:statuses. That the token was given them, and "
              + "may post, shows only with the first post.",
            "It takes 1000 characters, of which a link counts as 30, and 6 pictures of up to 0 KB with 99 characters of "
              + "alt text.",
          ]))
    #expect(transport.requests.allSatisfy { $0.method == .get })
  }

  @Test(arguments: [
    (
      MastodonBench.answer(422, "{}"), MastodonBench.list(), #"{"scopes":["write"]}"#, "the access token does not count"
    ),
    (MastodonBench.account, MastodonBench.answer(403, "{}"), #"{"scopes":["write"]}"#, "cannot be read"),
    (MastodonBench.account, MastodonBench.list(), #"{"scopes":["read"]}"#, "lacks write:statuses and write:media"),
    (
      MastodonBench.answer(200, #"{"id":"109","acct":"council","suspended":true}"#), MastodonBench.list(), "{}",
      "the account is suspended"
    ),
  ])
  func `a token that may not post, and an account that may not, are known before the first post`(
    account: WireOutcome, list: WireOutcome, application: String, words: String
  ) async throws {
    let transport = ScriptedTransport(account, list, MastodonBench.answer(200, application))
    let test = try await MastodonBench().connector(transport).test()
    #expect(!test.isUsable && test.findings.last?.contains(words) == true, "\(test)")
  }

  @Test func `a test with a dead or missing token says what to do`() async throws {
    let bench = try MastodonBench()
    let dead = await bench.connector(ScriptedTransport(MastodonBench.answer(401))).test()
    #expect(!dead.isUsable && dead.findings.first?.contains("make a new one") == true)
    let missing = await bench.connector(ScriptedTransport(), token: nil).test()
    #expect(!missing.isUsable && missing.findings.first?.contains("is not set") == true)
    let silent = await bench.connector(ScriptedTransport(MastodonBench.account, MastodonBench.list())).test()
    #expect(silent.findings.contains { $0.contains("shows only with the first post") })
    #expect(silent.isUsable && silent.findings.last?.hasPrefix("It does not say what it takes") == true)
  }
}
