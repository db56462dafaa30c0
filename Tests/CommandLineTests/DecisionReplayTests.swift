import Desk
import Elections
import Foundation
import Publishing
import SQLiteStore
import TestSupport
import Testing
@testable import Commands
import Desk

/// `audit replay` on entries of every kind.
@Suite struct DecisionReplayTests {
  private func entries(_ evidence: EvidenceCouncil) throws -> [[String: Any]] {
    try evidence.succeed("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
  }

  /// Replays every entry, and gives the verdicts by event; 64 where none is recorded.
  private func replayAll(_ evidence: EvidenceCouncil) throws -> [String: Set<String>] {
    var verdicts: [String: Set<String>] = [:]
    for entry in try entries(evidence) {
      let (id, event) = (try #require(entry["id"] as? Int), try #require(entry["event"] as? String))
      let replayed = try evidence.council.run("audit", "replay", String(id), "--format", "json")
      guard replayed.status == 0 else {
        #expect(replayed.status == 64, "entry \(id), \(event): \(replayed.output)\(replayed.errors)")
        #expect(replayed.errors.contains("no decision of the rules"))
        verdicts[event, default: []].insert("none")
        continue
      }
      #expect(replayed.object["same"] as? Bool == true && replayed.object["entry"] as? Int == id)
      #expect(replayed.object["event"] as? String == event && replayed.object["revision"] is Int)
      let recorded = replayed.object["recorded"] as? [String: Any]
      #expect(recorded?["causes"] is [Any])
      verdicts[event, default: []].insert(recorded?["verdict"] as? String ?? "nothing")
    }
    return verdicts
  }

  @Test func `G-46: every decision of a council's story comes again from its stored revision`() async throws {
    let evidence = try EvidenceCouncil()
    _ = try await evidence.tell()
    // What is in force changes; the decisions stay what they were.
    try evidence.council.folder.write(
      "portcullis.yaml", EvidenceCouncil.settings().replacingOccurrences(of: "A council", with: "Another"))
    try evidence.succeed("adopt", "--replace", "--reason", "Another name")
    let late = try evidence.council.add("Late", on: "intranet", at: "now", "--late-after", "1s", "--class", "service")
    try evidence.succeed(
      "post", "move", late, "--at", Date(timeIntervalSinceNow: -600).formatted(.iso8601))
    try evidence.succeed("gate", "run", "--once")
    // Its lateness is another by now; the decision was made under the old one.
    try evidence.succeed("post", "edit", late, "--late-after", "10h", "--text", "Not so late")
    let verdicts = try replayAll(evidence)
    #expect(verdicts["submitted"] == ["release", "hold"])
    #expect(verdicts["sending"] == ["release"])
    #expect(verdicts["lane-closed"] == ["hold"])
    #expect(verdicts["review"] == ["review"])
    #expect(verdicts["rejected"] == ["none"] && verdicts["adopted"] == ["none"])
    let text = try evidence.succeed("audit", "replay", "2")
    #expect(text.output.contains("The same."), "\(text.output)")
  }

  @Test func `G-46: approvals and listed words count as they did, and a lane that opens is replayed`() async throws {
    let evidence = try EvidenceCouncil(
      policy: """
          approval: {service: always}
          content-checks: {terms: [Jones], when: always}
        """)
    let approved = try evidence.council.add("Approved", on: "intranet", at: "now", "--class", "service")
    let flagged = try evidence.council.add("Councillor Jones opens it")
    let edited = try evidence.council.add("Edited", on: "website", at: "now", "--class", "service")
    try await evidence.decide(edited, .approve(reason: nil), by: "head")
    try evidence.succeed("post", "edit", edited, "--text", "Edited again")
    try await evidence.decide(approved, .approve(reason: nil), by: "head")
    try await evidence.decide(flagged, .approve(reason: nil), by: "head")
    try evidence.succeed("gate", "run", "--once")
    #expect(try evidence.council.deliveries(approved)["intranet"]?["state"] as? String == "published")
    #expect(try evidence.council.deliveries(flagged)["website"]?["state"] as? String == "published")
    #expect(try evidence.council.deliveries(edited)["website"]?["state"] as? String == "queued")
    let verdicts = try replayAll(evidence)
    #expect(verdicts["submitted"] == ["hold"] && verdicts["sending"] == ["release"])

    // A pack says what held them, and until when.
    #expect(try evidence.pack().status == 0)
    let posts = try evidence.json("posts.json")
    for id in [approved, flagged] {
      let post = posts.first { $0["post"] as? String == id }
      let hold = ((post?["deliveries"] as? [[String: Any]])?.first?["holds"] as? [[String: Any]])?.first
      #expect((hold?["cause"] as? [String: Any])?["type"] as? String == "awaiting-approval")
      let approval = (post?["approvals"] as? [[String: Any]])?.first
      #expect(hold?["to"] as? String == approval?["at"] as? String)
    }
  }

  @Test func `G-46: a lane that closed and opened is replayed from the revisions of the time`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.closeNow()
    _ = try council.run("adopt")
    _ = try council.run("gate", "run", "--once")
    try council.elections([])
    _ = try council.run("adopt", "--preview")
    _ = try council.run("adopt", "--confirm-opening", "--reason", "mistake")
    _ = try council.run("gate", "run", "--once")
    let entries = try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
    for event in ["lane-closed", "lane-opened"] {
      let id = try #require(entries.first { $0["event"] as? String == event }?["id"] as? Int)
      let replayed = try council.run("audit", "replay", String(id), "--format", "json")
      #expect(replayed.status == 0, "\(replayed.output)")
      #expect(replayed.object["revision"] as? Int == (event == "lane-closed" ? 2 : 3))
    }
  }

  @Test func `G-46: a decision that its revision does not bear out is told`() async throws {
    let evidence = try EvidenceCouncil()
    try evidence.callElection()
    let store = try evidence.store()
    let closed = AuditDraft(
      at: Workspace.now, actor: "gate", .laneOpened(AuditFact.LaneChange(.routine)), channel: "website",
      revision: RevisionNumber(2))
    try await store.appendAudit([closed], as: Workspace.newOperation())
    let last = try await store.lastAuditEntry()
    let told = try evidence.council.run("audit", "replay", String(last), "--format", "json")
    #expect(told.status == 65 && told.object["same"] as? Bool == false)
    #expect((told.object["recorded"] as? [String: Any])?["verdict"] as? String == "release")
    #expect((told.object["replayed"] as? [String: Any])?["verdict"] as? String == "hold")
    #expect(try evidence.council.run("audit", "replay", "0").status == 64)
    #expect(try evidence.council.run("audit", "replay", "999").status == 64)

    // An entry or a file of the rules that was changed bears nothing out.
    try evidence.changeStore("UPDATE file SET bytes = bytes || ' '")
    let files = try evidence.council.run("audit", "replay", String(last))
    #expect(files.status != 0 && !files.output.contains("same"), "\(files.errors)")
    try evidence.changeStore(
      "DROP TRIGGER audit_unchanged; UPDATE audit SET detail = '{\"class\":\"service\"}' WHERE id = \(last)")
    let changed = try evidence.council.run("audit", "replay", String(last))
    #expect(changed.status == 65 && changed.errors.contains("was changed after it was written"))
  }
}
