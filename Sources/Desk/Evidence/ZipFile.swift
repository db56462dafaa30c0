package import Elections
package import Foundation
import Publishing

/// Writes a ZIP file: stored entries with UTF-8 names, one after the other, and the directory at the end.
///
/// Source: PKWARE APPNOTE 6.3.10. The forms of ZIP64 are used where a size, an offset or the number of entries asks
/// for them, and nowhere else. The same entries at the same time make the same bytes.
package final class ZipFile {
  private struct Entry {
    let name: [UInt8]
    let crc: UInt32
    let size: UInt64
    let offset: UInt64
  }

  private let handle: FileHandle
  private let date: UInt16
  private let time: UInt16
  private let limit: UInt64
  private let countLimit: Int
  private var entries: [Entry] = []
  private var names: Set<String> = []
  private var offset: UInt64 = 0

  /// `limit` and `countLimit`: from which size, offset and number on ZIP64 is used; lower ones only serve tests.
  package init(
    _ handle: FileHandle, madeAt: CivilDateTime, limit: UInt64 = 0xFFFF_FFFF, countLimit: Int = 0xFFFF
  ) {
    self.handle = handle
    self.limit = limit
    self.countLimit = countLimit
    // MS-DOS counts years from 1980 in seven bits, and seconds by twos.
    let (year, month, day) = madeAt.date.numbers
    let years = min(max(year - 1980, 0), 127)
    date = UInt16(years << 9 | month << 5 | day)
    let second = Int(madeAt.secondOfDay)
    let (hours, minutes) = (second / 3600, second / 60 % 60)
    time = UInt16(hours << 11 | minutes << 5 | second % 60 / 2)
  }

  package func add(_ name: String, _ bytes: [UInt8]) throws {
    try add(name, crc: CRC32.of(bytes), size: UInt64(bytes.count)) { write in try write(bytes) }
  }

  /// `content` writes exactly `size` bytes, whose checksum is `crc`.
  package func add(
    _ name: String, crc: UInt32, size: UInt64, _ content: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    precondition(names.insert(name).inserted, "every name stands once")
    let entry = Entry(name: Array(name.utf8), crc: crc, size: size, offset: offset)
    try write(localHeader(entry))
    let start = offset
    try content(write)
    precondition(offset - start == size, "an entry has the size that was announced")
    entries.append(entry)
  }

  /// Writes the directory; nothing may be added afterwards.
  package func finish() throws {
    let start = offset
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += directoryHeader(entry)
      if bytes.count > 1 << 16 {
        try write(bytes)
        bytes = []
      }
    }
    try write(bytes)
    let size = offset - start
    var end = Record()
    if entries.count >= countLimit || start >= limit || size >= limit {
      end.add32(0x0606_4B50)
      end.add64(44)
      end.add16(Self.madeBy)
      end.add16(45)
      end.add64(0)
      for value in [UInt64(entries.count), UInt64(entries.count), size, start] { end.add64(value) }
      // Where that stands.
      end.add32(0x0706_4B50)
      end.add32(0)
      end.add64(offset)
      end.add32(1)
    }
    let count = entries.count >= countLimit ? 0xFFFF : UInt16(entries.count)
    end.add32(0x0605_4B50)
    end.add32(0)
    end.add16(count)
    end.add16(count)
    end.add32(short(size))
    end.add32(short(start))
    end.add16(0)
    try write(end.bytes)
  }

  // MARK: Headers

  /// Version 4.5, on Unix.
  private static let madeBy: UInt16 = 0x032D

  private func localHeader(_ entry: Entry) -> [UInt8] {
    let isLong = entry.size >= limit
    var record = Record()
    record.add32(0x0403_4B50)
    addCommon(entry, isLong: isLong, to: &record)
    record.add16(UInt16(entry.name.count))
    record.add16(isLong ? 20 : 0)
    record.bytes += entry.name
    if isLong { Self.addLong([entry.size, entry.size], to: &record) }
    return record.bytes
  }

  private func directoryHeader(_ entry: Entry) -> [UInt8] {
    let long = (entry.size >= limit ? [entry.size, entry.size] : []) + (entry.offset >= limit ? [entry.offset] : [])
    var record = Record()
    record.add32(0x0201_4B50)
    record.add16(Self.madeBy)
    addCommon(entry, isLong: !long.isEmpty, to: &record)
    record.add16(UInt16(entry.name.count))
    record.add16(long.isEmpty ? 0 : UInt16(4 + 8 * long.count))
    // No comment, the first disk, no internal attributes; an ordinary file that its owner may read and write.
    record.add16(0)
    record.add32(0)
    record.add32(UInt32(0o100600) << 16)
    record.add32(short(entry.offset))
    record.bytes += entry.name
    if !long.isEmpty { Self.addLong(long, to: &record) }
    return record.bytes
  }

  /// From the version that is needed to the sizes: the same in both headers.
  private func addCommon(_ entry: Entry, isLong: Bool, to record: inout Record) {
    record.add16(isLong ? 45 : 20)
    // UTF-8 names, and nothing is compressed.
    record.add16(0x0800)
    record.add16(0)
    record.add16(time)
    record.add16(date)
    record.add32(entry.crc)
    record.add32(short(entry.size))
    record.add32(short(entry.size))
  }

  /// The field of ZIP64.
  private static func addLong(_ values: [UInt64], to record: inout Record) {
    record.add16(1)
    record.add16(UInt16(8 * values.count))
    for value in values { record.add64(value) }
  }

  private func short(_ value: UInt64) -> UInt32 { value >= limit ? 0xFFFF_FFFF : UInt32(value) }

  private func write(_ bytes: [UInt8]) throws {
    do {
      try handle.write(contentsOf: bytes)
    } catch {
      throw Failure(.cannotWrite, "The pack cannot be written: \(error.localizedDescription)")
    }
    offset += UInt64(bytes.count)
  }

  /// Numbers one after the other, the least significant byte first.
  private struct Record {
    var bytes: [UInt8] = []

    mutating func add16(_ value: UInt16) { add(UInt64(value), 2) }
    mutating func add32(_ value: UInt32) { add(UInt64(value), 4) }
    mutating func add64(_ value: UInt64) { add(value, 8) }

    private mutating func add(_ value: UInt64, _ count: UInt64) {
      for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
  }
}
