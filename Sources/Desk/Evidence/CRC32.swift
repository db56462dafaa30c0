/// The checksum of ZIP files: CRC-32 with the reflected polynomial EDB88320 (PKWARE APPNOTE 6.3.10, section 4.4.7).
package struct CRC32 {
  private var register: UInt32 = 0xFFFF_FFFF

  private static let table: [UInt32] = (0..<256).map { (byte: UInt32) -> UInt32 in
    var value = byte
    for _ in 0..<8 {
      let half = value >> 1
      value = value & 1 == 1 ? half ^ 0xEDB8_8320 : half
    }
    return value
  }

  package mutating func update(_ bytes: [UInt8]) {
    var register = register
    let table = Self.table
    for byte in bytes {
      let index = Int(UInt8(truncatingIfNeeded: register) ^ byte)
      register = table[index] ^ (register >> 8)
    }
    self.register = register
  }

  package var value: UInt32 { ~register }

  package static func of(_ bytes: [UInt8]) -> UInt32 {
    var checksum = CRC32()
    checksum.update(bytes)
    return checksum.value
  }
}
