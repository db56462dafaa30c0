import Foundation
import TestSupport
import Testing

/// The gate as a running service, beside the commands that write to its store.
@Suite struct GateProcessTests {
  @Test func `a command's write wakes the gate, SIGTERM ends it within ten seconds, and it is told by its heartbeat`()
    throws
  {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let post = try council.add("Hello")
    let published = try gate.waitFor("published", delivery: "\(post)/website")
    #expect(published["channel"] as? String == "website" && published["at"] is String && published["causes"] is [Any])
    #expect(try council.run("gate", "health").status == 0)
    let second = try council.run("gate", "run", "--once")
    #expect(second.status == 69 && second.errors.contains("working on"))
    let began = Date()
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
    #expect(Date().timeIntervalSince(began) < 10)
    #expect(try council.run("gate", "health").status == 69)
  }

  @Test func `the gate takes over by itself what only closes, and leaves to a person what opens`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    _ = try council.add("Before")
    try gate.waitFor("published")
    try council.closeNow()
    gate.signal(SIGHUP)
    let held = try gate.waitFor("held")
    #expect(held["channel"] as? String == "website" && (held["causes"] as? [Any])?.isEmpty == false)
    let status = try council.run("status", "--format", "json")
    #expect(status.status == 3 && status.object["revision"] as? Int == 2)
    #expect((status.object["calendar"] as? [String: Any])?["state"] as? String == "current")
    let post = try council.add("During")
    try council.elections([])
    gate.signal(SIGHUP)
    try gate.waitFor("not-adopted")
    #expect(try council.run("status").status == 3)
    #expect(try council.run("adopt").status == 77)
    #expect(try council.run("adopt", "--confirm-opening", "--reason", "Entered by mistake").status == 0)
    try gate.waitFor("published", delivery: "\(post)/website")
    // An unreadable calendar while running: what was adopted stays in force, and what may be missing holds.
    try council.folder.write("calendars/elections/broken.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    let unreadable = try council.run("status", "--format", "json")
    #expect((unreadable.object["calendar"] as? [String: Any])?["state"] as? String == "unreadable")
    #expect(unreadable.status == 4 && gate.isRunning)
    // Edges are told once for each lane, not for each post.
    #expect(
      gate.decisions.filter { $0["event"] as? String == "held" }.count == 5,
      "four classes of one channel, one of the other")
  }

  @Test func `a change that closes here and opens there closes at once, and opens only by a person`() throws {
    let council = try Council()
    let soon = Date(timeIntervalSinceNow: 86_400)
    try council.elections([("later", soon, soon.addingTimeInterval(3600))])
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let post = try council.add("Waits", at: "2027-01-11T09:00")
    try council.closeNow()
    gate.signal(SIGHUP)
    try gate.waitFor("not-adopted")
    let status = try council.run("status", "--format", "json")
    #expect(status.status == 3, "the new window holds")
    let channel = (status.object["channels"] as? [[String: Any]])?.first
    #expect(channel?["state"] as? String == "closed")
    let upcoming =
      try council.run("upcoming", "website", "--within", "2d", "--format", "json").object["blackouts"] as? [Any]
    #expect(upcoming?.count == 2, "and the old one holds on")
    #expect(try council.deliveries(post)["website"]?["verdict"] as? String == "release")
  }

  @Test func `a store that is removed under the gate ends it with a clear sentence`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    try FileManager.default.moveItem(
      at: council.folder.url.appending(path: "store/portcullis.sqlite"),
      to: council.folder.url.appending(path: "store/moved.sqlite"))
    #expect(gate.exitCode() == 69)
    #expect(gate.complaints.contains("removed or replaced"))
  }
}
