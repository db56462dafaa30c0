import Elections
import Publishing
import Synchronization
import TestSupport

/// Answers that get lost after their commit: whoever waits for one asks again with the same id, at once, and some calls
/// come once more long afterwards, as a network delivers them. None of that may change anything, or be answered otherwise
/// (G-52).
///
/// Its chances are its own, and nothing waits for it: so a seed's run is the same with it and without it.
package final class LostAnswers: Sendable {
  private struct Call: Sendable {
    let words: String
    /// The clock's mark when it was done: a store remembers it for a day by that.
    let mark: Instant
    /// Whether it gives its first answer; nil where it threw.
    let repeats: @Sendable () async -> Bool?
  }

  private struct State {
    var generator: SeededGenerator
    var calls: [Call] = []
    var repeated = 0
    var isOver = false
  }

  private let base: MemoryStore
  private let oracle: SimulationOracle
  private let state: Mutex<State>

  private static let most = 40

  init(seed: UInt64, base: MemoryStore, oracle: SimulationOracle) {
    self.base = base
    self.oracle = oracle
    state = Mutex(State(generator: SeededGenerator(seed: seed ^ 0x5252_5252_5252_5252)))
  }

  /// How many calls came again.
  var repeated: Int { state.withLock(\.repeated) }

  func newOperation(at instant: Instant) -> OperationID {
    state.withLock { OperationID(at: instant, using: &$0.generator) }
  }

  /// Another store took the place of the one that remembers them.
  func forget() { state.withLock { $0.calls = [] } }

  /// From here on no answer is lost. Gates that are told to end do so on threads of their own, so that what others do beside
  /// a repetition could not be told from what it does.
  func end() { state.withLock { $0.isOver = true } }

  /// `isExact`: the answer stays what it was, whatever comes between.
  func perform<Answer: Equatable & Sendable>(
    isExact: Bool, _ call: @escaping @Sendable () async throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    if state.withLock(\.isOver) { return try await call() }
    await repeatEarlier()
    let answer = try await call()
    let mark = base.look(\.mark.highWater)
    let kept = Call(words: "\(Answer.self) \(answer)", mark: mark) {
      do throws(StoreError) {
        let again = try await call()
        return !isExact || again == answer
      } catch {
        return nil
      }
    }
    let isLost = state.withLock { state in
      state.calls.append(kept)
      if state.calls.count > Self.most { state.calls.removeFirst() }
      return Int.random(in: 0..<4, using: &state.generator) == 0
    }
    if isLost {
      await compare(kept)
      // What nothing has come between is answered alike in any case.
      if try await call() != answer {
        oracle.violate("G-52: a call was answered otherwise when it came again: \(kept.words)")
      }
    }
    return answer
  }

  private func repeatEarlier() async {
    let call = state.withLock { state in
      guard !state.calls.isEmpty, Int.random(in: 0..<6, using: &state.generator) == 0 else { return nil as Call? }
      return state.calls[Int.random(in: 0..<state.calls.count, using: &state.generator)]
    }
    if let call { await compare(call) }
  }

  /// A gate that is told to end does so on threads of its own, and may write beside a repetition; what comes of the call
  /// itself comes of it each time.
  private func compare(_ call: Call) async {
    var changes: [String] = []
    while changes.count < 3 {
      guard let change = await change(by: call) else { return }
      changes.append(change)
    }
    oracle.violate("G-52: a call that came again changed \(changes.joined(separator: ", then ")): \(call.words)")
  }

  /// What is another after the call came again; nil where nothing is.
  private func change(by call: Call) async -> String? {
    let before = base.look { $0 }
    // The store says it, and not its mark of now: a clock that was wrong and believed may have been set back since.
    if call.mark < before.forgottenBefore { return nil }
    state.withLock { $0.repeated += 1 }
    let isSame = await call.repeats()
    if isSame != true {
      oracle.violate(
        "G-52: a call \(isSame == nil ? "failed" : "was answered otherwise") when it came again: \(call.words)")
    }
    return base.look { $0.difference(from: before) }
  }
}

extension MemoryStore.State {
  /// What is not as it was; nil where everything is.
  fileprivate func difference(from before: Self) -> String? {
    if audit.count != before.audit.count {
      let new = audit.dropFirst(before.audit.count).map { "\($0.draft.event.rawValue) by \($0.draft.actor)" }
      return "the audit log (\(new.joined(separator: ", ")))"
    }
    if deliveries != before.deliveries { return "deliveries" }
    if posts.count != before.posts.count || revisions.count != before.revisions.count { return "posts or revisions" }
    if mark != before.mark || services.map(\.heartbeat) != before.services.map(\.heartbeat) { return "signs of life" }
    if paces != before.paces || stops != before.stops || pauses != before.pauses || edges != before.edges {
      return "channels"
    }
    if overrides != before.overrides || approvals != before.approvals || looks != before.looks {
      return "people's decisions"
    }
    if doubts != before.doubts || givenBack != before.givenBack || lateReports != before.lateReports {
      return "what is told of deliveries"
    }
    if operations.count != before.operations.count { return "the operations" }
    return nil
  }
}
