import Desk
import Foundation
import Publishing
import TestSupport
import Testing

/// What may come into force, and by whose word, through the built program.
@Suite struct AdoptionTests {
  private static let withoutWebsite = Council.settings.replacing(
    "  website:\n    name: News\n    connector: feed\n    path: public/news.atom\n", with: "")

  /// Closed now, with a post on the website that is held.
  private static func closedCouncil() throws -> (council: Council, post: String) {
    let council = try Council()
    try council.closeNow()
    #expect(try council.run("adopt").status == 0)
    return (council, try council.add("Held"))
  }

  @Test func `F-01: a channel that is taken away and brought back opens only what a person agrees to`() throws {
    let (council, post) = try Self.closedCouncil()
    try council.folder.write("portcullis.yaml", Self.withoutWebsite)
    #expect(try council.run("adopt").status == 0)
    try council.elections([])
    let window = try council.run("adopt")
    #expect(window.status == 77 && window.output.contains("intranet"))
    #expect(try council.run("adopt", "--confirm-opening", "--reason", "Called off").status == 0)
    try council.folder.write("portcullis.yaml", Council.settings)
    let preview = try council.run("adopt", "--preview", "--format", "json")
    #expect((preview.object["newly_released"] as? [String]) == ["\(post)/website"])
    let opens = preview.object["opens"] as? [[String: Any]] ?? []
    #expect(opens.contains { $0["delivery"] as? String == "\(post)/website" } && opens.contains { $0["starts"] != nil })
    #expect(try council.run("adopt").status == 77)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
    #expect(try council.run("adopt", "--confirm-opening", "--reason", "It is back").status == 0)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().count == 1)
  }

  @Test func `F-02: another folder, and another authority, take over only by --replace with a reason`() throws {
    let (council, _) = try Self.closedCouncil()
    let other = try Council(settings: Council.settings.replacing("A council", with: "Another council"))
    func adopt(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(
        ["adopt"] + arguments, in: other.folder.url, environment: council.environment, program: council.program)
    }
    let refused = try adopt()
    #expect(refused.status == 77 && refused.errors.contains("--replace") && refused.errors.contains("Another council"))
    #expect(try adopt("--replace").status == 64)
    // It opens what is closed as well, which is agreed to by itself.
    #expect(try adopt("--replace", "--reason", "We moved").status == 77)
    #expect(try council.run("status").status == 3)
    #expect(try adopt("--replace", "--confirm-opening", "--reason", "We moved").status == 0)
    #expect(try council.run("status").status == 0)
  }

  @Test func `F-04: settings of somebody who left without a successor come into force by no command`() throws {
    let people = """
      people:
        gone: {roles: [author], left-on: 2026-01-01}
      """
    let settings = Council.settings.replacing(
      "    connector: feed\n", with: "    connector: feed\n    administrator: gone\n    owner: gone\n")
    let council = try Council(settings: settings + people + "\n")
    let refused = try council.run("adopt")
    #expect(refused.status == 65 && refused.errors.contains("has left"))
    #expect(try council.run("post", "add", "website", "--at", "now", "--text", "Hello").status == 69)
    #expect(!FileManager.default.fileExists(atPath: council.folder.url.appending(path: "store").path))
  }

  // MARK: Agreeing

  @Test func `F-52: one agrees to what one was shown, and to nothing else`() throws {
    let (council, _) = try Self.closedCouncil()
    try council.elections([])
    func agree(_ hash: String? = nil) throws -> Program.Outcome {
      let flag = hash.map { ["--confirm-opening", $0] } ?? ["--confirm-opening"]
      return try Program.run(
        ["adopt"] + flag + ["--reason", "Called off"], in: council.folder.url, environment: council.environment,
        program: council.program)
    }
    // Never shown, however often it is repeated.
    for _ in 0..<2 {
      let refused = try agree()
      #expect(refused.status == 75 && refused.output.contains("website opens"), "\(refused.errors)")
    }
    let shown = try council.run("adopt", "--preview", "--format", "json")
    let hash = try #require(shown.object["hash"] as? String)
    // Exchanged between the look and the word.
    try council.folder.write(
      "portcullis.yaml", Council.settings.replacing("closes-for: [routine]", with: "closes-for: [service]"))
    #expect(try agree().status == 75)
    #expect(try agree(hash).status == 75)
    #expect(try agree("0123456789ab").status == 75)
    // What a refusal showed is no look, and putting the files back is none either.
    try council.folder.write("portcullis.yaml", Council.settings)
    #expect(try agree().status == 75)
    #expect(try council.run("status").status == 3)
    #expect(try agree(String(hash.prefix(12))).status == 0)
    #expect(try council.run("status").status == 0)
  }

  @Test func `what is queued between the look and the agreement is named and waits for a person`() throws {
    let (council, seen) = try Self.closedCouncil()
    try council.elections([])
    #expect(try council.run("adopt").status == 77)
    let unseen = try council.add("Unseen")
    let agreed = try council.run("adopt", "--confirm-opening", "--reason", "Called off", "--format", "json")
    #expect(agreed.status == 0 && agreed.object["set_aside"] as? [String] == ["\(unseen)/website"], "\(agreed.errors)")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.deliveries(seen)["website"]?["state"] as? String == "published")
    #expect(try council.deliveries(unseen)["website"]?["state"] as? String == "review")
  }

  @Test(arguments: [
    ("path: public/news.atom", "path: public/other.atom"), ("closes-for: [routine]", "closes-for: [service]"),
    ("    path: public/news.atom\n", "    path: public/news.atom\n    pace: 6/1h\n    late-after: 90h\n"),
    ("areas: [local.our-council]", "areas: [local.elsewhere]"), ("calendars: calendars", "calendars: ./calendars"),
  ])
  func `F-52: the gate takes over no settings that loosen, and no person does unasked`(_ old: String, _ new: String)
    throws
  {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    try council.folder.write("portcullis.yaml", Council.settings.replacing(old, with: new))
    #expect(try council.run("gate", "run", "--once").status == 0)
    let status = try council.run("adopt", "--format", "json")
    #expect(status.status == 77 && status.object["revision"] as? Int == 1, "\(status.errors)")
  }

  @Test func `F-52: an emptied list of words is not taken over as something that only closes`() throws {
    let people = "people:\n  \(NSUserName()): {roles: [administrator, author], trained-on: 2026-09-01}\n"
    let settings = Council.settings.replacing(
      "    connector: feed\n",
      with: "    connector: feed\n    administrator: \(NSUserName())\n    owner: \(NSUserName())\n")
    let council = try Council(settings: settings + people + "policy:\n  content-checks: {terms-file: words.csv}\n")
    try council.folder.write("words.csv", "Example Party\nOther Party\n")
    #expect(try council.run("adopt").status == 0)
    try council.folder.write("words.csv", "\n")
    #expect(try council.run("gate", "run", "--once").status == 0)
    let refused = try council.run("adopt")
    #expect(refused.status == 77 && refused.output.contains("example party"), "\(refused.output)")
    try council.folder.write("words.csv", "Example Party\nOther Party\nThird Party\n")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.run("revision", "list", "--format", "json").output.contains("\"automatic\": true"))
  }

  @Test func `routine edits are adopted without a question`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    try council.folder.write(
      "portcullis.yaml", "# Ours.\n" + Council.settings.replacing("name: News", with: "name: The news"))
    #expect(try council.run("adopt").status == 0)
    try council.folder.write(
      "portcullis.yaml",
      Council.settings + "  more:\n    name: More news\n    connector: feed\n    path: public/more.atom\n")
    #expect(try council.run("adopt").status == 0)
  }

  // MARK: By the gate itself

  @Test func `F-61: a calendar that keeps moving leaves one thing to read, however often it moved`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    for step in 0..<12 {
      let from = Date(timeIntervalSinceNow: 86_400 * Double(step + 1))
      try council.elections([("moving", from, from.addingTimeInterval(86_400 * 36))])
      #expect(try council.run("gate", "run", "--once").status == 0)
    }
    let show = try council.run("revision", "show", "--format", "json")
    #expect((show.object["also_closes"] as? [[Any]])?.count == 1, "\(show.output)")
    // All that it ever closed is closed until somebody adopts.
    let first = Date(timeIntervalSinceNow: 86_400 * 1.5).formatted(.iso8601)
    #expect(try council.run("status", "website", "--at", first).status == 3)
  }
}
