import Elections
import Foundation
import Glibc
import Machine
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing
@testable import SQLiteStore

/// One store has one gate: by the lock on its file, and by the rows of the gates that registered.
@Suite final class OneGateTests {
  private let folder: ScratchFolder
  private var path: String { folder.path("store.sqlite") }

  init() throws { folder = try ScratchFolder() }

  private static let now = Instant(millisecondsSince1970: 1_800_000_000_000)
  private static let own = ProcessIdentity(boot: "this boot", started: 500)

  private static func start(_ identity: ProcessIdentity? = own) -> ServiceStart {
    ServiceStart(host: "here", process: 7, at: now, identity: identity)
  }

  /// A gate that registered, seen from `start`; process 4 has been running since tick 300, and no other is.
  private static func isLiving(
    _ boot: String?, _ started: Int64 = 300, host: String = "here", process: Int = 4, silent seconds: Int = 1
  ) -> Bool {
    let row = ServiceRow(
      id: ServiceID(1), host: host, process: process,
      identity: boot.map { ProcessIdentity(boot: $0, started: started) },
      heartbeat: now.adding(.seconds(-seconds)))
    return ServiceLife(row, seenBy: start()) { $0 == 4 ? 300 : nil } != .gone
  }

  @Test func `a gate of this machine lives as long as its very process runs, however silent`() {
    #expect(Self.isLiving("this boot"))
    #expect(Self.isLiving("this boot", silent: 86_400))
    #expect(!Self.isLiving("this boot", process: 5))
    // The number went to another process.
    #expect(!Self.isLiving("this boot", 299))
    // The machine was started again.
    #expect(!Self.isLiving("another boot"))
    // Another container on this kernel: its lock would have been seen.
    #expect(!Self.isLiving("this boot", host: "container"))
  }

  @Test func `a gate of another machine lives while it gives signs of life`() {
    #expect(Self.isLiving("another boot", host: "there", silent: 29))
    #expect(!Self.isLiving("another boot", host: "there", silent: 30))
    // A clock that was set back does not keep a store closed for ever.
    #expect(!Self.isLiving("another boot", host: "there", silent: -86_400))
  }

  @Test func `a row of an earlier version counts by its process and its signs of life`() {
    #expect(Self.isLiving(nil))
    #expect(!Self.isLiving(nil, process: 5))
    #expect(!Self.isLiving(nil, silent: 30))
    #expect(Self.isLiving(nil, host: "there"))
  }

  @Test(
    arguments: [
      ("4711 (portcullis) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 98765 20", 98765),
      ("4711 (a) b (c) R 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 42 20", 42),
      ("4711 (dead) Z 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 42 20", nil),
      ("4711 (short) S 1 2", nil), ("", nil),
    ] as [(String, Int64?)])
  func `the start of a process is read from what the kernel says`(text: String, started: Int64?) {
    #expect(RunningProcess.started(in: text) == started)
  }

  @Test func `this process is known by its boot and its start`() {
    #expect(RunningProcess.own != nil && RunningProcess.own == RunningProcess.own)
    #expect(RunningProcess.started(1) != nil)
  }

  @Test func `a second gate is refused by the lock, by whatever name, and the lock goes with its holder`() async throws
  {
    let store = try SQLiteStore(path: path, access: .creating)
    try await store.adoptFirst()
    _ = try await store.register(ServiceStart(host: "h", process: 4711, at: Self.now))
    let link = folder.path("link.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    do {
      let lock = try store.lockForGate()
      for name in [path, link] {
        let other = try SQLiteStore(path: name, access: .existing)
        let error = #expect(throws: StoreError.self) { try other.lockForGate() }
        #expect(error?.description.contains("process 4711") == true)
      }
      withExtendedLifetime(lock) {}
    }
    _ = try store.lockForGate()
    // The lock's descriptors are still open, and SQLite's own locks hold.
    _ = try await store.submit([Given.post("kept")], note: Given.note())
    #expect(try store.integrityFaults().isEmpty)
  }

  @Test func `a store with a second hard name is refused, since each name would have a log of its own`() throws {
    do { _ = try SQLiteStore(path: path, access: .creating) }
    let second = folder.path("second.sqlite")
    try FileManager.default.linkItem(atPath: path, toPath: second)
    for (name, access) in [(second, StoreAccess.existing), (path, .existing), (second, .readOnly)] {
      let error = #expect(throws: StoreError.self) { try SQLiteStore(path: name, access: access) }
      #expect(error?.description.contains("hard links") == true)
    }
    try FileManager.default.removeItem(atPath: second)
    _ = try SQLiteStore(path: path, access: .existing)
  }

  @Test func `a living gate's row refuses a second gate, and rows of those that are gone get an end`() async throws {
    let store = try SQLiteStore(path: path, access: .creating)
    let other = ServiceStart(
      host: "there", process: 1, at: Self.now, identity: ProcessIdentity(boot: "another boot", started: 1))
    let first = try await store.register(other)
    let error = await #expect(throws: StoreError.self) { try await store.register(Self.start()) }
    #expect(error?.description.contains("process 1 on there") == true)
    #expect(try await store.audit(AuditQuery()).count == 1)
    // It gives no sign of life any more.
    let later = ServiceStart(host: "here", process: 7, at: Self.now.adding(.seconds(30)), identity: Self.own)
    let second = try await store.register(later)
    #expect(second != first)
    let health = try await store.health(at: later.at)
    #expect(health.heartbeats.first?.wall == later.at)
    // On this machine: a process that runs, as the first one does, and one that does not.
    try await store.unregister(second, at: later.at)
    let own = try #require(RunningProcess.own)
    let mine = ServiceStart(host: "here", process: Int(getpid()), at: later.at, identity: own)
    let neighbour = ServiceStart(
      host: "here", process: 1, at: later.at,
      identity: ProcessIdentity(boot: own.boot, started: try #require(RunningProcess.started(1))))
    let running = try await store.register(neighbour)
    await #expect(throws: StoreError.self) { try await store.register(mine) }
    try await store.unregister(running, at: later.at)
    _ = try await store.register(
      ServiceStart(
        host: "here", process: 1, at: later.at, identity: ProcessIdentity(boot: own.boot, started: .max)))
    _ = try await store.register(mine)
  }
}
