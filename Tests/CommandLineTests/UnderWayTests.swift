import Foundation
import TestSupport
import Testing

/// Closing acts while the real gate is sending: to a mail server that waits before it takes the message in, and to a
/// receiver that has it and does not answer.
@Suite struct UnderWayTests {
  /// A council whose list's server answers DATA when the test lets it.
  private struct MailCouncil {
    let files: ScratchFolder
    let server: PythonServer
    let council: Council

    init() throws {
      files = try ScratchFolder()
      try files.write("", to: "mail.log")
      server = try PythonServer(
        "slow_mail.py", ["--log", files.path("mail.log"), "--release", files.path("release")])
      council = try Council(
        settings: """
          authority:
            areas: [local.our-council]
          channels:
            list:
              connector: email
              host: 127.0.0.1
              port: \(server.port)
              security: none
              from: News <news@example.org>
              to: list@example.org
            news:
              connector: feed
              path: public/news.atom

          """)
      _ = try council.run("adopt")
    }

    func release() throws { try files.write("", to: "release") }
    var said: [String] {
      ((try? String(contentsOfFile: files.path("mail.log"), encoding: .utf8)) ?? "").split(separator: "\n").map(
        String.init)
    }

    func waitFor(_ line: String) throws {
      let end = Date(timeIntervalSinceNow: 30)
      while !said.contains(line) {
        guard Date() < end else { throw Council.Unexpected(words: "the server never heard \(line): \(said)") }
        usleep(5000)
      }
    }
  }

  @Test func `G-21, G-32: a pause names what is being sent, and stops the mail that is not taken in yet`() throws {
    let stage = try MailCouncil()
    let gate = try GateProcess(stage.council)
    try gate.waitFor("revision")
    let post = try stage.council.add("Bins", on: "list")
    try stage.waitFor("DATA")
    let other = try stage.council.run("pause", "news", "--reason", "an incident", "--format", "json")
    #expect(other.status == 0 && (other.object["in_flight"] as? [String])?.isEmpty == true)
    let pause = try stage.council.run("pause", "--all", "--reason", "an incident", "--format", "json")
    #expect(pause.status == 0, "\(pause.errors)")
    #expect(pause.object["in_flight"] as? [String] == ["\(post)/list"])
    try stage.release()
    let told = try gate.waitFor("not-sent", delivery: "\(post)/list")
    #expect((told["detail"] as? String)?.contains("paused at the last moment") == true)
    #expect(!stage.said.contains("."), "the final dot never left")
    #expect(try stage.council.deliveries(post)["list"]?["state"] as? String == "queued")
    let text = try stage.council.run("pause", "list", "--reason", "still")
    #expect(!text.output.contains("Being sent"), "nothing is any more")
  }

  @Test func `G-32: a cancellation of what is being sent is taken, stops it, and settles it under its reason`() throws {
    let stage = try MailCouncil()
    let gate = try GateProcess(stage.council)
    try gate.waitFor("revision")
    let post = try stage.council.add("Bins", on: "list")
    try stage.waitFor("DATA")
    let cancel = try stage.council.run("post", "cancel", post, "--reason", "The event is off")
    #expect(cancel.status == 75 && cancel.errors.contains("still under way"), "\(cancel.output) \(cancel.errors)")
    #expect(cancel.output.contains("Being sent at that moment; what had not left yet was stopped: \(post)/list"))
    for verdict in [["--published"], ["--send", "--seen", "1"]] {
      let refused = try Program.run(
        ["post", "review", post] + verdict, in: stage.council.folder.url, environment: stage.council.environment)
      #expect(refused.status == 75 && refused.errors.contains("being sent"), "\(refused.errors)")
    }
    try stage.release()
    try gate.waitFor("cancelled", delivery: "\(post)/list")
    #expect(!stage.said.contains("."))
    let shown = try #require(try stage.council.deliveries(post)["list"])
    #expect(shown["state"] as? String == "cancelled" && shown["reason"] as? String == "The event is off")
    let log = try stage.council.run("audit", "list", "--post", post, "--format", "json").output
    #expect(log.contains("cancel-requested") && log.contains("\"cancelled\""))
  }

  @Test func `a cancellation of what has left says so, and the outcome stays what it is`() throws {
    let files = try ScratchFolder()
    let receiver = try WebhookReceiver(in: files)
    let council = try Council(
      settings: """
        authority:
          areas: [local.our-council]
        channels:
          hook:
            connector: webhook
            url: \(receiver.url(fault: "slow"))
            secret-file: \(receiver.secretsFile)

        """)
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let post = try council.add("Bins", on: "hook")
    let end = Date(timeIntervalSinceNow: 30)
    while try receiver.attempts().isEmpty, Date() < end { usleep(5000) }
    let first = try council.run("post", "cancel", post, "--reason", "The event is off", "--format", "json")
    #expect(first.status == 75, "\(first.errors)")
    #expect(first.object["in_flight"] as? [String] == ["\(post)/hook"])
    let outcomes = try #require(first.object["outcomes"] as? [[String: Any]])
    #expect(outcomes.map { $0["outcome"] as? String } == ["unknown"])
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"),
      [
        "python3", "-c",
        "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:\(receiver.server.port)/release', b'', method='POST'))",
      ])
    try gate.waitFor("published", delivery: "\(post)/hook")
    let shown = try council.run("post", "show", post)
    #expect(shown.output.contains("It had left already when") && shown.output.contains("The event is off"))
    #expect(try receiver.attempts().count == 1)
    #expect(try council.run("gate", "health").status == 0)
  }
}
