import Desk
import Foundation
import Publishing
import TestSupport
import Testing

@testable import Commands

/// What `audit verify --pack` sees.
@Suite struct PackVerificationTests {
  private func packed() async throws -> EvidenceCouncil {
    let evidence = try EvidenceCouncil()
    _ = try await evidence.tell()
    let made = try evidence.pack()
    guard made.status == 0 else { throw Council.Unexpected(words: made.errors) }
    return evidence
  }

  @Test func `G-44, G-45: one byte changed anywhere in a pack is seen, and its file named`() async throws {
    let evidence = try await packed()
    let url = URL(filePath: evidence.path("pack.zip"))
    let whole = try Data(contentsOf: url)
    let words = [
      "audit.json": "\"event\":\"submitted\"", "posts.csv": "post,channel,state", "posts.json": "\"outcomes\"",
      "index.html": "<main>", "manifest.json": "\"made_at\"",
    ]
    for (name, word) in words {
      var changed = whole
      let start = try #require(changed.range(of: Data("\(word)".utf8), in: 0..<changed.count))
      changed[start.lowerBound + 2] ^= 1
      try changed.write(to: url)
      let told = try evidence.verify()
      #expect(told.status == 65 && told.errors.contains(name), "\(name): \(told.errors)")
    }
    // Anywhere at all: every byte of the headers and a sample of the rest.
    var unseen: [Int] = []
    for place in stride(from: 0, to: whole.count, by: whole.count / 60) {
      var changed = whole
      changed[place] ^= 0x10
      try changed.write(to: url)
      if try evidence.verify().status != 65 { unseen.append(place) }
    }
    #expect(unseen.isEmpty)
    try whole.dropLast().write(to: url)
    #expect(try evidence.verify().status == 65)
    try whole.write(to: url)
    #expect(try evidence.verify().status == 0)
  }

  /// What the pack's own page says, done by a person who has neither Portcullis nor the store.
  private func proof(_ folder: ScratchFolder) throws -> [String: Bool] {
    let page = try String(contentsOf: folder.url.appending(path: "README.txt"), encoding: .utf8)
    let commands = page.split(separator: "\n").filter { $0.hasPrefix("  openssl") || $0.hasPrefix("  sha256sum") }
    guard commands.count == 3 else { throw Council.Unexpected(words: page) }
    return Dictionary(
      uniqueKeysWithValues: try commands.map { command in
        let outcome = try ChildProcess(
          URL(filePath: "/bin/sh"), ["-c", String(command)], in: folder.url, output: .nothing, errors: .nothing)
        return (command.trimmingCharacters(in: .whitespaces), outcome.exitCode() == 0)
      })
  }

  @Test func `A-05: a pack is proved by openssl and sha256sum alone, and one that was changed is not`() async throws {
    let evidence = try await packed()
    let folder = try ScratchFolder()
    func unpack() throws {
      _ = try PythonServer.output(
        of: URL(filePath: "/usr/bin/env"),
        [
          "python3", "-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])",
          evidence.path("pack.zip"), folder.url.path,
        ])
    }
    func change(_ name: String, _ old: String, _ new: String) throws {
      let url = folder.url.appending(path: name)
      let text = try String(contentsOf: url, encoding: .utf8)
      guard text.contains(old) else { throw Council.Unexpected(words: "\(name) has no \(old)") }
      try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
    }
    func fails() throws -> [String] { try proof(folder).filter { !$0.value }.keys.map { String($0.prefix(9)) } }
    try unpack()
    #expect(try fails() == [])
    try change("posts.csv", "post,channel,state", "post,channel,STATE")
    #expect(try fails() == ["sha256sum"])
    try unpack()
    try change("SHA256SUMS", "posts.csv", "other.csv")
    #expect(try fails().sorted() == ["openssl p", "sha256sum"])
    try unpack()
    try change("checkpoint.txt", "entry ", "entry 1")
    #expect(try fails().sorted() == ["openssl p", "sha256sum"])
  }

  @Test func `A-05: a pack whose seal was taken off, or made by another key, is seen`() async throws {
    let evidence = try await packed()
    for (file, isLeftOut, words) in [
      ("SHA256SUMS", true, "SHA256SUMS is missing"), ("SHA256SUMS", false, "SHA256SUMS does not name"),
      ("SHA256SUMS.sig", true, "SHA256SUMS.sig is missing"), ("SHA256SUMS.sig", false, "is no signature of"),
      ("checkpoint.json", true, "checkpoint.json is missing, or was changed"),
      ("checkpoint.json", false, "checkpoint.json is missing, or was changed"),
    ] {
      let name = "\(file)-\(isLeftOut).zip"
      try evidence.forge(name, mending: false) { entry, text in
        entry != file ? text : isLeftOut ? nil : text.replacing("1", with: "2") + "x"
      }
      let told = try verifyElsewhere(evidence, name)
      #expect(told.status == 65 && told.errors.contains(words), "\(name): \(told.errors)")
    }
  }

  @Test func `A-05: a pack without a seal is said to prove less, and beside the store only the council's key counts`()
    async throws
  {
    let evidence = try await packed()
    let seal = ["SHA256SUMS", "SHA256SUMS.sig"]
    #expect(try evidence.verify().output.contains("It is signed by key "))
    try FileManager.default.moveItem(
      atPath: evidence.path("store/checkpoint.key"), toPath: evidence.path("earlier.key"))
    #expect(try evidence.council.run("audit", "checkpoint").status == 0)
    let foreign = try evidence.verify()
    #expect(foreign.status == 65 && foreign.errors.contains("signed by another key than the council's"))
    try FileManager.default.removeItem(atPath: evidence.path("store/checkpoint.key"))
    let bare = try evidence.pack("bare.zip")
    #expect(bare.status == 0 && bare.errors.contains("carries no signature"), "\(bare.errors)")
    let told = try evidence.verify("bare.zip")
    #expect(told.status == 0 && told.output.contains("It carries no signature"))
    try evidence.forge("taken-off.zip", mending: false) { name, text in seal.contains(name) ? nil : text }
    #expect(try evidence.verify("taken-off.zip").status == 65)
  }

  @Test func `G-45: a pack that was forged with a fitting manifest does not pass the log`() async throws {
    let evidence = try await packed()
    func told(_ name: String, mending: Bool = true, _ change: (String, String) -> String?) throws -> String {
      try evidence.forge(name, mending: mending, change)
      let told = try evidence.verify(name)
      #expect(told.status == 65)
      return told.errors
    }
    try evidence.forge("copy.zip", mending: true) { $1 }
    #expect(try evidence.verify("copy.zip").status == 0)

    #expect(try told("a.zip", mending: false) { $0 == "posts.csv" ? nil : $1 }.contains("posts.csv is missing"))
    #expect(try told("b.zip", mending: false) { $0 == "posts.csv" ? $1 + " " : $1 }.contains("posts.csv was changed"))
    let actor = try told("c.zip") { name, text in
      name == "audit.json" ? text.replacingOccurrences(of: "\"actor\":\"head\"", with: "\"actor\":\"none\"") : text
    }
    #expect(actor.contains("does not say what the store's log says"), "\(actor)")
    let dropped = try told("d.zip") { name, text in
      guard name == "audit.json" else { return text }
      return text.split(separator: "\n").filter { !$0.contains("\"event\":\"rejected\"") }.joined(separator: "\n")
        + "\n"
    }
    #expect(dropped.contains("lies in the range and is missing from audit.json"), "\(dropped)")
    let hash = try told("e.zip") { name, text in
      guard name == "audit.json" else { return text }
      var lines = text.components(separatedBy: "\n")
      guard let place = lines[1].range(of: "\"hash\":\"", options: .backwards)?.upperBound else { return nil }
      let other = lines[1][place] == "0" ? "1" : "0"
      lines[1].replaceSubrange(place...place, with: other)
      return lines.joined(separator: "\n")
    }
    #expect(hash.contains("Entry 1 of audit.json has another hash"), "\(hash)")
    let hidden = try told("f.zip") { name, text in
      guard name == "audit.json" else { return text }
      return text.replacingOccurrences(of: "\"redacted\":true", with: "").split(separator: "\n").reversed()
        .joined(separator: "\n")
    }
    #expect(!hidden.isEmpty)
  }

  @Test func `G-45: a log that was changed, cut or emptied since is told with its entry`() async throws {
    let changes = [
      ("DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'nobody' WHERE id = 3", "Entry 3 "),
      ("DROP TRIGGER audit_unchanged; UPDATE audit SET at = at - 400000000 WHERE id = 4", "Entry 4 "),
      ("DROP TRIGGER audit_kept; DELETE FROM audit WHERE id = 5", "Entry 5 "),
      ("DROP TRIGGER audit_kept; DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)", "the last when the pack"),
    ]
    for (sql, words) in changes {
      let evidence = try await packed()
      try evidence.changeStore(sql)
      let told = try evidence.verify()
      #expect(told.status == 65 && told.errors.contains(words), "\(sql): \(told.errors)")
    }
    let evidence = try await packed()
    // What happens afterwards takes nothing from a pack.
    _ = try evidence.council.add("Later")
    #expect(try evidence.verify().status == 0)
    try evidence.changeStore("DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'nobody' WHERE id = 3")
    let broken = try evidence.pack("broken.zip")
    #expect(broken.status == 0 && broken.errors.contains("not intact"))
    #expect(try evidence.file("manifest.json", of: "broken.zip").contains("Entry 3 was changed"))
  }

  /// As at somebody who was given the pack, and has neither store nor settings.
  private func verifyElsewhere(_ evidence: EvidenceCouncil, _ name: String) throws -> Program.Outcome {
    let folder = try ScratchFolder()
    try FileManager.default.copyItem(atPath: evidence.path(name), toPath: folder.path(name))
    return try Program.run(["audit", "verify", "--pack", name], in: folder.url, environment: [:])
  }

  @Test func `G-45: without the log a pack's entries are proved by their own hashes, and their texts by digests`()
    async throws
  {
    let evidence = try await packed()
    #expect(try verifyElsewhere(evidence, "pack.zip").status == 0)
    func told(_ name: String, _ old: String, _ new: String) throws -> String {
      try evidence.forge(name, mending: true) { file, text in
        file == "audit.json" ? text.replacingOccurrences(of: old, with: new) : text
      }
      let told = try verifyElsewhere(evidence, name)
      #expect(told.status == 65)
      return told.errors
    }
    let entries = try evidence.json("audit.json")
    let cancelled = try #require(entries.first { $0["event"] as? String == "cancelled" }?["id"] as? Int)
    let text = try told("a.zip", "Zoe Smith asked for it", "Bob Jones asked for it")
    #expect(text.contains("The text of entry \(cancelled) of audit.json was changed"), "\(text)")
    let actor = try told("b.zip", "\"actor\":\"head\"", "\"actor\":\"none\"")
    #expect(actor.contains("of audit.json was changed: its content does not have its hash"), "\(actor)")
    // Beside the text, and apart from what the hash covers.
    let was = try told("c.zip", "it\",\"was\":\"queued\"}", "it\",\"was\":\"review\"}")
    #expect(was.contains("entry \(cancelled) of audit.json was changed"), "\(was)")
    let key = try told("d.zip", "\"key\":\"", "\"key\":\"0")
    #expect(key.contains("of audit.json was changed"), "\(key)")
  }

  @Test func `G-44: a text that was removed is in no later pack, and takes nothing from an earlier one`() async throws {
    let evidence = try await packed()
    try await evidence.removeText(.cancelled)
    #expect(try evidence.verify().status == 0)
    #expect(try verifyElsewhere(evidence, "pack.zip").status == 0)
    let log = try evidence.council.run("audit", "verify")
    #expect(log.status == 0, "\(log.errors)")
    let list = try evidence.council.run("audit", "list").output
    #expect(!list.contains("Zoe Smith") && list.contains("text removed") && list.contains("It named a child"))
    _ = try evidence.pack("later.zip")
    #expect(try !evidence.file("audit.json", of: "later.zip").contains("Zoe Smith"))
    #expect(try evidence.verify("later.zip").status == 0)
    #expect(try verifyElsewhere(evidence, "later.zip").status == 0)
    // What was taken away by a foreign hand is told, with its entry.
    try evidence.changeStore(
      """
      UPDATE audit_text SET key = NULL, text = NULL, removal = (SELECT max(id) FROM audit)
      WHERE entry = (SELECT min(entry) FROM audit_text WHERE text IS NOT NULL)
      """)
    let told = try evidence.council.run("audit", "verify", "--format", "json")
    let other = try #require(told.object["first_broken"] as? Int)
    #expect(told.status == 65 && told.errors.contains("The text of entry \(other) is gone"), "\(told.errors)")
  }

  @Test func `what is no pack is refused with a sentence`() throws {
    let evidence = try EvidenceCouncil()
    try evidence.council.folder.write("text.zip", String(repeating: "no pack ", count: 20))
    #expect(try evidence.verify("text.zip").errors.contains("does not end as a ZIP file"))
    try evidence.council.folder.write("empty.zip", "")
    #expect(try evidence.verify("empty.zip").status == 65)
    #expect(try evidence.verify("missing.zip").errors.contains("cannot be opened"))
  }
}
