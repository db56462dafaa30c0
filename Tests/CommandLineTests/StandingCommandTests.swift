import Foundation
import TestSupport
import Testing

/// G-50 with the built program: whatever holds, health, lists, states and explanations say so alike.
@Suite struct StandingCommandTests {
  /// The council with another channel whose settings are given.
  private static func council(channel: String = "") throws -> Council {
    let council = try Council(settings: Council.settings + channel)
    _ = try council.run("adopt")
    return council
  }

  private static func hook(_ receiver: WebhookReceiver, code: Int) -> String {
    "  hook:\n    connector: webhook\n    url: \(receiver.url(fault: "status&code=\(code)"))\n"
      + "    secret-file: \(receiver.secretsFile)\n"
  }

  private static func local(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: Date(timeIntervalSinceNow: seconds).timeIntervalSince1970.rounded(.down))
      .formatted(.iso8601)
  }

  private static func types(_ causes: Any?) -> [String] {
    (causes as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
  }

  /// What four commands say of one channel.
  private struct Answers {
    let status: Program.Outcome
    let state: [String: Any]
    let why: [String: Any]
    let health: [String: Any]
    /// Of what `post list --held` lists.
    let held: [[String: Any]]

    init(_ council: Council, _ name: String, environment: [String: String] = [:]) throws {
      status = try council.run("status", name, "--format", "json", environment: environment)
      state = (status.object["channels"] as? [[String: Any]])?.first ?? [:]
      why = try council.run("why", name, "--format", "json", environment: environment).object
      health = try council.run("gate", "health", "--format", "json", environment: environment).object
      let posts = try council.run("post", "list", "--held", "--format", "json", environment: environment).object[
        "posts"]
      held = (posts as? [[String: Any]] ?? []).flatMap { $0["deliveries"] as? [[String: Any]] ?? [] }
        .filter { $0["channel"] as? String == name }
    }

    /// Every count of what is held; all the same, or something is wrong.
    var counts: Set<Int?> {
      [health["held"] as? Int, held.count, state["held"] as? Int, why["held"] as? Int]
    }
  }

  @Test
  func `F-05: a second post on a channel with a pace waits its hour, and says so before and after the first left`()
    throws
  {
    let council = try Self.council(
      channel: "  paced:\n    connector: feed\n    path: public/paced.atom\n    pace: 1/1h\n")
    let first = try council.add("First", on: "paced")
    let second = try council.add("Second", on: "paced")
    for hasFirstLeft in [false, true] {
      if hasFirstLeft { #expect(try council.run("gate", "run", "--once").status == 0) }
      let waiting = try council.deliveries(second)["paced"] ?? [:]
      #expect(waiting["verdict"] as? String == "hold" && Self.types(waiting["causes"]) == ["pace"], "\(waiting)")
      // Milliseconds stand there only where there are some.
      let seconds = (waiting["held_until"] as? String ?? "").replacing(/\.[0-9]+/, with: "")
      let until = try #require(ISO8601DateFormatter().date(from: seconds))
      #expect(
        abs(until.timeIntervalSinceNow - 3600) < 60
          && waiting["earliest"] as? String == waiting["held_until"] as? String)
      let text = try council.run("post", "show", second).output
      #expect(text.contains("HELD until") && text.contains("At most 1 post in 60 minutes"), "\(text)")
      let answers = try Answers(council, "paced")
      #expect(answers.counts == [1], "\(answers)")
      // A pace closes no channel.
      #expect(answers.status.status == 0 && answers.state["state"] as? String == "open")
    }
    #expect(try council.deliveries(first)["paced"]?["state"] as? String == "published")
    #expect(try council.run("status", "paced").output.contains("1 post is held here: portcullis post list --held"))
  }

  @Test func `F-05: what is tried again is held until then, with the attempt as its cause`() throws {
    let scratch = try ScratchFolder()
    let receiver = try WebhookReceiver(in: scratch)
    let council = try Self.council(channel: Self.hook(receiver, code: 429))
    let post = try council.add("Come back later", on: "hook")
    #expect(try council.run("gate", "run", "--once").status == 0)
    let waiting = try council.deliveries(post)["hook"] ?? [:]
    #expect(waiting["verdict"] as? String == "hold" && Self.types(waiting["causes"]) == ["retry"], "\(waiting)")
    #expect(waiting["held_until"] as? String == waiting["next_attempt"] as? String)
    let answers = try Answers(council, "hook")
    #expect(answers.counts == [1], "\(answers)")
    #expect(answers.status.status == 0)
  }

  @Test func `F-05: a channel that its receiver stopped is closed everywhere, with the refusal as its cause`() throws {
    let scratch = try ScratchFolder()
    let receiver = try WebhookReceiver(in: scratch)
    let council = try Self.council(channel: Self.hook(receiver, code: 401))
    let post = try council.add("Not let in", on: "hook")
    #expect(try council.run("gate", "run", "--once").status == 0)
    let answers = try Answers(council, "hook")
    #expect(answers.status.status == 3 && answers.state["state"] as? String == "closed")
    let waiting = try council.deliveries(post)["hook"] ?? [:]
    for causes in [answers.state["causes"], answers.why["causes"], waiting["causes"]] {
      #expect(Self.types(causes).first == "channel-stopped", "\(answers)")
    }
    #expect(answers.counts == [1], "\(answers)")
    let why = try council.run("why", "hook").output
    #expect(why.contains("CLOSED") && why.contains("portcullis channel resume hook"), "\(why)")
    #expect(try council.run("upcoming", "hook").output.contains("hook: stopped since"))
    #expect(try council.run("channels", "list").output.contains("closed, and no end is known"))
    _ = try council.run("channel", "resume", "hook", "--reason", "A new secret")
    #expect(try council.run("status", "hook").status == 0)
  }

  @Test func `a paused channel is told of alike, until the pause's end`() throws {
    let council = try Self.council()
    let post = try council.add("Later")
    _ = try council.run("pause", "website", "--until", Self.local(1800), "--reason", "A flood")
    let answers = try Answers(council, "website")
    #expect(answers.status.status == 3 && answers.counts == [1], "\(answers)")
    let waiting = try council.deliveries(post)["website"] ?? [:]
    #expect(Self.types(waiting["causes"]) == ["paused"] && Self.types(answers.state["causes"]) == ["paused"])
    #expect(
      waiting["held_until"] as? String == answers.state["until"] as? String
        && waiting["held_until"] as? String == answers.why["until"] as? String && waiting["held_until"] is String)
  }

  @Test func `a clock in doubt makes every channel unknown, and holds what is due`() throws {
    let council = try Self.council()
    let clock = try ShiftedClock()
    let gate = try GateProcess(council, environment: clock.environment)
    try gate.waitFor("revision")
    try clock.shift(by: 7300)
    try gate.waitFor("clock-in-doubt")
    let post = try council.add("Not by this clock")
    let answers = try Answers(council, "website")
    #expect(answers.status.status == 4 && answers.state["state"] as? String == "unknown")
    let waiting = try council.deliveries(post)["website"] ?? [:]
    for causes in [answers.state["causes"], answers.why["causes"], waiting["causes"]] {
      #expect(Self.types(causes) == ["clock-in-doubt"], "\(answers)")
    }
    #expect(answers.counts == [1] && answers.health["overdue"] as? Int == 0, "\(answers)")
    #expect(try council.run("upcoming", "website").output.contains("website: unknown, and holding:"))
  }

  @Test func `a file that cannot be read makes a channel unknown, and holds what is due`() throws {
    let council = try Self.council()
    let post = try council.add("Who knows")
    try council.folder.write("calendars/elections/cut.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    let answers = try Answers(council, "website")
    #expect(answers.status.status == 4 && answers.counts == [1], "\(answers)")
    let waiting = try council.deliveries(post)["website"] ?? [:]
    for causes in [answers.state["causes"], answers.why["causes"], waiting["causes"]] {
      #expect(Self.types(causes) == ["calendar-unreadable"], "\(answers)")
    }
  }

  @Test func `F-06: a hold over two windows names both, each with its end`() throws {
    let council = try Council()
    try council.elections([
      ("first", Date(timeIntervalSinceNow: -3600), Date(timeIntervalSinceNow: 3600)),
      ("second", Date(timeIntervalSinceNow: 1800), Date(timeIntervalSinceNow: 10_800)),
    ])
    _ = try council.run("adopt")
    let post = try council.add("After both")
    let waiting = try council.deliveries(post)["website"] ?? [:]
    let answers = try Answers(council, "website")
    for causes in [waiting["causes"], answers.state["causes"], answers.why["causes"]] {
      let uids = (causes as? [[String: Any]] ?? []).compactMap { ($0["source"] as? [String: Any])?["uid"] as? String }
      #expect(uids == ["first", "second"])
    }
    #expect(waiting["held_until"] as? String == answers.state["until"] as? String)
    for command in [["post", "show", post], ["status", "website"], ["why", "website"]] {
      let text = try Program.run(command, in: council.folder.url, environment: council.environment).output
      let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
      let ends = lines.filter { $0.hasPrefix("until ") || $0.hasPrefix("then until ") }
      #expect(ends.map { $0.hasPrefix("then") } == [false, true] && ends.allSatisfy { $0.hasSuffix(":") }, "\(text)")
    }
  }

  @Test func `F-05: what will be held at its time is counted as held, wherever it is counted`() throws {
    let council = try Council()
    let windows = [("soon", Date(timeIntervalSinceNow: 3600), Date(timeIntervalSinceNow: 7200))]
    try council.elections(windows.map { (uid: $0.0, from: $0.1, to: $0.2) })
    _ = try council.run("adopt")
    for index in 0..<8 { _ = try council.add("Post \(index)", at: Self.local(4000)) }
    for seconds in [600.0, 9000] { _ = try council.add("Not held", at: Self.local(seconds)) }
    let answers = try Answers(council, "website")
    #expect(answers.counts == [8] && answers.status.status == 0, "\(answers)")
    let upcoming = try council.run("upcoming", "website", "--format", "json").object["blackouts"] as? [[String: Any]]
    #expect(upcoming?.map { $0["held"] as? Int } == [8])
    // Of another time nothing is counted.
    let later = try council.run("status", "website", "--at", Self.local(4000), "--format", "json")
    #expect(later.status == 3 && (later.object["channels"] as? [[String: Any]])?.first?["held"] == nil)
  }
}
