/// Takes little-endian numbers from bytes; nought once they are at an end, which `isShort` tells.
struct LittleEndian {
  private var rest: ArraySlice<UInt8>
  private(set) var isShort = false

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func bytes(_ count: Int) -> [UInt8] {
    if rest.count < count { isShort = true }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func number(_ count: Int) -> UInt64 {
    bytes(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
