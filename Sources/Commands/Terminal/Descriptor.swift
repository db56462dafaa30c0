import Foundation
import Glibc

/// Writing to an open file, however slowly its reader takes it.
enum Descriptor {
  /// Writes everything; waits where the reader is slow. Gives 0, or the system's error number. SIGPIPE has to be ignored.
  static func writeAll(_ data: Data, to descriptor: Int32) -> Int32 {
    unsafe data.withUnsafeBytes { bytes in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          unsafe rest = rest.dropFirst(count)
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          // Another owner of the same pipe made it non-blocking.
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = unsafe poll(&wait, 1, -1)
        case let number: return number
        }
      }
      return 0
    }
  }
}

/// The system's own words for an error number.
enum SystemError {
  static func text(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
