import Glibc
import Machine

/// The one place that runs a council's program and waits for it. The calling thread is blocked until all of it is over.
struct SpawnedProgram: ~Copyable {
  /// The most that is kept of what it prints, and of its standard error.
  static let longestOutput = 64 * 1024
  /// How long a program has to end itself before it is killed.
  static let grace = Duration.seconds(2)

  /// Nothing of the gate's own environment, where secrets may stand.
  private static let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]

  private let process: pid_t
  private var output: OutputPipe
  private var errors: OutputPipe

  static func run(
    _ path: String, name: String, folder: String, action: String, input: [UInt8], limit: Duration,
    isInTime: () -> Bool
  ) -> ProgramRun {
    do throws(ErrorNumber) {
      let input = try InputFile.holding(input)
      let output = try OutputPipe()
      let errors = try OutputPipe()
      guard isInTime() else { return .notStarted(SendFailure.tooLate) }
      var spawned = try SpawnedProgram(path, folder, action, input, output, errors)
      return .ended(spawned.wait(limit))
    } catch {
      return .notStarted(
        "\(name) could not be started (\(error)), so nothing was sent; see that it is a program, or a script whose "
          + "first line names one.")
    }
  }

  private init(
    _ path: String, _ folder: String, _ action: String, _ input: borrowing InputFile, _ output: consuming OutputPipe,
    _ errors: consuming OutputPipe
  ) throws(ErrorNumber) {
    var start = ProgramStart(path, arguments: [path, action], environment: Self.environment, folder: folder)
    start.input = .descriptor(input.descriptor)
    start.output = .descriptor(output.writing)
    start.errors = .descriptor(errors.writing)
    start.leadsGroup = true
    process = try start.start()
    self.output = output
    self.errors = errors
  }

  /// Reads what it says until it has ended, and ends it where that takes too long. Whatever of its group is
  /// left ends with it, so that nothing is published after its outcome is known.
  private mutating func wait(_ limit: Duration) -> ProgramRun.End {
    output.closeWriting()
    errors.closeWriting()
    let clock = ContinuousClock()
    var deadline = clock.now + limit
    var asked = false
    while !hasEnded {
      if clock.now >= deadline {
        if asked { break }
        kill(-process, SIGTERM)
        asked = true
        deadline = clock.now + Self.grace
      }
      read(waiting: 10)
    }
    kill(-process, SIGKILL)
    var status: Int32 = 0
    var reaped: pid_t
    repeat { reaped = unsafe waitpid(process, &status, 0) } while reaped < 0 && errno == EINTR
    // What it wrote last may still lie in the pipes.
    read(waiting: 0)
    return ProgramRun.End(
      status: asked ? .timedOut : reaped == process ? Self.status(status) : .lost, output: output.first,
      outputWasCut: output.wasCut, errors: errors.last)
  }

  /// It is only looked at: until it is reaped its number belongs to no other process, so that the group can be ended.
  private var hasEnded: Bool {
    var info = unsafe siginfo_t()
    let result = unsafe waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
    return unsafe result != 0 ? errno != EINTR : info._sifields._sigchld.si_pid == process
  }

  private mutating func read(waiting milliseconds: Int32) {
    var waiting = [output.poll, errors.poll]
    _ = unsafe poll(&waiting, 2, milliseconds)
    output.read()
    errors.read()
    // Without anything to read poll returns at once, and waits for nothing where both pipes are at their end.
    if output.isAtEnd, errors.isAtEnd, milliseconds > 0 { usleep(useconds_t(milliseconds) * 1000) }
  }

  /// As `wait.h` takes a status apart; its macros do not reach Swift.
  private static func status(_ status: Int32) -> ProgramRun.Status {
    status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
  }
}
