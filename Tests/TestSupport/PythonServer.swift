package import Foundation
import Glibc

/// A server in Python on loopback, for as long as this value lives.
package final class PythonServer: Sendable {
  package let port: Int
  private let process: ChildProcess
  private let lifeline: Pipe

  /// Starts a script of `Tests/Servers`, which prints its port as its first line and ends with its standard input.
  package init(_ script: String, _ arguments: [String]) throws {
    let (output, lifeline) = (Pipe(), Pipe())
    let process = try ChildProcess(
      try Self.python(), [Places.checkout.appending(path: "Tests/Servers/\(script)").path] + arguments,
      input: .file(lifeline.fileHandleForReading), output: .file(output.fileHandleForWriting))
    try output.fileHandleForWriting.close()
    try lifeline.fileHandleForReading.close()
    var line = ""
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      line.unicodeScalars.append(Unicode.Scalar(byte))
    }
    guard let port = Int(line) else {
      process.send(SIGKILL)
      process.waitForEnd()
      throw TestServerProblem("\(script) did not start; its message stands above.")
    }
    self.port = port
    (self.process, self.lifeline) = (process, lifeline)
  }

  /// Ends the process that `init` started, and waits for its end; may be called again.
  package func stop() {
    process.send(SIGKILL)
    process.waitForEnd()
  }

  deinit { stop() }

  // MARK: The environment

  /// The interpreter with the packages of `Tests/Scripts/test-servers.sh`, which is run when first asked for.
  package static func python() throws -> URL { try interpreter.get() }

  private static let interpreter = Result {
    let script = Places.checkout.appending(path: "Tests/Scripts/test-servers.sh")
    let path = try output(of: URL(filePath: "/bin/sh"), [script.path, "--print"])
    return URL(filePath: path.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// What a program prints; throws when it fails.
  package static func output(of program: URL, _ arguments: [String]) throws -> String {
    let outcome = try ChildProcess.outcome(of: program, arguments)
    guard outcome.exitCode == 0 else {
      throw TestServerProblem("\(program.lastPathComponent) failed; its message stands above.")
    }
    return outcome.output
  }
}

package struct TestServerProblem: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}

/// A folder of a test's own, removed with this value's last copy.
package final class ScratchFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "portcullis-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a file of this mode, and gives its path.
  @discardableResult
  package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
    let path = path(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }
}
