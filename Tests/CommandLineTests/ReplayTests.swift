import Connectors
import Desk
import Elections
import Foundation
import Publishing
import PublishingGate
import SQLiteStore
import TestSupport
import Testing
import Texts
@testable import Commands

@Suite struct ReplayTests {
  @Test func `G-46, G-47: a decision of the audit log comes again from its stored revision, and every command agrees`()
    async throws
  {
    let council = try Council()
    try council.closeNow()
    _ = try council.run("adopt")
    let post = try council.add("Held", on: "website,intranet")
    let told = try council.deliveries(post)
    // What is in force changes twice; the decision stays what it was.
    try council.elections([])
    _ = try council.run("adopt", "--preview")
    _ = try council.run("adopt", "--confirm-opening", "--reason", "mistake")
    try council.folder.write("portcullis.yaml", Council.settings.replacingOccurrences(of: "A council", with: "Another"))
    _ = try council.run("adopt")

    let store = try SQLiteStore(
      path: council.folder.url.appending(path: "store/portcullis.sqlite").path, access: .existing)
    let entries = try await store.audit(AuditQuery(post: PostID(1))).filter { $0.draft.event == .submitted }
    #expect(entries.count == 2)
    for entry in entries {
      let number = try #require(entry.draft.revision)
      #expect(number == RevisionNumber(1))
      let revision = try #require(try await store.revision(number))
      let adopted = try await AdoptedRevision(revision, from: store, connectors: AllConnectors.list)
      let settings = try adopted.settings()
      let rules = try adopted.ruleset(days: Workspace.days(around: entry.draft.at, zone: settings.authority.zone))
      let channel = try #require(entry.draft.channel)
      let lane = Lane(channel: channel, contentClass: .routine)
      let causes = rules.state(of: lane, at: entry.draft.at).causes
      #expect(!causes.isEmpty)
      let text = ContractJSON(zone: settings.authority.zone).causes(causes).compactText
      #expect(text == entry.draft.causes, "the same verdict with the same causes")
      let shown = try JSONSerialization.data(withJSONObject: told[channel]?["causes"] ?? [], options: .sortedKeys)
      let kept = try JSONSerialization.jsonObject(with: Data(entry.draft.causes.utf8))
      #expect(try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys) == shown)
    }
    // Status and the post's verdict say the same of the same moment.
    let status = try council.run("status", "website", "--format", "json").object["channels"] as? [[String: Any]]
    #expect(status?.first?["state"] as? String == "open")
    #expect(try council.deliveries(post)["website"]?["verdict"] as? String == "release")
  }
}
