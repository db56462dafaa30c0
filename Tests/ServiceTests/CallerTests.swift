import Foundation
import Glibc
import TestSupport
import Testing

/// the caller is whom the kernel names, and what they may is judged by the service.
@Suite(.enabled(if: TestAccount.canBeMade, Comment(rawValue: TestAccount.whyNot)))
struct CallerTests {
  @Test func `a post is written by one person, approved by another, and leaves`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let gate = try council.startGate()
    let post = try council.add("Bins are collected on Friday.")
    let own = try council.run(as: council.author, "post", "approve", post, "--seen", "1")
    #expect(own.status == 77 && own.errors.contains("may not approve"), "\(own.errors)")
    #expect(try council.run(as: council.head, "post", "show", post).status == 0)
    let approved = try council.run(as: council.head, "post", "approve", post)
    #expect(approved.status == 0, "\(approved.errors)")
    #expect(try council.eventually { try council.published().contains("Bins are collected") })
    let log = try council.run(as: nil, "audit", "list", "--format", "json").output
    #expect(
      log.contains("\"actor\": \"\(council.author.name)\"") && log.contains("\"actor\": \"\(council.head.name)\""))
    withExtendedLifetime(gate) {}
  }

  @Test func `A-02: nothing that the caller sets makes them another person`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let gate = try council.startGate()
    let post = try council.add("Bins")
    let approve = ["post", "approve", post, "--seen", "1"]
    let author = Identity(council.author)
    let names = try GivenNames()
    // Readable for everybody, as the library of somebody who attacks would be.
    let tries: [(String, Program.Outcome)] = [
      (
        "environment",
        try council.run(
          author, approve,
          environment: [
            "USER": council.head.name, "LOGNAME": council.head.name, "HOME": "/", "SUDO_USER": council.head.name,
          ])
      ),
      (
        "a preloaded getpwuid",
        try council.run(author, approve, environment: names.environment(login: council.head.name, host: "x"))
      ),
      ("--as", try council.run(author, approve + ["--as", council.head.name])),
      (
        "a user namespace",
        try council.run(
          author, approve, before: ["/usr/bin/unshare", "--user", "--map-user=\(council.head.number)", "--"])
      ),
      (
        "root of a user namespace",
        try council.run(
          author, approve, before: ["/usr/bin/unshare", "--user", "--map-root-user", "--"])
      ),
      (
        "a number without a login",
        try council.run(
          Identity(number: 3_999_999_001), approve, environment: ["USER": council.head.name])
      ),
      ("nobody of the register", try council.run(Identity(council.stranger), approve)),
    ]
    for (way, outcome) in tries {
      #expect(outcome.status == 77 || way.contains("namespace") && outcome.status != 0, "\(way): \(outcome.errors)")
    }
    let shown = try council.run(as: council.head, "post", "show", post, "--format", "json")
    #expect((shown.object["approvals"] as? [Any])?.count == 0)
    withExtendedLifetime(gate) {}
  }

  @Test func `W-03: who is not on the register is told what is public, and nothing of posts`() throws {
    let council = try ServiceCouncil()
    try council.write(people: "", elections: ["window-1"])
    try council.adoptFirst()
    let gate = try council.startGate()
    let post = try council.add("Secret until Friday")
    _ = try council.run(
      as: council.author, "override", "request", post, "--basis", "public-safety", "--reason", "A hidden reason",
      "--until", Date(timeIntervalSinceNow: 3000).formatted(.iso8601))
    for person in [Identity(council.stranger), Identity(number: 3_999_999_001)] {
      let status = try council.run(person, ["status", "--format", "json"])
      #expect(status.status == 3, "\(status.errors)")
      let why = try council.run(person, ["why", "website"])
      #expect(why.status == 0 && why.output.contains("By-election"), "\(why.errors)")
      for outcome in [status, why] {
        #expect(!outcome.output.contains("Secret") && !outcome.output.contains("hidden reason"))
      }
      for question in [
        ["post", "list"], ["post", "show", post], ["audit", "list"], ["people", "list"], ["gate", "health"],
      ] {
        let outcome = try council.run(person, question)
        #expect(outcome.status == 77 && !outcome.output.contains("Secret"), "\(question): \(outcome.output)")
      }
    }
    #expect(try council.run(as: council.author, "status").output.contains("override"))
    withExtendedLifetime(gate) {}
  }

  @Test func `A-08: a leaver can do nothing within a second of the revision that says so`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let gate = try council.startGate()
    let post = try council.add("Bins")
    #expect(try council.run(as: council.head, "post", "list").status == 0)
    try council.write(people: "", elections: [], headLeftOn: "2026-01-01")
    let adopted = try council.run(as: nil, "adopt")
    #expect(adopted.status == 0 || adopted.errors.contains("in force already"), "\(adopted.errors)\(adopted.output)")
    let refused = try council.run(as: council.head, "post", "approve", post, "--seen", "1")
    #expect(refused.status == 77 && refused.errors.contains("left on"), "\(refused.errors)")
    #expect(try council.run(as: council.head, "post", "list").status == 77)
    withExtendedLifetime(gate) {}
  }

  @Test func `A-01: the service reads no file that a caller names, and lives through whatever is sent to it`() throws {
    let council = try ServiceCouncil()
    try council.adoptFirst()
    let gate = try council.startGate()
    let script = """
      import json, socket, sys
      def ask(path, body):
          s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(sys.argv[1])
          s.sendall(b'POST ' + path + b' HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(body) + body)
          found = b''
          while chunk := s.recv(65536): found += chunk
          return found.decode(errors='replace')
      print(ask(b'/desk/1/CheckCalendars', json.dumps({'files': [sys.argv[2]]}).encode()))
      for body in [b'[' * 200000, b'{"channels":' + b'[' * 490 + b']' * 490 + b'}', b'\\xff\\xfe', b'{"at":' * 400, b'']:
          ask(b'/desk/1/ShowStatus', body)
      for number in [2 ** 63 - 1, -2 ** 63, 0, -1]:
          for name in [b'ListPosts', b'ListRevisions', b'ShowRevision', b'ListOverrides', b'NoteLook', b'CompareRevisions']:
              ask(b'/desk/1/' + name, json.dumps(
                  {'limit': number, 'revision': number, 'from': number, 'to': number, 'post': '1', 'held': False}).encode())
      """
    let calendar = council.store + ".ics"
    let outcome = try Program.run(
      Identity(council.author).arguments + ["/usr/bin/python3", "-c", script, council.socket, calendar],
      in: council.folder.url, environment: [:], program: Identity.setpriv)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\"failure\"") && outcome.output.contains("where they lie"), "\(outcome.output)")
    #expect(gate.process.isRunning)
    #expect(try council.run(as: council.author, "status").status == 0)
  }

  @Test func `A-07: the same question has the same answer by the service and at the store`() throws {
    let council = try ServiceCouncil()
    try council.write(people: "", elections: ["window-1"])
    try council.adoptFirst()
    let gate = try council.startGate()
    _ = try council.add("Bins")
    for question in [
      ["status", "--at", "2026-12-01T09:00"], ["why", "website", "--at", "2026-12-01T09:00"],
      ["upcoming", "--from", "2026-12-01", "--within", "1y"], ["post", "list"], ["audit", "list"], ["people", "list"],
      ["revision", "list"], ["channels"], ["calendar", "windows"], ["calendar", "elections"], ["calendar", "check"],
      ["calendar", "export"],
    ] {
      for format in question == ["calendar", "export"] ? [[]] : [[], ["--format", "json"]] {
        let served = try council.run(Identity(council.author), question + format)
        // Its own account opens it.
        let direct = try council.run(Identity(council.keeper), question + format)
        #expect(
          served.output == direct.output && served.status == direct.status,
          "\(question): \(served.errors)\(direct.errors)")
        #expect(!served.output.isEmpty)
      }
    }
    withExtendedLifetime(gate) {}
  }
}
