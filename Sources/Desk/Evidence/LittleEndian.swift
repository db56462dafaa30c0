/// Takes little-endian numbers from bytes; nought once they are at an end, which `isShort` tells.
package struct LittleEndian {
  private var rest: ArraySlice<UInt8>
  package private(set) var isShort = false

  package init(_ bytes: [UInt8]) { rest = bytes[...] }

  package var isAtEnd: Bool { rest.isEmpty }

  package mutating func bytes(_ count: Int) -> [UInt8] {
    if rest.count < count { isShort = true }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  package mutating func number(_ count: Int) -> UInt64 {
    bytes(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
