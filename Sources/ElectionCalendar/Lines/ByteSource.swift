import Glibc

/// Where a calendar's bytes come from: a file read piece by piece, or memory.
enum ByteSource {
  /// An open file, closed by whoever opened it.
  case descriptor(Int32)
  case bytes([UInt8], offset: Int)

  struct ReadError: Error {
    let reason: String
  }

  /// Fills the front of `buffer`; 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    switch self {
    case .descriptor(let descriptor):
      while true {
        let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        if errno != EINTR { throw ReadError(reason: unsafe String(cString: strerror(errno))) }
      }
    case .bytes(let bytes, let offset):
      let count = min(buffer.count, bytes.count - offset)
      unsafe bytes.withUnsafeBytes { all in
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + count]))
      }
      self = .bytes(bytes, offset: offset + count)
      return count
    }
  }
}
