import Elections
import Foundation
import Publishing
import TestSupport
import Testing
@testable import Connectors

@Suite struct MastodonPreparingTests {
  private static let empty = MastodonBench.list()
  private static func medium(_ status: Int, id: String = "9") -> WireOutcome {
    MastodonBench.answer(status, #"{"id":"\#(id)","type":"image","url":null}"#)
  }

  private static func prepare(
    _ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post(), kept: KeptBytes = KeptBytes(),
    bench: MastodonBench? = nil, clock: TestClock = TestClock()
  ) async throws -> PrepareOutcome {
    let connector = try (bench ?? MastodonBench()).connector(transport, clock: clock.now)
    let plan = try connector.plan(post)
    return await connector.prepare(plan, kept.preparation(for: plan))
  }

  private static let withPicture = Sample.post(media: [MastodonBench.medium()])

  @Test func `before a text, the account and its posts of now are kept, and nothing is written`() async throws {
    let kept = KeptBytes()
    let transport = ScriptedTransport(
      MastodonBench.account,
      MastodonBench.list(
        MastodonBench.status("120"), MastodonBench.status("119", created: Sample.due.adding(seconds: -300)),
        MastodonBench.status("118", created: Sample.due.adding(seconds: -301))))
    let outcome = try await Self.prepare(transport, kept: kept)
    guard case .ready(let prepared) = outcome else { return surprise("\(outcome)") }
    #expect(prepared.kept == kept.last)
    #expect(
      MastodonKept(kept.last)
        == MastodonKept(account: "109", started: Sample.due, before: ["120", "119"]))
    #expect(transport.requests.allSatisfy { $0.method == .get })
    #expect(
      transport.requests.map { $0.url.replacingOccurrences(of: "https://social.example.org", with: "") } == [
        "/api/v1/accounts/verify_credentials", "/api/v1/accounts/109/statuses?limit=40&exclude_reblogs=true",
      ])
    #expect(transport.requests.allSatisfy { $0.header("authorization") == "Bearer \(MastodonBench.token)" })
  }

  @Test func `a picture is uploaded with its alt text, and its id is kept at once`() async throws {
    let kept = KeptBytes()
    let transport = ScriptedTransport(MastodonBench.account, Self.empty, Self.medium(200))
    let post = Sample.post(media: [MastodonBench.medium(name: "a\"b.png")])
    #expect(try await Self.prepare(transport, post, kept: kept).name == "ready")
    #expect(MastodonKept(kept.last)?.mediaIDs(for: post.content.media) == ["9"])
    let request = try #require(transport.requests.last)
    #expect(request.method == .post && request.url == "https://social.example.org/api/v2/media")
    let type = try #require(request.header("content-type"))
    let boundary = type.replacingOccurrences(of: "multipart/form-data; boundary=", with: "")
    #expect(
      request.body
        == Array(
          ("--\(boundary)\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nGreen bins: ŵ £\r\n"
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(post.content.media[0].publicName)\"\r\n"
            + "Content-Type: image/png\r\n\r\n").utf8) + MastodonBench.picture + Array("\r\n--\(boundary)--\r\n".utf8))
  }

  @Test func `a picture that the instance works on is waited for, and never uploaded a second time`() async throws {
    let (kept, bench) = (KeptBytes(), try MastodonBench())
    let transport = ScriptedTransport(
      MastodonBench.account, Self.empty, Self.medium(202), MastodonBench.account, Self.empty, Self.medium(206),
      MastodonBench.account, Self.empty, Self.medium(200))
    for expected in ["retry", "retry", "ready"] {
      let outcome = try await Self.prepare(transport, Self.withPicture, kept: kept, bench: bench)
      #expect(outcome.name == expected, "\(outcome)")
      if expected == "retry" { #expect(outcome.after == .seconds(5) && outcome.reason.contains("“bins.png”")) }
    }
    #expect(transport.requests.count(where: { $0.method == .post }) == 1)
    #expect(transport.requests.last?.url == "https://social.example.org/api/v1/media/9")
  }

  @Test func `an instance that never finishes is given up after half an hour`() async throws {
    let clock = TestClock()
    let kept = KeptBytes(MastodonBench.kept(started: Sample.due.adding(seconds: -1801), media: ["9"]))
    let transport = ScriptedTransport(MastodonBench.account, Self.empty, Self.medium(206))
    let outcome = try await Self.prepare(transport, Self.withPicture, kept: kept, clock: clock)
    #expect(outcome.name == "rejected" && outcome.reason.contains("half an hour"), "\(outcome)")
  }

  @Test func `an upload that the instance has thrown away is made again`() async throws {
    let kept = KeptBytes(MastodonBench.kept(media: ["8"]))
    let transport = ScriptedTransport(
      MastodonBench.account, Self.empty, MastodonBench.answer(404, #"{"error":"Record not found"}"#), Self.medium(200))
    #expect(try await Self.prepare(transport, Self.withPicture, kept: kept).name == "ready")
    #expect(MastodonKept(kept.last)?.mediaIDs(for: Self.withPicture.content.media) == ["9"])
  }

  @Test(arguments: [
    (405, "ready", 0), (410, "ready", 0), (501, "ready", 0), (422, "rejected", 0), (404, "ready", 1),
  ])
  func `an upload is used where the instance cannot be asked for it, and a broken picture is no dead token`(
    status: Int, name: String, uploads: Int
  ) async throws {
    let kept = KeptBytes(MastodonBench.kept(media: ["8"]))
    let transport = ScriptedTransport(
      MastodonBench.account, Self.empty,
      MastodonBench.answer(status, #"{"error":"Error processing thumbnail for uploaded media"}"#), Self.medium(201))
    let outcome = try await Self.prepare(transport, Self.withPicture, kept: kept)
    #expect(outcome.name == name, "\(outcome)")
    #expect(name == "ready" || outcome.reason.contains("“bins.png”: “{\"error\":\"Error processing"), "\(outcome)")
    #expect(transport.requests.count(where: { $0.method == .post }) == uploads)
  }

  @Test func `an upload that the instance works on, and knows nothing of, is not made again and again`() async throws {
    let (kept, bench) = (KeptBytes(), try MastodonBench())
    let transport = ScriptedTransport(
      MastodonBench.account, Self.empty, Self.medium(202), MastodonBench.account, Self.empty, MastodonBench.answer(404))
    #expect(try await Self.prepare(transport, Self.withPicture, kept: kept, bench: bench).name == "retry")
    #expect(try await Self.prepare(transport, Self.withPicture, kept: kept, bench: bench).name == "ready")
    #expect(transport.requests.count(where: { $0.method == .post }) == 1)
  }

  @Test func `a listing that refuses so many is asked for fewer`() async throws {
    let refusal = MastodonBench.answer(422, #"{"error":"limit must be 20 or less"}"#)
    let transport = ScriptedTransport(MastodonBench.account, refusal, Self.empty)
    #expect(try await Self.prepare(transport).name == "ready")
    #expect(transport.requests.map { $0.url.contains("limit=20") } == [false, false, true])
  }

  @Test func `of two pictures the first is not uploaded again when the second failed`() async throws {
    let (kept, bench) = (KeptBytes(), try MastodonBench())
    let post = Sample.post(media: [MastodonBench.medium(), MastodonBench.medium(alt: "Brown bins")])
    let transport = ScriptedTransport(
      MastodonBench.account, Self.empty, Self.medium(200), .maybeSent("Lost."), MastodonBench.account, Self.empty,
      Self.medium(200), Self.medium(200, id: "10"))
    let first = try await Self.prepare(transport, post, kept: kept, bench: bench)
    #expect(first == .retry("Lost.", after: nil))
    #expect(try await Self.prepare(transport, post, kept: kept, bench: bench).name == "ready")
    #expect(MastodonKept(kept.last)?.mediaIDs(for: post.content.media) == ["9", "10"])
    #expect(transport.requests.count(where: { $0.method == .post }) == 3)
  }

  @Test(arguments: [
    (200, "{}", "retry", "without what Mastodon's API promises"), (200, "<!DOCTYPE html>", "retry", "web page"),
    (301, "", "channelRefused", "correct the channel's url"),
    (
      401, #"{"error":"The access token is invalid"}"#, "needsLogin",
      "“The access token is invalid”"
    ),
    (
      403, #"{"error":"This action is outside the authorized scopes"}"#, "channelRefused",
      "“This action is outside the authorized scopes”: the account or its token may not do this; give the application"
    ),
    (404, "", "channelRefused", "404"), (413, "", "rejected", "413"),
    (422, #"{"error":"Validation failed: File content type is invalid"}"#, "rejected", "File content type is invalid"),
    (429, #"{"error":"Too many requests"}"#, "retry", "429"), (500, "", "retry", "500"), (502, "", "retry", "502"),
    (503, "", "retry", "503"),
  ])
  func `every answer to an upload, or to the question for the account, has one meaning`(
    status: Int, body: String, name: String, words: String
  ) async throws {
    let answer = MastodonBench.answer(status, body)
    let upload = ScriptedTransport(MastodonBench.account, Self.empty, answer)
    let first = try await Self.prepare(upload, Self.withPicture)
    #expect(first.name == name && first.reason.contains(words), "\(first)")
    let account = try await Self.prepare(ScriptedTransport(answer))
    // What carries nothing of a post is refused for the token's sake, and a page is a proxy's.
    let meant = name == "rejected" ? "needsLogin" : body.hasPrefix("<") ? "channelRefused" : name
    #expect(account.name == meant, "\(account)")
    let list = try await Self.prepare(ScriptedTransport(MastodonBench.account, answer, answer))
    #expect(list.name == meant, "\(list)")
  }

  @Test(arguments: [
    ("x-ratelimit-reset", "2026-11-22T17:03:00.000000Z", 180), ("x-ratelimit-reset", "2020-01-01T00:00:00Z", nil),
    ("x-ratelimit-reset", "2099-01-01T00:00:00Z", nil), ("retry-after", "90", 90),
    ("Retry-After", "Sun, 22 Nov 2026 17:02:00 GMT", 120), ("retry-after", "0", 1),
  ])
  func `C-27: a 429 is obeyed by the instance's time or Retry-After, within bounds`(
    header: String, value: String, seconds: Int?
  ) async throws {
    let answer = MastodonBench.answer(429, headers: [(header, value)])
    #expect(try await Self.prepare(ScriptedTransport(answer)).after == seconds.map { .seconds($0) })
    let connector = try MastodonBench().connector(ScriptedTransport(answer))
    let plan = try connector.plan(Sample.post())
    let outcome = await connector.commit(
      Prepared(plan: plan, kept: MastodonBench.kept()), under: Sample.permit(for: plan))
    guard case .notSent(_, let after) = outcome else { return surprise("\(outcome)") }
    #expect(after == seconds.map { .seconds($0) })
  }

  @Test(arguments: [
    ("2020-01-01T00:00:00Z", 90), ("2026-11-22T17:00:10Z", 90), ("2026-11-22T17:03:00.000000Z", 90), ("soon", 90),
  ])
  func `C-27: where both are given, Retry-After counts and no reset`(reset: String, seconds: Int)
    async throws
  {
    let answer = MastodonBench.answer(429, headers: [("X-RateLimit-Reset", reset), ("Retry-After", "90")])
    #expect(try await Self.prepare(ScriptedTransport(answer)).after == .seconds(seconds))
  }

  @Test func `C-26: with a dead token nothing is uploaded`() async throws {
    let transport = ScriptedTransport(MastodonBench.answer(401, #"{"error":"The access token was revoked"}"#))
    #expect(try await Self.prepare(transport, Self.withPicture).name == "needsLogin")
    #expect(transport.requests.count == 1)
  }

  @Test func `G-33: without the right to prepare nothing is written, not even on a connection that already stands`()
    async throws
  {
    let over = TestClock(Sample.due.adding(seconds: 60))
    let untouched = ScriptedTransport()
    #expect(try await Self.prepare(untouched, Self.withPicture, clock: over).name == "retry")
    #expect(untouched.requests.isEmpty)
    let clock = TestClock()
    let transport = ScriptedTransport(
      MastodonBench.account, Self.empty, Self.medium(200), beforeStart: { clock.move(by: .seconds(20)) })
    #expect(try await Self.prepare(transport, Self.withPicture, clock: clock).name == "retry")
    #expect(transport.requests.count == 2)
  }

  @Test func `what cannot be stored is not gone on with`() async throws {
    let transport = ScriptedTransport(MastodonBench.account, Self.empty, Self.medium(200))
    #expect(try await Self.prepare(transport, Self.withPicture, kept: KeptBytes(works: false)).name == "retry")
    #expect(transport.requests.count == 2)
  }

  @Test func `a picture that is not the approved one is not uploaded`() async throws {
    let transport = ScriptedTransport(MastodonBench.account, Self.empty)
    let connector = try MastodonBench().connector(transport, media: [1, 2, 3])
    let plan = try connector.plan(Self.withPicture)
    let outcome = await connector.prepare(plan, KeptBytes().preparation(for: plan))
    #expect(outcome.name == "rejected" && outcome.reason.contains("was changed"), "\(outcome)")
    #expect(transport.requests.count == 2)
  }

  @Test func `without a token, or with another connector's plan, nothing is asked`() async throws {
    let transport = ScriptedTransport()
    let connector = try MastodonBench().connector(transport, token: nil)
    let plan = try connector.plan(Sample.post())
    let outcome = await connector.prepare(plan, KeptBytes().preparation(for: plan))
    #expect(outcome.after == .seconds(60) && outcome.reason.contains("environment variable T"), "\(outcome)")
    let foreign = SendPlan(post: Sample.post(), payload: Array(#"{"connector":"bluesky"}"#.utf8))
    #expect(await connector.prepare(foreign, KeptBytes().preparation(for: foreign)).name == "rejected")
    #expect(await connector.commit(Prepared(plan: foreign), under: Sample.permit(for: foreign)).name == "rejected")
    #expect(transport.requests.isEmpty)
  }
}
