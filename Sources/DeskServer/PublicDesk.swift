import Contract
import Desk
import Publishing
import Synchronization
import Texts

/// The desk as anybody may ask it: public requests alone, and no answer is made more often than once a second, however many ask.
final class PublicDesk: Sendable {
  private let host: DeskHost
  private let kept = Mutex<[String: Kept]>([:])

  private struct Kept {
    let made: ContinuousClock.Instant
    let answer: Task<any Sendable, any Error>
  }

  /// How old an answer may be that is given again.
  static let longestKept = Duration.seconds(1)
  /// How many different questions are kept answers to; beyond, all are forgotten.
  private static let mostKept = 512

  init(_ host: DeskHost) { self.host = host }

  /// `nobody`: who asks on a page is nobody that the desk knows.
  private var desk: Desk { host.desk(of: "nobody") }

  var words: @Sendable (Remedy) -> String { host.words }

  /// The public part of an answer. Two questions are one where they ask the same, to the letter.
  func answer<R: DeskRequest>(_ request: R) async throws -> Answered<R.Answer> {
    let name = "\(R.self) \(JSON(encoding: request).compactText)"
    return try await once(name) { [host] in try await host.answer(request, at: self.desk).forAnyone }
  }

  func gateSign() async throws -> GateSign { try await once("gate") { try await self.desk.gateSign() } }

  func pageFacts() async throws -> (council: String?, contact: String?, nation: String) {
    try await once("facts") { try await self.desk.pageFacts() }
  }

  /// Does `work` once for all who ask under the same name within a second.
  func once<Value: Sendable>(_ name: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value
  {
    let now = ContinuousClock.now
    let task = kept.withLock { kept in
      if let found = kept[name], now - found.made < Self.longestKept { return found.answer }
      if kept.count >= Self.mostKept { kept.removeAll() }
      let threads = host.threads
      let task = Task<any Sendable, any Error> { try await threads.perform { try await work() } }
      kept[name] = Kept(made: now, answer: task)
      return task
    }
    do {
      guard let value = try await task.value as? Value else { preconditionFailure("one name has values of one type") }
      return value
    } catch {
      // What went wrong once is tried again for the next who asks.
      kept.withLock { kept in if kept[name]?.answer == task { kept[name] = nil } }
      throw error
    }
  }
}
