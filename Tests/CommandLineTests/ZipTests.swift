import Desk
import Elections
import Foundation
import TestSupport
import Testing
@testable import Commands
import Desk

/// Our ZIP files, read by Python's zipfile and by our own reader.
@Suite struct ZipTests {
  private static let reader = """
    import json, sys, zipfile
    pack = zipfile.ZipFile(sys.argv[1])
    assert pack.testzip() is None
    print(json.dumps({i.filename: [pack.read(i).decode('latin-1')[:40], i.file_size, list(i.date_time)]
                      for i in pack.infolist()[:5]} | {'count': len(pack.infolist())}))
    """

  private func write(
    limit: UInt64 = 0xFFFF_FFFF, countLimit: Int = 0xFFFF, _ entries: [(String, [UInt8])]
  ) throws -> (ScratchFolder, String) {
    let folder = try ScratchFolder()
    let path = folder.path("a.zip")
    let handle = try #require(EvidenceCouncil.create(path))
    let time = try #require(
      CivilDate(year: 2027, month: 5, day: 6).flatMap { CivilDateTime(date: $0, hour: 21, minute: 59, second: 58) })
    let zip = ZipFile(handle, madeAt: time, limit: limit, countLimit: countLimit)
    for (name, bytes) in entries { try zip.add(name, bytes) }
    try zip.finish()
    try handle.close()
    return (folder, path)
  }

  private func python(_ path: String) throws -> [String: Any] {
    let output = try PythonServer.output(of: PythonServer.python(), ["-c", Self.reader, path])
    return try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
  }

  @Test func `checksums are those of the ZIP format`() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }

  @Test(arguments: [0xFFFF_FFFF, 1000, 50, 1] as [UInt64])
  func `Python reads what is written, in the short forms and in those of ZIP64`(limit: UInt64) throws {
    let long = [UInt8](repeating: 0x61, count: 100_000)
    let entries: [(String, [UInt8])] = [
      ("plain.txt", Array("hello".utf8)), ("folder/Dŵr – “ü”.txt", Array("x".utf8)), ("long", long), ("empty", []),
    ]
    let (folder, path) = try write(limit: limit, entries)
    defer { withExtendedLifetime(folder) {} }
    let read = try python(path)
    #expect(read["count"] as? Int == 4)
    #expect((read["plain.txt"] as? [Any])?.first as? String == "hello")
    #expect((read["plain.txt"] as? [Any])?.last as? [Int] == [2027, 5, 6, 21, 59, 58])
    #expect((read["folder/Dŵr – “ü”.txt"] as? [Any])?.first as? String == "x")
    #expect((read["long"] as? [Any])?[1] as? Int == 100_000)
    let reader = try ZipReader(path)
    #expect(reader.entries.map(\.name) == entries.map(\.0))
    for (entry, (_, bytes)) in zip(reader.entries, entries) {
      #expect(try reader.bytes(of: entry, atMost: 1 << 20) == bytes)
    }
    #expect(throws: ZipProblem.self) { try reader.bytes(of: reader.entries[2], atMost: 10) }
  }

  @Test func `more entries than two bytes can count need ZIP64, and have it`() throws {
    let (folder, path) = try write((0..<65_540).map { ("f/\($0)", []) })
    defer { withExtendedLifetime(folder) {} }
    #expect(try python(path)["count"] as? Int == 65_540)
    #expect(try ZipReader(path).entries.count == 65_540)
  }

  @Test func `the same entries at the same time make the same bytes`() throws {
    let entries: [(String, [UInt8])] = [("a", [1, 2, 3]), ("b", [])]
    let (one, other) = (try write(entries), try write(entries))
    #expect(try Data(contentsOf: URL(filePath: one.1)) == Data(contentsOf: URL(filePath: other.1)))
  }

  @Test(arguments: [0xFFFF_FFFF, 3] as [UInt64])
  func `a bit that differs anywhere is seen`(limit: UInt64) throws {
    let (folder, path) = try write(limit: limit, countLimit: limit == 3 ? 1 : 0xFFFF, [("ä", [1, 2, 3]), ("b", [4])])
    defer { withExtendedLifetime(folder) {} }
    let whole = try Data(contentsOf: URL(filePath: path))
    for place in whole.indices {
      for bit in [UInt8(1), 0x80] {
        var odd = whole
        odd[place] ^= bit
        try odd.write(to: URL(filePath: path))
        #expect(throws: (any Error).self, "byte \(place) of \(whole.count)") {
          let reader = try ZipReader(path)
          for entry in reader.entries { try reader.read(entry) { _ in } }
          // Names are told apart by the manifest.
          if reader.entries.map(\.name) != ["ä", "b"] { throw ZipProblem("other names") }
        }
      }
    }
  }

  @Test func `what two programs could read differently is refused`() throws {
    let folder = try ScratchFolder()
    let cases = [
      ("compressed", "z.writestr('a', 'aaaaaaaaaa', zipfile.ZIP_DEFLATED)", "of another form"),
      ("twice", "z.writestr('ä', '1'); z.writestr('ä', '2')", "twice"),
      ("outside", "z.writestr('../ä', '1')", "oddly"),
      ("absolute", "z.writestr('/ä', '1')", "oddly"),
      ("comment", "z.writestr('ä', '1'); z.comment = b'hello'", "without a comment"),
    ]
    for (name, code, words) in cases {
      let path = folder.path(name)
      _ = try PythonServer.output(
        of: PythonServer.python(),
        ["-W", "ignore", "-c", "import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n    \(code)", path])
      let problem = #expect(throws: ZipProblem.self) { try ZipReader(path) }
      #expect(problem?.description.contains(words) == true, "\(name): \(problem?.description ?? "none")")
    }
    let (kept, path) = try write([("a", [1, 2, 3]), ("b", [4])])
    defer { withExtendedLifetime(kept) {} }
    let whole = try Data(contentsOf: URL(filePath: path))
    // Something between the entries and the directory, or before them.
    for place in [0, 34] {
      var odd = whole
      odd.insert(0, at: place)
      try odd.write(to: URL(filePath: path))
      #expect(throws: ZipProblem.self) { try ZipReader(path) }
    }
  }
}
