import Elections
import Foundation
@testable import Publishing
import Synchronization
import Testing
import Texts
@testable import Connectors

/// Deliveries to an AT Protocol server, with the network broken at every point.
@Suite(.enabled(if: Servers.areUp), .serialized)
final class BlueskyDeliveryTests {
  private let cutter = Cutter(front: "pds")
  private let folder = FileManager.default.temporaryDirectory.appending(path: "bluesky-\(UUID().uuidString)")
  private var sessionFile: String { folder.appending(path: "session").path() }
  private static let picture = Array("a picture, as far as the server looks".utf8)

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// By way of the cutter, unless `direct`.
  private func connector(
    direct: Bool = false, threads: Bool = false, password: SecretSource? = nil,
    timeouts: PhaseTimeouts = PhaseTimeouts(), now: @escaping @Sendable () -> Instant = Servers.now
  ) throws -> BlueskyConnector {
    let base = try Servers.value(direct ? "PDS_URL" : "PDS_CUT_URL")
    return BlueskyConnector(
      channel: "bluesky",
      settings: BlueskySettings(
        service: base, account: try Servers.value("PDS_HANDLE"), password: .environment("PDS_PASSWORD"),
        threads: threads),
      client: APIClient(base: base, transport: Servers.transport(), timeouts: timeouts),
      password: try password ?? Servers.secret("PDS_PASSWORD"), sessionFile: sessionFile,
      media: MediaSource { _ in Self.picture }, now: now)
  }

  /// Unlike every other.
  private func post(_ text: String = "Bins – dŵr, £5 🗑️ #bins https://example.org", media: [MediaItem] = [])
    -> ReleasedPost
  {
    var random = SystemRandomNumberGenerator()
    let due = Instant(secondsSince1970: Servers.now().secondsSince1970)
    return ReleasedPost(
      name: DeliveryName(post: PostID(12), channel: "bluesky"), revision: 1, key: .random(using: &random), due: due,
      content: PostContent(text: text + " \(random.next())", media: media))
  }

  /// What the public sees of a post's text, or of the parts that begin with it.
  private func records(beginning text: String) async throws -> [JSON] {
    let client = APIClient(base: try Servers.value("PDS_URL"), transport: Servers.transport())
    let account = APIClient.encoded(try Servers.value("PDS_DID"))
    var (found, cursor): ([JSON], String?) = ([], nil)
    // This server begins a page with the last record of the page before.
    var seen: Set<String> = []
    repeat {
      let rest = cursor.map { "&cursor=" + APIClient.encoded($0) } ?? ""
      let path = "/xrpc/com.atproto.repo.listRecords?repo=\(account)&collection=app.bsky.feed.post&limit=100\(rest)"
      guard case .response(let response) = await client.send(.get, path, longestAnswer: 1 << 20),
        let json = response.json, let page = json["records"]?.array
      else { throw Servers.MissingServer(name: "pds") }
      found += page.filter { record in
        record["value"]?["text"]?.string?.hasPrefix(text) == true && seen.insert(record["uri"]?.string ?? "").inserted
      }
      cursor = page.count < 100 ? nil : json["cursor"]?.string
    } while cursor != nil
    return found
  }

  private func tokens(_ query: String) async throws {
    let client = APIClient(base: try Servers.value("PDS_URL"), transport: Servers.transport())
    guard case .response(let response) = await client.send(.post, "/test/tokens?\(query)"), response.status == 200
    else {
      throw Servers.MissingServer(name: "pds")
    }
  }

  // MARK: Whole deliveries

  @Test func `a post arrives as approved: text, facets, picture and alt text, under the key and content id foreseen`()
    async throws
  {
    try await cutter.clear()
    let connector = try connector(direct: true)
    let picture = MediaItem(
      hash: ContentHash(of: Self.picture), fileName: "bins.png", mediaType: "image/png", alt: "Green bins",
      byteCount: Self.picture.count)
    let post = post(media: [picture])
    let delivering = Delivering(connector)
    let receipt = try #require(try await delivering.run(post).receipt)
    #expect(receipt.remoteID.hasSuffix(RecordKey.text(for: post)))
    #expect(await connector.verify(receipt, against: try connector.plan(post)) == .same)
    let found = try await records(beginning: post.content.text)
    #expect(found.count == 1 && found[0]["value"]?["embed"]?["images"]?.array?[0]["alt"]?.string == "Green bins")
    let plan = try #require(BlueskyPlan(payload: connector.plan(post).payload))
    let kept = try #require(BlueskyKept(bytes: delivering.kept.withLock { $0 }))
    let record = try #require(BlueskyRecord.records(of: plan, kept)?.first?.record)
    #expect(found[0]["cid"]?.string == ContentID(ofRecord: record).text)
    #expect(await connector.test().isUsable)
  }

  @Test func `a thread is there whole, each part a reply by the content id that the server computed too`() async throws
  {
    try await cutter.clear()
    let connector = try connector(threads: true)
    let post = post(String(repeating: "Sŵn a thŷ 👨‍👩‍👧‍👦 https://example.org. ", count: 20))
    let receipt = try #require(try await Delivering(connector).run(post).receipt)
    #expect(await connector.verify(receipt, against: try connector.plan(post)) == .same)
    try await cutter.set("mode=drop-before-response&method=POST&path=applyWrites")
    let lost = self.post(post.content.text)
    let found = try #require(try await Delivering(connector).run(lost).receipt)
    #expect(await connector.verify(found, against: try connector.plan(lost)) == .same)
    try await cutter.clear()
  }

  // MARK: What breaks

  @Test(arguments: [
    "drop-before-request", "drop-after-request", "drop-before-response", "drop-mid-response", "error-after-success",
    "error-after-success&status=200", "reject&status=429&retry_after=1", "delay-request&seconds=3",
    "delay-response&seconds=3",
  ])
  func `C-01, C-11: wherever the network breaks there is exactly one post, and it counts as published`(mode: String)
    async throws
  {
    try await cutter.clear()
    let connector = try connector(timeouts: PhaseTimeouts(read: .seconds(1), overall: .seconds(2)))
    // Logged in already: the fault is to hit the post.
    #expect(await connector.test().isUsable)
    let post = post()
    try await cutter.set("mode=\(mode)&method=POST&path=createRecord&how=reset")
    let end = try await Delivering(connector).run(post)
    try await cutter.clear()
    #expect(end.receipt != nil, "\(mode): \(end)")
    // What was on its way late has arrived.
    if mode.hasPrefix("delay") { try await settle(seconds: 4) }
    #expect(try await records(beginning: post.content.text).count == 1)
  }

  /// The server acts by its own clock here, which no test can move: asked until it has, or the time is over.
  private func settle(seconds: Int64) async throws {
    let end = Servers.now().adding(seconds: seconds)
    while Servers.now() < end { _ = try await records(beginning: "nothing") }
  }

  @Test func `a server that refuses every connection gets nothing, and the post goes out when it is back`() async throws
  {
    try await cutter.clear()
    let connector = try connector()
    #expect(await connector.test().isUsable)
    let post = post()
    try await cutter.set("mode=refuse")
    let delivering = Delivering(connector)
    guard case .other(let words) = try await delivering.run(post) else { return #expect(Bool(false)) }
    #expect(words.hasPrefix("not sent") && words.contains("refused the connection"))
    try await cutter.clear()
    #expect(try await delivering.run(post).receipt != nil)
    #expect(try await records(beginning: post.content.text).count == 1)
  }

  @Test func `C-07: a request that arrives after find said absent makes no second post`() async throws {
    try await cutter.clear()
    let connector = try connector()
    #expect(await connector.test().isUsable)
    let post = post()
    try await cutter.set("mode=deliver-late&method=POST&path=createRecord&seconds=2")
    let delivering = Delivering(connector)
    let end = try await delivering.run(post)
    #expect(end.receipt != nil, "\(end)")
    try await settle(seconds: 3)
    #expect(try await records(beginning: post.content.text).count == 1)
    try await cutter.clear()
    let plan = try connector.plan(post)
    guard case .found = await connector.find(Prepared(plan: plan, kept: delivering.kept.withLock { $0 })) else {
      return #expect(Bool(false))
    }
  }

  @Test func `C-03, C-08: sent again after a restart, the key is taken, and the post found under it is ours`()
    async throws
  {
    try await cutter.clear()
    let post = post()
    let first = Delivering(try connector())
    #expect(try await first.run(post).receipt != nil)
    let again = try connector()
    let second = Delivering(again)
    let kept = first.kept.withLock { $0 }
    second.kept.withLock { $0 = kept }
    #expect(try await second.run(post).receipt != nil)
    #expect(try await records(beginning: post.content.text).count == 1)
    // Another content under the same key is nothing that the gate decides.
    let other = ReleasedPost(
      name: post.name, revision: 2, key: post.key, due: post.due, content: PostContent(text: "Other \(post.key.text)"))
    let end = try await Delivering(again).run(other)
    guard case .uncertain(let reason) = end else { return #expect(Bool(false), "\(end)") }
    #expect(reason.contains("has another text"))
    #expect(try await records(beginning: "Other \(post.key.text)").isEmpty)
  }

  // MARK: Tokens

  @Test func `C-23: a token that ends between prepare and commit costs one renewal and makes one post`() async throws {
    try await cutter.clear()
    // Logged in five minutes ago, as far as the session knows.
    let early = try connector(now: { Servers.now().adding(seconds: -300) })
    #expect(await early.test().isUsable)
    try await tokens("expire=access")
    let post = post()
    let end = try await Delivering(try connector()).run(post)
    #expect(end.receipt != nil, "\(end)")
    #expect(try await records(beginning: post.content.text).count == 1)
  }

  @Test func `C-25: a renewal whose answer was lost ends in a login, and one post`() async throws {
    try await cutter.clear()
    let early = try connector(now: { Servers.now().adding(seconds: -300) })
    #expect(await early.test().isUsable)
    try await tokens("expire=access")
    try await cutter.set("mode=drop-before-response&method=POST&path=refreshSession")
    let post = post()
    let end = try await Delivering(try connector()).run(post)
    try await cutter.clear()
    #expect(end.receipt != nil, "\(end)")
    #expect(try await records(beginning: post.content.text).count == 1)
  }

  @Test func `C-26: a wrong app password asks for a login and posts nothing`() async throws {
    try await cutter.clear()
    let wrong = SecretSource(.environment("W"), folder: "/") { _ in "wrong-pass" }
    let post = post()
    let end = try await Delivering(try connector(password: wrong)).run(post)
    guard case .other(let words) = end else { return #expect(Bool(false), "\(end)") }
    #expect(words.hasPrefix("needs login") && !words.contains("wrong-pass"))
    #expect(try await records(beginning: post.content.text).isEmpty)
  }
}
