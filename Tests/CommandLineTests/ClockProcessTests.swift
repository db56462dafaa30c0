import Foundation
import TestSupport
import Testing

/// The built program with a clock that is set under it: rows of the article on the clock, on the real thing.
@Suite struct ClockProcessTests {
  private static let day = 86_400

  /// A post that is due a minute before `seconds` from now.
  private static func post(_ council: Council, _ text: String, before seconds: Int) throws -> String {
    let at = Date(timeIntervalSinceNow: Double(seconds - 60))
    return try council.add(text, at: at.formatted(.iso8601))
  }

  @Test func `G-37: a jump out of a blackout publishes nothing, and the right clock needs nobody`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.closeNow()
    _ = try council.run("adopt")
    let clock = try ShiftedClock()
    let gate = try GateProcess(council, environment: clock.environment)
    try gate.waitFor("revision")
    _ = try council.add("Held", on: "website,intranet")
    try gate.waitFor("held")
    // A little more than two hours ahead the blackout would be over.
    try clock.shift(by: 7300)
    let told = try gate.waitFor("clock-in-doubt")
    #expect((told["detail"] as? String)?.contains("2 hours ahead") == true, "\(told)")
    let open = try council.add("Open all the time", on: "intranet", at: "now", "--class", "service")
    let health = try council.run("gate", "health", "--format", "json")
    #expect(health.status == 69 && (health.object["clock_doubt"] as? String)?.contains("2 hours ahead") == true)
    // The gate lives, whatever its clock shows.
    #expect(try council.run("gate", "health").output.contains("A gate is working"))
    #expect(
      try council.run("status", "--format", "json").object["clock_doubt"] is String
        && council.run("status").output.contains("the clock is in doubt"))
    try clock.shift(by: 0)
    try gate.waitFor("clock-sound")
    try gate.waitFor("published", delivery: "\(open)/intranet")
    #expect(gate.decisions.filter { $0["event"] as? String == "published" }.count == 1)
    #expect(gate.decisions.filter { $0["event"] as? String == "clock-in-doubt" }.count == 1)
    #expect(try council.feed().isEmpty && council.feed("intranet").count == 1)
    #expect(try council.run("gate", "health", "--format", "json").object["clock_doubt"] is NSNull)
  }

  @Test func `G-37: a start twenty days ahead holds until somebody vouches for the clock`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let clock = try ShiftedClock()
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 0)
    let post = try Self.post(council, "In twenty days", before: 20 * Self.day)
    try clock.shift(by: 20 * Self.day)
    for _ in 0..<2 {
      let held = try council.run("gate", "run", "--once", environment: clock.environment)
      #expect(held.status == 69 && held.errors.contains("ahead of where"), "\(held.errors)")
      #expect(held.errors.contains("gate confirm-clock"))
    }
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "queued")
    let confirmed = try council.run(
      "gate", "confirm-clock", "--reason", "Looked at the wall", environment: clock.environment)
    #expect(confirmed.status == 0, "\(confirmed.errors)")
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 0)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "published")
  }

  @Test func `G-37: a store on which no gate ever ran believes no clock that is days past what people did`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let post = try Self.post(council, "In twenty days", before: 20 * Self.day)
    let clock = try ShiftedClock()
    try clock.shift(by: 20 * Self.day)
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 69)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "queued")
    // The kernel calls it synchronised, and nothing better stands against that.
    try clock.synchronise(true)
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 0)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "published")
  }

  @Test func `G-37: a kernel that called its clock synchronised at the start is not believed when it jumps`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let clock = try ShiftedClock()
    try clock.synchronise(true)
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 0)
    let post = try Self.post(council, "In eight hours", before: 8 * 3600)
    try clock.shift(by: 8 * 3600)
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 69)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "queued")
  }

  @Test func `G-37: a gate that is started again after a doubtful time goes on by itself`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let clock = try ShiftedClock()
    let gate = try GateProcess(council, environment: clock.environment)
    try gate.waitFor("revision")
    _ = try council.add("Before")
    try gate.waitFor("published")
    try clock.shift(by: 20 * Self.day)
    try gate.waitFor("clock-in-doubt")
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
    try clock.shift(by: -3600)
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 69)
    try clock.shift(by: 0)
    let post = try council.add("After")
    #expect(try council.run("gate", "run", "--once", environment: clock.environment).status == 0)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "published")
    #expect(try council.run("status", "--format", "json").object["clock_doubt"] is NSNull)
  }
}
