import Glibc

/// Bytes that somebody else owns, read with bounds checked.
///
/// Valid until the reader that lent it moves on; nothing stores one.
@safe struct ByteView {
  private let base: UnsafePointer<UInt8>
  let count: Int

  /// `base` must stay readable for `count` bytes as long as the view is used.
  @unsafe init(base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return unsafe base[index]
  }

  subscript(range: Range<Int>) -> ByteView {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe ByteView(base: base + range.lowerBound, count: range.count)
  }

  var isEmpty: Bool { count == 0 }

  func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count, let found = unsafe memchr(base + start, Int32(byte), count - start) else {
      return nil
    }
    return unsafe UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
  }

  func withUnsafeBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try unsafe body(UnsafeBufferPointer(start: base, count: count))
  }

  var isASCII: Bool {
    var index = 0
    let raw = unsafe UnsafeRawPointer(base)
    while index + 8 <= count {
      if unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      index += 8
    }
    while index < count {
      if unsafe base[index] >= 0x80 { return false }
      index += 1
    }
    return true
  }

  var isValidUTF8: Bool {
    if isASCII { return true }
    return unsafe withUnsafeBytes { unsafe String(validating: $0, as: UTF8.self) != nil }
  }

  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  var string: String { unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }

  /// Whether the bytes are `text`, in upper-case ASCII, without regard to case.
  func equals(upperCased text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where unsafe base[index].upperCased != text.utf8Start[index] { return false }
    return true
  }

  /// Without blanks at either end.
  var trimmed: ByteView {
    var range = 0..<count
    while let first = range.first, self[first].isBlank { range.removeFirst() }
    while let last = range.last, self[last].isBlank { range.removeLast() }
    return self[range]
  }
}

extension UInt8 {
  var upperCased: UInt8 { (97...122).contains(self) ? self - 32 : self }
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isDigit: Bool { (48...57).contains(self) }
}
