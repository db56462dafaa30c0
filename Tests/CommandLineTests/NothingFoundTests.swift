import Desk
import Foundation
import TestSupport
import Testing

/// Answers that are empty, and answers about what nobody is there to send.
@Suite struct NothingFoundTests {
  private static func adopted() throws -> Council {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    return council
  }

  private static func isRunning(_ outcome: Program.Outcome) -> Bool? {
    (outcome.object["gate"] as? [String: Any])?["running"] as? Bool
  }

  @Test func `every act whose post is to go out says that no gate is running`() throws {
    let council = try Self.adopted()
    let now = try council.run("post", "add", "website", "--at", "now", "--text", "a")
    #expect(now.output.contains("No gate is running") && now.output.contains("portcullis gate run"), "\(now.output)")
    #expect(!now.output.contains("as soon as the gate runs") && !now.output.contains("goes out now"))
    try council.folder.write("posts.csv", "channel,at,text\nwebsite,2027-01-11T09:00,a\n")
    for act in [
      ["post", "import", "posts.csv"], ["post", "move", "2", "--at", "2027-01-12T09:00"],
      ["post", "edit", "2", "--text", "b"], ["post", "show", "2"], ["post", "list"],
    ] {
      let text = try Program.run(act, in: council.folder.url, environment: council.environment)
      #expect(text.status == 0 && text.output.contains("No gate is running"), "\(act): \(text)")
    }
    for act in [
      ["post", "import", "posts.csv"], ["post", "move", "2", "--at", "2027-01-13T09:00"], ["post", "show", "2"],
      ["post", "list"], ["gate", "health"],
    ] {
      let json = try Program.run(
        act + ["--format", "json"], in: council.folder.url, environment: council.environment)
      #expect(Self.isRunning(json) == false, "\(act): \(json)")
    }
  }

  @Test func `while a gate works, nothing is said of one that is missing`() throws {
    let council = try Self.adopted()
    let first = try council.add("First")
    let gate = try GateProcess(council)
    try gate.waitFor("published", delivery: "\(first)/website")
    let add = try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a")
    #expect(!add.output.contains("No gate is running"), "\(add.output)")
    let json = try council.run(
      "post", "add", "website", "--at", "2027-01-11T09:00", "--text", "b", "--format", "json")
    #expect(Self.isRunning(json) == true)
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
    let after = try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "c")
    #expect(after.output.contains("No gate is running"), "\(after.output)")
  }

  @Test func `an empty list says what was looked for, and what there is instead`() throws {
    let council = try Self.adopted()
    #expect(try council.run("post", "list").output.contains("The store is empty"))
    let lines = (0..<1200).map { "website,2027-01-11T09:00,Post \($0)" }
    try council.folder.write("many.csv", (["channel,at,text"] + lines).joined(separator: "\n") + "\n")
    #expect(try council.run("post", "import", "many.csv").status == 0)
    for (arguments, words) in [
      (["--held"], "No post is held. 1,200 wait for their time."),
      (["--held", "--channel", "website"], "No post on website is held. 1,200 wait for their time."),
      (["--held", "--channel", "intranet"], "No post on intranet is held. None is queued on intranet either"),
      (["--state", "failed"], "No post has failed. 1,200 are queued."),
      (["--due-before", "2027-01-01"], "No post is due before Fri 1 Jan 2027, 00:00. 1,200 are queued."),
      (["--after", "1200"], "No post after 1200 was found. 1,200 are queued."),
      (["--awaiting", "ann"], "No post waits for an approval that ann could give. 1,200 are queued."),
    ] {
      let outcome = try Program.run(
        ["post", "list"] + arguments, in: council.folder.url, environment: council.environment)
      #expect(outcome.status == 0 && outcome.output.contains(words), "\(arguments): \(outcome.output)")
      #expect(!outcome.output.contains("Add one"))
    }
    for (command, words) in [
      (["post", "review"], "Nothing is uncertain. No post waits for a person. 1,200 are queued."),
      (["audit", "list", "--from", "2030-01-01"], "No entry from Tue 1 Jan 2030, 00:00. The audit log has 2."),
      (["override", "list"], "No override was ever asked for."),
      (["override", "list", "--post", "3"], "No override was asked for on post 3."),
      (
        ["upcoming", "--from", "2030-01-01", "--within", "1d"],
        "no blackout from Tue 1 Jan 2030, 00:00 to Wed 2 Jan 2030"
      ),
      (["channels", "list", "--stale", "30d"], "website"),
    ] {
      let outcome = try Program.run(command, in: council.folder.url, environment: council.environment)
      #expect(outcome.status == 0 && outcome.output.contains(words), "\(command): \(outcome.output)")
    }
    let elections = try council.run("calendar", "elections", "--from", "2030-01-01", "--to", "2030-12-31")
    #expect(elections.errors.contains("no election from Tue 1 Jan 2030 up to Tue 31 Dec 2030"), "\(elections)")
  }

  @Test func `review offers of each post just what its acts take`() throws {
    let council = try Self.adopted()
    let late = try council.add("Late", at: Date(timeIntervalSinceNow: -86_400).formatted(.iso8601))
    #expect(try council.run("gate", "run", "--once").status == 0)
    let list = try council.run("post", "review")
    #expect(list.output.contains("post review \(late)/website --send | --cancel | --move T\n"), "\(list.output)")
    let json = try council.run("post", "review", "--format", "json").object["posts"] as? [[String: Any]]
    let delivery = (json?.first?["deliveries"] as? [[String: Any]])?.first
    #expect(delivery?["decisions"] as? [String] == ["send", "cancel", "move"])
    let published = try council.run("post", "review", late, "--published")
    #expect(published.status == 65 && published.errors.contains("was never sent"), "\(published)")
    #expect(!published.errors.contains("waits for no decision"))
    #expect(try council.run("post", "review", late, "--move", "2027-01-11T09:00").status == 0)
    let queued = try council.run("post", "review", late, "--published")
    #expect(queued.errors.contains("waits for no decision"), "\(queued)")
  }
}
