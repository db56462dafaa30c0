import Elections
import Foundation
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// What every store does with a call that comes again (G-52): for every act of the contract.
@Suite struct OperationConformanceTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func open(_ kind: StoreUnderTest) async throws -> (store: any GateStore, stage: OperationStage) {
    let store = try kind.open(folder)
    return (store, try await OperationStage(store))
  }

  /// Those that write nothing; whatever else stands in the contract carries an operation.
  private static let questions: Set<String> = [
    "epoch", "revision", "revisions", "contents", "settingsInForce", "look", "position", "doubts", "post", "posts",
    "overrides", "witnesses", "pauses", "clockMark", "waitingLanes", "uncertainLanes", "refusal", "lateReports",
    "lastPermit", "remoteIDs", "uncertain", "stops", "nextLeaseEnd", "health", "count", "names", "published", "audit",
    "lastAuditEntry", "standingRows", "tokens", "token",
  ]

  @Test func `G-52: every call of the contract that writes carries an operation, and is an act of the table`() throws {
    let file = Places.checkout.appending(path: "Sources/PublishingGate/Store/GateStore.swift")
    let text = String(decoding: try Places.bytes(file), as: UTF8.self)
    let start = try #require(text.range(of: "package protocol GateStore"))
    let end = try #require(text[start.upperBound...].range(of: "\n}\n"))
    let calls = text[start.upperBound..<end.lowerBound].components(separatedBy: "\n  func ").dropFirst()
    let (writing, asking) = (
      calls.filter { $0.contains("as operation: OperationID") },
      calls.filter { !$0.contains("as operation: OperationID") }
    )
    #expect(Set(asking.map { String($0.prefix { $0 != "(" }) }) == Self.questions)
    #expect(writing.count == StoreAct.allCases.count)
  }

  @Test(arguments: StoreAct.allCases, StoreUnderTest.all)
  func `G-52: a call that comes again changes nothing, and is answered as it was`(act: StoreAct, kind: StoreUnderTest)
    async throws
  {
    let (store, stage) = try await open(kind)
    let given = stage.given(act)
    let operation = NewOperations.next()
    let before = try await store.sight()
    let first = try await given.call(store, operation)
    let after = try await store.sight()
    // An act that does nothing here would prove nothing; what preparing keeps is seen only by a claim.
    #expect(after != before || act == .keep)
    for _ in 0..<3 {
      #expect(try await given.call(store, operation) == first)
      #expect(try await store.sight() == after)
    }
  }

  @Test(arguments: StoreAct.allCases, StoreUnderTest.all)
  func `G-52: it is answered as it was whatever others did meanwhile`(act: StoreAct, kind: StoreUnderTest) async throws
  {
    let (store, stage) = try await open(kind)
    let given = stage.given(act)
    let operation = NewOperations.next()
    let first = try await given.call(store, operation)
    _ = try? await given.other(store, NewOperations.next())
    for act in [StoreAct.submit, .stop, .heartbeat] {
      _ = try? await stage.given(act).other(store, NewOperations.next())
    }
    let after = try await store.sight()
    let again = try await given.call(store, operation)
    if given.isExact { #expect(again == first) }
    #expect(try await store.sight() == after)
  }

  @Test(arguments: StoreAct.allCases, StoreUnderTest.all)
  func `G-52: the same id with another call is refused, and does nothing`(act: StoreAct, kind: StoreUnderTest)
    async throws
  {
    let (store, stage) = try await open(kind)
    let operation = NewOperations.next()
    _ = try await stage.given(act).call(store, operation)
    let after = try await store.sight()
    await #expect(throws: StoreError.operationReused(operation)) {
      try await stage.given(act).other(store, operation)
    }
    let another: StoreAct = act == .audit ? .look : .audit
    await #expect(throws: StoreError.operationReused(operation)) {
      try await stage.given(another).call(store, operation)
    }
    #expect(try await store.sight() == after)
  }

  @Test(arguments: StoreAct.allCases, StoreUnderTest.all)
  func `G-52: a call that was refused did nothing, and its id is free`(act: StoreAct, kind: StoreUnderTest) async throws
  {
    let (store, stage) = try await open(kind)
    let given = stage.given(act)
    guard let refused = given.refused else { return }
    let operation = NewOperations.next()
    let before = try await store.sight()
    let refusal = await #expect(throws: StoreError.self) { try await refused(store, operation) }
    #expect(try await store.sight() == before)
    // While what it was refused for lasts, it is refused again, and not answered as if it had been done.
    let again = await #expect(throws: StoreError.self) { try await refused(store, operation) }
    #expect(again == refusal && again != .operationReused(operation))
    #expect(try await store.sight() == before)
    let first = try await given.call(store, operation)
    #expect(try await store.sight() != before)
    #expect(try await given.call(store, operation) == first)
  }

  @Test(arguments: StoreAct.allCases, StoreUnderTest.all)
  func `G-52: of two who make one call at once, both are answered, and it is done once`(
    act: StoreAct, kind: StoreUnderTest
  )
    async throws
  {
    let (store, stage) = try await open(kind)
    // The other side is another process, where the store allows one.
    let other = try kind.openAgain(folder) ?? store
    let call = stage.given(act).call
    let operation = NewOperations.next()
    async let left = call(store, operation)
    async let right = call(other, operation)
    let answers = try await [left, right]
    #expect(answers[0] == answers[1])

    let alone = try ScratchFolder()
    let once = try kind.open(alone)
    let answer = try await OperationStage(once).given(act).call(once, operation)
    #expect(answers[0] == answer)
    #expect(try await store.sight() == once.sight())
  }

  @Test(arguments: StoreUnderTest.all)
  func `G-52: an operation is remembered for a day, and forgotten by a gate's sign of life`(kind: StoreUnderTest)
    async throws
  {
    let (store, stage) = try await open(kind)
    var generator = SeededGenerator(seed: 1)
    let operation = OperationID(at: OperationStage.now, using: &generator)
    let call = stage.given(.start).call
    #expect(try await call(store, operation) == "true")
    func beat(after seconds: Int64) async throws {
      let now = OperationStage.now.adding(seconds: seconds)
      _ = try await store.heartbeat(
        SignOfLife(stage.living, ClockReading(wall: now), .sound(now, nil)), as: OperationID(at: now, using: &generator)
      )
    }
    try await beat(after: 86_400)
    #expect(try await call(store, operation) == "true")
    // A clock that is not trusted makes nothing forgotten.
    let late = OperationStage.now.adding(seconds: 90_000)
    _ = try await store.heartbeat(SignOfLife(stage.living, ClockReading(wall: late), .doubt("It is wrong.")))
    #expect(try await call(store, operation) == "true")
    try await beat(after: 86_401)
    // Now it is another call, which finds nothing stopped.
    #expect(try await call(store, operation) == "false")
  }
}
