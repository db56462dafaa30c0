import ArgumentParser
import Desk
import Publishing

/// How a command ends (the exit codes of `sysexits.h`, and what a script asks `status` for).
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

  init(_ kind: Failure.Kind) {
    self =
      switch kind {
      case .failed: .failed
      case .usage: .usage
      case .badInput: .badInput
      case .unavailable: .unavailable
      case .cannotWrite: .cannotWrite
      case .tryAgain: .tryAgain
      case .notPermitted: .notPermitted
      case .noSetUp: .noSetUp
      }
  }

  var code: ExitCode { ExitCode(rawValue) }
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
  for message in failure.messages { Terminal.complain(message.worded(RemedyWords.words)) }
  return ExitStatus(failure.kind).code
}
