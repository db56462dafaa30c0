import Dispatch
import Foundation
import Glibc
import Machine
import Synchronization

/// Takes a look at the files in a process of its own: this program again, in a process group of its own, with no
/// descriptor of ours but a pipe, and killed when its time is over or nobody waits for it any more.
package final class LookProcess: Sendable {
  package enum Outcome {
    case look(DiskLook)
    /// What could not be read, as people name it, and why.
    case failed(source: String, reason: String)
  }

  private enum State {
    case waiting
    case running(pid_t)
    case over
  }

  private let state = Mutex(State.waiting)

  /// `arguments` follow `internal look`.
  package static func run(_ arguments: [String]) async -> Outcome {
    let process = LookProcess()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // Waiting for a process blocks a thread, which must be none of those that everything else runs on.
        Thread.detachNewThread { continuation.resume(returning: process.look(arguments)) }
      }
    } onCancel: {
      process.end()
    }
  }

  /// Ends it with all that it started; what has not begun does not begin.
  private func end() {
    state.withLock { state in
      if case .running(let process) = state { kill(-process, SIGKILL) }
      if case .waiting = state { state = .over }
    }
  }

  private func look(_ arguments: [String]) -> Outcome {
    do throws(ErrorNumber) {
      let (reading, writing) = try SystemExtensions.pipe()
      defer { close(reading) }
      let process = try start(arguments, writingTo: writing)
      guard let process else { return .failed(source: "the files", reason: "nobody waits for it any more") }
      return read(reading, from: process)
    } catch {
      return .failed(source: "the files", reason: "no process could be started for it (\(error))")
    }
  }

  /// Closes `writing`. Nil when it was ended before it began.
  private func start(_ arguments: [String], writingTo writing: Int32) throws(ErrorNumber) -> pid_t? {
    defer { close(writing) }
    let outcome = state.withLock { state -> Result<pid_t?, ErrorNumber> in
      guard case .waiting = state else { return .success(nil) }
      do throws(ErrorNumber) {
        let process = try Self.spawn(arguments, writingTo: writing)
        state = .running(process)
        return .success(process)
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private static func spawn(_ arguments: [String], writingTo writing: Int32) throws(ErrorNumber) -> pid_t {
    // The very program that runs now, even where an upgrade has put another in its place.
    var start = ProgramStart(
      "/proc/self/exe", arguments: ["portcullis", "internal", "look"] + arguments,
      environment: ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" })
    start.output = .descriptor(writing)
    start.leadsGroup = true
    return try start.start()
  }

  // MARK: Waiting

  private func read(_ descriptor: Int32, from process: pid_t) -> Outcome {
    var message: [UInt8] = []
    let clock = ContinuousClock()
    let deadline = clock.now + LookBounds.time
    var why: String?
    while true {
      let left = (deadline - clock.now) / .milliseconds(1)
      if left <= 0 {
        why = "it could not be read within \(LookBounds.time.components.seconds) seconds"
        break
      }
      var waiting = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      if unsafe poll(&waiting, 1, Int32(left.rounded(.up))) <= 0 { continue }
      guard Self.append(descriptor, to: &message) else { break }
      if message.count > LookBounds.messageBytes {
        why = "there is more than \(LookBounds.messageBytes >> 20) MB of it"
        break
      }
    }
    if why != nil { end() }
    let status = finish(process)
    let (step, look) = DiskLook.read(message)
    if why == nil, status == 0, let look { return .look(look) }
    return .failed(source: step ?? "the files", reason: why ?? Self.reason(status))
  }

  /// False at the end of what is written.
  private static func append(_ descriptor: Int32, to message: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
    if count > 0 { message += buffer.prefix(count) }
    return count > 0 || count < 0 && errno == EINTR
  }

  /// Kills what is left of its group and gives its status; nil where it does not even end by that (a file system that
  /// does not answer keeps it), and then it is left behind.
  private func finish(_ process: pid_t) -> Int32? {
    var status: Int32 = 0
    var hasEnded = false
    // One that has written all ends by itself at once; one that has not is killed.
    for attempt in 0..<200 where !hasEnded {
      if attempt == 20 { kill(-process, SIGKILL) }
      hasEnded = state.withLock { state in
        guard unsafe waitpid(process, &status, WNOHANG) == process else { return false }
        // From here on its number may be another's.
        state = .over
        return true
      }
      if !hasEnded { usleep(10_000) }
    }
    return hasEnded ? status : nil
  }

  /// As `wait.h` takes a status apart; its macros do not reach Swift.
  private static func reason(_ status: Int32?) -> String {
    guard let status else { return "the process that reads it does not end" }
    switch status & 0x7F {
    case 0: return "the process that reads it failed (exit code \(status >> 8 & 0xFF))"
    case SIGXCPU: return "reading it took more than \(LookBounds.processorSeconds) seconds of processor time"
    case SIGKILL: return "the process that reads it was killed"
    case let signal:
      return "the process that reads it ended by signal \(signal), as it does where it needs more than "
        + "\(LookBounds.memoryBytes >> 30) GB"
    }
  }
}
