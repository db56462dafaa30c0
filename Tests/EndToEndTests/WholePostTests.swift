import Connectors
import Foundation
import TestSupport
import Testing

/// One post from the command line to four real places.
@Suite(.enabled(if: Servers.areUp), .serialized) struct WholePostTests {
  private static func word() -> String { "w" + UUID().uuidString.lowercased().filter(\.isLetter).prefix(12) }

  @Test func `one command reaches a site, two networks and a mailing list, readable by a stranger, once`() async throws
  {
    let places = try PublicPlaces()
    #expect(try places.run("adopt").status == 0)
    let word = Self.word()
    for channel in ["website", "bluesky", "mastodon", "bulletin"] {
      let test = try places.run("channel", "test", channel)
      #expect(test.status == 0, "\(test.output)")
    }
    let post = try places.add(
      "Bins in Tŷ Glas move to Friday: \(word)", on: "website,bluesky,mastodon,bulletin", "--title", "Bin day",
      "--media",
      "picture.png", "--alt", "A green bin")
    #expect(try places.run("post", "preview", post).output.contains("A green bin"))
    for _ in 0..<2 { #expect(try places.run("gate", "run", "--once").status == 0) }
    let deliveries = try places.deliveries(post)
    for channel in ["website", "bluesky", "mastodon", "bulletin"] {
      #expect(deliveries[channel]?["state"] as? String == "published", "\(channel): \(deliveries[channel] ?? [:])")
      #expect(deliveries[channel]?["remote_id"] is String)
    }
    // C-10: what can be read back was.
    for channel in ["website", "bluesky", "mastodon"] { #expect(deliveries[channel]?["seen"] is String) }
    #expect(
      try await places.sightings(of: word) == ["website": 1, "bluesky": 1, "mastodon": 1, "bulletin": 1])
    let page = try await places.text(of: try #require(deliveries["website"]?["url"] as? String))
    #expect(page.contains(word) && page.contains("A green bin") && page.contains("Tŷ Glas"))
    #expect(try places.run("audit", "verify").status == 0)
    #expect(try places.leaks() == [], "C-30: no secret is anywhere but where it was put")
  }

  @Test func `G-20: what is closed arrives on none of them, and on each once it is open`() async throws {
    let places = try PublicPlaces()
    try places.close("window-1")
    #expect(try places.run("adopt").status == 0)
    let word = Self.word()
    let post = try places.add("Come to the fair \(word)", on: "website,bluesky,mastodon,bulletin")
    #expect(try places.run("gate", "run", "--once").status == 0)
    #expect(try places.deliveries(post).values.allSatisfy { $0["verdict"] as? String == "hold" })
    #expect(
      try await places.sightings(of: word) == ["website": 0, "bluesky": 0, "mastodon": 0, "bulletin": 0])
    try places.close(nil)
    #expect(try places.run("adopt").status == 77)
    #expect(try places.run("adopt", "--confirm-opening", "--reason", "Not called").status == 0)
    #expect(try places.run("gate", "run", "--once").status == 0)
    #expect(
      try await places.sightings(of: word) == ["website": 1, "bluesky": 1, "mastodon": 1, "bulletin": 1])
  }

  @Test(arguments: [
    ("website", "wordpress", "mode=delay-response&method=POST&path=/posts/%5B0-9%5D%2B%24&seconds=4", "published"),
    ("bluesky", "pds", "mode=delay-response&method=POST&path=createRecord&seconds=4", "published"),
    ("bulletin", "smtp", "mode=delay-response&seconds=4", "uncertain"),
  ])
  func `C-03: a gate that is killed between the send and its receipt leaves one post, or a doubt for a person`(
    channel: String, front: String, rule: String, end: String
  ) async throws {
    let cutter = Cutter(front: front)
    try await cutter.clear()
    let places = try PublicPlaces(cut: true)
    #expect(try places.run("adopt").status == 0)
    let word = Self.word()
    try await cutter.set(rule)
    let gate = try places.startGate()
    let post = try places.add("Road closed \(word)", on: channel)
    var sightings = 0
    for _ in 0..<200 where sightings == 0 { sightings = try await places.sightings(of: word)[channel] ?? 0 }
    #expect(sightings == 1, "it is public while its answer is still on the way")
    gate.send(SIGKILL)
    gate.waitForEnd()
    try await cutter.clear()
    for _ in 0..<2 { #expect(try places.run("gate", "run", "--once").status == 0) }
    let found = try places.deliveries(post)[channel]
    #expect(found?["state"] as? String == end, "\(found ?? [:])")
    #expect(try await places.sightings(of: word)[channel] == 1)
  }
}
