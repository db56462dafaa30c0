import Glibc

/// A program that is run to its end, with this process's own output and errors.
package enum ProgramRun {
  /// The exit code; 128 and its number where a signal ended it.
  package static func exitCode(_ path: String, _ arguments: [String], environment: [String] = []) throws(ErrorNumber)
    -> Int32
  {
    var start = ProgramStart(path, arguments: [path] + arguments, environment: environment)
    (start.output, start.errors) = (.descriptor(2), .descriptor(2))
    let child = try start.start()
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw ErrorNumber(errno) }
    }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
  }
}
