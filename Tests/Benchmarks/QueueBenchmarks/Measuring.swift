import Foundation
import Glibc
import Synchronization

/// What every measurement needs: a clock, the process's own use of the machine, one line of JSON.
enum Measuring {
  /// Seconds that `work` takes, and its result.
  static func timed<Result>(_ work: () async throws -> Result) async rethrows -> (seconds: Double, result: Result) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try await work()
    let (seconds, attoseconds) = (clock.now - start).components
    return (Double(seconds) + Double(attoseconds) * 1e-18, result)
  }

  /// The middle of the times of many calls, in microseconds; what comes `before` each is not
  /// counted.
  static func medianMicroseconds(
    _ repetitions: Int, before: () async throws -> Void = {}, _ work: () async throws -> Void
  ) async rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<repetitions {
      try await before()
      times.append(try await timed(work).seconds)
    }
    return percentile(times, 0.5) * 1e6
  }

  static func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// All that this process has handed to the system to write: the log, the database and everything else.
  static func bytesWritten() -> Double {
    let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("wchar: ") }
    return line.flatMap { Double($0.dropFirst("wchar: ".count)) } ?? .nan
  }

  static func peakMegabytes() -> Double {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  static func report(_ name: String, _ facts: KeyValuePairs<String, Double>) {
    let all = Array(facts) + [(key: "peak_mb", value: peakMegabytes())]
    print("{\"name\": \"\(name)\", " + all.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}")
  }
}

/// What several tasks add to.
final class Tally<Value: Sendable>: Sendable {
  private let state = Mutex<[Value]>([])

  func add(_ value: Value) { state.withLock { $0.append(value) } }
  var all: [Value] { state.withLock { $0 } }
}

/// The floor of everything durable: 4 KiB appended and flushed, again and again.
enum DiskFloor {
  static func flushesPerSecond(in folder: String, count: Int) async -> Double {
    let path = folder + "/floor"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(descriptor >= 0, "\(path) cannot be written")
    defer {
      close(descriptor)
      unsafe unlink(path)
    }
    let block = [UInt8](repeating: 120, count: 4096)
    let (seconds, _) = await Measuring.timed {
      for index in 0..<count {
        let written = unsafe block.withUnsafeBytes {
          unsafe pwrite(descriptor, $0.baseAddress, 4096, off_t(index) * 4096)
        }
        precondition(written == 4096 && fdatasync(descriptor) == 0, "\(path) cannot be flushed")
      }
    }
    return Double(count) / seconds
  }
}
