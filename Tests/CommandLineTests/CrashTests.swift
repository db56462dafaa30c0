import Foundation
import Glibc
import TestSupport
import Testing

/// The real program is killed at random points while posts flow to a real receiver.
///
/// `make crash CYCLES=…` runs more of it.
@Suite struct CrashTests {
  static let cycles = ProcessInfo.processInfo.environment["PORTCULLIS_CRASH_CYCLES"].flatMap(Int.init) ?? 200

  @Test(.timeLimit(.minutes(60)))
  func `G-22 to G-26: killed again and again, no post is lost, none arrives twice, none leaves in a blackout`() throws {
    let files = try ScratchFolder()
    let receiver = try WebhookReceiver(in: files)
    let council = try Council(
      settings: """
        authority:
          areas: [local.our-council]
        channels:
          hook:
            connector: webhook
            url: \(receiver.url())
            secret-file: \(receiver.secretsFile)
            receiver-dedupes: true
          feed:
            connector: feed
            path: public/news.atom

        """)
    #expect(try council.run("adopt").status == 0)
    var seed = UInt64.random(in: 0...UInt64.max)
    print("crash test: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    seed = 0
    var accepted = 0
    var isClosed = false
    var lines = ""
    for cycle in 0..<Self.cycles {
      if cycle % 20 == 10 || cycle % 20 == 13 {
        isClosed.toggle()
        if isClosed { try council.closeNow() } else { try council.elections([]) }
        if try council.run("adopt").status == 77 {
          #expect(try council.run("adopt", "--confirm-opening", "--reason", "cycle \(cycle)").status == 0)
        }
      }
      let gate = try GateProcess(council, ["--log-level", "error"])
      if cycle.isMultiple(of: 4) {
        lines = (0..<8).map { "{\"channel\": \"hook,feed\", \"at\": \"now\", \"text\": \"Post \(cycle)-\($0)\"}\n" }
          .joined()
        try council.folder.write("posts.jsonl", lines)
        let outcome = try council.run("post", "import", "posts.jsonl", "--format", "json")
        try #require(outcome.status == 0, "\(outcome.errors)")
        accepted += 8
      }
      // Somewhere in starting, recovering, claiming, sending, recording.
      usleep(useconds_t.random(in: 0..<180_000, using: &random))
      gate.kill()
    }
    if isClosed {
      try council.elections([])
      _ = try council.run("adopt", "--confirm-opening", "--reason", "the end")
    }
    #expect(try council.run("gate", "run", "--once").status == 0)
    try verify(council, receiver, accepted: accepted)
  }

  private func verify(_ council: Council, _ receiver: WebhookReceiver, accepted: Int) throws {
    let posts =
      try council.run("post", "list", "--limit", "100000", "--format", "json").object["posts"] as? [[String: Any]] ?? []
    #expect(posts.count == accepted)
    let deliveries = posts.flatMap { $0["deliveries"] as? [[String: Any]] ?? [] }
    #expect(deliveries.count == accepted * 2)
    let states = Dictionary(grouping: deliveries) { $0["state"] as? String ?? "none" }.mapValues(\.count)
    #expect(states == ["published": accepted * 2], "none lost, none in doubt: \(states)")

    // None twice, by webhook-id; and each text once.
    let attempts = try receiver.attempts()
    let effects = attempts.filter(\.accepted)
    #expect(Set(effects.compactMap(\.id)).count == accepted && effects.count == accepted)
    let pairs = attempts.compactMap { attempt -> String? in
      // A gate that was killed while it sent leaves a body cut short.
      let body = try? JSONSerialization.jsonObject(with: Data(attempt.body.utf8)) as? [String: Any]
      guard let text = (body?["data"] as? [String: Any])?["text"] as? String, let id = attempt.id else { return nil }
      return "\(text) \(id)"
    }
    #expect(Set(pairs).count == accepted, "a text has one id")
    let feed = try council.feed()
    #expect(Set(feed).count == feed.count, "none twice in the feed")

    // None inside a blackout: no permit between a closing revision and the opening one.
    var isClosed = false
    var inside = 0
    let entries = try council.run("audit", "export", "--format", "json").list
    for entry in entries {
      switch entry["event"] as? String {
      case "adopted":
        let change = (entry["detail"] as? [String: Any])?["change"] as? [String: Any]
        if (change?["closes"] as? [Any])?.isEmpty == false { isClosed = true }
        if (change?["opens"] as? [Any])?.isEmpty == false { isClosed = false }
      case "sending" where isClosed: inside += 1
      default: break
      }
    }
    #expect(inside == 0)
    #expect(try council.run("audit", "verify").status == 0)
    #expect(try council.run("store", "check").status == 0)
  }
}
