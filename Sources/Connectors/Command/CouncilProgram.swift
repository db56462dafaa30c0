import Foundation
import Glibc

/// A program of the council's own: looked at before each run, so that nobody else's can take its place (`FileTrust`).
///
/// It is run by its name and not by a descriptor: a script's interpreter opens it anew and tells it that name, by which
/// scripts find what lies beside them.
struct CouncilProgram: Hashable, Sendable {
  let path: String

  /// How people know it.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  private var folder: String { path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/" }

  /// Runs it once with one argument. `mayStart` is asked before anything runs, and `isInTime` once more when only the
  /// program itself is left to be started; on false nothing runs.
  func run(
    _ action: String, input: [UInt8], within limit: Duration,
    mayStart: @Sendable () async -> Bool, isInTime: @escaping @Sendable () -> Bool = { true }
  ) async -> ProgramRun {
    if let problem { return .notStarted(problem) }
    guard await mayStart() else { return .notStarted(SendFailure.tooLate) }
    return await withCheckedContinuation { continuation in
      // Waiting for a program blocks a thread, which must be none of those that others wait for.
      Thread.detachNewThread {
        continuation.resume(
          returning: SpawnedProgram.run(
            path, name: name, folder: folder, action: action, input: input, limit: limit, isInTime: isInTime))
      }
    }
  }

  /// Why it is not run, with the remedy; nil for a program that only root and this account could exchange.
  var problem: String? {
    guard path.hasPrefix("/") else { return "“\(path)” is no absolute path, so nothing was run; correct the program." }
    do throws(FileDoubt) {
      try FileTrust.check(path)
    } catch {
      return error.sentence(of: "channel's program", consequence: "nothing was run")
    }
    guard unsafe access(path, X_OK) == 0 else {
      return "“\(path)” may not be run by the account that runs the gate; run: chmod +x “\(path)”."
    }
    return nil
  }
}

/// What became of a run.
enum ProgramRun: Hashable, Sendable {
  /// Nothing of it ran. A whole sentence.
  case notStarted(String)
  case ended(End)

  struct End: Hashable, Sendable {
    var status: Status
    /// The first of what it printed.
    var output: [UInt8] = []
    /// It printed more than is kept.
    var outputWasCut = false
    /// The last of what it wrote to standard error.
    var errors: [UInt8] = []
  }

  enum Status: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
    /// The system did not say how it ended.
    case lost
  }
}
