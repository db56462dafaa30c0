import Glibc
import Machine

/// Standard input for a program: a file in memory, so that no writer waits for a program that does not read, and its
/// end is the end of what was written.
struct InputFile: ~Copyable {
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  static func holding(_ bytes: [UInt8]) throws(ErrorNumber) -> InputFile {
    let file = InputFile(descriptor: try SystemExtensions.fileInMemory("post"))
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes { unsafe write(file.descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { throw ErrorNumber(errno) }
      start += max(count, 0)
    }
    lseek(file.descriptor, 0, SEEK_SET)
    return file
  }

  deinit { close(descriptor) }
}

/// One of a program's outputs. Everything is read, so that the program never waits; the first and the last are kept.
struct OutputPipe: ~Copyable {
  private let reading: Int32
  private(set) var writing: Int32
  private(set) var first: [UInt8] = []
  private(set) var last: [UInt8] = []
  private(set) var wasCut = false
  private(set) var isAtEnd = false

  init() throws(ErrorNumber) {
    (reading, writing) = try SystemExtensions.pipe()
    // Only our end: a program expects its own to wait.
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(reading)
    if writing >= 0 { close(writing) }
  }

  /// Only the program may hold the other end, or its end would never be seen.
  mutating func closeWriting() {
    close(writing)
    writing = -1
  }

  var poll: pollfd { pollfd(fd: isAtEnd ? -1 : reading, events: Int16(POLLIN), revents: 0) }

  /// What is there now, but no more than a pipe holds a few times over: the time limit is looked at in between.
  mutating func read() {
    var buffer = [UInt8](repeating: 0, count: SpawnedProgram.longestOutput)
    for _ in 0..<16 where !isAtEnd {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(reading, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        isAtEnd = errno != EAGAIN
        return
      }
      if count == 0 {
        isAtEnd = true
        return
      }
      let room = SpawnedProgram.longestOutput - first.count
      first += buffer[..<min(count, room)]
      wasCut = wasCut || count > room
      last = Array((last + buffer[..<count]).suffix(SpawnedProgram.longestOutput))
    }
  }
}
