import Elections
import Foundation
@testable import Publishing
import Synchronization
import TestSupport
@testable import Connectors

/// A Bluesky connector over a scripted network, with its session file in a folder of its own.
final class BlueskyBench: Sendable {
  static let account = "did:web:localhost"
  static let password = "abcd-efgh-ijkl-mnop"
  static let service = "https://pds.example.org"

  let folder = FileManager.default.temporaryDirectory.appending(path: "bluesky-\(UUID().uuidString)")
  let clock: TestClock
  let threads: Bool
  let languages: [String]
  let keptBytes = Mutex<[UInt8]?>(nil)

  init(threads: Bool = false, languages: [String] = ["en"], clock: TestClock = TestClock()) {
    self.threads = threads
    self.languages = languages
    self.clock = clock
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var sessionFile: String { folder.appending(path: "sessions/bluesky").path() }

  /// The session as it is kept for an account, sealed with a password.
  func file(
    service: String = BlueskyBench.service, identifier: String = "council.test",
    password: String? = BlueskyBench.password
  ) -> BlueskySessionFile {
    BlueskySessionFile(
      path: sessionFile, service: service, identifier: identifier,
      password: SecretSource(.environment("P"), folder: "/") { _ in password })
  }

  func connector(_ transport: some Transport, password: String? = password, bytes: [UInt8] = Array("a".utf8))
    -> BlueskyConnector
  {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return BlueskyConnector(
      channel: "bluesky",
      settings: BlueskySettings(
        service: Self.service, account: "council.test", password: .environment("P"), languages: languages,
        threads: threads),
      client: APIClient(base: Self.service, transport: transport),
      password: SecretSource(.environment("P"), folder: "/") { _ in password }, sessionFile: sessionFile,
      media: MediaSource { _ in bytes }, now: clock.now)
  }

  // MARK: Tokens

  /// A token of the form that servers give, which ends after `lasting` seconds.
  static func token(_ name: String, lasting: Int64, from: Instant = Sample.due) -> String {
    func part(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
    }
    return part(#"{"alg":"none"}"#) + "."
      + part(#"{"name":"\#(name)","exp":\#(from.secondsSince1970 + lasting)}"#) + ".c2lnbmF0dXJl"
  }

  func store(access: String, refresh: String, renewed: Instant = Sample.due.adding(seconds: -3600)) throws {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try file().write(
      BlueskyTokens(
        account: Self.account, handle: "council.test", access: Secret(access), refresh: Secret(refresh),
        renewed: renewed))
  }

  /// A session that needs no renewal.
  func storeGoodSession() throws {
    try store(access: Self.token("access", lasting: 7000), refresh: Self.token("refresh", lasting: 1_000_000))
  }

  // MARK: Answers

  static func json(_ status: Int, _ text: String, headers: [(name: String, value: String)] = []) -> WireOutcome {
    .response(
      WireResponse(
        status: status, headers: [("content-type", "application/json")] + headers, body: Array(text.utf8)))
  }

  static func error(_ status: Int, _ name: String, headers: [(name: String, value: String)] = []) -> WireOutcome {
    json(status, #"{"error":"\#(name)","message":"\#(name) it is"}"#, headers: headers)
  }

  static func session(_ name: String, lasting: Int64 = 7200) -> WireOutcome {
    json(
      200,
      #"{"did":"\#(account)","handle":"council.test","active":true,"accessJwt":"\#(token("access-" + name, lasting: lasting))","#
        + #""refreshJwt":"\#(token("refresh-" + name, lasting: 5_000_000))"}"#)
  }

  static func created(_ rkey: String) -> WireOutcome {
    json(200, #"{"uri":"at://\#(account)/app.bsky.feed.post/\#(rkey)","cid":"bafy"}"#)
  }

  // MARK: Driving

  func preparation(_ plan: SendPlan, from now: Instant = Sample.due, keeps: Bool = true) -> Preparation {
    Preparation(
      name: plan.post.name, contentHash: plan.contentHash, notAfter: now.adding(seconds: 60),
      kept: keptBytes.withLock { $0 }
    ) { [self] bytes in
      if keeps { keptBytes.withLock { $0 = bytes } }
      return keeps
    }
  }

  /// What an earlier preparation would have kept.
  func prepared(_ plan: SendPlan, attempted: Instant = Sample.due) -> Prepared {
    let kept = BlueskyKept(
      account: Self.account, handle: "council.test", attempted: attempted, created: plan.post.due)
    return Prepared(plan: plan, kept: kept.bytes)
  }

  func commit(_ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post()) async throws -> CommitOutcome {
    let connector = connector(transport)
    let plan = try connector.plan(post)
    return await connector.commit(prepared(plan), under: Sample.permit(for: plan, from: clock.now()))
  }

  func rkey(_ post: ReleasedPost = Sample.post()) -> String { RecordKey.text(for: post) }
}

/// Answers by the path of a request, however many come, and counts them.
final class RoutedTransport: Transport {
  private let state = Mutex<[WireRequest]>([])
  private let answer: @Sendable (_ method: String, _ before: Int, WireRequest) -> WireOutcome

  /// `answer` is given the last part of the path, and how many requests there were to it before.
  init(_ answer: @escaping @Sendable (_ method: String, _ before: Int, WireRequest) -> WireOutcome) {
    self.answer = answer
  }

  var requests: [WireRequest] { state.withLock { $0 } }

  func count(_ method: String) -> Int { requests.count { Self.method($0) == method } }

  static func method(_ request: WireRequest) -> String {
    let path = request.url.prefix { $0 != "?" }
    return String(path[(path.lastIndex(of: ".").map { path.index(after: $0) } ?? path.startIndex)...])
  }

  func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
    // Others get their turn while an answer is on its way.
    await Task.yield()
    guard await request.mayStart() else { return .notSent("Too late.") }
    let method = Self.method(request)
    let before = state.withLock { requests in
      defer { requests.append(request) }
      return requests.count { Self.method($0) == method }
    }
    return answer(method, before, request)
  }
}
