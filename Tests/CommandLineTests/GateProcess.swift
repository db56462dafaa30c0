import Foundation
import Glibc
import TestSupport

/// A running `portcullis gate run`, with what it has said so far.
final class GateProcess: Sendable {
  private let process: ChildProcess
  private let output: URL
  private let errors: URL

  /// `environment`: beside the council's own. `standardOutput`, `standardError`: where a test wants to be the reader itself.
  init(
    _ council: Council, _ arguments: [String] = [], format: String = "json", environment: [String: String] = [:],
    standardOutput: FileHandle? = nil, standardError: FileHandle? = nil
  ) throws {
    let name = UUID().uuidString
    output = council.folder.url.appending(path: "gate-\(name).out")
    errors = council.folder.url.appending(path: "gate-\(name).err")
    for file in [output, errors] { try Data().write(to: file) }
    process = try ChildProcess(
      Program.path, ["gate", "run", "--format", format] + arguments, in: council.folder.url,
      environment: ["PATH": "/usr/bin:/bin", "HOME": council.folder.url.path].merging(council.environment) { $1 }
        .merging(environment) { $1 },
      output: .file(try standardOutput ?? FileHandle(forWritingTo: output)),
      errors: .file(try standardError ?? FileHandle(forWritingTo: errors)))
  }

  deinit { kill() }

  func kill() {
    process.send(SIGKILL)
    process.waitForEnd()
  }

  func signal(_ number: Int32) { process.send(number) }

  /// Its exit code; waits for its end.
  func exitCode() -> Int32 { process.exitCode() }

  var isRunning: Bool { process.isRunning }
  var number: pid_t { process.number }
  var complaints: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  var decisions: [[String: Any]] {
    let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
    }
  }

  struct Silence: Error, CustomStringConvertible {
    let description: String
  }

  /// Waits for a decision; looks at the file that the gate writes to, since nothing else tells.
  @discardableResult
  func waitFor(_ event: String, delivery: String? = nil, seconds: Double = 30) throws -> [String: Any] {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      let found = decisions.first { decision in
        decision["event"] as? String == event && (delivery.map { decision["delivery"] as? String == $0 } ?? true)
      }
      if let found { return found }
      guard process.isRunning else { break }
      usleep(5000)
    }
    throw Silence(description: "no \(event) of \(delivery ?? "anything") in \(decisions); \(complaints)")
  }
}
