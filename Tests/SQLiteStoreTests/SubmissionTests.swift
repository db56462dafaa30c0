import Elections
import Foundation
import GRDB
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
@testable import SQLiteStore

/// Many posts at once: rows go in together, and nobody may notice.
@Suite struct SubmissionTests {
  let folder: ScratchFolder
  var path: String { folder.path("store.sqlite") }

  init() throws { folder = try ScratchFolder() }

  private static let importNote = SubmissionNote(
    at: Given.noon, actor: "author", under: .unregistered(RevisionNumber(1)), importedFrom: "posts.jsonl")

  /// Around the number of rows that go in at once, with one, two and three channels in turn.
  @Test(arguments: [0, 1, 49, 50, 51, 99, 100, 101, 150, 1003])
  func `every post of an import is there with its own channels, text and keys`(count: Int) async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    let channels = ["website", "hook", "intranet"]
    let drafts = (0..<count).map { number in
      Given.post(
        "post \(number)", on: Array(channels.prefix(1 + number % 3)), due: Given.noon.adding(seconds: Int64(number)),
        seed: UInt64(number))
    }
    let submitted = try await store.submit(drafts, note: Self.importNote)
    #expect(submitted.map(\.post) == (0..<count).map { PostID(Int64($0) + 1) })
    let kept = try await store.posts(PostQuery(limit: count + 1))
    #expect(kept.map(\.content) == drafts.map(\.content))
    #expect(kept.map { $0.deliveries.map(\.delivery.channel) } == drafts.map { $0.targets.map(\.channel) })
    #expect(kept.map { $0.deliveries.map(\.delivery.key) } == drafts.map { $0.targets.map(\.key) })
    #expect(kept.allSatisfy { post in post.deliveries.allSatisfy { $0.delivery.contentHash == post.content.hash } })
    #expect(kept.map { $0.deliveries.first?.delivery.due } == drafts.map(\.due))
    #expect(try store.integrityFaults() == [])
    // The numbers go on where they were.
    let next = try await store.submit([Given.post("next", seed: 99_999)], note: Given.note())
    #expect(next.map(\.post) == [PostID(Int64(count) + 1)])
  }

  @Test(arguments: [1, 49, 50, 51, 60])
  func `G-36: a key that comes twice in one import is one post, however far apart`(distance: Int) async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    var drafts = (0..<120).map { Given.post("post \($0)", key: "key \($0)", seed: UInt64($0)) }
    drafts[distance] = Given.post("post 0", key: "key 0", seed: 500)
    let submitted = try await store.submit(drafts, note: Self.importNote)
    #expect(submitted[distance] == Submission(post: PostID(1), isRepetition: true))
    #expect(submitted.filter { !$0.isRepetition }.map(\.post) == (1...119).map { PostID(Int64($0)) })
    drafts[distance] = Given.post("another text", key: "key 0", seed: 501)
    let other = try SQLiteStore(path: folder.path("other.sqlite"), access: .creating)
    try await other.adoptFirst()
    await #expect(throws: StoreError.keyConflict(key: "key 0", post: PostID(1))) {
      try await other.submit(drafts, note: Self.importNote)
    }
    // All or none.
    #expect(try await other.posts(PostQuery()).isEmpty)
  }

  @Test func `G-23, G-36: of many that come at once, those that are refused take nothing of the others along`()
    async throws
  {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    _ = try await store.submit([Given.post("taken", key: "taken", seed: 9000)], note: Given.note())
    let accepted = await withTaskGroup(of: (text: String, post: PostID?).self) { group in
      for number in 0..<400 {
        group.addTask {
          let isRefused = number.isMultiple(of: 7)
          let text = "post \(number)"
          var drafts = [Given.post(text, seed: UInt64(number))]
          // Refused when the first has been taken already.
          if isRefused { drafts.append(Given.post(text, key: "taken", seed: UInt64(10_000 + number))) }
          return (text, try? await store.submit(drafts, note: Given.note()).first?.post)
        }
      }
      return await group.reduce(into: [PostID: String]()) { accepted, answer in
        if let post = answer.post { accepted[post] = answer.text }
      }
    }
    #expect(accepted.count == 342)
    let kept = try await store.posts(PostQuery())
    #expect(kept.count == 343)
    for post in kept.dropFirst() {
      #expect(post.content.text == accepted[post.id])
      #expect(post.deliveries.map(\.delivery.contentHash) == [post.content.hash])
    }
    #expect(try store.integrityFaults() == [])
    let entries = try await store.audit(AuditQuery())
    #expect(entries.filter { $0.draft.event == .submitted }.count == 343)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { AuditChain.fault(in: $1, after: $0) == nil })
  }

  @Test func `a large import is carried over into the file after it was answered`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    let drafts = (0..<20_000).map {
      Given.post("\($0) " + String(repeating: "long ", count: 60), seed: UInt64($0))
    }
    _ = try await store.submit(drafts, note: Self.importNote)
    store.settle()
    #expect(try size() >= 4_000_000)
    #expect(try await store.posts(PostQuery(limit: 20_001)).count == 20_000)
  }

  private func size() throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }

  @Test func `a look at the lanes sees what another process has written, and what it took in hand`() async throws {
    let gate = try SQLiteStore(path: path, access: .creating)
    try await gate.adoptFirst()
    let command = try SQLiteStore(path: path, access: .existing)
    #expect(try await gate.waitingLanes().isEmpty)
    let before = try gate.changeCounter()
    _ = try await command.submit([Given.post("a", due: Given.noon.adding(seconds: 5), seed: 1)], note: Given.note())
    #expect(try gate.changeCounter() != before)
    let website = Lane(channel: "website", contentClass: .routine)
    #expect(try await gate.waitingLanes() == [WaitingLane(lane: website, next: Given.noon.adding(seconds: 5))])
    _ = try await command.submit([Given.post("b", on: ["hook"], due: Given.noon, seed: 2)], note: Given.note())
    _ = try await command.submit([Given.post("c", due: Given.noon, seed: 3)], note: Given.note())
    let hook = Lane(channel: "hook", contentClass: .routine)
    #expect(
      Set(try await gate.waitingLanes().map { "\($0)" })
        == Set([website, hook].map { "\(WaitingLane(lane: $0, next: Given.noon))" }))
    // Its own writes too.
    let service = try await gate.service()
    #expect(try await gate.claim(service, at: Given.noon).claimed.count == 2)
    #expect(try await gate.waitingLanes() == [WaitingLane(lane: website, next: Given.noon.adding(seconds: 5))])
  }
}
