import Dispatch
import Foundation
import GateTesting
import Publishing
import Synchronization

/// Runs the gate's simulation over many seeds, on every core, and ends with 1 where one failed.
///
///     gate-simulator FIRST COUNT
///
/// A single seed is told decision by decision.
@main
enum GateSimulator {
  static func main() {
    let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    guard numbers.count == 2, numbers[1] > 0 else {
      FileHandle.standardError.write(Data("usage: gate-simulator FIRST-SEED COUNT\n".utf8))
      exit(64)
    }
    let (first, count) = (numbers[0], numbers[1])
    let run = SeedRun(first: first, end: first + count)
    let began = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: max(1, ProcessInfo.processInfo.activeProcessorCount)) { _ in
      while let seed = run.take() { run.run(seed) }
    }
    let end = run.totals.withLock { $0 }
    print(
      "\(end.seeds) seeds from \(first) in \(ContinuousClock.now - began): \(end.posts) posts, \(end.calls) network calls, "
        + "\(end.published) published, \(end.crashes) crashes, \(end.clock.doubts) doubts of the clock, \(end.failures.count) failures"
    )
    for failure in end.failures.prefix(20) { print(failure) }
    exit(end.failures.isEmpty ? 0 : 1)
  }
}

struct Totals: Sendable {
  var seeds = 0
  var posts = 0
  var calls = 0
  var published = 0
  var crashes = 0
  var clock = ClockTally()
  var failures: [String] = []
}

final class SeedRun: Sendable {
  private let next: Mutex<UInt64>
  private let first: UInt64
  private let end: UInt64
  let totals = Mutex(Totals())

  init(first: UInt64, end: UInt64) {
    next = Mutex(first)
    self.first = first
    self.end = end
  }

  func take() -> UInt64? {
    next.withLock { next in
      guard next < end else { return nil }
      next += 1
      return next - 1
    }
  }

  func run(_ seed: UInt64) {
    let isAlone = end - first == 1
    let result = Result {
      try Simulation.run(seed: seed) { elapsed, decision in
        if isAlone { print(elapsed, decision) }
      }
    }
    totals.withLock { totals in
      totals.seeds += 1
      switch result {
      case .success(let report):
        totals.posts += report.posts
        totals.calls += report.calls
        totals.published += report.published
        totals.crashes += report.crashes
        totals.clock = totals.clock + report.clock
      case .failure(let error): totals.failures.append("\(error)")
      }
      if totals.seeds.isMultiple(of: 10_000) {
        FileHandle.standardError.write(Data("\(totals.seeds) seeds, \(totals.failures.count) failures\n".utf8))
      }
    }
  }
}
