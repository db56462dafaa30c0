import Desk
import Foundation
import PublishingGate
import SQLiteStore
import TestSupport
import Testing

/// A store that is not there is made by `init` and `adopt` alone.
@Suite struct MissingStoreTests {
  private static let at = "2028-01-11T09:00Z"

  /// Every act on a store, as it is typed.
  static let acts: [[String]] = [
    ["post", "add", "website", "--at", at, "--text", "a"], ["post", "import", "posts.jsonl"],
    ["post", "edit", "1", "--text", "b"], ["post", "move", "1", "--at", at], ["post", "cancel", "1", "--reason", "x"],
    ["post", "approve", "1"], ["post", "reject", "1", "--reason", "x"], ["post", "review", "1", "--send"],
    ["override", "request", "1", "--basis", "emergency", "--reason", "x", "--until", at],
    ["override", "approve", "1"], ["override", "refuse", "1", "--reason", "x"],
    ["override", "withdraw", "1", "--reason", "x"],
    ["pause", "--all", "--reason", "x"], ["resume", "--all", "--reason", "x"],
    ["channel", "resume", "website", "--reason", "x"],
    ["gate", "run", "--once"], ["gate", "confirm-clock", "--reason", "x"],
    ["store", "check"], ["store", "backup", "copy.sqlite"],
  ]

  private func council() throws -> Council {
    let council = try Council()
    let line = "{\"channel\": \"website\", \"at\": \"\(Self.at)\", \"text\": \"a\"}\n"
    try council.folder.write("posts.jsonl", line)
    return council
  }

  private func run(_ arguments: [String], in council: Council) throws -> Program.Outcome {
    try Program.run(arguments, in: council.folder.url, environment: council.environment)
  }

  private func isThere(_ path: String, in council: Council) -> Bool {
    FileManager.default.fileExists(atPath: council.folder.url.appending(path: path).path)
  }

  @Test(arguments: acts) func `an act without a store is 69, names init, and makes none`(act: [String]) throws {
    let council = try council()
    let outcome = try run(act, in: council)
    #expect(outcome.status == 69 && outcome.errors.contains("portcullis init"), "\(outcome)")
    #expect(!isThere("store", in: council))
  }

  @Test(arguments: acts.filter { $0[0] != "store" })
  func `an act on a store in which nothing is in force is 69 and names adopt`(act: [String]) throws {
    let council = try council()
    let path = council.folder.url.appending(path: "store/portcullis.sqlite").path
    _ = try SQLiteStore(path: path, access: .creating)
    let outcome = try run(act, in: council)
    #expect(outcome.status == 69 && outcome.errors.contains("portcullis adopt"), "\(outcome)")
    #expect(try council.run("post", "list", "--format", "json").status == 0)
  }

  @Test func `a store that vanished is never made anew by the next post`() throws {
    let council = try council()
    #expect(try council.run("adopt").status == 0)
    _ = try council.add("Kept", at: Self.at)
    let store = council.folder.url.appending(path: "store")
    let aside = council.folder.url.appending(path: "aside")
    try FileManager.default.moveItem(at: store, to: aside)
    try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
    let lost = try council.run("post", "add", "website", "--at", Self.at, "--text", "b")
    #expect(lost.status == 69 && lost.errors.contains("restore a backup"), "\(lost.errors)")
    #expect(!isThere("store/portcullis.sqlite", in: council))
    try FileManager.default.removeItem(at: store)
    try FileManager.default.moveItem(at: aside, to: store)
    #expect(try council.add("Back", at: Self.at) == "2")
  }

  @Test(arguments: [
    ["status"], ["upcoming"], ["why", "website"], ["calendar", "check"], ["post", "list"], ["post", "review"],
  ])
  func `questions need no store, and make none`(question: [String]) throws {
    let council = try council()
    let outcome = try run(question, in: council)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!isThere("store", in: council))
  }
}
