import Foundation
import TestSupport
import Testing

/// Who asks over the network: known by their token, over TLS, and by nothing else that they send.
@Suite(.enabled(if: TestAccount.canBeMade, Comment(rawValue: TestAccount.whyNot)))
struct TokenTests {
  /// A council whose page speaks TLS, with its gate running.
  private struct Secured {
    let council: ServiceCouncil
    let gate: RunningGate
    let address: String
    let authority: String

    init() throws {
      council = try ServiceCouncil()
      let folder = council.folder.url
      authority = folder.appending(path: "page.pem").path
      let made = try ChildProcess.outcome(
        of: URL(filePath: "/usr/bin/env"),
        [
          "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
          "2",
          "-keyout", folder.appending(path: "page-key.pem").path, "-out", authority, "-subj", "/CN=localhost",
          "-addext",
          "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ], errors: .nothing)
      try #require(made.exitCode == 0)
      // The key is the service's alone.
      try FileManager.default.setAttributes(
        [.ownerAccountID: Int(council.keeper.number), .posixPermissions: 0o400],
        ofItemAtPath: folder.appending(path: "page-key.pem").path)
      council.site = "listen: \"127.0.0.1:0\", certificate-file: page.pem, key-file: page-key.pem"
      try council.write(people: "", elections: [])
      try council.adoptFirst()
      gate = try council.startGate()
      let log = try council.logged()
      let found = try #require(log.firstRange(of: "https://127.0.0.1:"), "\(log)")
      address = "https://127.0.0.1:" + log[found.upperBound...].prefix { $0.isNumber }
    }

    func token(for account: TestAccount, _ scope: String, _ more: String...) throws -> String {
      let made = try council.run(
        nil, ["token", "add", "--for", account.name, "--scope", scope, "--format", "json"] + more)
      let id = try #require(made.object["id"] as? String, "\(made.errors)")
      // Its own person takes it up, whom the kernel names.
      let accepted = try council.run(as: account, "token", "accept", id)
      try #require(accepted.status == 0, "\(accepted.errors)")
      return try #require(made.object["token"] as? String)
    }

    /// A command as it is given on another machine: under an account that the service does not know.
    func ask(_ token: String?, _ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
      var surroundings = ["PORTCULLIS_CA_FILE": authority].merging(environment) { $1 }
      surroundings["PORTCULLIS_TOKEN"] = token
      return try council.run(
        Identity(council.stranger), arguments + ["--service", address], environment: surroundings)
    }

    /// The status of an answer of the API, and its text.
    func get(_ path: String, _ token: String?) throws -> (status: Int, body: String) {
      let header = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
      let outcome = try ChildProcess.outcome(
        of: URL(filePath: "/usr/bin/env"),
        ["curl", "-s", "--cacert", authority, "-w", "\n%{http_code}"] + header + [address + path], errors: .nothing)
      let lines = outcome.output.split(
        separator: "\n", omittingEmptySubsequences: false)
      return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
    }
  }

  @Test func `A-02: a token names its person, whatever else is sent, and does no more than its scope`() throws {
    let secured = try Secured()
    let council = secured.council
    let write = try secured.token(for: council.author, "write")
    let read = try secured.token(for: council.author, "read")
    let status = try secured.ask(read, "service", "status", "--format", "json")
    #expect(status.object["login"] as? String == council.author.name, "\(status.output)\(status.errors)")
    #expect(try secured.ask(read, "post", "list").status == 0)
    let refused = try secured.ask(read, "post", "add", "website", "--at", "now", "--text", "Bins")
    #expect(refused.status == 77 && refused.errors.contains("questions alone"), "\(refused.errors)")
    let added = try secured.ask(write, "post", "add", "website", "--at", "now", "--text", "Bins", "--format", "json")
    #expect(added.status == 0, "\(added.errors)")
    let log = try council.run(as: council.author, "audit", "list", "--format", "json").output
    #expect(log.contains("\(council.author.name) by token 1"))
    // One's own post stays one's own, by whichever way.
    let own = try secured.ask(write, "post", "approve", "1", "--seen", "1")
    #expect(own.status == 77, "\(own.errors)")
    for (arguments, environment) in [
      (["post", "approve", "1", "--seen", "1", "--as", council.head.name], [:]),
      (["post", "approve", "1", "--seen", "1"], ["USER": council.head.name, "PORTCULLIS_AS": council.head.name]),
    ] {
      let outcome = try council.run(
        Identity(council.stranger), arguments + ["--service", secured.address],
        environment: ["PORTCULLIS_CA_FILE": secured.authority, "PORTCULLIS_TOKEN": write].merging(environment) { $1 })
      #expect(outcome.status == 77, "\(arguments): \(outcome.errors)")
    }
    let head = try secured.token(for: council.head, "write")
    #expect(try secured.ask(head, "post", "show", "1").status == 0)
    let approved = try secured.ask(head, "post", "approve", "1")
    #expect(approved.status == 0, "\(approved.errors)")
    #expect(try council.eventually { try council.published().contains("Bins") })
  }

  @Test func `A-02: nothing else opens: no token, a wrong one, one that is over, revoked, or its person's who left`()
    throws
  {
    let secured = try Secured()
    let council = secured.council
    let token = try secured.token(for: council.head, "read")
    #expect(try secured.get("/api/v1/posts", nil).status == 401)
    #expect(try secured.get("/api/v1/posts", "pk_" + String(repeating: "0", count: 64)).status == 401)
    #expect(try secured.get("/api/v1/posts", "nonsense").status == 401)
    #expect(try secured.get("/api/v1/posts", token).status == 200)
    #expect(try secured.get("/api/v1/status", nil).status == 200, "what is public needs none")
    let without = try secured.ask(nil, "post", "list")
    #expect(without.status == 64 && without.errors.contains("PORTCULLIS_TOKEN_FILE"), "\(without.errors)")

    let short = try secured.token(
      for: council.head, "read", "--expires", Date(timeIntervalSinceNow: 4).formatted(.iso8601))
    #expect(try secured.ask(short, "post", "list").status == 0)
    #expect(try council.eventually { try secured.ask(short, "post", "list").status == 77 })
    let second = try secured.token(for: council.head, "read")
    let revoked = try council.run(as: nil, "token", "revoke", "3", "--reason", "Lost")
    #expect(revoked.status == 0, "\(revoked.errors)")
    let after = try secured.ask(second, "post", "list")
    #expect(after.status == 77 && after.errors.contains("opens nothing"), "\(after.errors)")
    #expect(try secured.ask(token, "post", "list").status == 0)
    // with the register, at once.
    try council.write(people: "", elections: [], headLeftOn: "2026-01-01")
    _ = try council.run(as: nil, "adopt")
    #expect(try secured.ask(token, "post", "list").status == 77)
    let listed = try council.run(as: nil, "token", "list", "--format", "json").object["tokens"] as? [[String: Any]]
    let states = listed?.compactMap { $0["state"] as? String } ?? []
    #expect(states.prefix(2) == ["revoked", "expired"] && ["dropped", "revoked"].contains(states.last), "\(states)")
  }

  @Test func `G-41: whoever makes a token for another is not the other by it`() throws {
    let secured = try Secured()
    let council = secured.council
    let post = try council.add("Bins")
    let made = try council.run(
      nil, ["token", "add", "--for", council.head.name, "--scope", "write", "--format", "json"])
    #expect(made.object["pending"] as? Bool == true, "\(made.output)")
    let token = try #require(made.object["token"] as? String)
    #expect(try secured.get("/api/v1/posts", token).status == 401)
    #expect(try secured.ask(token, "post", "approve", post, "--seen", "1").status == 77)
    // Neither its maker takes it up, nor anybody by another token.
    #expect(try council.run(as: nil, "token", "accept", "1").status == 77)
    let own = try secured.token(for: council.author, "write")
    #expect(try secured.ask(own, "token", "accept", "1").status == 77)
    let byToken = try secured.ask(own, "token", "add", "--for", council.director.name, "--scope", "write")
    #expect(byToken.status == 77, "\(byToken.errors)")
    #expect(try council.run(as: council.head, "token", "accept", "1").status == 0)
    #expect(try secured.get("/api/v1/posts", token).status == 200)
  }

  @Test func `A-08: a token does not come back with the login, nor out of a copy of the store`() throws {
    let secured = try Secured()
    let council = secured.council
    let token = try secured.token(for: council.head, "read")
    let copy = council.folder.url.appending(path: "state/copy").path
    let backup = try council.run(as: council.keeper, "store", "backup", copy + "/")
    #expect(backup.status != 0 || FileManager.default.fileExists(atPath: copy))
    try council.write(people: "", elections: [], headLeftOn: "2026-01-01")
    _ = try council.run(as: nil, "adopt")
    #expect(try council.eventually { try secured.get("/api/v1/posts", token).status == 401 })
    try council.write(people: "", elections: [])
    _ = try council.run(as: nil, "adopt")
    _ = try council.run(as: nil, "adopt", "--confirm-opening", "--reason", "Back again")
    #expect(try council.run(as: council.head, "post", "list").status == 0, "the person is back")
    #expect(try secured.get("/api/v1/posts", token).status == 401, "and the token is not")
  }

  @Test func `A-01: a token is told once, kept nowhere, made by administrators alone, and paced`() throws {
    let secured = try Secured()
    let council = secured.council
    let token = try secured.token(for: council.author, "read")
    let folder = council.folder.url.appending(path: "state/store")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      guard let bytes = FileManager.default.contents(atPath: folder.appending(path: file).path) else { continue }
      #expect(bytes.firstRange(of: Data(token.utf8)) == nil, "\(file) holds it")
    }
    #expect(try !council.logged().contains(token))
    #expect(try !council.run(as: nil, "audit", "list", "--format", "json").output.contains(token))
    let own = try council.run(as: council.author, "token", "add", "--for", council.author.name, "--scope", "write")
    #expect(own.status == 77, "\(own.errors)")
    let stranger = try council.run(as: nil, "token", "add", "--for", council.stranger.name, "--scope", "read")
    #expect(stranger.status == 77 && stranger.errors.contains("not on the list"), "\(stranger.errors)")
    // Anybody gives up their own.
    #expect(try council.run(as: council.head, "token", "revoke", "1", "--reason", "r").status == 77)
    #expect(try council.run(as: council.author, "token", "revoke", "1", "--reason", "r").status == 0)
    let other = try secured.token(for: council.author, "read")
    var codes: [Int: Int] = [:]
    let script = """
      import http.client, ssl, sys, collections
      context = ssl.create_default_context(cafile=sys.argv[2])
      host, port = sys.argv[1].removeprefix("https://").split(":")
      connection = http.client.HTTPSConnection(host, int(port), context=context)
      seen = collections.Counter()
      for _ in range(60):
          connection.request("GET", "/api/v1/posts", headers={"Authorization": "Bearer " + sys.argv[3]})
          answer = connection.getresponse(); answer.read(); seen[answer.status] += 1
      print(*(f"{code} {count}" for code, count in seen.items()), sep="\\n")
      """
    let output = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"), ["python3", "-c", script, secured.address, secured.authority, other])
    for line in output.split(separator: "\n") {
      let parts = line.split(separator: " ").compactMap { Int($0) }
      if parts.count == 2 { codes[parts[0]] = parts[1] }
    }
    #expect(Set(codes.keys) == [200, 429] && (codes[200] ?? 0) >= 20, "\(codes)")
  }
}
