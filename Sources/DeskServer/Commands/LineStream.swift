import Desk
import NIOCore
import Synchronization

/// Lines on their way to a command: what is told while the answer is made goes out at once, and long lists wait for their
/// reader, so that a slow one costs no memory.
final class LineStream: Sendable {
  fileprivate struct State {
    var text = ""
    var isFinished = false
    /// Waits for more to write.
    var writer: CheckedContinuation<Void, Never>?
    /// Wait for room.
    var tellers: [CheckedContinuation<Void, Never>] = []
    var isBroken = false
  }

  private static let mostWaiting = 256 << 10

  private let state = Mutex(State())

  /// Nobody reads any more.
  struct Broken: Error {}

  /// Tells a line without waiting.
  func tell(_ line: ServiceLine) {
    let writer = state.withLock { state in
      state.text += line.text
      return state.takeWriter()
    }
    writer?.resume()
  }

  /// Tells one of many lines: waits while too much is on its way.
  func send(_ line: ServiceLine) async throws {
    tell(line)
    await withCheckedContinuation { continuation in
      let waits = state.withLock { state in
        guard state.text.utf8.count > Self.mostWaiting, !state.isBroken else { return false }
        state.tellers.append(continuation)
        return true
      }
      if !waits { continuation.resume() }
    }
    if state.withLock(\.isBroken) { throw Broken() }
  }

  func finish() {
    state.withLock { state in
      state.isFinished = true
      return state.takeWriter()
    }?.resume()
  }

  /// Its reader is gone: nobody waits for them any more.
  func breakOff() {
    state.withLock { state in
      state.isBroken = true
      return state.takeTellers()
    }.forEach { $0.resume() }
  }

  /// All that was told since the last time; nil once it is finished.
  func next() async -> String? {
    await withCheckedContinuation { continuation in
      let waits = state.withLock { state in
        guard state.text.isEmpty, !state.isFinished else { return false }
        state.writer = continuation
        return true
      }
      if !waits { continuation.resume() }
    }
    let (text, tellers) = state.withLock { state in
      defer { state.text = "" }
      return (state.text, state.takeTellers())
    }
    for teller in tellers { teller.resume() }
    return text.isEmpty ? nil : text
  }
}

extension LineStream.State {
  fileprivate mutating func takeWriter() -> CheckedContinuation<Void, Never>? {
    defer { writer = nil }
    return writer
  }

  fileprivate mutating func takeTellers() -> [CheckedContinuation<Void, Never>] {
    defer { tellers = [] }
    return tellers
  }
}
