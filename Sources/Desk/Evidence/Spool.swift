import Foundation
import Publishing
package import Texts

/// A part of a pack on its way: kept in an unnamed file, because its size and checksums stand before it in the pack.
package final class Spool {
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var checksum = CRC32()
  private var hasher = ContentHasher()
  private var written: UInt64 = 0

  private static let chunk = 1 << 16

  package init(beside path: String) throws { handle = try NewFile.unnamed(beside: path) }

  package func write(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.chunk { try flush() }
  }

  /// Takes over what another holds.
  package func write(_ other: Spool) throws {
    try other.read { bytes in
      buffer.append(contentsOf: bytes)
      try flush()
    }
  }

  private func flush() throws {
    guard !buffer.isEmpty else { return }
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw Failure(.cannotWrite, "The pack cannot be written: \(error.localizedDescription)")
    }
    checksum.update(buffer)
    hasher.update(buffer)
    written += UInt64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  /// What stands of it before it in the pack, once everything is written.
  package func facts() throws -> (crc: UInt32, hash: ContentHash, size: UInt64) {
    try flush()
    return (checksum.value, hasher.hash, written)
  }

  package func read(_ body: ([UInt8]) throws -> Void) throws {
    try flush()
    try handle.seek(toOffset: 0)
    while let data = try handle.read(upToCount: Self.chunk), !data.isEmpty { try body([UInt8](data)) }
  }
}
