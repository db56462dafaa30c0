import Desk
import Elections
import Foundation
import Glibc
import Logging
import Publishing
import PublishingGate
import ServiceLifecycle
import Synchronization
import Texts

/// What a running gate says: decisions on standard output, logs on standard error. Neither makes it wait.
///
/// Logs that cannot be written are dropped, and the gate goes on; that its decisions cannot be written means that
/// whoever relied on them is gone, so it stops in order, and fails.
final class GateOutput: Sendable {
  private let decisions: LineQueue
  private let logs: LineQueue
  private let printer: DecisionPrinter
  private let stop: Stop

  /// What stops the gate; it is there only once the gate is.
  private final class Stop: Sendable {
    private let state = Mutex<(isCalled: Bool, action: (@Sendable () -> Void)?)>((false, nil))

    func set(_ action: @escaping @Sendable () -> Void) {
      if state.withLock({
        $0.action = action
        return $0.isCalled
      }) {
        action()
      }
    }

    func call() {
      state.withLock {
        $0.isCalled = true
        return $0.action
      }?()
    }
  }

  init(_ printer: DecisionPrinter, logs: LineQueue) {
    let stop = Stop()
    self.stop = stop
    self.printer = printer
    self.logs = logs
    decisions = LineQueue(STDOUT_FILENO, notice: { printer.notice(leftOut: $0, at: Workspace.now) }) { number in
      logs.append(
        "portcullis: Standard output cannot be written: \(SystemError.text(number)). The gate finishes what is under way, "
          + "and ends.")
      stop.call()
    }
  }

  static func logQueue() -> LineQueue {
    LineQueue(STDERR_FILENO, notice: { "portcullis: \($0) lines of the log were left out, because nobody read them." })
  }

  func print(_ decision: GateDecision) {
    decisions.append(Style.rendered(printer.line(decision), inColour: Terminal.usesColour))
  }
  func say(_ text: String) { decisions.append(Style.rendered(text, inColour: Terminal.usesColour)) }

  /// `action` stops the gate in order when its decisions cannot be written any more.
  func onLoss(_ action: @escaping @Sendable () -> Void) { stop.set(action) }

  /// The longest that the end waits for a reader.
  private static let patience = 2.0

  /// Says why the gate failed, where nobody may read it either; gives the error to end with.
  func finish(with error: any Error) throws -> any Error {
    let failure = Failure(reporting: error)
    for message in failure?.messages ?? [] {
      logs.append("portcullis: \(message.worded(RemedyWords.words).visibleLine)")
    }
    try finish()
    return failure.map { ExitStatus($0.kind).code } ?? error
  }

  /// Writes what is left, and throws when decisions were lost to a reader that went away.
  func finish() throws {
    let began = ContinuousClock.now
    decisions.finish(within: Self.patience)
    let failure = decisions.failure
    let rest = Self.patience - (ContinuousClock.now - began) / .seconds(1)
    logs.finish(within: max(0.1, rest))
    if failure != nil { throw ExitStatus.cannotWrite.code }
  }
}

/// Logs as lines in a queue: `2027-05-01T08:00:00Z warning portcullis.gate: …`.
struct QueuedLog: LogHandler {
  let label: String
  let queue: LineQueue
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()

  init(label: String, queue: LineQueue) {
    self.label = label
    self.queue = queue
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      .map { " \($0.key)=\($0.value)" }.joined()
    let line = "\(UTCText.text(Workspace.now)) \(event.level) \(label):\(facts) \(event.message)"
    queue.append(line.visibleLine)
  }
}

/// The gate among the services: for as long as the process runs, or once.
struct GateRunning: Service {
  let gate: GateService
  let once: Bool
  let output: GateOutput

  func run() async throws {
    output.onLoss { Task { await gate.stop() } }
    try await withGracefulShutdownHandler {
      try await gate.run(once: once)
    } onGracefulShutdown: {
      Task { await gate.stop() }
    }
  }
}
