import ArgumentParser
import Foundation

/// How a command ends when it cannot do what was asked (the exit codes of `sysexits.h`).
enum ExitStatus: Int32 {
  case closed = 3
  case unknown = 4
  case failed = 1
  case usage = 64
  case badInput = 65
  case cannotWrite = 73

  var code: ExitCode { ExitCode(rawValue) }
}

/// Ends a command with sentences on standard error.
struct Failure: Error {
  let status: ExitStatus
  let messages: [String]

  init(_ status: ExitStatus, _ message: String...) {
    self.status = status
    messages = message
  }

  init(_ status: ExitStatus, messages: [String]) {
    self.status = status
    self.messages = messages
  }
}

/// Runs a command's body and turns a failure into its messages and exit code.
func reporting(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let failure as Failure {
    for message in failure.messages { Terminal.complain(message) }
    throw failure.status.code
  }
}
