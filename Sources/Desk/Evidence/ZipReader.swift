import ElectionCalendar
import Elections
import Foundation
import Texts

/// What is odd about a ZIP file, in a sentence.
package struct ZipProblem: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// Reads the ZIP files that `ZipFile` writes, and refuses every other: what two programs could read differently proves
/// nothing. Entries are stored, follow one another without a gap, and both of their headers agree.
package final class ZipReader {
  package struct Entry {
    package let name: String
    package let crc: UInt32
    package let size: UInt64
    fileprivate let start: UInt64
  }

  private let handle: FileHandle
  package private(set) var entries: [Entry] = []

  private static let largestDirectory: UInt64 = 256 << 20
  package static let chunk = 1 << 16

  package init(_ path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ZipProblem("\(path) cannot be opened; correct its path or permissions.")
    }
    self.handle = handle
    let size = try handle.seekToEnd()
    let directory = try directory(fileSize: size)
    guard directory.size <= Self.largestDirectory else { throw ZipProblem("Its directory is too large to be one.") }
    var bytes = LittleEndian(try read(at: directory.start, count: Int(directory.size)))
    var headers: [(Header, offset: UInt64)] = []
    var names: Set<String> = []
    while !bytes.isAtEnd {
      let header = try entry(&bytes)
      guard names.insert(header.0.name).inserted else {
        throw ZipProblem("\(header.0.name.printable) stands in it twice.")
      }
      headers.append(header)
    }
    var next: UInt64 = 0
    for (entry, offset) in headers {
      guard entry.isOurs else { throw Self.otherForm(entry.name) }
      guard offset == next else { throw ZipProblem("There is a gap or an overlap before \(entry.name.printable).") }
      let start = try start(of: entry, at: offset)
      guard entry.size <= directory.start, start <= directory.start - entry.size else {
        throw ZipProblem("\(entry.name.printable) reaches beyond the entries.")
      }
      entries.append(Entry(name: entry.name, crc: entry.crc, size: entry.size, start: start))
      next = start + entry.size
    }
    guard next == directory.start else { throw ZipProblem("Something stands between its entries and its directory.") }
    guard UInt64(entries.count) == directory.count else { throw ZipProblem("Its directory miscounts its entries.") }
  }

  package func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// Gives the content in pieces, and throws at its end when it does not have its checksum.
  package func read(_ entry: Entry, _ body: ([UInt8]) throws -> Void) throws {
    var checksum = CRC32()
    var done: UInt64 = 0
    while done < entry.size {
      let bytes = try piece(of: entry, at: done)
      checksum.update(bytes)
      try body(bytes)
      done += UInt64(bytes.count)
    }
    guard checksum.value == entry.crc else {
      throw ZipProblem("\(entry.name.printable) was changed: its content does not have its checksum.")
    }
  }

  /// The whole of a small entry.
  package func bytes(of entry: Entry, atMost limit: Int) throws -> [UInt8] {
    guard entry.size <= UInt64(limit) else { throw ZipProblem("\(entry.name.printable) is too long.") }
    var bytes: [UInt8] = []
    try read(entry) { bytes += $0 }
    return bytes
  }

  /// The content from an offset on, 64 KiB at most, its checksum unseen.
  package func piece(of entry: Entry, at offset: UInt64) throws -> [UInt8] {
    try read(at: entry.start + offset, count: Int(min(UInt64(Self.chunk), entry.size - offset)))
  }

  private func read(at offset: UInt64, count: Int) throws -> [UInt8] {
    try handle.seek(toOffset: offset)
    guard let data = try handle.read(upToCount: count), data.count == count else {
      guard count > 0 else { return [] }
      throw ZipProblem("It ends too early; it was cut off or is still being copied.")
    }
    return [UInt8](data)
  }

  // MARK: Where things stand

  private struct Directory {
    let start: UInt64
    let size: UInt64
    let count: UInt64
  }

  private func directory(fileSize: UInt64) throws -> Directory {
    guard fileSize >= 22 else { throw ZipProblem("It is too short for a ZIP file.") }
    var end = LittleEndian(try read(at: fileSize - 22, count: 22))
    guard end.number(4) == 0x0605_4B50 else {
      throw ZipProblem("It does not end as a ZIP file without a comment does.")
    }
    let disks = end.number(4)
    let (count, all, size, start) = (end.number(2), end.number(2), end.number(4), end.number(4))
    guard disks == 0, count == all, end.number(2) == 0 else { throw ZipProblem("It is one of several parts.") }
    if count != 0xFFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF {
      guard size <= fileSize - 22, start == fileSize - 22 - size else {
        throw ZipProblem("Its directory is not where it should be.")
      }
      return Directory(start: start, size: size, count: count)
    }
    guard fileSize >= 98 else { throw ZipProblem("Its end says ZIP64, and it has none.") }
    var locator = LittleEndian(try read(at: fileSize - 42, count: 20))
    guard locator.number(4) == 0x0706_4B50, locator.number(4) == 0, locator.number(8) == fileSize - 98,
      locator.number(4) == 1
    else { throw ZipProblem("Its end says ZIP64, and it has none.") }
    var record = LittleEndian(try read(at: fileSize - 98, count: 56))
    guard record.number(4) == 0x0606_4B50, record.number(8) == 44 else {
      throw ZipProblem("Its end says ZIP64, and it has none.")
    }
    guard record.number(4) == 0x002D_032D else { throw ZipProblem("Its end is of another form than a pack's.") }
    let parts = record.number(8)
    let (longCount, longAll, longSize, longStart) =
      (record.number(8), record.number(8), record.number(8), record.number(8))
    // Where the short fields say anything, it is the same.
    func agrees(_ short: UInt64, _ long: UInt64, _ marker: UInt64) -> Bool { short == marker || short == long }
    guard agrees(count, longCount, 0xFFFF), agrees(size, longSize, 0xFFFF_FFFF), agrees(start, longStart, 0xFFFF_FFFF)
    else { throw ZipProblem("Its end says two things of its directory.") }
    guard parts == 0, longCount == longAll, longSize <= fileSize - 98, longStart == fileSize - 98 - longSize else {
      throw ZipProblem("Its directory is not where it should be.")
    }
    return Directory(start: longStart, size: longSize, count: longCount)
  }

  private struct Header {
    let name: String
    let crc: UInt32
    let size: UInt64
    /// From the version that is needed to the checksum, as both headers say it.
    let common: [UInt8]
    /// It has the version and attributes that `ZipFile` writes.
    let isOurs: Bool
  }

  private func entry(_ bytes: inout LittleEndian) throws -> (Header, offset: UInt64) {
    guard bytes.number(4) == 0x0201_4B50 else { throw ZipProblem("Its directory is damaged.") }
    let maker = bytes.number(2)
    let common = bytes.bytes(14)
    let sizes = (bytes.number(4), bytes.number(4))
    let (nameLength, extraLength) = (Int(bytes.number(2)), Int(bytes.number(2)))
    let (comment, disk) = (bytes.number(2), bytes.number(2))
    let attributes = bytes.number(6)
    let short = bytes.number(4)
    let name = String(validating: bytes.bytes(nameLength), as: UTF8.self)
    var extra = LittleEndian(bytes.bytes(extraLength))
    guard !bytes.isShort, comment == 0, disk == 0, let name, Self.isPlain(name) else {
      throw ZipProblem("Its directory is damaged, or names an entry oddly.")
    }
    guard sizes.0 == sizes.1 else { throw Self.otherForm(name) }
    let odd = ZipProblem("The directory says odd things of \(name.printable).")
    if extraLength > 0, extra.number(2) != 1 || extra.number(2) != UInt64(extraLength - 4) { throw odd }
    let size = sizes.0 == 0xFFFF_FFFF ? extra.number(8) : sizes.0
    if sizes.0 == 0xFFFF_FFFF, extra.number(8) != size { throw ZipProblem("\(name.printable) is compressed.") }
    let offset = short == 0xFFFF_FFFF ? extra.number(8) : short
    guard extra.isAtEnd, !extra.isShort else { throw odd }
    var fields = LittleEndian(common)
    let version = fields.number(2)
    guard fields.number(2) == 0x0800, fields.number(2) == 0 else { throw Self.otherForm(name) }
    _ = fields.number(4)
    let isOurs =
      maker == 0x032D && version == (extraLength > 0 ? 45 : 20) && attributes == UInt64(0o100600) << 32
    return (Header(name: name, crc: UInt32(fields.number(4)), size: size, common: common, isOurs: isOurs), offset)
  }

  private static func otherForm(_ name: String) -> ZipProblem {
    ZipProblem("\(name.printable) is compressed, encrypted or of another form than a pack's files have.")
  }

  /// A relative path below the folder in which the pack is unpacked.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("\\") && !name.unicodeScalars.contains { $0.value < 0x20 }
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
  }

  /// Where the content begins, behind a header that says what the directory says.
  private func start(of entry: Header, at offset: UInt64) throws -> UInt64 {
    let odd = ZipProblem("The header of \(entry.name.printable) does not say what the directory says.")
    var bytes = LittleEndian(try read(at: offset, count: 30))
    guard bytes.number(4) == 0x0403_4B50 else { throw odd }
    let version = bytes.number(2)
    guard bytes.bytes(12).elementsEqual(entry.common.dropFirst(2)) else { throw odd }
    let sizes = (bytes.number(4), bytes.number(4))
    let (nameLength, extraLength) = (Int(bytes.number(2)), Int(bytes.number(2)))
    guard nameLength == entry.name.utf8.count, extraLength == 0 || extraLength == 20,
      // Both headers name the version that their own fields need.
      version == (extraLength > 0 ? 45 : 20)
    else { throw odd }
    var rest = LittleEndian(try read(at: offset + 30, count: nameLength + extraLength))
    guard rest.bytes(nameLength) == Array(entry.name.utf8) else { throw odd }
    if extraLength == 0 {
      guard sizes == (entry.size, entry.size) else { throw odd }
    } else {
      guard sizes == (0xFFFF_FFFF, 0xFFFF_FFFF), rest.number(4) == 0x0010_0001, rest.number(8) == entry.size,
        rest.number(8) == entry.size
      else { throw odd }
    }
    return offset + 30 + UInt64(nameLength + extraLength)
  }
}
