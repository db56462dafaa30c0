import NIOCore

/// Parts what comes over a connection into lines.
struct LineReader {
  private var rest: [UInt8] = []

  /// Longer ones are not of this protocol: a picture's line is the longest.
  private static let longest = 256 << 20

  struct TooLong: Error {}

  /// The lines that are whole by now, without their ends.
  mutating func take(_ buffer: ByteBuffer) throws -> [String] {
    var lines: [String] = []
    for byte in buffer.readableBytesView.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      if byte.offset > 0 {
        lines.append(String(decoding: rest, as: UTF8.self))
        rest.removeAll(keepingCapacity: true)
      }
      rest += byte.element
    }
    guard rest.count <= Self.longest else { throw TooLong() }
    return lines
  }
}
