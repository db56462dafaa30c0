import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct WebhookTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  private static func connector(
    _ transport: some Transport, secret: String? = secret, dedupes: Bool = false, clock: TestClock = TestClock()
  ) -> WebhookConnector {
    WebhookConnector(
      channel: "website", url: "https://hooks.example.org/in",
      secret: secret.map { secret in SecretSource(.environment("S"), folder: "/") { _ in secret } },
      receiverDedupes: dedupes, transport: transport, now: clock.now)
  }

  private static func commit(
    _ connector: WebhookConnector, _ post: ReleasedPost = Sample.post(), from now: Instant = Sample.due
  ) async throws -> CommitOutcome {
    let plan = try connector.plan(post)
    return await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan, from: now))
  }

  // MARK: What is sent

  @Test func `the signature is that of the Standard Webhooks vector`() throws {
    let key = try #require(WebhookKey(Secret(Self.secret)))
    let header = WebhookSignature.header(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8),
      keys: [key])
    #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test func `during a change of secrets each of them signs`() throws {
    let keys = try [Self.secret, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"].map { try #require(WebhookKey(Secret($0))) }
    let header = WebhookSignature.header(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8),
      keys: keys)
    #expect(
      header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,78nXHjpFP0tVJQW5D0SBwmVyyW87BV/rL6MgfM/Bw44=")
  }

  @Test(arguments: ["whsec_", "whsec_c2hvcnQ=", "whsec_not base64", "", String(repeating: "A", count: 100)])
  func `a secret that is not 24 to 64 bytes in Base64 is no key`(text: String) {
    #expect(WebhookKey(Secret(text)) == nil)
  }

  @Test func `the body holds all that the post says, in a fixed order`() throws {
    let post = Sample.post(
      "Bins: “Friday”\n", link: "https://example.org/b", media: [Sample.picture(alt: "Green bins")])
    let plan = try Self.connector(ScriptedTransport()).plan(post)
    let hash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    #expect(
      String(decoding: plan.payload, as: UTF8.self)
        == #"{"type":"post.released","timestamp":"2026-11-22T17:00:00Z","data":{"delivery":"12/website","post":12,"#
        + #""revision":1,"channel":"website","due":"2026-11-22T17:00:00Z","class":"routine","title":null,"#
        + #""text":"Bins: “Friday”\n","link":"https://example.org/b","media":[{"name":"bins.jpg","#
        + #""type":"image/jpeg","alt":"Green bins","sha256":"\#(hash)"}]}}"#)
    #expect(try Self.connector(ScriptedTransport()).plan(post) == plan)
  }

  @Test func `a request carries the id, the time of this attempt, its signature and the planned bytes`() async throws {
    let clock = TestClock(Sample.due.adding(.milliseconds(900)))
    let transport = ScriptedTransport(.response(WireResponse(status: 200)))
    let connector = Self.connector(transport, clock: clock)
    let outcome = try await Self.commit(connector)
    let request = try #require(transport.requests.first)
    let key = try #require(WebhookKey(Secret(Self.secret)))
    #expect(request.method == .post && request.url == "https://hooks.example.org/in")
    #expect(request.header("webhook-id") == Sample.post().key.text)
    #expect(request.header("webhook-timestamp") == "1795366800")
    #expect(
      request.header("webhook-signature")
        == WebhookSignature.header(
          id: Sample.post().key.text, timestamp: 1_795_366_800, body: request.body, keys: [key]))
    #expect(request.header("content-type") == "application/json")
    #expect(request.header("user-agent") == "Portcullis/0.1")
    #expect(try request.body == connector.plan(Sample.post()).payload)
    #expect(outcome.receipt == Receipt(remoteID: Sample.post().key.text, at: clock.now(), mayRepeat: true))
  }

  @Test func `C-05: the webhook-id is the same in every attempt and after a restart, and another for another key`()
    async throws
  {
    let transport = ScriptedTransport()
    for _ in 0..<2 { _ = try await Self.commit(Self.connector(transport)) }
    _ = try await Self.commit(Self.connector(transport), Sample.post(revision: 2, key: 2))
    let ids = transport.requests.compactMap { $0.header("webhook-id") }
    #expect(ids.count == 3 && ids[0] == ids[1] && ids[2] != ids[0])
    #expect(transport.requests[0].body == transport.requests[1].body)
  }

  // MARK: The permit

  @Test func `G-33: without a permit for this content, channel and time nothing reaches the network`() async throws {
    let transport = ScriptedTransport()
    let clock = TestClock()
    let connector = Self.connector(transport, clock: clock)
    let plan = try connector.plan(Sample.post())
    let otherName = DeliveryName(post: PostID(12), channel: "other")
    let permits = [
      Sample.permit(for: plan, from: Sample.due.adding(seconds: -1)),
      Sample.permit(for: plan, name: otherName),
      Sample.permit(for: plan, contentHash: ContentHash(of: [])),
    ]
    for permit in permits {
      let outcome = await connector.commit(Prepared(plan: plan), under: permit)
      #expect(outcome.name == "notSent")
    }
    #expect(transport.requests.isEmpty)
    let good = await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
    #expect(good.name == "uncertain" && transport.requests.count == 1)
  }

  @Test func `C-14: a permit that ends while the connection is made stops the request`() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(
      .response(WireResponse(status: 200)), beforeStart: { clock.move(by: .seconds(1)) })
    let outcome = try await Self.commit(Self.connector(transport, clock: clock))
    #expect(outcome.name == "notSent" && transport.requests.isEmpty)
  }

  // MARK: What is answered

  struct Answer: Sendable {
    let status: Int
    var type: String?
    var body = ""
    let outcome: String

    init(_ status: Int, type: String? = nil, body: String = "", _ outcome: String) {
      self.status = status
      self.type = type
      self.body = body
      self.outcome = outcome
    }
  }

  @Test(arguments: [
    Answer(200, "published"), Answer(200, type: "application/json", body: "{}", "published"), Answer(201, "published"),
    Answer(202, "published"), Answer(204, "published"), Answer(299, "published"),
    Answer(200, type: "text/html; charset=utf-8", body: "<p>Sign in", "uncertain"), Answer(100, "uncertain"),
    Answer(200, type: "Text/HTML", "uncertain"), Answer(200, body: "\n<!DOCTYPE HTML><title>Sign in", "uncertain"),
    Answer(301, "channelRefused"), Answer(302, "uncertain"), Answer(303, "uncertain"), Answer(304, "uncertain"),
    Answer(307, "channelRefused"), Answer(308, "channelRefused"), Answer(400, "undecided"), Answer(401, "needsLogin"),
    Answer(403, "channelRefused"), Answer(404, "channelRefused"), Answer(405, "channelRefused"),
    Answer(408, "uncertain"),
    Answer(409, "uncertain"),
    Answer(400, body: #"{"error":"duplicate webhook-id"}"#, "uncertain"),
    Answer(422, body: "The text is too long", "rejected"), Answer(410, "channelRefused"), Answer(411, "channelRefused"),
    Answer(413, "rejected"),
    Answer(415, "channelRefused"), Answer(422, "undecided"), Answer(425, "uncertain"), Answer(429, "notSent"),
    Answer(451, "undecided"), Answer(500, "uncertain"), Answer(502, "uncertain"), Answer(503, "uncertain"),
    Answer(504, "uncertain"), Answer(599, "uncertain"), Answer(600, "uncertain"),
  ])
  func `C-02, C-09: every answer has one meaning and costs exactly one request`(answer: Answer) async throws {
    let headers = answer.type.map { [(name: "Content-Type", value: $0)] } ?? []
    let transport = ScriptedTransport(
      .response(WireResponse(status: answer.status, headers: headers, body: Array(answer.body.utf8))))
    let outcome = try await Self.commit(Self.connector(transport))
    #expect(outcome.name == answer.outcome)
    #expect(transport.requests.count == 1)
    if outcome.receipt == nil { #expect(outcome.reason.contains("\(answer.status)")) }
  }

  @Test func `what the transport says of its own failures is passed on`() async throws {
    #expect(try await Self.commit(Self.connector(ScriptedTransport(.notSent("No.")))) == .notSent("No.", after: nil))
    #expect(try await Self.commit(Self.connector(ScriptedTransport(.maybeSent("Lost.")))) == .uncertain("Lost."))
  }

  @Test func `C-28: 410 says whom to ask`() async throws {
    let outcome = try await Self.commit(Self.connector(ScriptedTransport(.response(WireResponse(status: 410)))))
    #expect(
      outcome
        == .channelRefused(
          "hooks.example.org answered 410: it wants no more posts; ask who runs it, then correct or remove the channel."
        ))
  }

  @Test func `a 429 comes back after the time that it names`() async throws {
    let response = WireResponse(status: 429, headers: [("Retry-After", "90")])
    let outcome = try await Self.commit(Self.connector(ScriptedTransport(.response(response))))
    guard case .notSent(_, let after) = outcome else { return #expect(Bool(false)) }
    #expect(after == .seconds(90))
  }

  @Test func `C-30: what a receiver says is quoted without control characters and without secrets`() async throws {
    let rude = WireResponse(status: 400, body: Array("{\"error\":\u{1B}[31m \u{202E}bad\n\u{0}thing\"}".utf8))
    let outcome = try await Self.commit(Self.connector(ScriptedTransport(.response(rude))))
    #expect(outcome.reason.contains("“{\"error\":[31m bad thing\"}”"))
    let echo = WireResponse(status: 400, body: Array("got \(Self.secret)".utf8))
    let quiet = try await Self.commit(Self.connector(ScriptedTransport(.response(echo))))
    #expect(!quiet.reason.contains("whsec_"))
  }

  // MARK: Secrets

  @Test func `without a secret, or with a wrong one, nothing is sent, and the reason names the remedy`() async throws {
    let transport = ScriptedTransport()
    for (secret, words) in [(nil, "add secret-file or secret-env"), ("whsec_c2hvcnQ=", "copy it again")] {
      let outcome = try await Self.commit(Self.connector(transport, secret: secret))
      guard case .notSent(let reason, let after) = outcome else { return #expect(Bool(false)) }
      #expect(reason.contains(words) && !reason.contains("c2hvcnQ") && after == .seconds(60))
    }
    #expect(transport.requests.isEmpty)
  }

  @Test func `C-30: neither plan, request headers nor connector show the secret`() async throws {
    let transport = ScriptedTransport()
    let connector = Self.connector(transport)
    _ = try await Self.commit(connector)
    var shown = "\(transport.requests) \(String(decoding: try connector.plan(Sample.post()).payload, as: UTF8.self))"
    dump(connector, to: &shown)
    #expect(!shown.contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
  }

  // MARK: The rest of the contract

  @Test func `C-07: absence is certain only where the receiver acts once for one id`() async throws {
    let plan = try Self.connector(ScriptedTransport()).plan(Sample.post())
    #expect(await Self.connector(ScriptedTransport(), dedupes: true).find(Prepared(plan: plan)) == .absentForCertain)
    guard case .cannotTell(let reason) = await Self.connector(ScriptedTransport()).find(Prepared(plan: plan)) else {
      return #expect(Bool(false))
    }
    #expect(reason.contains("receiver-dedupes: true") && reason.contains(plan.post.key.text))
    let verified = await Self.connector(ScriptedTransport()).verify(
      Receipt(remoteID: "x", at: Sample.due), against: plan)
    guard case .cannotRead = verified else { return #expect(Bool(false)) }
  }

  @Test func `an empty or too long post is a problem that says by how much`() throws {
    let connector = Self.connector(ScriptedTransport())
    #expect(connector.check(Sample.post().content).isEmpty)
    #expect(connector.check(PostContent(text: " \n")).count == 1)
    let room = 20_480 - WebhookBody.longest(with: PostContent(text: ""), channel: "website")
    #expect(connector.check(PostContent(text: String(repeating: "x", count: room))).isEmpty)
    let long = PostContent(text: String(repeating: "x", count: room + 3))
    #expect(connector.check(long).first?.description.contains("3 more than the 20480 allowed") == true)
    let post = Sample.post(long.text)
    #expect(throws: ContentProblem.self) { try connector.plan(post) }
  }
}
