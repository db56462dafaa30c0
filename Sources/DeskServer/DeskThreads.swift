import Foundation
import Synchronization

/// The threads that answer, apart from those that send: however much is asked at once, the gate's own have nothing to wait for
/// but a processor.
///
/// What does not find a place in the queue is refused at once, so that a flood costs a refusal each and no memory.
final class DeskThreads: TaskExecutor {
  /// How many requests may be under way, waiting for a thread or for their reader.
  private let mostUnderWay: Int
  private let queue: OperationQueue
  private let underWay = Mutex(0)

  private init(_ name: String, width: Int, mostUnderWay: Int) {
    self.mostUnderWay = mostUnderWay
    queue = OperationQueue()
    queue.name = name
    queue.maxConcurrentOperationCount = width
    queue.qualityOfService = .utility
  }

  // Together fewer than the store's connections for reading, of which the gate needs one. Strangers have threads of their own:
  // whatever they ask, people can pause and cancel (G-32).

  /// For those whom the kernel names.
  static func people() -> DeskThreads { DeskThreads("portcullis.desk", width: 2, mostUnderWay: 500) }
  /// For everybody on the network.
  static func network() -> DeskThreads { DeskThreads("portcullis.site", width: 2, mostUnderWay: 200) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.addOperation { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  struct Full: Error {}

  /// Runs a piece of work on these threads, or throws `Full`.
  func perform<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
    try underWay.withLock { count in
      guard count < mostUnderWay else { throw Full() }
      count += 1
    }
    defer { underWay.withLock { $0 -= 1 } }
    return try await withTaskExecutorPreference(self) { try await work() }
  }
}
