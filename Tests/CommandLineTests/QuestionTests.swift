import Desk
import Foundation
import TestSupport
import Testing

/// `status`, `upcoming` and `why` on Peterborough's real elections, from the checkout, without settings.
@Suite struct QuestionTests {
  private static func channel(_ outcome: Program.Outcome) -> [String: Any] {
    (outcome.object["channels"] as? [[String: Any]])?.first ?? [:]
  }

  private static func elections(_ object: [String: Any], _ key: String = "causes") -> [String] {
    (object[key] as? [[String: Any]] ?? []).compactMap { $0["election"] as? String }
  }

  @Test
  func `status on 20 April 2019 names both elections of that day and the one after them, to its end, and exits with 3`()
    throws
  {
    let outcome = try Program.run("status", "--at", "2019-04-20", "--format", "json")
    #expect(outcome.status == 3)
    #expect(outcome.errors.isEmpty)
    let channel = Self.channel(outcome)
    #expect(channel["state"] as? String == "closed")
    #expect(channel["since"] as? String == "2019-03-19T00:00:00+00:00")
    #expect(channel["until"] as? String == "2019-06-06T22:00:00+01:00")
    #expect(
      Self.elections(channel) == [
        "local.peterborough.2019-05-02", "europarl.2019-05-23", "parl.peterborough.by.2019-06-06",
      ])
    let cause = try #require((channel["causes"] as? [[String: Any]])?.first)
    #expect(cause["basis"] as? String == "notice")
    #expect(cause["kind"] as? String == "local")
    #expect(cause["nation"] as? String == "england")
    #expect(cause["starts"] as? String == "2019-03-19T00:00:00+00:00")
    #expect(cause["ends"] as? String == "2019-05-02T22:00:00+01:00")
    #expect((cause["source"] as? [String: Any])?["file"] as? String == "elections/peterborough-council.ics")
    let text = try Program.run("status", "--at", "2019-04-20")
    #expect(text.output.contains("CLOSED") && text.output.contains("local.peterborough.2019-05-02"))
    #expect(text.output.contains("europarl.2019-05-23"))
  }

  @Test func `G-07: on 10 May 2019 the channel is still closed, by the European election`() throws {
    let channel = Self.channel(try Program.run("status", "--at", "2019-05-10", "--format", "json"))
    #expect(channel["state"] as? String == "closed")
    #expect(Self.elections(channel).contains("europarl.2019-05-23"))
    #expect(!Self.elections(channel).contains("local.peterborough.2019-05-02"))
  }

  @Test func `why lists the working days counted and the law`() throws {
    let outcome = try Program.run("why", "feed", "--at", "2023-04-20", "--format", "json")
    #expect(outcome.status == 0)
    let counted = try #require(outcome.object["counted"] as? [String])
    #expect(counted.count == 25)
    #expect(counted.first == "2023-05-03" && counted.last == "2023-03-27")
    #expect(!counted.contains("2023-05-01"))
    let text = try Program.run("why", "feed", "--at", "2023-04-20").output
    for words in [
      "Counted back 25 working days", "Wed 3 May 2023", "Mon 27 Mar 2023", "SI 2006/3304", "peterborough-council.ics:",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func `one command answers whether a channel is closed on 20 April 2027, and why`() throws {
    let outcome = try Program.run("status", "--at", "2027-04-20")
    // The first election of the new councils is expected and not confirmed: it is shown, and closes nothing.
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("OPEN"))
    #expect(outcome.output.contains("possible"))
    #expect(outcome.output.contains("local.peterborough.2027-05-06"))
    #expect(outcome.output.contains("Wed 31 Mar 2027"))
  }

  @Test(arguments: [
    ("2024-07-04T21:59:59.999+01:00", 3), ("2024-07-04T22:00:00+01:00", 0), ("2025-03-25", 3),
    ("2025-03-24T23:59:59.999+00:00", 0), ("2025-03-25T00:59:59.999+01:00", 0), ("2025-03-25T00:00:00Z", 3),
    ("2024-07-04 21:59", 3),
  ])
  func `G-01: closed at the first instant and open at the last, in every form of writing it`(at: String, status: Int32)
    throws
  {
    #expect(try Program.run("status", "--at", at).status == status)
    let json = try Program.run("status", "--at", at, "--format", "json")
    #expect(Self.channel(json)["state"] as? String == (status == 3 ? "closed" : "open"))
  }

  @Test func `G-02: the process's zone and locale change nothing`() throws {
    let plain = try Program.run("status", "--at", "2024-05-30", "--format", "json")
    for environment in [
      ["TZ": "Pacific/Auckland"], ["TZ": "America/New_York", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8"],
    ] {
      let other = try Program.run("status", "--at", "2024-05-30", "--format", "json", environment: environment)
      #expect(other.output == plain.output)
      #expect(other.status == plain.status)
    }
  }

  @Test(arguments: [
    ("2026-03-29T01:30", "does not exist", "2026-03-29T00:30:00+00:00", "2026-03-29T02:30:00+01:00"),
    ("2026-10-25 01:30", "happens twice", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"),
  ])
  func `a local time that the clocks skip or repeat is refused, and the candidates are named`(
    at: String, words: String, first: String, second: String
  ) throws {
    let outcome = try Program.run("status", "--at", at)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    for text in [words, first, second] { #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)") }
  }

  @Test func `a mistyped channel, command or time is wrong usage, with a near miss where there is one`() throws {
    let channel = try Program.run("status", "fed")
    #expect(channel.status == 64)
    #expect(channel.errors == "portcullis: There is no channel “fed”. Did you mean “feed”? The channels are: feed.\n")
    let command = try Program.run("stauts")
    #expect(command.status == 64)
    #expect(
      command.errors
        == "portcullis: There is no command “stauts” in portcullis. Did you mean “status”? The commands are: "
        + "status, upcoming, why, post, override, pause, resume, people, token, gate, adopt, revision, audit, channel, "
        + "channels, connectors, store, service, calendar, settings, init. See portcullis --help.\n")
    #expect(try Program.run("calendar", "chekc").errors.contains("Did you mean “check”?"))
    #expect(try Program.run("status", "--at", "tomorrow").status == 64)
    #expect(try Program.run("upcoming", "--within", "soon").status == 64)
  }

  @Test func `upcoming lists the blackouts of a year, with their causes`() throws {
    let outcome = try Program.run("upcoming", "--from", "2024-01-01", "--within", "1y", "--format", "json")
    #expect(outcome.object["to"] as? String == "2025-01-01T00:00:00+00:00")
    let blackouts = try #require(outcome.object["blackouts"] as? [[String: Any]])
    #expect(
      blackouts.compactMap { $0["starts"] as? String } == [
        "2024-03-26T00:00:00+00:00", "2024-05-07T00:00:00+01:00",
      ])
    #expect(blackouts.map { $0["held"] as? Int } == [0, 0])
    let text = try Program.run("upcoming", "--from", "2024-01-01")
    let bars = text.output.split(separator: "\n").filter { $0.hasPrefix("feed  ") }
    #expect(bars.count == 1 && bars[0].contains("#") && bars[0].contains("."))
    for line in text.output.split(separator: "\n").prefix(5) { #expect(line.count <= 80) }
  }

  @Test func `G-47: text, status, upcoming and windows agree on when a blackout starts and ends`() throws {
    let status = Self.channel(try Program.run("status", "--at", "2026-02-01", "--format", "json"))
    let upcoming = try Program.run("upcoming", "--from", "2026-02-01", "--within", "1d", "--format", "json")
    let blackout = try #require((upcoming.object["blackouts"] as? [[String: Any]])?.first)
    let window = try #require(
      try Program.run("calendar", "windows", "--from", "2026-02-01", "--to", "2026-02-02", "--format", "json").list
        .first)
    for (key, other) in [("since", "starts"), ("until", "ends")] {
      #expect(status[key] as? String == blackout[other] as? String)
      #expect(status[key] as? String == window[other] as? String)
    }
  }
}
