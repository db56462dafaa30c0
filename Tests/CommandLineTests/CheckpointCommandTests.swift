import Desk
import Elections
import Foundation
import Publishing
import PublishingGate
import SQLiteStore
import TestSupport
import Testing
import Texts

/// Proofs of the audit log that lie outside of the store, against whoever may write to the store (A-05).
@Suite struct CheckpointCommandTests {
  private static let settings = Council.settings + "service:\n  checkpoints: proofs\n"

  private func council(_ settings: String = Council.settings) throws -> Council {
    let council = try Council(settings: settings)
    try FileManager.default.createDirectory(
      at: council.folder.url.appending(path: "proofs"), withIntermediateDirectories: true)
    #expect(try council.run("adopt").status == 0)
    for number in 1...4 { _ = try council.add("Post \(number)", at: "2027-01-11T09:00") }
    return council
  }

  /// Keeps what the command prints, as a person would.
  private func keep(_ council: Council, _ name: String) throws -> [String: Any] {
    let printed = try council.run("audit", "checkpoint", "--format", "json")
    #expect(printed.status == 0 && printed.errors.isEmpty)
    try council.folder.write(name, printed.output)
    return printed.object
  }

  private func lines(_ council: Council) throws -> [[String: Any]] {
    let folder = council.folder.url.appending(path: "proofs")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try files.flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
  }

  @Test func `a checkpoint names the log's end and its store, and the log agrees with it for as long as it grows`()
    throws
  {
    let council = try council()
    let first = try keep(council, "one.json")
    let list = try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]]
    let last = try #require(list?.last)
    #expect(first["entry"] as? Int == last["id"] as? Int && first["hash"] as? String == last["hash"] as? String)
    #expect((first["signature"] as? String)?.count == 128 && (first["key"] as? String)?.count == 64)
    _ = try council.add("Later", at: "2027-01-11T09:00")
    let second = try keep(council, "two.json")
    #expect(
      first["key"] as? String == second["key"] as? String && first["origin"] as? String == second["origin"] as? String)
    let told = try council.run("audit", "verify", "--checkpoints", "one.json", "two.json", "--format", "json")
    #expect(told.status == 0 && told.object["checkpoints"] as? Int == 2)
    let words = try council.run("audit", "verify", "--checkpoints", "one.json")
    #expect(words.status == 0 && words.output.contains("It agrees with the checkpoint, the last of entry"))
    #expect(try council.run("audit", "verify", "--format", "json").object["checkpoints"] == nil)
  }

  @Test func `A-05: a log whose end is cut off, with everything in the store that tells, contradicts a checkpoint`()
    throws
  {
    let council = try council()
    let kept = try keep(council, "kept.json")
    try council.changeStore(
      """
      DROP TRIGGER audit_kept; DELETE FROM audit WHERE id > 3;
      UPDATE latest SET entry = 3, hash = (SELECT hash FROM audit WHERE id = 3);
      """)
    let told = try council.run("audit", "verify", "--checkpoints", "kept.json", "--format", "json")
    #expect(told.status == 65 && told.object["first_broken"] as? Int == 4)
    #expect(
      told.errors.contains("ends after entry 3, though it had \(kept["entry"] as? Int ?? 0) entries"), "\(told.errors)")
  }

  @Test func `A-05: a log that is written anew from one entry on, every hash made to fit, contradicts a checkpoint`()
    async throws
  {
    let council = try council()
    _ = try keep(council, "first.json")
    for number in 5...7 { _ = try council.add("Post \(number)", at: "2027-01-11T09:00") }
    let kept = try keep(council, "second.json")
    let changed = try #require(kept["entry"] as? Int) - 1
    let store = try SQLiteStore(
      path: council.folder.url.appending(path: "store/portcullis.sqlite").path, access: .readOnly)
    var sql = "DROP TRIGGER audit_unchanged;"
    var previous: ContentHash?
    for entry in try await store.audit(AuditQuery()) where entry.id >= changed {
      let draft = AuditDraft(
        at: entry.draft.at, actor: "somebody-else", written: WrittenFact(entry.draft.event, kept: entry.chainedDetail),
        post: entry.draft.post, channel: entry.draft.channel, revision: entry.draft.revision, causes: entry.draft.causes
      )
      let before = previous ?? entry.previous
      let hash = AuditChain.hash(of: draft, detail: entry.chainedDetail, id: entry.id, previous: before)
      sql += """
        UPDATE audit SET actor = 'somebody-else', previous = x'\(before.hex)', hash = x'\(hash.hex)' WHERE id = \(entry.id);
        UPDATE latest SET hash = x'\(hash.hex)';
        """
      previous = hash
    }
    try council.changeStore(sql)
    let told = try council.run("audit", "verify", "--checkpoints", "second.json", "first.json", "--format", "json")
    let sound = try #require(try keepsAgreeing(council, "first.json"))
    #expect(told.status == 65 && told.object["first_broken"] as? Int == sound + 1, "\(told.errors)")
    #expect(told.errors.contains("entry \(kept["entry"] as? Int ?? 0) has another hash"), "\(told.errors)")
  }

  /// The entry of a kept checkpoint.
  private func keepsAgreeing(_ council: Council, _ name: String) throws -> Int? {
    let data = try Data(contentsOf: council.folder.url.appending(path: name))
    return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["entry"] as? Int
  }

  @Test func `A-05: another store in the place of this one, and an older copy of it, contradict a checkpoint`() throws {
    let council = try council()
    let other = try self.council()
    let files = FileManager.default
    let (store, copy) = (
      council.folder.url.appending(path: "store"), council.folder.url.appending(path: "copy.sqlite")
    )
    #expect(try council.run("store", "backup", copy.path).status == 0)
    _ = try council.add("Later", at: "2027-01-11T09:00")
    let kept = try keep(council, "kept.json")
    func put(_ file: URL) throws {
      for end in ["", "-wal", "-shm"] { try? files.removeItem(at: store.appending(path: "portcullis.sqlite" + end)) }
      try files.copyItem(at: file, to: store.appending(path: "portcullis.sqlite"))
    }
    try put(copy)
    let older = try council.run("audit", "verify", "--checkpoints", "kept.json")
    #expect(
      older.status == 65 && older.errors.contains("though it had \(kept["entry"] as? Int ?? 0) entries"),
      "\(older.errors)")
    #expect(try other.run("store", "backup", council.folder.url.appending(path: "other.sqlite").path).status == 0)
    try put(council.folder.url.appending(path: "other.sqlite"))
    let exchanged = try council.run("audit", "verify", "--checkpoints", "kept.json")
    #expect(exchanged.status == 65 && exchanged.errors.contains("is of another store"), "\(exchanged.errors)")
  }

  @Test func `a checkpoint that was changed proves nothing, and a file of none is named with its line`() throws {
    let council = try council()
    var kept = try keep(council, "kept.json")
    kept["entry"] = 2
    try council.folder.write(
      "changed.json", String(decoding: JSONSerialization.data(withJSONObject: kept), as: UTF8.self))
    let changed = try council.run("audit", "verify", "--checkpoints", "changed.json")
    #expect(changed.status == 65 && changed.errors.contains("does not have the signature"), "\(changed.errors)")
    try council.folder.write("broken.jsonl", "\n{\"entry\":1\n")
    let broken = try council.run("audit", "verify", "--checkpoints", "broken.jsonl")
    #expect(
      broken.status == 65 && broken.errors.contains("broken.jsonl:2: This line is no checkpoint"), "\(broken.errors)")
    #expect(try council.run("audit", "verify", "--checkpoints", "nowhere.json").status == 65)
    #expect(try council.run("audit", "verify", "--pack", "a.zip", "--checkpoints", "kept.json").status == 64)
  }

  @Test func `A-05: a key that is not this store's proves nothing, unless a person names it`() throws {
    let council = try council()
    let first = try keep(council, "first.json")
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "store/checkpoint.key"))
    let second = try keep(council, "second.json")
    let keys = [first, second].compactMap { $0["key"] as? String }
    #expect(Set(keys).count == 2)
    let foreign = try council.run("audit", "verify", "--checkpoints", "first.json", "second.json")
    #expect(foreign.status == 65 && foreign.errors.contains("is signed by another key than this store's: \(keys[0])"))
    let arguments = ["audit", "verify", "--checkpoints", "first.json", "second.json", "--key"]
    func told(_ named: [String]) throws -> Program.Outcome {
      try Program.run(arguments + named, in: council.folder.url, environment: council.environment)
    }
    #expect(try told(keys).status == 0)
    #expect(try told([keys[0]]).errors.contains("than those that were named: \(keys[1])"))
    #expect(try told(["xyz"]).status == 64)
    // Where the key cannot be read, two are one too many.
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "store/checkpoint.key"))
    let unknown = try council.run("audit", "verify", "--checkpoints", "first.json", "second.json")
    #expect(unknown.status == 65 && unknown.errors.contains("are signed by 2 keys"), "\(unknown.errors)")
    #expect(try council.run("audit", "verify", "--checkpoints", "first.json").output.contains(keys[0]))
  }

  @Test func `A-05: a file without a checkpoint proves nothing, and a made-up line silences no gate`() throws {
    let council = try council(Self.settings)
    try council.folder.write("empty.jsonl", "\n\n")
    let empty = try council.run("audit", "verify", "--checkpoints", "empty.jsonl")
    #expect(empty.status == 65 && empty.errors.contains("holds no checkpoint"), "\(empty.errors)")
    var made = try keep(council, "kept.json")
    made["entry"] = 1_000_000
    let line = String(decoding: try JSONSerialization.data(withJSONObject: made), as: UTF8.self)
    try council.folder.write("proofs/\(made["origin"] as? String ?? "").jsonl", line + "\n")
    _ = try council.add("Later", at: "2027-01-11T09:00")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try lines(council).count == 2)
  }

  @Test func `a named key that is missing is not made anew`() throws {
    let council = try council(Council.settings + "service:\n  checkpoint-key: keys/log.key\n")
    let missing = try council.run("audit", "checkpoint")
    #expect(missing.status == 73 && missing.errors.contains("it is not there"), "\(missing.errors)")
    try council.folder.write("keys/log.key", String(repeating: "0f", count: 32) + "\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: council.folder.url.appending(path: "keys/log.key").path)
    #expect(try council.run("audit", "checkpoint").status == 0)
  }

  @Test func `the key is its owner's alone, or signs nothing`() throws {
    let council = try council()
    _ = try keep(council, "kept.json")
    let key = council.folder.url.appending(path: "store/checkpoint.key")
    let mode = try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key.path)
    let open = try council.run("audit", "checkpoint")
    #expect(open.status == 73 && open.errors.contains("others may read or change it"), "\(open.errors)")
    try FileManager.default.moveItem(at: key, to: council.folder.url.appending(path: "elsewhere.key"))
    try FileManager.default.createSymbolicLink(atPath: key.path, withDestinationPath: "../elsewhere.key")
    #expect(try council.run("audit", "checkpoint").status == 73)
  }

  @Test func `the gate keeps a checkpoint of a revision, of a pause, and of its own end, each line by itself`() throws {
    let council = try council(Self.settings)
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    func until(_ what: String, _ isTrue: () throws -> Bool) throws {
      for _ in 0..<600 where try !isTrue() { usleep(50_000) }
      #expect(try isTrue(), "\(what): \(gate.complaints)")
    }
    try until("the first") { try lines(council).count == 1 }
    #expect(try council.run("pause", "website", "--reason", "Wait").status == 0)
    try until("the pause's") { try lines(council).count == 2 }
    _ = try council.add("Waits for the hour", at: "2027-01-11T09:00")
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
    let kept = try lines(council)
    #expect(kept.count == 3 && Set(kept.compactMap { $0["key"] as? String }).count == 1)
    let file = try #require(
      try FileManager.default.contentsOfDirectory(atPath: council.folder.url.appending(path: "proofs").path).first)
    #expect(file == "\(kept[0]["origin"] as? String ?? "").jsonl")
    let told = try council.run("audit", "verify", "--checkpoints", "proofs/\(file)", "--format", "json")
    #expect(told.status == 0 && told.object["checkpoints"] as? Int == 3)
    #expect(gate.complaints.contains("Checkpoint of the audit log."))
  }

  @Test func `where no checkpoint can be kept the gate says so once, and sends all the same`() throws {
    let council = try council(Council.settings + "service:\n  checkpoints: not/there\n")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let post = try council.add("Goes out")
    try gate.waitFor("published", delivery: "\(post)/website")
    // As soon as it can be kept it is.
    let folder = council.folder.url.appending(path: "not/there")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func kept() -> Bool { (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.isEmpty == false }
    for _ in 0..<600 where !kept() { usleep(50_000) }
    #expect(kept())
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
    let told = gate.complaints.components(separatedBy: "No checkpoint of the audit log could be kept").count - 1
    #expect(told == 1, "\(gate.complaints)")
  }

  @Test func `a line that a crash cut off spoils none that comes after it`() throws {
    let council = try council(Self.settings)
    _ = try keep(council, "kept.json")
    let file = try #require(
      try FileManager.default.contentsOfDirectory(atPath: council.folder.url.appending(path: "proofs").path).first)
    let url = council.folder.url.appending(path: "proofs/\(file)")
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"entry\":9".utf8))
    try handle.close()
    _ = try keep(council, "again.json")
    let text = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(text.count == 3 && text[1] == "{\"entry\":9" && text[2].hasPrefix("{\"entry\":"))
  }

  @Test func `with a register, status says where nothing outside of the store tells of its log`() throws {
    let alone = try EvidenceCouncil()
    #expect(try alone.council.run("status").output.contains("The end of the audit log can be cut off unseen"))
    let kept = try EvidenceCouncil(policy: "service:\n  checkpoints: /tmp")
    #expect(try !kept.council.run("status").output.contains("cut off unseen"))
    let inside = try EvidenceCouncil(policy: "service:\n  checkpoints: store/proofs")
    #expect(try inside.council.run("status").output.contains("cut off unseen"))
    #expect(try !council().run("status").output.contains("cut off unseen"))
  }
}
