import Elections
import Foundation
import GRDB
import Glibc
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
import Texts
@testable import SQLiteStore

/// The anchor's file, and a store held to it.
@Suite final class AnchorFileTests {
  private let folder: ScratchFolder
  private var path: String { folder.path("store/store.sqlite") }
  private var anchors: String { folder.path("store-anchors") }

  init() throws { folder = try ScratchFolder() }

  private static let now = Instant(millisecondsSince1970: 1_800_000_000_000)
  private static let id = String(repeating: "0f", count: 16)

  private static func anchor(_ entry: Int64) -> StoreAnchor {
    StoreAnchor(store: id, head: LogHead(entry: entry, hash: ContentHash(of: "\(entry)".utf8)), at: now)
  }

  private static func hash(_ entry: Int64) -> ContentHash? { anchor(entry).head.hash }

  private func file(_ name: String = "anchors") -> AnchorFile {
    AnchorFile(folder: folder.path(name), store: Self.id, storeFolder: folder.path("."))
  }

  private func store(_ access: StoreAccess = .creating) throws -> SQLiteStore {
    try SQLiteStore(path: path, access: access)
  }

  private func compare(_ store: SQLiteStore, in place: String? = nil) async throws -> Anchoring {
    try await store.compareWithAnchor(in: place, host: "h", now: Self.now, as: NewOperations.next())
  }

  private static func way(_ anchoring: Anchoring) -> WentBack.Way? {
    if case .wentBack(let finding) = anchoring.comparison { finding.way } else { nil }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    _ = unsafe stat(path, &status)
    return status.st_mode & 0o7777
  }

  // MARK: The record

  @Test func `a record is read back, and is less than a disk's block`() {
    #expect(AnchorRecord.length < 512)
    for entry in [0, 1, 4711, Int64.max] {
      let bytes = AnchorRecord.bytes(Self.anchor(entry))
      #expect(bytes.count == AnchorRecord.length)
      #expect(AnchorRecord.anchor(bytes) == Self.anchor(entry))
    }
  }

  @Test func `a record that was torn or changed anywhere is none`() {
    let (old, new) = (AnchorRecord.bytes(Self.anchor(99)), AnchorRecord.bytes(Self.anchor(100)))
    for place in 0..<old.count {
      var changed = old
      changed[place] ^= 1
      #expect(AnchorRecord.anchor(changed) == nil)
      let torn = Array(new[..<place] + old[place...])
      #expect(torn == old || torn == new || AnchorRecord.anchor(torn) == nil)
      #expect(AnchorRecord.anchor(Array(old[..<place])) == nil)
    }
    #expect(AnchorRecord.anchor(old + [10]) == nil)
  }

  // MARK: The file

  @Test func `an anchor moves on and never back, and is made anew where it was removed`() throws {
    let file = file()
    #expect(try file.read() == .none)
    try file.make(Self.anchor(5))
    for (entry, expected) in [(7, 7), (6, 7), (8, 8)] as [(Int64, Int64)] {
      file.advance(to: Self.anchor(entry).head, at: Self.now, hash: Self.hash)
      #expect(try file.read() == .anchor(Self.anchor(expected)))
    }
    try FileManager.default.removeItem(atPath: file.path)
    file.advance(to: Self.anchor(9).head, at: Self.now, hash: Self.hash)
    #expect(try file.read() == .anchor(Self.anchor(9)))
    try file.check()
    file.flush()
  }

  @Test func `two processes move one anchor on, and a copy of their store is known by its log`() throws {
    let (one, two) = (file(), file())
    try one.make(Self.anchor(5))
    try two.openExisting()
    two.advance(to: Self.anchor(8).head, at: Self.now, hash: Self.hash)
    one.advance(to: Self.anchor(7).head, at: Self.now, hash: Self.hash)
    #expect(try one.read() == .anchor(Self.anchor(8)))
    one.advance(to: Self.anchor(9).head, at: Self.now, hash: Self.hash)
    #expect(try one.read() == .anchor(Self.anchor(9)))
    try one.check()
    // What the other wrote is not in this one's log.
    two.advance(to: Self.anchor(10).head, at: Self.now) { _ in nil }
    let error = #expect(throws: StoreError.self) { try two.check() }
    #expect(error?.description.contains("Another copy") == true)
    #expect(try one.read() == .anchor(Self.anchor(9)))
  }

  @Test func `no link is followed and nothing else is written into`() throws {
    let precious = folder.path("precious")
    try "precious".write(toFile: precious, atomically: true, encoding: .utf8)
    let file = file()
    try FileManager.default.createDirectory(atPath: folder.path("anchors"), withIntermediateDirectories: true)
    // A symbolic link.
    try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: precious)
    #expect(throws: StoreError.self) { try file.read() }
    #expect(throws: StoreError.self) { try file.openExisting() }
    try FileManager.default.removeItem(atPath: file.path)
    // A hard link.
    try FileManager.default.linkItem(atPath: precious, toPath: file.path)
    #expect(try file.read() == .unreadable)
    #expect(throws: StoreError.self) { try file.openExisting() }
    try file.make(Self.anchor(1))
    file.advance(to: Self.anchor(2).head, at: Self.now, hash: Self.hash)
    #expect(try file.read() == .anchor(Self.anchor(2)))
    #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
    // Neither a folder nor a pipe.
    try FileManager.default.removeItem(atPath: file.path)
    let made = unsafe mkfifo(file.path, 0o600)
    #expect(made == 0)
    #expect(try file.read() == .unreadable)
  }

  @Test func `an anchor has the rights of its store, whatever the umask is`() throws {
    let shared = folder.path("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
    let file = AnchorFile(folder: folder.path("a"), store: Self.id, storeFolder: shared)
    unsafe chmod(shared, 0o700)
    try file.make(Self.anchor(1))
    #expect(mode(file.path) == 0o600 && mode(folder.path("a")) == 0o700)
    unsafe chmod(shared, 0o770)
    let group = AnchorFile(folder: folder.path("b"), store: Self.id, storeFolder: shared)
    try group.make(Self.anchor(1))
    #expect(mode(group.path) == 0o660 && mode(folder.path("b")) & 0o777 == 0o770)
  }

  // MARK: A store held to its anchor

  @Test func `each commit moves the anchor on, and a store that is opened again is sound`() async throws {
    var path = ""
    do {
      let store = try store()
      let first = try await compare(store)
      #expect(first.comparison == .new && first.path.hasPrefix(anchors + "/"))
      path = first.path
      try await store.adoptFirst()
      try await store.submitMany(3)
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let last = try await store.lastAuditEntry()
      #expect(text.contains(String(format: "entry %019d", last)), "\(text)")
    }
    let again = try await compare(try store(.existing))
    #expect(again.comparison == .sound && again.moved.isEmpty && again.path == path)
  }

  @Test func `G-22: a store that was set back sends all that was due to a person, once`() async throws {
    let copy = folder.path("copy.sqlite")
    do {
      let store = try store()
      _ = try await compare(store)
      try await store.adoptFirst()
      try await store.submitMany(20)
      try store.backup(to: copy) { _ in }
      _ = try await store.submit([Given.post("later", seed: 99)], note: Given.note())
    }
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    try FileManager.default.copyItem(atPath: copy, toPath: path)
    let store = try store(.existing)
    let back = try await compare(store)
    #expect(Self.way(back) == .behind && back.moved.count == 20)
    #expect(back.moved.allSatisfy { $0.state.reason?.contains("set back to an earlier state") == true })
    #expect(try await compare(store).comparison == .sound)
    let events = try await store.audit(AuditQuery()).map(\.draft.event)
    #expect(events.filter { $0 == .storeWentBack }.count == 1 && events.filter { $0 == .review }.count == 20)
    // A copy that is used side by side has lost what this one gained.
    let other = folder.path("store/other.sqlite")
    try FileManager.default.copyItem(atPath: copy, toPath: other)
    let second = try SQLiteStore(path: other, access: .existing)
    #expect(Self.way(try await compare(second)) == .behind)
    _ = try await store.submit([Given.post("both", seed: 77)], note: Given.note())
    #expect(throws: StoreError.self) { try store.anchor.file?.check() }
    #expect(Self.way(try await compare(store)) != nil)
  }

  @Test func `an anchor that is missing, torn or another store's is told, and a store without one makes it`()
    async throws
  {
    let store = try store()
    let path = try await compare(store).path
    try FileManager.default.removeItem(atPath: path)
    #expect(Self.way(try await compare(store)) == .missing)
    #expect(try await compare(store).comparison == .sound)
    try "torn".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(Self.way(try await compare(store)) == .unreadable)
    let foreign = AnchorRecord.bytes(Self.anchor(1))
    try Data(foreign).write(to: URL(filePath: path))
    #expect(Self.way(try await compare(store)) == .unreadable)
    #expect(try await compare(store).comparison == .sound)
  }

  @Test func `an anchor moves to the folder that is named, and everybody finds it there`() async throws {
    let store = try store()
    _ = try await compare(store)
    let place = folder.path("elsewhere")
    let moved = try await compare(store, in: place)
    #expect(moved.comparison == .sound && moved.path.hasPrefix(place + "/"))
    try await store.adoptFirst()
    let other = try await compare(try self.store(.existing))
    #expect(other.comparison == .sound && other.path == moved.path)
  }

  @Test func `an anchor that cannot be written is refused with a remedy`() async throws {
    let store = try store()
    try "a file where the folder should be".write(toFile: folder.path("taken"), atomically: true, encoding: .utf8)
    let error = await #expect(throws: StoreError.self) { try await compare(store, in: folder.path("taken")) }
    #expect(error?.description.contains("PORTCULLIS_ANCHOR") == true)
  }

  @Test func `a living gate notices that its store was set back under it, and writes nothing`() async throws {
    let store = try store()
    try await store.adoptFirst()
    try await store.submitMany(2)
    try await store.setBackUnnoticed(to: 1)
    let error = await #expect(throws: StoreError.self) {
      try await store.submit([Given.post("lost?", seed: 9)], note: Given.note())
    }
    #expect(error?.description.contains("set back to an earlier state while it was in use") == true)
  }
}

extension SQLiteStore {
  /// As a restore would that no lock keeps out.
  fileprivate func setBackUnnoticed(to entry: Int64) async throws {
    try await write { transaction in
      try transaction.db.execute(
        sql: "UPDATE latest SET entry = ?, hash = (SELECT hash FROM audit WHERE id = ?)", arguments: [entry, entry])
    }
  }
}
