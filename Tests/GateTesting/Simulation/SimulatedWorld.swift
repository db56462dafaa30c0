import Elections
import Synchronization
import TestSupport

/// One thread, one seed, one clock: every task of a simulation runs here, in an order that the seed alone decides.
///
/// Time stands still while anything can run, and jumps to the next sleeper when nothing can. So an hour takes
/// milliseconds, and a failure comes again with its seed.
package final class SimulatedWorld: TaskExecutor {
  private struct Timer {
    let at: Int64
    let number: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var jobs: [UnownedJob] = []
    var timers: [Int: Timer] = [:]
    var timerCount = 0
    /// Milliseconds since the simulation began.
    var time: Int64 = 0
    var generator: SeededGenerator
    var steps = 0
  }

  private let state: Mutex<State>

  package init(seed: UInt64) { state = Mutex(State(generator: SeededGenerator(seed: seed))) }

  // MARK: Running

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
  }

  package struct Stuck: Error, CustomStringConvertible {
    package let description: String
  }

  /// Runs `body` to its end.
  package func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) throws -> Result {
    let result = Mutex<Result?>(nil)
    let box = Box(result)
    let task = Task(executorPreference: self) {
      let value = await body()
      box.value.withLock { $0 = value }
    }
    while true {
      if let value = box.value.withLock({ $0 }) { return value }
      if let job = nextJob() {
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      } else if !advance() {
        task.cancel()
        throw Stuck(description: "nothing can run, and nothing sleeps")
      }
    }
  }

  private final class Box<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { state in
      guard !state.jobs.isEmpty else { return nil }
      state.steps += 1
      let index = Int.random(in: 0..<state.jobs.count, using: &state.generator)
      return state.jobs.remove(at: index)
    }
  }

  private func advance() -> Bool {
    let timer = state.withLock { state -> Timer? in
      guard let next = state.timers.values.min(by: { ($0.at, $0.number) < ($1.at, $1.number) }) else { return nil }
      state.timers[next.number] = nil
      state.time = max(state.time, next.at)
      return next
    }
    timer?.continuation.resume()
    return timer != nil
  }

  // MARK: Time and chance

  /// Since the simulation began; nobody can set it.
  package var elapsed: Duration { .milliseconds(state.withLock(\.time)) }
  package var steps: Int { state.withLock(\.steps) }

  package func sleep(for duration: Duration) async {
    let number = state.withLock { state in
      state.timerCount += 1
      return state.timerCount
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if Task.isCancelled { return true }
          let at = state.time + max(0, duration.wholeMilliseconds)
          state.timers[number] = Timer(at: at, number: number, continuation: continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.timers.removeValue(forKey: number) }?.continuation.resume()
    }
  }

  /// A chance of one in `count`.
  package func chance(oneIn count: Int) -> Bool { count > 0 && random(0..<count) == 0 }

  package func random(_ range: Range<Int>) -> Int {
    state.withLock { Int.random(in: range, using: &$0.generator) }
  }

  package func randomWord() -> UInt64 { state.withLock { $0.generator.next() } }
}

/// The world's chance as a generator.
package struct SimulatedRandomness: RandomNumberGenerator {
  package let world: SimulatedWorld
  package init(world: SimulatedWorld) { self.world = world }
  package mutating func next() -> UInt64 { world.randomWord() }
}
