import Crypto
import Texts

/// The address of a record or blob by its content: a CID of version 1 with SHA-256 (AT Protocol, “Data Model”).
struct ContentID: Hashable, Sendable {
  private let bytes: [UInt8]

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// Version 1, then what is addressed, then SHA-256 and its length.
  private init(codec: UInt8, hash: ContentHash) { bytes = [1, codec, 0x12, 32] + hash.bytes }

  /// Of a record, as the server will compute it.
  init(ofRecord record: JSON) { self.init(codec: 0x71, hash: ContentHash(of: DagCBOR.bytes(of: record))) }

  /// Of raw bytes with this hash.
  init(ofBlob hash: ContentHash) { self.init(codec: 0x55, hash: hash) }

  /// Multibase `b`: Base32 in lower case without padding.
  var text: String {
    var characters: [UInt8] = []
    var (rest, bits) = (UInt32(0), UInt32(0))
    for byte in bytes {
      (rest, bits) = (rest << 8 | UInt32(byte), bits + 8)
      while bits >= 5 {
        bits -= 5
        characters.append(Self.alphabet[Int(rest >> bits & 31)])
      }
      rest &= 1 << bits - 1
    }
    if bits > 0 { characters.append(Self.alphabet[Int(rest << (5 - bits) & 31)]) }
    return "b" + String(decoding: characters, as: UTF8.self)
  }

  /// The bytes of a CID written as `b…`; nil for any other form.
  static func bytes(of text: String) -> [UInt8]? {
    guard text.utf8.first == UInt8(ascii: "b") else { return nil }
    var bytes: [UInt8] = []
    var (rest, bits) = (UInt32(0), UInt32(0))
    for character in text.utf8.dropFirst() {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      (rest, bits) = (rest << 5 | UInt32(value), bits + 5)
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(rest >> bits & 255))
      rest &= 1 << bits - 1
    }
    return bytes
  }
}

/// Just enough of DAG-CBOR (RFC 8949, and IPLD's rules for one form only) to compute the address of a record that
/// does not exist yet: a reply names its parent by it.
enum DagCBOR {
  static func bytes(of json: JSON) -> [UInt8] {
    var bytes: [UInt8] = []
    append(json, to: &bytes)
    return bytes
  }

  private enum Major: UInt8 {
    case unsigned = 0
    case negative = 1
    case bytes = 2
    case text = 3
    case array = 4
    case map = 5
    case tag = 6
  }

  private static func append(_ json: JSON, to bytes: inout [UInt8]) {
    switch json {
    case .null: bytes.append(0xF6)
    case .bool(let flag): bytes.append(flag ? 0xF5 : 0xF4)
    case .number(let number):
      appendHead(number < 0 ? .negative : .unsigned, UInt64(number < 0 ? ~number : number), to: &bytes)
    case .string(let text): append(text, to: &bytes)
    case .array(let values):
      appendHead(.array, UInt64(values.count), to: &bytes)
      for value in values { append(value, to: &bytes) }
    case .object(let entries):
      if entries.count == 1, let link = json["$link"]?.string.flatMap(ContentID.bytes) {
        appendHead(.tag, 42, to: &bytes)
        appendHead(.bytes, UInt64(link.count + 1), to: &bytes)
        bytes += [0] + link
        return
      }
      appendHead(.map, UInt64(entries.count), to: &bytes)
      // The shorter key first, then by its bytes.
      let sorted = entries.sorted { left, right in
        left.0.utf8.count == right.0.utf8.count
          ? left.0.utf8.lexicographicallyPrecedes(right.0.utf8) : left.0.utf8.count < right.0.utf8.count
      }
      for (key, value) in sorted {
        append(key, to: &bytes)
        append(value, to: &bytes)
      }
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    appendHead(.text, UInt64(text.utf8.count), to: &bytes)
    bytes += Array(text.utf8)
  }

  private static func appendHead(_ major: Major, _ value: UInt64, to bytes: inout [UInt8]) {
    let top = major.rawValue << 5
    switch value {
    case 0..<24: bytes.append(top | UInt8(value))
    case 24...0xFF: bytes += [top | 24, UInt8(value)]
    case 0x100...0xFFFF: bytes += [top | 25] + bigEndian(value, count: 2)
    case 0x1_0000...0xFFFF_FFFF: bytes += [top | 26] + bigEndian(value, count: 4)
    default: bytes += [top | 27] + bigEndian(value, count: 8)
    }
  }

  private static func bigEndian(_ value: UInt64, count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
