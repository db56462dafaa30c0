import Foundation
import Glibc
import Synchronization

/// Writes lines to standard output or standard error without ever making their writer wait.
///
/// The gate must not stop because nobody reads what it says: a full pipe would hold every post, and SIGTERM too. So a
/// thread of its own writes, which may wait for as long as it likes, since nothing waits for it.
final class LineQueue: Sendable {
  private struct State {
    var lines: BoundedLines
    var isClosed = false
    var failure: Int32?
  }

  private let state: Mutex<State>
  private let descriptor: Int32
  private let notice: @Sendable (Int) -> String
  private let failed: @Sendable (Int32) -> Void
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  /// How many bytes may wait for a reader: some ten thousand lines.
  static let longest = 4 << 20

  /// `notice`: the line in the place of so many that were left out. `failed`: called once, with the system's error
  /// number, when no more can be written; from then on everything is left out.
  init(
    _ descriptor: Int32, longest: Int = LineQueue.longest, notice: @escaping @Sendable (Int) -> String,
    failed: @escaping @Sendable (Int32) -> Void = { _ in }
  ) {
    state = Mutex(State(lines: BoundedLines(longest: longest)))
    self.descriptor = descriptor
    self.notice = notice
    self.failed = failed
    // Not a task: a write that waits would keep a thread of the pool that the gate runs on.
    let thread = Thread { [self] in run() }
    thread.name = "lines to \(descriptor)"
    thread.start()
  }

  func append(_ line: String) {
    state.withLock { if $0.failure == nil { $0.lines.append(line) } }
    work.signal()
  }

  /// The system's error number, where nothing can be written any more.
  var failure: Int32? { state.withLock(\.failure) }

  /// Writes what waits, for so long at most; what is left then is not written.
  func finish(within seconds: Double) {
    state.withLock { $0.isClosed = true }
    work.signal()
    _ = done.wait(timeout: .now() + seconds)
  }

  private func run() {
    while true {
      work.wait()
      while let text = state.withLock({ $0.failure == nil ? $0.lines.take(notice: notice) : nil }) {
        let number = Descriptor.writeAll(Data(text.utf8), to: descriptor)
        guard number != 0 else { continue }
        state.withLock { $0.failure = number }
        failed(number)
      }
      if state.withLock(\.isClosed) { return _ = done.signal() }
    }
  }
}
