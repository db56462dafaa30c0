package import Foundation
import Glibc
import Machine
import Synchronization

/// A program that a test runs beside itself (`ProgramStart` says why not Foundation's `Process`).
package final class ChildProcess: Sendable {
  package enum Stream {
    case nothing
    /// Where the tests' own goes.
    case inherited
    case file(FileHandle)

    fileprivate func start(as number: Int32) -> ProgramStart.Stream {
      switch self {
      case .nothing: .nothing
      case .inherited: .descriptor(number)
      case .file(let handle): .descriptor(handle.fileDescriptor)
      }
    }
  }

  package enum End: Hashable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  package let number: pid_t
  /// Held while the process is reaped, so that no signal is sent to a number that may be another's by then.
  private let reaped = Mutex(End?.none)

  /// `environment`: all of it; nil for the tests' own. A pipe's end that was given is still open here: whoever waits for
  /// the other end to come to its end must close it.
  package init(
    _ program: URL, _ arguments: [String], in folder: URL? = nil, environment: [String: String]? = nil,
    input: Stream = .nothing, output: Stream = .inherited, errors: Stream = .inherited
  ) throws {
    let environment = environment ?? ProcessInfo.processInfo.environment
    var start = ProgramStart(
      program.path, arguments: [program.path] + arguments, environment: environment.map { "\($0.key)=\($0.value)" },
      folder: folder?.path)
    (start.input, start.output, start.errors) = (input.start(as: 0), output.start(as: 1), errors.start(as: 2))
    number = try start.start()
  }

  package var isRunning: Bool {
    reaped.withLock { end in
      if end == nil { end = reap(WNOHANG) }
      return end == nil
    }
  }

  @discardableResult
  package func waitForEnd() -> End {
    // Only looked at before the lock is taken, which others need to send it a signal.
    var info = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(number), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    return reaped.withLock { end in
      let last = end ?? reap(0)
      end = last
      guard let last else { preconditionFailure("a child that ended can be reaped") }
      return last
    }
  }

  /// Its exit code, or 128 and the number of the signal that ended it, as a shell says; waits for its end.
  package func exitCode() -> Int32 {
    switch waitForEnd() {
    case .exit(let code): code
    case .signal(let signal): 128 + signal
    }
  }

  /// Nothing where it has ended.
  package func send(_ signal: Int32) {
    reaped.withLock { end in
      if end == nil { kill(number, signal) }
    }
  }

  /// What a program prints, once it has ended.
  package static func outcome(
    of program: URL, _ arguments: [String], errors: Stream = .inherited
  ) throws -> (exitCode: Int32, output: String) {
    let output = Pipe()
    let process = try ChildProcess(
      program, arguments, output: .file(output.fileHandleForWriting), errors: errors)
    try output.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    return (process.exitCode(), String(decoding: data, as: UTF8.self))
  }

  private func reap(_ options: Int32) -> End? {
    var status: Int32 = 0
    var found: pid_t
    repeat { found = unsafe waitpid(number, &status, options) } while found < 0 && errno == EINTR
    guard found == number else { return nil }
    // wait(2): the signal's number in the lower seven bits, 0 for an exit, whose code is in the next eight.
    return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }
}
