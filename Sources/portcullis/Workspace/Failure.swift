import ArgumentParser
import Foundation
import Publishing

/// How a command ends when it cannot do what was asked (the exit codes of `sysexits.h`).
enum ExitStatus: Int32 {
  case closed = 3
  case unknown = 4
  case failed = 1
  case usage = 64
  case badInput = 65
  case unavailable = 69
  case cannotWrite = 73
  case tryAgain = 75
  case notPermitted = 77
  case noSetUp = 78

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
  } catch {
    throw reported(error)
  }
}

func reporting(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch {
    throw reported(error)
  }
}

private func reported(_ error: any Error) -> any Error {
  guard let failure = Failure(reporting: error) else { return error }
  for message in failure.messages { Terminal.complain(message) }
  return failure.status.code
}

extension Failure {
  /// The error with its sentences; nil when it says by itself how the command ends.
  init?(reporting error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as StoreError: self.init(error)
    case let error as CivilText.DateAlone: self.init(.usage, error.message)
    default: return nil
    }
  }
}
