import Foundation
import Glibc
import TestSupport
import Testing

/// a front end that hangs, floods or dies delays no send.
@Suite(.enabled(if: TestAccount.canBeMade, Comment(rawValue: TestAccount.whyNot)))
struct FloodTests {
  /// Opens as many connections as the service takes and more, some of which say nothing, some a byte at a time, and some ask without
  /// reading the answer; prints a line once they stand, and holds them until its input ends.
  private static let flood = """
    import socket, sys, threading, time
    path, held = sys.argv[1], []
    def connect():
        s = socket.socket(socket.AF_UNIX); s.settimeout(0.2)
        try: s.connect(path)
        except OSError: return None
        held.append(s); return s
    for i in range(1200):
        s = connect()
        if s is None: continue
        try:
            if i % 3 == 1: s.send(b'POST /desk/1/ImportPosts HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100000\\r\\n\\r\\n{')
            if i % 3 == 2: s.send(b'POST /desk/1/ListEntriesOneByOne HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 2\\r\\n\\r\\n{}' * 5)
        except OSError: pass
    print(len(held), flush=True)
    end = time.time() + 20
    while time.time() < end:
        for s in held[1::3]:
            try: s.send(b' ')
            except OSError: pass
        time.sleep(0.2)
    """

  @Test func `A-09: a service that is flooded sends what is due all the same, and ends in time`() throws {
    let council = try ServiceCouncil()
    try council.write(people: "", elections: [], approval: "never")
    try council.adoptFirst()
    let gate = try council.startGate()
    let due = Date(timeIntervalSinceNow: 6).formatted(.iso8601)
    for number in 1...5 {
      let outcome = try council.run(
        as: council.author, "post", "add", "website", "--at", due, "--text", "Post number \(number)")
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let output = council.folder.url.appending(path: "flood.log")
    try Data().write(to: output)
    let flood = try ChildProcess(
      Identity.setpriv, Identity(council.author).arguments + ["/usr/bin/python3", "-c", Self.flood, council.socket],
      output: .file(try FileHandle(forWritingTo: output)), errors: .nothing)
    defer {
      flood.send(SIGKILL)
      flood.waitForEnd()
    }
    #expect(try council.eventually { Int(try Self.text(output)).map { $0 > 500 } ?? false })
    #expect(try !council.published().contains("Post number 5"), "they are due while the flood stands")
    #expect(try council.eventually { try council.published().contains("Post number 5") })
    #expect(flood.isRunning)
    let began = ContinuousClock.now
    gate.stop()
    #expect(ContinuousClock.now - began < .seconds(10), "what G-25 promises of an end holds with a flood, too")
  }

  @Test func `A-09: an account that holds all the connections it can get keeps nobody else out`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let gate = try council.startGate()
    let output = council.folder.url.appending(path: "flood.log")
    try Data().write(to: output)
    let flood = try ChildProcess(
      Identity.setpriv, Identity(council.author).arguments + ["/usr/bin/python3", "-c", Self.flood, council.socket],
      output: .file(try FileHandle(forWritingTo: output)), errors: .nothing)
    defer {
      flood.send(SIGKILL)
      flood.waitForEnd()
    }
    #expect(try council.eventually { Int(try Self.text(output)).map { $0 > 500 } ?? false })
    for _ in 0..<5 {
      let began = ContinuousClock.now
      let outcome = try council.run(as: council.head, "post", "list")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(ContinuousClock.now - began < .seconds(10))
    }
    #expect(flood.isRunning)
    withExtendedLifetime(gate) {}
  }

  private static func text(_ url: URL) throws -> String {
    try String(contentsOf: url, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
