package import Crypto

/// A SHA-256 digest: the address of a file, of a post's content, of an entry in the audit log.
package struct ContentHash: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  package init(of bytes: some Sequence<UInt8>) {
    var hasher = SHA256()
    let done: Void? = bytes.withContiguousStorageIfAvailable { unsafe hasher.update(bufferPointer: .init($0)) }
    if done == nil { hasher.update(data: Array(bytes)) }
    self.init(hasher.finalize())
  }

  package init(_ digest: SHA256.Digest) { words = unsafe digest.withUnsafeBytes { unsafe Self.words($0) } }

  /// From 32 bytes.
  private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
    precondition(bytes.count == 32)
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    return (word(0), word(1), word(2), word(3))
  }

  /// From 32 bytes; nil for any other number.
  package init?(exactly bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    words = unsafe Array(bytes).withUnsafeBytes { unsafe Self.words($0) }
  }

  /// From 32 bytes that lie together; nil for any other number.
  @unsafe package init?(exactly bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    words = unsafe Self.words(bytes)
  }

  /// From 64 hexadecimal digits.
  package init?(hex: String) {
    guard let bytes = Hexadecimal.bytes(hex) else { return nil }
    self.init(exactly: bytes)
  }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    bytes.append(bigEndian: words.0)
    bytes.append(bigEndian: words.1)
    bytes.append(bigEndian: words.2)
    bytes.append(bigEndian: words.3)
    return bytes
  }

  /// The digest as it lies in memory, its first byte first.
  package var bigEndianWords: (UInt64, UInt64, UInt64, UInt64) {
    (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
  }

  package var hex: String { Hexadecimal.text(bytes) }

  package static func == (left: Self, right: Self) -> Bool { left.words == right.words }
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension ContentHash: CustomStringConvertible {
  package var description: String { hex }
}

extension ContentHash: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let hash = ContentHash(hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "A hash has 64 hexadecimal digits.")
    }
    self = hash
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

extension [UInt8] {
  /// Eight bytes, the most significant first.
  package mutating func append(bigEndian word: UInt64) {
    var shift = UInt64(64)
    while shift > 0 {
      shift -= 8
      append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}

package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  package static func bytes(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: characters.count, by: 2) {
      guard let high = digits.firstIndex(of: characters[index]), let low = digits.firstIndex(of: characters[index + 1])
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
