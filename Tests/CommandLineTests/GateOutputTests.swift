import Commands
import Elections
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing
@testable import Commands
import Desk

/// What the gate says keeps it from nothing: neither a reader who does not read, nor one who goes away.
@Suite struct GateOutputTests {
  /// A pipe of one page, so that a few lines fill it.
  private static func narrowPipe() -> Pipe {
    let pipe = Pipe()
    let setPipeSize: Int32 = 1031
    _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, setPipeSize, 4096)
    return pipe
  }

  /// Looks again and again until it is so; nothing else tells what a program has done.
  private static func eventually(_ what: String, seconds: Double = 30, _ isSo: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while try !isSo() {
      guard Date() < end else { throw Council.Unexpected(words: "never: \(what)") }
      usleep(20_000)
    }
  }

  private static let posts = 40

  private func fill(_ council: Council) throws {
    var rows = "channel,at,text\n"
    for number in 1...Self.posts { rows += "website,now,Number \(number)\n" }
    try council.folder.write("posts.csv", rows)
    #expect(try council.run("post", "import", "posts.csv").status == 0)
  }

  @Test(arguments: ["json", "text"])
  func `a pipe that nobody reads stops nothing: posts go out, and SIGTERM ends the gate in order`(format: String) throws
  {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    try fill(council)
    let (output, errors) = (Self.narrowPipe(), Self.narrowPipe())
    let gate = try GateProcess(
      council, ["--log-level", "trace"], format: format, standardOutput: output.fileHandleForWriting,
      standardError: errors.fileHandleForWriting)
    try Self.eventually("all are published") { try council.feed().count == Self.posts }
    let began = Date()
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
    #expect(Date().timeIntervalSince(began) < 10)
    let states = try council.run("post", "list", "--state", "published", "--format", "json").object["posts"] as? [Any]
    #expect(states?.count == Self.posts)
    withExtendedLifetime((output, errors)) {}
  }

  @Test(arguments: ["json", "text"])
  func `when the reader of its decisions goes away, the gate records what is under way, and fails`(format: String)
    throws
  {
    let council = try Council(
      settings: Council.settings + """
          hook:
            connector: command
            program: PROGRAM

        """)
    let folder = council.folder.url
    let program = folder.appending(path: "publish-post")
    try council.folder.write(
      "portcullis.yaml",
      String(contentsOf: folder.appending(path: "portcullis.yaml"), encoding: .utf8)
        .replacingOccurrences(of: "PROGRAM", with: program.path))
    try council.folder.write(
      "publish-post", "#!/bin/sh\ncd '\(folder.path)'\ntouch begun\ncat go >/dev/null\necho '{\"id\":\"7\"}'\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    #expect(unsafe mkfifo(folder.appending(path: "go").path, 0o600) == 0)
    #expect(try council.run("adopt").status == 0)
    let slow = try council.add("Slow", on: "hook")
    let output = Pipe()
    let gate = try GateProcess(council, format: format, standardOutput: output.fileHandleForWriting)
    try output.fileHandleForWriting.close()
    try Self.eventually("the program began") {
      FileManager.default.fileExists(atPath: folder.appending(path: "begun").path)
    }
    try output.fileHandleForReading.close()
    // Its decision is the first that nobody can read.
    _ = try council.add("Quick")
    try Self.eventually("it says so") { gate.complaints.contains("Standard output cannot be written") }
    #expect(gate.isRunning, "it still waits for what is under way")
    try FileHandle(forWritingTo: folder.appending(path: "go")).write(contentsOf: Data("go".utf8))
    #expect(gate.exitCode() == 73)
    #expect(try council.deliveries(slow)["hook"]?["state"] as? String == "published")
    let events = try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
    #expect(events.last { $0["event"] as? String == "gate-stopped" } != nil || !events.isEmpty)
  }

  @Test func `once fails too when nobody reads its decisions, and leaves nothing half done`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("One")
    let output = Pipe()
    let gate = try GateProcess(council, ["--once"], standardOutput: output.fileHandleForWriting)
    try output.fileHandleForReading.close()
    #expect(gate.exitCode() == 73)
    let state = try council.deliveries(post)["website"]?["state"] as? String
    #expect(state == "published" || state == "queued", "\(state ?? "")")
  }

  @Test func `without a reader of its logs the gate goes on`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let errors = Pipe()
    let gate = try GateProcess(
      council, ["--log-level", "trace"], standardError: errors.fileHandleForWriting)
    try errors.fileHandleForReading.close()
    let post = try council.add("Hello")
    try gate.waitFor("published", delivery: "\(post)/website")
    gate.signal(SIGTERM)
    #expect(gate.exitCode() == 0)
  }

  @Test func `another command ends as by SIGPIPE when nobody reads its answer, and what it did is done`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let post = try council.add("One", at: "2027-01-11T09:00")
    for arguments in [["post", "cancel", post, "--reason", "No"], ["status"], ["audit", "list", "--format", "json"]] {
      let output = Pipe()
      try output.fileHandleForReading.close()
      let process = try ChildProcess(
        Program.path, arguments, in: council.folder.url,
        environment: ["PATH": "/usr/bin:/bin"].merging(council.environment) { $1 },
        output: .file(output.fileHandleForWriting))
      #expect(process.exitCode() == 128 + SIGPIPE, "\(arguments): \(process.waitForEnd())")
    }
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "cancelled")
  }

  // MARK: The queue

  @Test func `a full queue leaves out the newest lines, and says how many once the rest is taken`() {
    var lines = BoundedLines(longest: 10)
    for line in ["one", "two", "three", "four", "5"] { lines.append(line) }
    #expect(lines.take { "\($0) left out" } == "one\ntwo\n")
    #expect(lines.take { "\($0) left out" } == "3 left out\n")
    lines.append("six")
    #expect(lines.take { "\($0) left out" } == "six\n")
    #expect(lines.take { "\($0) left out" } == nil)
  }

  @Test func `nobody who adds a line waits for its reader, who gets a notice in the place of what was left out`() throws
  {
    let pipe = Self.narrowPipe()
    let queue = LineQueue(pipe.fileHandleForWriting.fileDescriptor, longest: 10_000, notice: { "\($0) left out" })
    let line = String(repeating: "x", count: 99)
    for _ in 0..<2000 { queue.append(line) }
    queue.finish(within: 0)
    // The writer's thread goes on while somebody reads.
    var text = ""
    while !text.contains("left out\n") {
      text += String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    }
    let lines = text.split(separator: "\n")
    let whole = lines.filter { $0.count == 99 }.count
    #expect(lines.last == "\(2000 - whole) left out" && whole < 2000)
    withExtendedLifetime(pipe) {}
  }

  @Test func `a reader that goes away is told of once, and later lines are dropped`() throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let failures = Mutex<[Int32]>([])
    let queue = LineQueue(
      pipe.fileHandleForWriting.fileDescriptor, notice: { _ in "" },
      failed: { number in failures.withLock { $0.append(number) } })
    for _ in 0..<100 { queue.append("line") }
    queue.finish(within: 2)
    queue.append("after")
    #expect(failures.withLock(\.self) == [EPIPE] && queue.failure == EPIPE)
  }
}
