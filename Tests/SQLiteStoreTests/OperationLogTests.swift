import Elections
import Foundation
import GRDB
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

@testable import SQLiteStore

/// How SQLite remembers calls: few rows for many, each found again whatever order their ids have.
@Suite struct OperationLogTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func ids(_ count: Int, seed: UInt64, over milliseconds: Int64) -> [OperationID] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let at = Given.noon.adding(.milliseconds(Int64.random(in: 0...milliseconds, using: &generator)))
      return OperationID(at: at, using: &generator)
    }
  }

  private func rows(_ store: SQLiteStore) throws -> Int {
    try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM operation") ?? 0 }
  }

  /// Does all of them while the writer waits, so that they come into as few transactions as may be.
  private func together<Answer: Sendable>(
    _ count: Int, on store: SQLiteStore, _ call: @escaping @Sendable (Int) async -> Answer
  ) async throws -> [Answer] {
    let writer = try #require(store.database as? DatabasePool)
    let gate = DispatchSemaphore(value: 0)
    writer.asyncWriteWithoutTransaction { _ in gate.wait() }
    // The first to come would do its work on this thread, but for an entry of the log.
    let entry = AuditDraft(at: Given.noon, actor: "gate", .expired)
    let first = Task.immediate { try await store.appendAudit([entry]) }
    let running = (0..<count).map { number in Task.immediate { await call(number) } }
    gate.signal()
    try await first.value
    var answers: [Answer] = []
    for task in running { answers.append(await task.value) }
    return answers
  }

  @Test(arguments: [0, 5, 100_000] as [Int64])
  func `G-52: many calls at once are one row, and each is found`(milliseconds: Int64) async throws {
    let store = try SQLiteStore(path: folder.path("store.sqlite"), access: .creating)
    try await store.adoptFirst()
    let ids = ids(300, seed: 3, over: milliseconds)
    @Sendable func submit(_ number: Int) async -> [Submission]? {
      try? await store.submit(
        [Given.post("post \(number)", seed: UInt64(number))], note: Given.note(), as: ids[number])
    }
    let first = try await together(300, on: store, submit)
    #expect(Set(first.compactMap { $0?.first?.post }).count == 300)
    #expect(try rows(store) < 10)
    #expect(try await together(300, on: store, submit) == first)
    let few = try rows(store)
    #expect(try await store.posts(PostQuery()).count == 300)
    // Another process finds them as well; what was only answered again is no new row.
    let other = try SQLiteStore(path: folder.path("store.sqlite"), access: .existing)
    for number in stride(from: 0, to: 300, by: 37) {
      let again = try await other.submit(
        [Given.post("post \(number)", seed: UInt64(number))], note: Given.note(), as: ids[number])
      #expect(again == first[number])
    }
    #expect(try rows(store) == few)
    #expect(try store.integrityFaults() == [])
  }

  @Test(arguments: [0, 100_000] as [Int64])
  func `G-52: calls one at a time are few rows, and each is found by any process`(milliseconds: Int64) async throws {
    let store = try SQLiteStore(path: folder.path("store.sqlite"), access: .creating)
    try await store.adoptFirst()
    let ids = ids(200, seed: 5, over: milliseconds)
    var first: [[Submission]] = []
    for (number, id) in ids.enumerated() {
      first.append(
        try await store.submit([Given.post("post \(number)", seed: UInt64(number))], note: Given.note(), as: id))
    }
    let few = try rows(store)
    #expect(few >= 1 && few < 20)
    let other = try SQLiteStore(path: folder.path("store.sqlite"), access: .existing)
    for (number, id) in ids.enumerated() {
      let asked = number.isMultiple(of: 2) ? store : other
      let again = try await asked.submit(
        [Given.post("post \(number)", seed: UInt64(number))], note: Given.note(), as: id)
      #expect(again == first[number])
    }
    #expect(try await store.posts(PostQuery()).count == 200)
    #expect(try rows(store) == few)
    #expect(try store.integrityFaults() == [])
  }

  @Test func `G-52: of a group in which one call is refused, the others are remembered`() async throws {
    let store = try SQLiteStore(path: folder.path("store.sqlite"), access: .creating)
    try await store.adoptFirst()
    let ids = ids(60, seed: 4, over: 10)
    @Sendable func submit(_ number: Int) async -> [Submission]? {
      let revision: Int64 = number.isMultiple(of: 7) ? 9 : 1
      return try? await store.submit(
        [Given.post("post \(number)", seed: UInt64(number))], note: Given.note(revision: revision), as: ids[number])
    }
    let first = try await together(60, on: store, submit)
    #expect(first.count { $0 != nil } == 51)
    #expect(try await together(60, on: store, submit) == first)
    #expect(try await store.posts(PostQuery()).count == 51)
  }

  @Test func `an answer of many posts is kept in few bytes`() async throws {
    let store = try SQLiteStore(path: folder.path("store.sqlite"), access: .creating)
    try await store.adoptFirst()
    let drafts = (0..<5000).map { Given.post("post \($0)", seed: UInt64($0)) }
    let operation = NewOperations.next()
    let first = try await store.submit(drafts, note: Given.note(), as: operation)
    let size = try store.read { try Int.fetchOne($0, sql: "SELECT length(calls) FROM latest") }
    #expect(try #require(size) < 200)
    #expect(try await store.submit(drafts, note: Given.note(), as: operation) == first)
  }

  /// In the transaction of the call itself: where one of the two cannot be kept, neither is.
  @Test(arguments: StoreAct.allCases)
  func `G-52: a call whose id cannot be kept did nothing, and may be tried again`(act: StoreAct) async throws {
    let store = try SQLiteStore(path: folder.path("store.sqlite"), access: .creating)
    let stage = try await OperationStage(store)
    let call = stage.given(act).call
    let operation = NewOperations.next()
    let before = try await store.sight()
    try await store.breakOperations()
    await #expect(throws: StoreError.self) { try await call(store, operation) }
    try await store.mendOperations()
    #expect(try await store.sight() == before)
    let first = try await call(store, operation)
    #expect(try await call(store, operation) == first)
  }
}

extension SQLiteStore {
  fileprivate func breakOperations() async throws {
    try await write { transaction in
      try transaction.db.execute(
        sql: """
          CREATE TRIGGER broken BEFORE INSERT ON latest BEGIN SELECT RAISE (ABORT, 'no operation is kept'); END
          """)
    }
  }

  fileprivate func mendOperations() async throws {
    try await write { try $0.db.execute(sql: "DROP TRIGGER broken") }
  }
}
