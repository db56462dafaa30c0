import Desk
import Foundation
import TestSupport
import Testing

/// What somebody with the rights on the store's folder changes past the program: nothing leaves by it, and the check of the
/// store names each row.
@Suite(.enabled(if: !OtherLogin.all.isEmpty, "the system lets no test act as another login"))
struct TamperingTests {
  private let council: Council
  private let anchor: [String: String]
  private let approver = OtherLogin.all[0]
  private let director = OtherLogin.all[1]

  /// Posts 1 and 4 are approved and due, 2 is due and nobody approved it, 3 is approved for later; the intranet is paused.
  init() throws {
    let login = NSUserName()
    let trained = Date(timeIntervalSinceNow: -86_400 * 30).formatted(.iso8601.year().month().day())
    let person = { (login: String, roles: String) in
      "  \(login): {name: Somebody, roles: [\(roles)], trained-on: \(trained)}\n"
    }
    let channels = Council.settings.replacingOccurrences(
      of: "    connector: feed\n",
      with: "    connector: feed\n    administrator: \(login)\n    owner: \(director.name)\n")
    council = try Council(
      settings: channels + "people:\n" + person(login, "author, administrator")
        + person(approver.name, "approver") + person(director.name, "director")
        + "policy:\n  training-valid-for: 365d\n  e-communications-officer: \(login)\n  approval: always\n")
    anchor = ["PORTCULLIS_ANCHOR": council.folder.url.appending(path: "anchor").path]
    for command in [["adopt"], ["adopt", "--confirm-opening", "--reason", "First"]] { _ = try run(command) }
    try council.folder.write("mark.png", "")
    try Data(base64Encoded: Self.picture)?.write(to: council.folder.url.appending(path: "mark.png"))
    let later = Date(timeIntervalSinceNow: 7200).formatted(.iso8601)
    for (text, at, more) in [
      ("The first", "now", []), ("The second", "now", []), ("The third", later, []),
      ("The fourth", "now", ["--media", "mark.png", "--alt", "A mark"]),
    ] {
      let added = try run(["post", "add", "website", "--at", at, "--text", text] + more)
      try #require(added.status == 0, "\(added.errors)")
    }
    for post in ["1", "3", "4"] {
      for command in [["post", "show", post], ["post", "approve", post]] {
        let outcome = try run(command, as: approver)
        try #require(outcome.status == 0, "\(outcome.errors)")
      }
    }
    try #require(try run(["pause", "intranet", "--reason", "Moving"]).status == 0)
    // A second revision, which only closes, and not yet.
    let far = Date(timeIntervalSinceNow: 86_400 * 30)
    try council.elections([("later", far, far.addingTimeInterval(3600))])
    try #require(try run(["adopt"]).status == 0)
    try #require(try run(["store", "check"]).status == 0)
  }

  private static let picture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

  @discardableResult
  private func run(_ arguments: [String], as login: OtherLogin? = nil) throws -> Program.Outcome {
    try Program.run(
      arguments, in: council.folder.url, environment: council.environment.merging(anchor) { $1 }, login: login,
      program: council.program)
  }

  struct Tampering: CustomTestStringConvertible, Sendable {
    /// What it is, and a shell that can write the file.
    let name: String
    let sql: String
    /// How the check of the store names it.
    let found: String
    /// What may still leave: what nobody touched.
    var leaves: Set<String> = ["The first", "The fourth"]
    var testDescription: String { name }
  }

  private static let changes = [
    Tampering(
      name: "a lane as if it were approved",
      sql: "UPDATE delivery SET lane = (SELECT lane FROM delivery WHERE id = 1) WHERE id = 2",
      found: "2/website: the number of its approvals is 1, and by the log 0"),
    Tampering(
      name: "an approval that nobody gave",
      sql: """
        INSERT INTO approval (delivery, actor, at, content_hash, due_at, approves)
          SELECT 2, 'boss', 1, content_hash, due_at, 1 FROM delivery WHERE id = 2;
        UPDATE delivery SET lane = (SELECT lane FROM delivery WHERE id = 1) WHERE id = 2
        """, found: "an approval by boss at 1970-01-01T00:00:00.001Z stands in a row alone"),
    Tampering(
      name: "another time",
      sql: "UPDATE delivery SET due_at = due_at - 7200000, next_at = due_at - 7200000 WHERE id = 3",
      found: "3/website: its time is"),
    Tampering(
      name: "another author", sql: "UPDATE post SET author = 'boss' WHERE id = 1", found: "its author is “boss”",
      leaves: ["The fourth"]),
    Tampering(
      name: "another text",
      sql: """
        UPDATE post SET body = replace(body, 'first', 'other') WHERE id = 1;
        UPDATE delivery SET content_hash = zeroblob(32) WHERE id = 1; UPDATE approval SET content_hash = zeroblob(32) WHERE delivery = 1
        """, found: "1/website: the hash of its text is", leaves: ["The fourth"]),
    Tampering(
      name: "another plan behind an approval", sql: "INSERT INTO plan VALUES (1, 1, CAST('{}' AS BLOB))",
      found: "1/website: there is a plan of what to send, and by the log nothing was ever to leave",
      leaves: ["The fourth"]),
    Tampering(
      name: "an override that nobody gave",
      sql: """
        INSERT INTO override (delivery, content_hash, basis, reason, until_at, requester, requested_at, state, decider,
          decided_at) SELECT 1, content_hash, 'emergency', 'r', due_at + 7200000, 'boss', 1, 'approved', 'chief', 1
          FROM delivery WHERE id = 1;
        """, found: "Override 1 of 1/website is in the store, and the log says nothing of it"),
    Tampering(
      name: "an earlier look", sql: "UPDATE delivery SET next_at = next_at - 7200000 WHERE id = 3",
      found: "3/website: it is to be looked at before it is due"),
    Tampering(
      name: "another text behind an approval, with its hashes",
      sql: """
        UPDATE post SET body = replace(body, 'first', 'other') WHERE id = 1;
        UPDATE delivery SET content_hash = zeroblob(32), due_at = due_at - 1000, next_at = due_at WHERE id = 1;
        UPDATE approval SET content_hash = zeroblob(32), due_at = due_at - 1000 WHERE delivery = 1
        """, found: "1/website: its time is", leaves: ["The fourth"]),
    Tampering(
      name: "an approval for another text", sql: "UPDATE approval SET content_hash = zeroblob(32) WHERE delivery = 1",
      found: "1/website: an approval that counts by the log is for another text", leaves: ["The fourth"]),
    Tampering(
      name: "a post that nobody queued",
      sql: """
        INSERT INTO post SELECT 9, revision, author, NULL, NULL, created_at, body, edited_by, edited_at, 99, 1 FROM post WHERE id = 1;
        INSERT INTO delivery SELECT 99, 9, post_revision, lane, content_hash, randomblob(16), due_at, late_after, expires_at,
          released_at, next_at, state, fence, claimed_by, lease_until, attempts, lookups, doubted, since, reason, remote_id, url,
          sent_at, finished_at, override_id, override_until, wish, wish_at, wish_by, wish_reason, id_channel
          FROM delivery WHERE id = 1
        """, found: "9/website: no entry says that it was ever queued"),
    Tampering(
      name: "a rule that the file keeps", sql: "DROP TRIGGER delivery_final",
      found: "The trigger delivery_final of the store"),
    Tampering(
      name: "a token that nobody made",
      sql: "INSERT INTO token VALUES (1, 'boss', 'write', randomblob(32), 1, 'boss', 9999999999999, 1, NULL, NULL)",
      found: "Token 1 is not as the log has it"),
    Tampering(
      name: "a state", sql: "UPDATE delivery SET state = 'cancelled', finished_at = 1 WHERE id = 2",
      found: "2/website: its state is “cancelled”, and by the log “queued”"),
    Tampering(
      name: "a post taken away",
      sql: """
        DROP TRIGGER post_kept; DROP TRIGGER delivery_kept; DELETE FROM delivery WHERE post = 2; DELETE FROM post WHERE id = 2
        """, found: "Post 2 was queued by the log, and the store does not have it"),
    Tampering(
      name: "a pause taken away", sql: "DELETE FROM pause", found: "By the log “intranet” is paused"),
    Tampering(
      name: "a channel stopped by nobody", sql: "INSERT INTO stop VALUES ('website', 'r', 1, 'gate')",
      found: "“website” is stopped in the store, and the log says nothing of it", leaves: []),
    Tampering(
      name: "the settings in force",
      sql: """
        UPDATE file SET bytes = CAST(replace(CAST(bytes AS TEXT), 'always', 'never') AS BLOB)
          WHERE hash = (SELECT hash FROM snapshot_file WHERE revision = 2 AND role = 'settings')
        """, found: "What the store keeps of portcullis.yaml was changed", leaves: []),
    Tampering(
      name: "the list of files in force", sql: "DELETE FROM snapshot_file WHERE revision = 2 AND role = 'elections'",
      found: "Which files revision 2 is made of was changed in the store", leaves: []),
    Tampering(
      name: "an older revision in force", sql: "UPDATE epoch SET revision = 1",
      found: "By the store revision 1 is in force, though revision 2 was adopted", leaves: []),
    Tampering(
      name: "the newest revision taken away",
      sql: """
        UPDATE epoch SET revision = 1; DELETE FROM snapshot_file WHERE revision = 2; DELETE FROM snapshot WHERE revision = 2;
        DELETE FROM revision WHERE number = 2
        """, found: "Revision 2 was adopted by the log, and the store does not have it", leaves: []),
    Tampering(
      name: "an entry of the log",
      sql: "DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'boss' WHERE post = 1 AND event = 'approved'",
      found: "ntry ", leaves: ["The fourth"]),
  ]

  @Test(arguments: changes)
  func `A-04: what was changed past the program is named by the check, and no post leaves by it`(
    _ change: Tampering
  ) throws {
    try council.changeStore(change.sql)
    let check = try run(["store", "check"])
    #expect(check.status == 65 && check.errors.contains(change.found), "\(check.errors)")
    let gate = try run(["gate", "run", "--once"])
    let feed = try council.feed().map { $0.replacing("<p>", with: "").replacing("</p>", with: "") }
    let texts = feed.map { String($0.prefix { $0 != "<" }) }.sorted()
    #expect(texts == change.leaves.sorted(), "\(feed) \(gate.errors)")
  }

  @Test func `A-04: a medium that was changed is named, and one that is gone`() throws {
    let folder = council.folder.url.appending(path: "store/media")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    try Data("another".utf8).write(to: folder.appending(path: name))
    let changed = try run(["store", "check"])
    #expect(
      changed.status == 65 && changed.errors.contains("“mark.png” was changed among the media"), "\(changed.errors)")
    try FileManager.default.removeItem(at: folder.appending(path: name))
    let gone = try run(["store", "check"])
    #expect(gone.status == 65 && gone.errors.contains("“mark.png” is not among the media any more"), "\(gone.errors)")
  }
}
