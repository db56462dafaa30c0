import Desk
import Foundation
import Glibc
import TestSupport
import Testing

/// A store that is set back to an earlier state, in all the ways in which that happens to a council.
@Suite struct WentBackTests {
  /// A council whose store lies in `store/`, with its anchors beside it.
  private struct Restored {
    let council: Council
    var store: URL { council.folder.url.appending(path: "store/portcullis.sqlite") }
    var anchors: URL { council.folder.url.appending(path: "store-anchors") }

    init() throws {
      council = try Council()
      _ = try council.run("adopt")
    }

    func anchor() throws -> URL {
      let names = try FileManager.default.contentsOfDirectory(atPath: anchors.path)
      return anchors.appending(path: try #require(names.first))
    }

    /// Puts an earlier copy in the store's place, as a person would with everything stopped.
    func putBack(_ copy: URL) throws {
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store.path + suffix) }
      try FileManager.default.copyItem(at: copy, to: store)
    }

    func states() throws -> [String: Int] {
      let posts = try council.run("post", "list", "--format", "json").object["posts"] as? [[String: Any]] ?? []
      let deliveries = posts.flatMap { $0["deliveries"] as? [[String: Any]] ?? [] }
      return Dictionary(grouping: deliveries) { $0["state"] as? String ?? "" }.mapValues(\.count)
    }

    func gate() throws -> Program.Outcome { try council.run("gate", "run", "--once") }

    var events: [String] {
      get throws {
        try council.run("audit", "export", "--format", "json").list.compactMap { $0["event"] as? String }
      }
    }
  }

  private func restored(_ body: (Restored, _ backup: URL) throws -> Void) throws {
    let restored = try Restored()
    let backup = restored.council.folder.url.appending(path: "backup.sqlite")
    try body(restored, backup)
  }

  @Test func `G-22: of twenty posts in a restored backup none goes twice, and all wait for a person`() throws {
    try restored { restored, backup in
      let council = restored.council
      for number in 1...20 { _ = try council.add("Post \(number)") }
      let future = try council.add("Future", at: "2028-01-11T09:00Z")
      #expect(try council.run("store", "backup", backup.path).status == 0)
      #expect(try restored.gate().status == 0)
      #expect(try council.feed().count == 20)
      // Somebody reads the feed elsewhere; what is sent twice would stand in it again.
      try FileManager.default.removeItem(at: council.folder.url.appending(path: "public"))
      try restored.putBack(backup)
      let check = try council.run("store", "check", "--format", "json")
      #expect(check.status == 65 && check.object["anchor"] as? String == "behind", "\(check)")
      #expect(try council.run("audit", "verify").status == 65)
      #expect(try council.run("gate", "health", "--format", "json").object["anchor"] as? String == "behind")
      let gate = try restored.gate()
      #expect(gate.status == 0 && gate.errors.contains("20 posts that were due wait for a person"), "\(gate.errors)")
      #expect(try council.feed() == [])
      #expect(try restored.states() == ["review": 20, "queued": 1])
      let reason = try council.deliveries("1")["website"]?["reason"] as? String
      #expect(reason?.contains("set back to an earlier state") == true, "\(reason ?? "")")
      #expect(try council.deliveries(future)["website"]?["state"] as? String == "queued")
      #expect(try restored.events.filter { $0 == "store-went-back" }.count == 1)
      // From then on it is a store like any other, and a person has the three ways out.
      #expect(try council.run("store", "check").status == 0)
      #expect(try council.run("audit", "verify").status == 0)
      #expect(try council.run("post", "review", "1", "--published", "--reason", "It is there").status == 0)
      #expect(try council.run("post", "review", "2", "--cancel", "--reason", "Old").status == 0)
      #expect(try restored.gate().errors.contains("set back") == false)
      #expect(try restored.states() == ["review": 18, "published": 1, "cancelled": 1, "queued": 1])
    }
  }

  @Test func `a command that writes finds a restored store as well, and does what it was asked`() throws {
    try restored { restored, backup in
      _ = try restored.council.add("Due")
      #expect(try restored.council.run("store", "backup", backup.path).status == 0)
      _ = try restored.gate()
      try restored.putBack(backup)
      let add = try restored.council.run("post", "add", "website", "--at", "2028-01-11T09:00Z", "--text", "b")
      #expect(add.status == 0 && add.errors.contains("1 post that was due waits"), "\(add.errors)")
      #expect(try restored.states() == ["review": 1, "queued": 1])
    }
  }

  @Test func `G-22: the log of a killed gate that was removed sends nothing twice`() throws {
    let restored = try Restored()
    let council = restored.council
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let post = try council.add("Once")
    try gate.waitFor("published", delivery: "\(post)/website")
    gate.kill()
    try FileManager.default.removeItem(atPath: restored.store.path + "-wal")
    try? FileManager.default.removeItem(atPath: restored.store.path + "-shm")
    // All that was ever committed may be gone with it, the revision as well; or nothing, where the last command to close
    // the store had carried the log over into the file.
    let isLost = try council.run("store", "check").status != 0
    let next = try restored.gate()
    #expect(!isLost || next.status == 69 || next.errors.contains("set back"), "\(next.errors)")
    #expect(try council.feed() == ["<p>Once</p>"])
  }

  @Test func `a store on another machine, or without its anchor, sends what is due to a person`() throws {
    let restored = try Restored()
    _ = try restored.council.add("Due")
    try FileManager.default.removeItem(at: restored.anchors)
    let check = try restored.council.run("store", "check", "--format", "json")
    #expect(check.object["anchor"] as? String == "missing", "\(check)")
    let gate = try restored.gate()
    #expect(gate.status == 0 && gate.errors.contains("may have been set back"), "\(gate.errors)")
    #expect(try restored.states() == ["review": 1])
    #expect(try restored.gate().errors.contains("set back") == false)
  }

  @Test func `a gate that may not write the anchor sends nothing and says so, and a command goes on`() throws {
    let restored = try Restored()
    let anchor = try restored.anchor()
    let precious = restored.council.folder.url.appending(path: "precious")
    try FileManager.default.copyItem(at: anchor, to: precious)
    try FileManager.default.removeItem(at: anchor)
    try FileManager.default.createSymbolicLink(at: anchor, withDestinationURL: precious)
    let before = try Data(contentsOf: precious)
    let add = try restored.council.run("post", "add", "website", "--at", "now", "--text", "a")
    #expect(add.status == 0 && add.errors.contains("anchor"), "\(add.errors)")
    let gate = try restored.gate()
    #expect(gate.status == 73 && gate.errors.contains("PORTCULLIS_ANCHOR"), "\(gate.errors)")
    #expect(try Data(contentsOf: precious) == before)
    #expect(try restored.states() == ["queued": 1])
  }

  @Test func `the settings or the environment name another folder, which must not be the store's`() throws {
    let restored = try Restored()
    let council = restored.council
    let inside = try council.run("post", "list", environment: ["PORTCULLIS_ANCHOR": "store"])
    #expect(inside.status == 0)
    let refused = try council.run("gate", "run", "--once", environment: ["PORTCULLIS_ANCHOR": "store/anchors"])
    #expect(refused.status == 64 && refused.errors.contains("store's own"), "\(refused.errors)")
    let elsewhere = council.folder.url.appending(path: "elsewhere")
    #expect(
      try council.run("gate", "run", "--once", environment: ["PORTCULLIS_ANCHOR": elsewhere.path]).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).count == 1)
    // Whoever does not name it finds it all the same.
    try FileManager.default.removeItem(at: restored.anchors)
    _ = try council.add("Due")
    #expect(try restored.gate().errors.contains("set back") == false)
    #expect(try council.feed() == ["<p>Due</p>"])
  }

  @Test func `a gate that is killed again and again is never told that its store went back`() throws {
    let restored = try Restored()
    for number in 1...5 {
      let gate = try GateProcess(restored.council)
      try gate.waitFor("revision")
      let post = try restored.council.add("Post \(number)")
      if number.isMultiple(of: 2) { try gate.waitFor("published", delivery: "\(post)/website") }
      gate.kill()
    }
    #expect(try restored.gate().errors.contains("set back") == false)
    #expect(try restored.events.contains("store-went-back") == false)
    #expect(try restored.states() == ["published": 5])
  }

  @Test func `a backup is for its owner alone from its first byte`() throws {
    try restored { restored, backup in
      #expect(try restored.council.run("store", "backup", backup.path).status == 0)
      let rights = try FileManager.default.attributesOfItem(atPath: backup.path)[.posixPermissions] as? Int
      #expect(rights == 0o600)
    }
  }
}
