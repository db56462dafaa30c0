import NIOPosix

/// Runs last looks on threads that carry nothing else for long: a look that waits for other tasks' threads is a permit that
/// runs out.
final class LookExecutor: TaskExecutor {
  static let shared = LookExecutor()

  private let threads = NIOThreadPool.singleton

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // Also when the pool has ended with the process: a look is then over, and refuses.
    threads.submit { _ in unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
