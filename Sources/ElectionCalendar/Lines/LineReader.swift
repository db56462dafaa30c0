import Glibc

/// Splits bytes into unfolded content lines (RFC 5545, 3.1), linear in the bytes for every shape.
///
/// A line ends at CR LF, LF or CR; a following blank continues it, wherever it cuts a character. Blank
/// lines are passed over. Only the line at hand is kept in memory, and no more than the limit of it.
@safe struct LineReader: ~Copyable {
  /// The first physical line of the content line at hand, from 1.
  private(set) var lineNumber = 0
  /// The content line at hand is longer than the limit; its front is kept.
  private(set) var isOverlong = false
  /// The physical line that the content line at hand swallowed, though it reads like a line of its own.
  private(set) var swallowedLine: Int?
  /// A NUL stands in the content line at hand.
  private(set) var hasNUL = false
  /// The file is larger than the limit; what is beyond it was not read.
  private(set) var isTooLarge = false

  private var source: ByteSource
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var position = 0
  private var limit = 0
  private var bytesRead = 0
  private var sourceEnded = false
  /// Some byte of the buffer may be NUL.
  private var bufferHasNUL = false
  /// The number of the physical line that starts at `position`.
  private var physicalLine = 1
  /// Where the next LF and CR stand, so that a file with only one of them is not searched over and over.
  private var nextLF = -1
  private var nextCR = -1
  private var lineStart = 0
  private var lineCount = 0
  private var joined: [UInt8] = []
  private var isJoined = false

  private static let lf: UInt8 = 0x0A
  private static let cr: UInt8 = 0x0D

  init(_ source: consuming ByteSource, bufferSize: Int = 1 << 18) {
    self.source = source
    capacity = bufferSize
    unsafe buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferSize)
  }

  deinit { unsafe buffer.deallocate() }

  /// The content line at hand, until `next` is called again.
  func withLine<Result>(_ body: (ByteView) throws -> Result) rethrows -> Result {
    if isJoined {
      return try unsafe joined.withUnsafeBufferPointer { bytes in
        // An empty array lends no address; the buffer's stands in, for no bytes.
        try unsafe body(ByteView(base: bytes.baseAddress ?? UnsafePointer(buffer), count: bytes.count))
      }
    }
    return try unsafe body(ByteView(base: UnsafePointer(buffer + lineStart), count: lineCount))
  }

  /// Moves to the next content line; false at the end.
  mutating func next() throws(ByteSource.ReadError) -> Bool {
    if bytesRead == 0 { try skipByteOrderMark() }
    isJoined = false
    isOverlong = false
    hasNUL = false
    swallowedLine = nil
    guard try skipLineEnds() else { return false }
    lineNumber = physicalLine
    try takePhysicalLine()
    var previous = lineCount
    while try skipLineEnds(keepingLine: true), unsafe buffer[position].isBlank {
      join()
      position += 1
      try takePhysicalLine()
      if swallowedLine == nil, MisplacedLine.isSwallowed(physicalLineAtHand, after: joined.suffix(previous)) {
        swallowedLine = physicalLine
      }
      previous = lineCount
      join()
    }
    if bufferHasNUL { hasNUL = hasNUL || withLine { $0.firstIndex(of: 0) != nil } }
    return true
  }

  private var physicalLineAtHand: ByteView {
    unsafe ByteView(base: UnsafePointer(buffer + lineStart), count: lineCount)
  }

  /// Copies the physical line at hand to the end of the unfolded one.
  private mutating func join() {
    if !isJoined {
      isJoined = true
      joined.removeAll(keepingCapacity: true)
    }
    let room = CalendarLimits.lineBytes - joined.count
    if lineCount > room { isOverlong = true }
    if bufferHasNUL, unsafe memchr(buffer + lineStart, 0, lineCount) != nil { hasNUL = true }
    unsafe joined.append(
      contentsOf: UnsafeBufferPointer(start: UnsafePointer(buffer + lineStart), count: min(lineCount, room)))
    lineCount = 0
  }

  /// Sets the line at hand to the bytes up to the next line end, and stands at that.
  private mutating func takePhysicalLine() throws(ByteSource.ReadError) {
    lineStart = position
    while true {
      let end = nextLineEnd()
      if end < limit || sourceEnded {
        isOverlong = isOverlong || end - lineStart > CalendarLimits.lineBytes
        lineCount = min(end - lineStart, CalendarLimits.lineBytes)
        position = end
        return
      }
      if limit - lineStart > CalendarLimits.lineBytes { return try dropToLineEnd() }
      try fill(keepingFrom: lineStart)
    }
  }

  /// Keeps the front of a line that is too long, which tells its name, and lets the rest go by.
  private mutating func dropToLineEnd() throws(ByteSource.ReadError) {
    isOverlong = true
    lineCount = CalendarLimits.lineBytes
    position = lineStart + lineCount
    repeat {
      if bufferHasNUL, unsafe memchr(buffer + lineStart, 0, limit - lineStart) != nil { hasNUL = true }
      limit = position
      try fill(keepingFrom: lineStart)
    } while nextLineEnd() == limit && !sourceEnded
    position = nextLineEnd()
  }

  /// Where the line at `position` ends, or `limit` when that is not known yet.
  private mutating func nextLineEnd() -> Int {
    if nextLF < position { nextLF = unsafe Self.find(Self.lf, in: buffer, from: position, to: limit) }
    if nextCR < position {
      nextCR = unsafe Self.find(Self.cr, in: buffer, from: position, to: limit)
    }
    return min(nextLF, nextCR)
  }

  private static func find(
    _ byte: UInt8,
    in buffer: UnsafeMutablePointer<UInt8>,
    from start: Int,
    to end: Int
  ) -> Int {
    guard start < end, let found = unsafe memchr(buffer + start, Int32(byte), end - start) else { return end }
    return unsafe found.assumingMemoryBound(to: UInt8.self) - buffer
  }

  /// Passes over line ends, counting them; false at the end of the input.
  ///
  /// With `keepingLine` the line at hand is copied aside before its bytes make room for others.
  private mutating func skipLineEnds(keepingLine: Bool = false) throws(ByteSource.ReadError) -> Bool {
    var afterCR = false
    while true {
      if position == limit {
        if sourceEnded { return false }
        if keepingLine { join() }
        try fill(keepingFrom: position)
        continue
      }
      switch unsafe buffer[position] {
      case Self.lf:
        if !afterCR { physicalLine += 1 }
        afterCR = false
      case Self.cr:
        physicalLine += 1
        afterCR = true
      default: return true
      }
      position += 1
    }
  }

  /// Reads more bytes behind those from `start` on, which move to the buffer's front.
  private mutating func fill(keepingFrom start: Int) throws(ByteSource.ReadError) {
    let kept = limit - start
    if start > 0 {
      unsafe memmove(buffer, buffer + start, kept)
      position -= start
      lineStart -= start
      limit = kept
      bufferHasNUL = unsafe bufferHasNUL && memchr(buffer, 0, kept) != nil
    }
    nextLF = -1
    nextCR = -1
    if limit == capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      unsafe larger.update(from: buffer, count: limit)
      unsafe buffer.deallocate()
      unsafe buffer = larger
      capacity *= 2
    }
    let room = min(capacity - limit, CalendarLimits.fileBytes - bytesRead + 1)
    let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(start: buffer + limit, count: room))
    if count == 0 {
      sourceEnded = true
      return
    }
    if unsafe memchr(buffer + limit, 0, count) != nil { bufferHasNUL = true }
    bytesRead += count
    limit += count
    if bytesRead > CalendarLimits.fileBytes {
      isTooLarge = true
      sourceEnded = true
    }
  }

  private mutating func skipByteOrderMark() throws(ByteSource.ReadError) {
    while limit < 3 && !sourceEnded { try fill(keepingFrom: position) }
    if limit >= 3, unsafe buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF { position = 3 }
  }
}
