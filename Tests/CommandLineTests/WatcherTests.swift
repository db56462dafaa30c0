import Foundation
import Glibc
import TestSupport
import Testing

/// What the running gate sees of the files on disk, and that nothing leaves while it cannot see them.
@Suite struct WatcherTests {
  struct TooLong: Error, CustomStringConvertible { let description: String }

  /// Asks until it is so; nothing tells a test when another process has written.
  private static func until(_ what: String, seconds: Double = 40, _ isSo: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if try isSo() { return }
      usleep(5000)
    }
    throw TooLong(description: "\(what) did not come in \(seconds) s")
  }

  /// What the gate has in doubt; a command would also tell what it finds by itself.
  private static func doubts(_ council: Council) throws -> [String] {
    let sources = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"),
      [
        "python3", "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=10); "
          + "print(','.join(row[0] for row in c.execute('SELECT source FROM doubt ORDER BY source')))",
        council.folder.url.appending(path: "store/portcullis.sqlite").path,
      ])
    return sources.split(whereSeparator: { $0 == "," || $0.isNewline }).map(String.init)
  }

  private static let typo = """
    BEGIN:VCALENDAR
    BEGIN:VEVENT
    UID:typo
    DTSTART:20270230T090000Z
    SUMMARY:A day that there is not
    END:VEVENT
    END:VCALENDAR

    """

  // MARK: What cannot be read

  @Test(arguments: ["typo", "cut", "folder"])
  func `F-50: one bad file beside a new blackout holds everything, and what was held leaves when it is mended`(
    kind: String
  ) throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let bad = "calendars/elections/a.ics"
    switch kind {
    case "typo": try council.folder.write(bad, Self.typo)
    case "cut": try council.folder.write(bad, String(Self.typo.prefix(60)))
    default: try council.folder.write(bad + "/notes.txt", "a folder")
    }
    try council.closeNow()
    try Self.until("the doubt") { try Self.doubts(council).contains("elections/a.ics") }
    // What can be read closes at once, whatever lies beside it.
    try Self.until("the blackout") { try council.run("status").status == 3 }
    let status = try council.run("status", "--format", "json")
    let causes = (status.object["channels"] as? [[String: Any]])?.first?["causes"] as? [[String: Any]] ?? []
    let unreadable = causes.filter { $0["type"] as? String == "calendar-unreadable" }
    #expect(unreadable.contains { ($0["detail"] as? String)?.contains("elections/a.ics") == true }, "\(causes)")
    let post = try council.add("Held")
    #expect(try council.deliveries(post)["website"]?["verdict"] as? String == "hold")
    #expect(try council.run("why", "website").output.contains("elections/a.ics"))
    // Mended: what it closes is in force before anything could leave.
    try FileManager.default.removeItem(at: council.folder.url.appending(path: bad))
    try Self.until("the end of the doubt") { try Self.doubts(council).isEmpty }
    #expect(try council.run("status").status == 3)
    #expect(try council.deliveries(post)["website"]?["verdict"] as? String == "hold")
    #expect(try council.feed().isEmpty)
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
  }

  @Test func `F-50: a doubt holds at once, alarms after ten seconds, and ends by itself when the file can be read`()
    throws
  {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    try council.folder.write("calendars/elections/half.ics", String(Self.typo.prefix(60)))
    try Self.until("the doubt") { try Self.doubts(council) == ["elections/half.ics"] }
    let post = try council.add("Waits")
    #expect(try council.run("status").status == 4)
    #expect(try council.run("gate", "health").status == 0, "it may be half saved")
    #expect(!gate.decisions.contains { $0["event"] as? String == "source-unreadable" })
    let alarm = try gate.waitFor("source-unreadable")
    #expect((alarm["detail"] as? String)?.contains("elections/half.ics") == true)
    let health = try council.run("gate", "health")
    #expect(health.status == 69 && health.output.contains("elections/half.ics"), "\(health.output)")
    #expect(try council.feed().isEmpty)
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "calendars/elections/half.ics"))
    try gate.waitFor("published", delivery: "\(post)/website")
    try gate.waitFor("source-readable")
    #expect(try council.run("gate", "health").status == 0)
    #expect(try council.run("status").status == 0)
    let events = try council.run("audit", "list", "--format", "json")
    #expect(events.output.contains("source-unreadable") && events.output.contains("source-readable"))
  }

  @Test func `without a gate the command's own look says that it is unknown`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.folder.write("calendars/elections/a.ics", Self.typo)
    let status = try council.run("status", "--format", "json")
    #expect(status.status == 4, "\(status.output)")
    let post = try council.add("Held")
    #expect(try council.deliveries(post)["website"]?["verdict"] as? String == "hold")
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "calendars/elections/a.ics"))
    #expect(try council.run("status").status == 0)
    try council.folder.write("portcullis.yaml", "authority: [")
    let settings = try council.run("status")
    #expect(settings.status == 4 && settings.output.contains("portcullis.yaml"), "\(settings.output)")
  }

  @Test func `a gate that sends once looks at the files first`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    _ = try council.add("Due")
    try council.folder.write("calendars/elections/a.ics", Self.typo)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
    try FileManager.default.removeItem(at: council.folder.url.appending(path: "calendars/elections/a.ics"))
    try council.closeNow()
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
    #expect(try council.run("status").status == 3)
  }

  // MARK: What is noticed

  @Test func `F-51: a file behind a linked folder that is edited in place is noticed at once`() throws {
    let council = try Council()
    let files = FileManager.default
    let folder = council.folder.url
    try files.moveItem(at: folder.appending(path: "calendars/elections"), to: folder.appending(path: "elsewhere"))
    try files.createSymbolicLink(
      at: folder.appending(path: "calendars/elections"), withDestinationURL: folder.appending(path: "elsewhere"))
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    try Self.closeInPlace(council, "elsewhere/ours.ics")
    let held = try gate.waitFor("held", seconds: 20)
    #expect(held["channel"] as? String == "website")
  }

  @Test func `F-51: a change of the same size with its old time is noticed`() throws {
    let council = try Council()
    try council.elections([("w", Date(timeIntervalSinceNow: 86_400), Date(timeIntervalSinceNow: 90_000))])
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let file = council.folder.url.appending(path: "calendars/elections/ours.ics")
    let before = try FileManager.default.attributesOfItem(atPath: file.path)
    let old = try Data(contentsOf: file)
    try council.elections([
      ("w", Date(timeIntervalSinceNow: -3600), Date(timeIntervalSinceNow: 90_000))
    ])
    let new = try Data(contentsOf: file)
    #expect(new.count == old.count && new != old)
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(before[.modificationDate] as? Date)], ofItemAtPath: file.path)
    try gate.waitFor("held", seconds: 20)
  }

  @Test func `F-51: a list of words that grew under the same name is noticed`() throws {
    let council = try Council(
      settings: Council.settings + "policy:\n  content-checks:\n    terms-file: words.csv\n")
    try council.folder.write("words.csv", "term\nSmith\n")
    #expect(try council.run("adopt").status == 0)
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let file = try FileHandle(forWritingTo: council.folder.url.appending(path: "words.csv"))
    try file.seekToEnd()
    try file.write(contentsOf: Data("Jones\n".utf8))
    try file.close()
    try Self.until("a decision on the words") {
      gate.decisions.contains { $0["event"] as? String == "not-adopted" || $0["revision"] as? Int == 2 }
    }
  }

  @Test(.timeLimit(.minutes(3)))
  func `F-51: aliases that come to too much hold, and good settings after them work as before`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let bomb =
      "l0: &l0 [x, x, x, x, x, x, x, x, x]\n"
      + (1...30).map { level in
        "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
      }.joined()
    try council.folder.write("portcullis.yaml", bomb)
    try Self.until("the doubt") { try Self.doubts(council) == ["portcullis.yaml"] }
    let post = try council.add("Held")
    #expect(try council.run("status").status == 4)
    try council.folder.write("portcullis.yaml", Council.settings)
    try gate.waitFor("published", delivery: "\(post)/website")
    #expect(try council.run("status").status == 0)
    try council.closeNow()
    try gate.waitFor("held", seconds: 20)
    let began = Date()
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0 && Date().timeIntervalSince(began) < 10)
  }

  @Test(arguments: ["pipe", "device", "folder", "loop", "nothing"])
  func `what is no plain file in the settings' place is a doubt, and never a wait`(kind: String) throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let path = council.folder.url.appending(path: "portcullis.yaml").path
    try FileManager.default.removeItem(atPath: path)
    switch kind {
    case "pipe": #expect(unsafe mkfifo(path, 0o600) == 0)
    case "device": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case "loop": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "portcullis.yaml")
    default: break
    }
    // Without any settings the built-in ones are what the files say: that opens nothing by itself.
    if kind != "nothing", kind != "loop" {
      try Self.until("the doubt") { try Self.doubts(council) == ["portcullis.yaml"] }
      _ = try council.add("Held")
      #expect(try council.run("status").status == 4)
      #expect(try council.feed().isEmpty)
    } else {
      try gate.waitFor("not-adopted")
    }
    let began = Date()
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0 && Date().timeIntervalSince(began) < 10)
  }

  // MARK: Looks that hang

  /// The process of a look, stopped in the middle of it.
  private static func stopLook(of gate: GateProcess) throws -> pid_t {
    var found: pid_t?
    try until("a look that can be stopped", seconds: 60) {
      gate.signal(SIGHUP)
      let end = Date(timeIntervalSinceNow: 0.5)
      while Date() < end {
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
          guard let process = pid_t(name), let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
            String(decoding: line, as: UTF8.self).contains("internal\0look"), parent(of: process) == gate.number,
            kill(process, SIGSTOP) == 0
          else { continue }
          found = process
          return true
        }
      }
      return false
    }
    return try #require(found)
  }

  private static func parent(of process: pid_t) -> pid_t? {
    let status = FileManager.default.contents(atPath: "/proc/\(process)/status").map {
      String(decoding: $0, as: UTF8.self)
    }
    let line = status?.split(separator: "\n").first { $0.hasPrefix("PPid:") }
    return line.flatMap { pid_t($0.dropFirst(5).trimmingCharacters(in: .whitespaces)) }
  }

  @Test func `SIGTERM ends the gate within ten seconds though a look hangs, and the look with it`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let look = try Self.stopLook(of: gate)
    let began = Date()
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0 && Date().timeIntervalSince(began) < 10)
    try Self.until("the end of the look") { kill(look, 0) != 0 || Self.parent(of: look) != gate.number }
    #expect(kill(look, 0) != 0 || FileManager.default.contents(atPath: "/proc/\(look)/cmdline")?.isEmpty != false)
  }

  @Test func `a look that hangs is killed after its time, holds everything, and the next one ends that`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    _ = try Self.stopLook(of: gate)
    // The log keeps it, however soon the next look ends it.
    try Self.until("the doubt") {
      try council.run("audit", "list", "--format", "json").output.contains("within 20 seconds")
    }
    gate.signal(SIGHUP)
    try Self.until("the next look") { try Self.doubts(council).isEmpty }
    let post = try council.add("Leaves")
    try gate.waitFor("published", delivery: "\(post)/website")
  }

  @Test func `a gate that has not seen its files for long is not well`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let gate = try GateProcess(council)
    try gate.waitFor("revision")
    let well = try council.run("gate", "health", "--format", "json")
    #expect(well.status == 0 && well.object["last_look"] is String, "\(well.output)")
    let store = council.folder.url.appending(path: "store/portcullis.sqlite").path
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"),
      [
        "python3", "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=10); "
          + "c.execute('UPDATE service SET looked_at = looked_at - 151000'); c.commit()", store,
      ])
    let blind = try council.run("gate", "health", "--format", "json")
    #expect(blind.status == 69 && blind.object["well"] as? Bool == false, "\(blind.output)")
    gate.signal(SIGHUP)
    try Self.until("the next look") { try council.run("gate", "health").status == 0 }
  }

  /// The blackout that holds now, written into the file itself.
  private static func closeInPlace(_ council: Council, _ path: String) throws {
    let other = try Council()
    try other.closeNow()
    let text = try Data(contentsOf: other.folder.url.appending(path: "calendars/elections/ours.ics"))
    let file = try FileHandle(forWritingTo: council.folder.url.appending(path: path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: text)
    try file.close()
  }
}
