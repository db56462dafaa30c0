package import Glibc

/// Starts a program with three open files and nothing else that a child inherits by default: no other descriptor, no
/// blocked or ignored signal, and no environment but the one given.
///
/// Not Foundation's `Process`. That can neither give the child a process group of its own, by which all that it starts
/// can be ended with it, nor undo what the child would inherit of our signals; and to find what to close it copies 256
/// bytes of every entry of `/proc/self/fd`, which reaches past the end of the list where a process has some 1,350 files
/// open, and ends that process (swift-corelibs-foundation, pull request 5472).
package struct ProgramStart {
  package enum Stream {
    case descriptor(Int32)
    /// Reads nothing, and takes whatever is written.
    case nothing
  }

  /// Found by this alone, never by `PATH`.
  package var path: String
  /// What the program calls itself, then what it is asked.
  package var arguments: [String]
  /// As `NAME=value`.
  package var environment: [String]
  /// Nil: ours.
  package var folder: String?
  package var input = Stream.nothing
  package var output = Stream.nothing
  package var errors = Stream.nothing
  /// Whether the child leads a process group, so that a signal to the group reaches all that it starts.
  package var leadsGroup = false

  package init(_ path: String, arguments: [String], environment: [String], folder: String? = nil) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }

  /// The number of the child, which the caller must wait for.
  package func start() throws(ErrorNumber) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    for (number, stream) in [(0, input), (1, output), (2, errors)] as [(Int32, Stream)] {
      switch stream {
      case .descriptor(let descriptor): unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      case .nothing: unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
      }
    }
    try unsafe SystemExtensions.closeAll(from: 3, in: &actions)
    if let folder { try unsafe SystemExtensions.change(to: folder, in: &actions) }
    var (none, all) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)))
    var arguments = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var environment = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let failure = unsafe posix_spawn(&process, path, &actions, &attributes, &arguments, &environment)
    guard failure == 0 else { throw ErrorNumber(failure) }
    return process
  }
}
