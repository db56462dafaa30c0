import Desk
import Foundation
import Publishing
import TestSupport
import Testing

/// `audit remove-text` through the built program.
@Suite struct TextRemovalTests {
  private func entries(_ council: Council) throws -> [[String: Any]] {
    try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
  }

  private func entry(_ event: AuditEvent, _ council: Council) throws -> String {
    let found = try entries(council).first { $0["event"] as? String == event.rawValue }
    return String(try #require(found?["id"] as? Int))
  }

  /// The files of the store in which the words stand.
  private func files(with words: String, _ evidence: EvidenceCouncil) throws -> [String] {
    let folder = URL(filePath: evidence.storePath).deletingLastPathComponent()
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
      FileManager.default.contents(atPath: folder.appending(path: name).path)?.range(of: Data(words.utf8)) != nil
    }
  }

  @Test func `G-44: a text is removed for good, and everything that shows the log says so`() async throws {
    let evidence = try EvidenceCouncil()
    let story = try await evidence.tell()
    let council = evidence.council
    let me = EvidenceCouncil.login
    #expect(try evidence.pack("before.zip").status == 0)
    #expect(try !files(with: "Zoe Smith asked", evidence).isEmpty)
    let id = try entry(.cancelled, council)

    let done = try council.run("audit", "remove-text", id, "--reason", "Erasure request 14", "--format", "json")
    #expect(done.status == 0, "\(done.errors)")
    let record = try #require(done.object["recorded_in"] as? Int)
    #expect(done.object["removed"] as? Bool == true && done.object["by"] as? String == me)
    #expect(done.object["entry"] as? Int == Int(id) && done.object["authority"] is [String: Any])
    #expect(try files(with: "Zoe Smith asked", evidence) == [])

    let entries = try entries(council)
    let bare = try #require(entries.first { $0["id"] as? Int == Int(id) })
    let told = try #require(bare["text_removed"] as? [String: Any])
    #expect(told["entry"] as? Int == record && told["by"] as? String == me && told["at"] is String)
    #expect((bare["detail"] as? [String: Any])?["was"] as? String == "queued")
    #expect(entries.last?["event"] as? String == "text-removed" && entries.last?["post"] as? String == story.cancelled)
    #expect(entries.filter { $0["text_removed"] != nil }.count == 1)
    let list = try council.run("audit", "list", "--post", story.cancelled).output
    #expect(list.contains("text removed by \(me), ") && list.contains("(entry \(record))"), "\(list)")
    #expect(list.contains("reason Erasure request 14, entry \(id)"), "\(list)")
    let shown = try council.run("post", "show", story.cancelled)
    #expect(shown.output.contains("[removed by \(me), ") && shown.output.contains("text of entry \(id)"))
    #expect(try council.run("audit", "export", "--format", "csv").output.contains("hmac-sha256"))

    let verified = try council.run("audit", "verify")
    #expect(verified.status == 0 && verified.output.contains("Texts removed from entries: 1, "), "\(verified.errors)")
    #expect(try council.run("audit", "verify", "--format", "json").object["texts_removed"] as? Int == 1)
    for submitted in entries where submitted["event"] as? String == "submitted" {
      let replayed = try council.run("audit", "replay", String(try #require(submitted["id"] as? Int)))
      #expect(replayed.status == 0, "\(replayed.errors)")
    }
    let replayed = try council.run("audit", "replay", id)
    #expect([0, 64].contains(replayed.status), "\(replayed.errors)")
    #expect(try council.run("store", "check").status == 0)

    #expect(try evidence.verify("before.zip").status == 0)
    #expect(try evidence.pack("after.zip").status == 0)
    #expect(try evidence.verify("after.zip").status == 0)
    let packed = try #require(try evidence.json("audit.json", of: "after.zip").first { $0["id"] as? Int == Int(id) })
    #expect((packed["text_removed"] as? [String: Any])?["by"] as? String == me && packed["redacted"] == nil)
    for file in ["audit.json", "posts.csv", "posts.json", "index.html"] {
      #expect(try !evidence.file(file, of: "after.zip").contains("Smith asked"), "\(file)")
    }
    #expect(try evidence.file("audit.json", of: "before.zip").contains("Smith asked"))
    // Whoever removed it may be somebody to be blacked out.
    #expect(try evidence.pack("redacted.zip", "--redact", try redactions(me, evidence)).status == 0)
    #expect(try !evidence.file("audit.json", of: "redacted.zip").contains("\"by\":\"\(me)\""))
    #expect(try evidence.verify("redacted.zip").status == 0)

    let again = try council.run("audit", "remove-text", id, "--reason", "Once more")
    #expect(again.status == 0 && again.output.contains("was removed before, by \(me)"), "\(again.errors)")
    #expect(try self.entries(council).count == entries.count)
  }

  private func redactions(_ word: String, _ evidence: EvidenceCouncil) throws -> String {
    try evidence.council.folder.write("redactions.txt", word)
    return evidence.path("redactions.txt")
  }

  @Test func `what cannot be removed is refused with a sentence, and nothing changes`() async throws {
    let evidence = try EvidenceCouncil()
    let council = evidence.council
    _ = try council.add("One")
    let count = try entries(council).count
    func told(_ id: String, _ reason: String = "why") throws -> Program.Outcome {
      try council.run("audit", "remove-text", id, "--reason", reason)
    }
    let missing = try told("999")
    #expect(missing.status == 65 && missing.errors.contains("There is no entry 999"), "\(missing.errors)")
    let none = try told(try entry(.submitted, council))
    #expect(none.status == 65 && none.errors.contains("has no text that can be removed"), "\(none.errors)")
    #expect(try told("-9223372036854775808").status != 0)
    #expect(try told("1", " ").status == 64)
    #expect(try council.run("audit", "remove-text", "1").status == 64)
    #expect(try entries(council).count == count)
  }

  @Test func `G-42: whom the council did not name may not remove a text`() throws {
    let settings = EvidenceCouncil.settings()
      .replacingOccurrences(of: "roles: [author, administrator]", with: "roles: [author, approver]")
      .replacingOccurrences(of: "roles: [director]", with: "roles: [director, administrator]")
      .replacingOccurrences(of: "administrator: \(EvidenceCouncil.login)", with: "administrator: boss")
    let council = try Council(settings: settings)
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("One")
    #expect(try council.run("post", "cancel", post, "--reason", "Zoe Smith asked for it").status == 0)
    let id = try entry(.cancelled, council)
    let refused = try council.run("audit", "remove-text", id, "--reason", "why")
    #expect(refused.status == 77 && refused.errors.contains("The director"), "\(refused.errors)")
    #expect(try council.run("audit", "list").output.contains("Zoe Smith asked for it"))
  }
}
