import Foundation
import Glibc
import TestSupport
import Testing

/// A store that is lost and put back with what goes with it, as ICT would on a bad morning.
@Suite struct RestoreTests {
  private struct Lost {
    let council: Council
    let post: String
    let media: String

    private static let picture = Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

    /// Twenty posts that are due, one that lies ahead, a picture, a key and a session; copied, and then the gate runs.
    init() throws {
      council = try Council()
      #expect(try council.run("adopt").status == 0)
      try (Self.picture ?? Data()).write(to: council.folder.url.appending(path: "a.png"))
      for number in 1...5 { _ = try council.add("Post \(number)") }
      let pictured = try council.run(
        "post", "add", "website", "--at", "2028-01-11T09:00Z", "--text", "With a picture", "--media", "a.png", "--alt",
        "A dot", "--format", "json")
      guard let post = pictured.object["post"] as? String else { throw Council.Unexpected(words: pictured.errors) }
      self.post = post
      #expect(try council.run("audit", "checkpoint").status == 0)
      try council.folder.write("store/sessions/website.json", "{\"token\":\"sealed\"}")
      try council.folder.write("store/notes.txt", "somebody's own")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: council.folder.url.appending(path: "store/media").path)
      media = try #require(names.first)
    }

    func url(_ path: String) -> URL { council.folder.url.appending(path: path) }
    func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url(path).path) }

    func backUp(_ name: String = "backup/") throws -> Program.Outcome {
      try council.run("store", "backup", name, "--format", "json")
    }
    func restore(_ name: String = "backup") throws -> Program.Outcome {
      try council.run("store", "restore", name, "--format", "json")
    }

    /// The disk is gone; `anchor`: with the anchors.
    func lose(anchor: Bool = false) throws {
      try FileManager.default.removeItem(at: url("store"))
      if anchor { try? FileManager.default.removeItem(at: url("store-anchors")) }
    }

    func states() throws -> [String: Int] {
      let posts = try council.run("post", "list", "--format", "json").object["posts"] as? [[String: Any]] ?? []
      let deliveries = posts.flatMap { $0["deliveries"] as? [[String: Any]] ?? [] }
      return Dictionary(grouping: deliveries) { $0["state"] as? String ?? "" }.mapValues(\.count)
    }
  }

  @Test(arguments: [false, true])
  func `A-06: a store is put back with its media and keys, and what was due waits for a person`(anchorIsLost: Bool)
    throws
  {
    let lost = try Lost()
    let made = try lost.backUp()
    #expect(
      made.status == 0 && made.object["files"] as? Int == 4 && !lost.isThere("backup/notes.txt"), "\(made.errors)")
    #expect(try lost.council.run("gate", "run", "--once").status == 0)
    #expect(try lost.council.feed().count == 5)
    try lost.lose(anchor: anchorIsLost)
    let back = try lost.restore()
    #expect(
      back.status == 0 && back.object["review"] as? Int == 5 && back.object["files"] as? Int == 4, "\(back.errors)")
    #expect(try lost.states() == ["review": 5, "queued": 1])
    #expect(try lost.council.run("gate", "run", "--once").status == 0)
    #expect(try lost.council.feed().count == 5, "none went twice")
    #expect(try lost.council.run("audit", "verify").status == 0 && lost.council.run("store", "check").status == 0)
    #expect(lost.isThere("store/media/\(lost.media)") && lost.isThere("store/sessions/website.json"))
    for private_ in ["store/portcullis.sqlite", "store/checkpoint.key"] {
      #expect(
        try FileManager.default.attributesOfItem(atPath: lost.url(private_).path)[.posixPermissions] as? Int == 0o600)
    }
    #expect(
      try FileManager.default.attributesOfItem(atPath: lost.url("store").path)[.posixPermissions] as? Int == 0o700)
    let shown = try lost.council.run("post", "preview", lost.post)
    #expect(shown.status == 0 && shown.output.contains("A dot"), "\(shown.errors)")
  }

  @Test func `A-06: even the very latest copy sends nothing by itself`() throws {
    let lost = try Lost()
    #expect(try lost.backUp("copy.sqlite").status == 0)
    try lost.lose(anchor: false)
    let back = try lost.restore("copy.sqlite")
    #expect(back.status == 0 && back.object["review"] as? Int == 5, "\(back.errors)")
    let events = try lost.council.run("audit", "export", "--format", "json").list.compactMap { $0["event"] as? String }
    #expect(events.contains("store-went-back"))
    #expect(try lost.council.run("gate", "run", "--once").status == 0)
    #expect(try lost.council.feed().isEmpty)
  }

  @Test func `nothing is written over: not a store, not the log that one left, not another file of its name`() throws {
    let lost = try Lost()
    #expect(try lost.backUp().status == 0)
    let there = try lost.restore()
    #expect(there.status == 73 && there.errors.contains("is there already"), "\(there.errors)")
    try lost.lose()
    try lost.council.folder.write("store/portcullis.sqlite-wal", "left behind")
    let log = try lost.restore()
    #expect(log.status == 73 && log.errors.contains("portcullis.sqlite-wal is there already"), "\(log.errors)")
    try FileManager.default.removeItem(at: lost.url("store/portcullis.sqlite-wal"))
    try lost.council.folder.write("store/checkpoint.key", "another")
    let key = try lost.restore()
    #expect(key.status == 73 && key.errors.contains("is another file than the backup's"), "\(key.errors)")
    #expect(!lost.isThere("store/portcullis.sqlite"))
    try FileManager.default.removeItem(at: lost.url("store/checkpoint.key"))
    // What a try before this one has put back already is no hindrance.
    #expect(try lost.restore().status == 0)
    let twice = try lost.backUp()
    #expect(twice.status == 73 && twice.errors.contains("exists already"))
  }

  @Test(arguments: ["store.sqlite", "media", "checkpoint.key", "backup.json", "nothing"])
  func `a copy that was changed, or is none, is refused before anything is written`(part: String) throws {
    let lost = try Lost()
    #expect(try lost.backUp().status == 0)
    let path = part == "media" ? "backup/media/\(lost.media)" : "backup/\(part)"
    switch part {
    case "nothing": try FileManager.default.removeItem(at: lost.url("backup/backup.json"))
    case "backup.json":
      let text = try String(contentsOf: lost.url(path), encoding: .utf8)
      let list = text.replacing("\"path\": \"checkpoint.key\"", with: "\"path\": \"media/../../evil\"")
      try list.write(to: lost.url(path), atomically: true, encoding: .utf8)
    default:
      var data = try Data(contentsOf: lost.url(path))
      data[data.count / 2] ^= 1
      try data.write(to: lost.url(path))
    }
    try lost.lose()
    let refused = try lost.restore()
    #expect(refused.status == 65, "\(refused.errors)")
    #expect(!lost.isThere("store") && !lost.isThere("evil"))
  }

  @Test func `A-06: what was due is set aside before the store has its name, whatever fails afterwards`() throws {
    let lost = try Lost()
    #expect(try lost.backUp().status == 0)
    try lost.lose(anchor: true)
    // No anchor can be made, so the command fails at the very end.
    try lost.council.folder.write("store-anchors", "a file in its place")
    let failed = try Program.run(
      ["store", "restore", "backup"], in: lost.council.folder.url,
      environment: lost.council.environment.merging(["XDG_STATE_HOME": "/proc/none", "HOME": "/proc/none"]) { $1 })
    #expect(failed.status != 0)
    #expect(try lost.states() == ["review": 5, "queued": 1])
  }

  @Test func `a copy of media that lie behind a link is whole, and a link that leads nowhere is no empty folder`()
    throws
  {
    let lost = try Lost()
    try FileManager.default.moveItem(at: lost.url("store/media"), to: lost.url("disk"))
    try FileManager.default.createSymbolicLink(atPath: lost.url("store/media").path, withDestinationPath: "../disk")
    #expect(try lost.backUp().object["files"] as? Int == 4)
    #expect(lost.isThere("backup/media/\(lost.media)"))
    try FileManager.default.moveItem(at: lost.url("disk"), to: lost.url("elsewhere"))
    let dangling = try lost.backUp("other/")
    #expect(dangling.status == 73 && dangling.errors.contains("cannot be examined"), "\(dangling.errors)")
    #expect(!lost.isThere("other"))
  }

  @Test func `what is no whole backup is refused: an empty file, and a store that was copied without its log`() throws {
    let lost = try Lost()
    try lost.council.folder.write("empty.sqlite", "")
    #expect(try lost.backUp("copy.sqlite").status == 0)
    try lost.council.folder.write("copy.sqlite-wal", "what was written last")
    try lost.lose()
    for name in ["empty.sqlite", "copy.sqlite"] {
      let refused = try lost.restore(name)
      #expect(refused.status != 0 && !lost.isThere("store/portcullis.sqlite"), "\(name): \(refused.errors)")
    }
  }

  @Test func `a damaged file is no store, and none stands there afterwards`() throws {
    let lost = try Lost()
    #expect(try lost.backUp("copy.sqlite").status == 0)
    let handle = try FileHandle(forUpdating: lost.url("copy.sqlite"))
    try handle.seek(toOffset: 4096 * 4)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 6))
    try handle.close()
    try lost.lose()
    let refused = try lost.restore("copy.sqlite")
    #expect(refused.status == 65 || refused.status == 69, "\(refused.errors)")
    #expect(!lost.isThere("store/portcullis.sqlite"))
    let left = try FileManager.default.contentsOfDirectory(atPath: lost.url("store").path)
    #expect(left.filter { $0.contains("restoring") } == [])
  }

  @Test func `a backup that is killed leaves no folder of its name`() throws {
    let lost = try Lost()
    for wait in [0, 2000, 10_000, 30_000] as [UInt32] {
      let process = try ChildProcess(
        Program.path, ["store", "backup", "killed-\(wait)/"], in: lost.council.folder.url,
        environment: ["PATH": "/usr/bin:/bin", "HOME": lost.council.folder.url.path].merging(lost.council.environment) {
          $1
        },
        output: .nothing, errors: .nothing)
      usleep(wait)
      process.send(SIGKILL)
      process.waitForEnd()
      guard lost.isThere("killed-\(wait)") else { continue }
      // It was done before.
      #expect(lost.isThere("killed-\(wait)/backup.json"))
    }
  }
}
