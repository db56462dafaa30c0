import Foundation
import Publishing
import Synchronization
import Testing
@testable import Connectors

/// The client against servers that misbehave; TLS and a server that behaves are for the delivery tests.
@Suite struct SMTPClientTests {
  private static func client(
    _ server: LineServer, security: EmailSettings.Security = .none, host: String = "127.0.0.1",
    reply: Duration = .seconds(600), end: Duration = .seconds(600)
  ) -> SMTPClient {
    // Long, since all tests begin at once and many block a thread: a server of this process may be minutes late.
    SMTPClient(
      settings: EmailSettings(
        host: host, port: server.port, security: security, login: nil, from: "a@example.org", to: "b@example.org"),
      addressGuard: AddressGuard { _, _ in [.v4(0x7F00_0001)] },
      timeouts: MailTimeouts(
        connect: .seconds(600), write: .seconds(600), reply: reply, end: end, conversation: .seconds(1200)))
  }

  private static let login = MailLogin(user: "news", password: Secret("hunter2"))

  private static func mail(
    _ message: String = "Subject: Bins\r\n\r\n.hidden\r\n", mayStart: @escaping @Sendable () -> Bool = { true }
  ) -> OutgoingMail {
    OutgoingMail(
      sender: "a@example.org", recipient: "b@example.org", message: Array(message.utf8), mayStart: mayStart)
  }

  /// A server that takes everything, but for what `other` answers.
  private static func server(
    offers: [String] = ["AUTH PLAIN LOGIN", "SIZE 1000"],
    but other: @escaping @Sendable (String) -> LineServer.Answer? = { _ in nil }
  ) async throws -> LineServer {
    let isData = Mutex(false)
    return try await LineServer { line in
      if let answer = other(line) { return answer }
      if isData.withLock({ $0 }) {
        guard line == "." else { return .nothing }
        isData.withLock { $0 = false }
        return .say("250 2.0.0 accepted")
      }
      switch line.split(separator: " ").first {
      case "EHLO":
        return .say((["250-mail.example.org"] + offers.map { "250-\($0)" } + ["250 HELP"]).joined(separator: "\r\n"))
      case "AUTH": return .say("235 2.7.0 welcome")
      case "DATA":
        isData.withLock { $0 = true }
        return .say("354 go on")
      case "QUIT": return .hangUp
      default: return .say("250 ok")
      }
    }
  }

  private static func name(_ outcome: MailOutcome) -> String {
    switch outcome {
    case .answered(let reply, let step): "\(reply.code) \(step)"
    case .notSent: "notSent"
    case .cannotLogIn: "cannotLogIn"
    case .tooLarge: "tooLarge"
    case .maybeSent: "maybeSent"
    }
  }

  private static func reason(_ outcome: MailOutcome) -> String {
    switch outcome {
    case .notSent(let reason), .cannotLogIn(let reason), .maybeSent(let reason): reason
    case .answered, .tooLarge: ""
    }
  }

  // MARK: What is said

  @Test func `a session says what RFC 5321 wants, in order, and stuffs the dots`() async throws {
    let server = try await Self.server()
    let outcome = await Self.client(server).send(Self.mail(), login: Self.login)
    #expect(Self.name(outcome) == "250 end")
    let expected = [
      "EHLO [127.0.0.1]", "AUTH PLAIN \(Data("\0news\0hunter2".utf8).base64EncodedString())",
      "MAIL FROM:<a@example.org> SIZE=26", "RCPT TO:<b@example.org>", "DATA", "Subject: Bins", "", "..hidden", ".",
    ]
    #expect(Array(server.received.prefix(expected.count)) == expected)
  }

  @Test func `AUTH LOGIN is used where nothing better is offered, and SIZE is left out where it is not`() async throws {
    let server = try await Self.server(offers: ["AUTH=LOGIN"]) { line in
      switch line {
      case "AUTH LOGIN": .say("334 VXNlcm5hbWU6")
      case Data("news".utf8).base64EncodedString(): .say("334 UGFzc3dvcmQ6")
      case Data("hunter2".utf8).base64EncodedString(): .say("235 welcome")
      default: nil
      }
    }
    #expect(Self.name(await Self.client(server).send(Self.mail(), login: Self.login)) == "250 end")
    #expect(server.received.contains("MAIL FROM:<a@example.org>"))
  }

  @Test func `a probe logs in, sends nothing, and tells what the server takes`() async throws {
    let server = try await Self.server()
    let envelope = MailEnvelope(sender: "a@example.org", recipient: "b@example.org")
    let outcome = await Self.client(server).probe(envelope, login: Self.login)
    guard case .ready(let told) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(told.largest == 1000 && told.logins == [.plain, .login])
    #expect(server.received.contains("RCPT TO:<b@example.org>") && server.received.contains("RSET"))
    #expect(!server.received.contains("DATA"))
  }

  // MARK: A gate that ends

  @Test(arguments: [(".", "maybeSent"), ("RCPT", "notSent")])
  func `C-29: whoever ends the gate waits for no server, and after the dot the mail is in doubt`(
    silentAt: String, name: String
  ) async throws {
    let (asked, tell) = AsyncStream.makeStream(of: Void.self)
    let server = try await Self.server { line in
      guard line.hasPrefix(silentAt), !line.hasPrefix("..") else { return nil }
      tell.yield()
      return .nothing
    }
    let client = Self.client(server)
    let sending = Task { await client.send(Self.mail(), login: Self.login) }
    for await _ in asked { break }
    sending.cancel()
    let outcome = await sending.value
    #expect(Self.name(outcome) == name && Self.reason(outcome).hasPrefix("The gate ended before"), "\(outcome)")
  }

  // MARK: How far it got

  static let stops: [(String, String, String)] = [
    ("EHLO", "502 what", "502 hello"), ("AUTH", "535 no", "535 login"), ("AUTH", "454 later", "454 login"),
    ("MAIL", "550 no", "550 sender"), ("RCPT", "451 later", "451 recipient"), ("RCPT", "550 no", "550 recipient"),
    ("DATA", "554 no", "554 data"), ("DATA", "250 odd", "250 data"), (".", "451 later", "451 end"),
    (".", "554 no", "554 end"), (".", "250-one\r\n250 two", "250 end"),
  ]

  @Test(arguments: stops)
  func `the first answer that does not go on ends the session and is told with its step`(
    verb: String, answer: String, name: String
  ) async throws {
    let server = try await Self.server { $0.hasPrefix(verb) && $0 != "..hidden" ? .say(answer) : nil }
    #expect(Self.name(await Self.client(server).send(Self.mail(), login: Self.login)) == name)
    if !name.hasSuffix("end") { #expect(!server.received.contains(".")) }
  }

  @Test(arguments: ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "Subject:"])
  func `lost before the final dot is not sent`(verb: String) async throws {
    let server = try await Self.server(offers: ["AUTH PLAIN"]) { $0.hasPrefix(verb) ? .hangUp : nil }
    // More than the system takes at once, so that the loss is seen while the message is on its way.
    let body = String(repeating: "x\r\n", count: verb == "Subject:" ? 4_000_000 : 1)
    let outcome = await Self.client(server).send(Self.mail("Subject: Bins\r\n\r\n\(body)"), login: Self.login)
    #expect(Self.name(outcome) == "notSent", "\(outcome)")
    #expect(Self.reason(outcome).contains("127.0.0.1"))
  }

  @Test(arguments: [
    LineServer.Answer.hangUp, .nothing, .say("what is this"), .say("999 odd"), .say("250-one\r\n251 two"), .say("25"),
    .say(String(repeating: "250-more\r\n", count: 200) + "250 end"), .say("250 " + String(repeating: "x", count: 5000)),
  ])
  func `without a whole answer to the final dot it may have been sent`(answer: LineServer.Answer) async throws {
    let server = try await Self.server { $0 == "." ? answer : nil }
    let outcome = await Self.client(server, end: .milliseconds(500)).send(Self.mail(), login: nil)
    #expect(Self.name(outcome) == "maybeSent", "\(outcome)")
    #expect(Self.reason(outcome).contains("it may have gone out"))
  }

  @Test func `a server that is silent, or that nobody runs, is not sent`() async throws {
    let silent = try await LineServer(greeting: "") { _ in .nothing }
    let outcome = await Self.client(silent, reply: .milliseconds(300)).send(Self.mail(), login: nil)
    #expect(Self.reason(outcome).contains("did not answer in time before it greeted"), "\(outcome)")
    let busy = try await LineServer(greeting: "554 go away") { _ in .nothing }
    #expect(Self.name(await Self.client(busy).send(Self.mail(), login: nil)) == "554 greeting")
    let refused = SMTPClient(
      settings: EmailSettings(
        host: "127.0.0.1", port: 1, security: .none, login: nil, from: "a@example.org", to: "b@example.org"),
      addressGuard: AddressGuard())
    #expect(Self.reason(await refused.send(Self.mail(), login: nil)).contains("refused the connection"))
  }

  // MARK: The permit

  @Test func `C-16: the permit is asked before the first byte, and without it nothing of the message leaves`()
    async throws
  {
    let server = try await Self.server()
    #expect(Self.name(await Self.client(server).send(Self.mail(mayStart: { false }), login: nil)) == "notSent")
    #expect(server.received.last == "DATA")
  }

  @Test func `C-16: the permit is asked again for the final dot, and without it the message is withdrawn`() async throws
  {
    let server = try await Self.server()
    let asked = Mutex(0)
    let mail = Self.mail(mayStart: {
      asked.withLock { asked in
        asked += 1
        return asked == 1
      }
    })
    let outcome = await Self.client(server).send(mail, login: nil)
    #expect(Self.name(outcome) == "notSent" && Self.reason(outcome).contains("withdrawn"))
    #expect(asked.withLock { $0 } == 2 && !server.received.contains(".") && !server.received.contains("QUIT"))
  }

  // MARK: Safety

  @Test func `C-32: where STARTTLS is wanted and not offered, nothing is said, the login least of all`() async throws {
    let server = try await Self.server()
    let outcome = await Self.client(server, security: .startTLS).send(Self.mail(), login: Self.login)
    #expect(Self.name(outcome) == "notSent" && Self.reason(outcome).contains("does not offer STARTTLS"))
    #expect(server.received.allSatisfy { $0.hasPrefix("EHLO") || $0 == "QUIT" })
  }

  @Test func `words that follow the answer to STARTTLS in the clear are taken for an attack`() async throws {
    let server = try await Self.server(offers: ["STARTTLS"]) {
      $0 == "STARTTLS" ? .say("220 go on\r\n250-mail.example.org\r\n250 AUTH PLAIN") : nil
    }
    let outcome = await Self.client(server, security: .startTLS).send(Self.mail(), login: Self.login)
    #expect(Self.reason(outcome).contains("more than it was asked"), "\(outcome)")
    #expect(!server.received.contains { $0.hasPrefix("AUTH") })
  }

  @Test func `C-32: a handshake that fails is not sent, by STARTTLS and by TLS from the first byte`() async throws {
    let server = try await Self.server(offers: ["STARTTLS"]) { $0 == "STARTTLS" ? .say("220 go on") : .nothing }
    let plain = try await Self.server()
    for (server, security) in [(server, EmailSettings.Security.startTLS), (plain, .tls)] {
      let outcome = await Self.client(server, security: security, reply: .seconds(2)).send(
        Self.mail(), login: Self.login)
      #expect(Self.name(outcome) == "notSent", "\(outcome)")
      #expect(!server.received.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }
  }

  @Test func `C-31: mail goes to a private address only where the channel allows it, and bare only to this machine`()
    async throws
  {
    let inside = try #require(IPAddress(text: "10.1.2.3"))
    let block = try #require(AddressBlock("10.1.0.0/16"))
    func address(_ host: String, _ guarded: AddressGuard) async throws(AddressProblem) -> IPAddress {
      try await guarded.address(of: host, within: .seconds(1))
    }
    let problem = try await #require(throws: AddressProblem.self) {
      try await address("mail.example.org", AddressGuard { _, _ in [inside] })
    }
    #expect(problem.description.contains("allow-networks"))
    #expect(try await address("Mail.example.org", AddressGuard(allowed: [block]) { _, _ in [inside] }) == inside)
    #expect(try await address("127.0.0.1", AddressGuard()) == .v4(0x7F00_0001))
    for host in ["127.0.0.2", "169.254.169.254", "", "a b", "mail.example.org:25", "[::1]"] {
      await #expect(throws: AddressProblem.self, "\(host)") { try await address(host, AddressGuard { _, _ in [] }) }
    }
    let bare = SMTPClient(
      settings: EmailSettings(
        host: "mail.example.org", port: 25, security: .none, login: nil, from: "a@example.org", to: "b@example.org"),
      addressGuard: AddressGuard(allowed: [block]) { _, _ in [inside] })
    #expect(Self.reason(await bare.send(Self.mail(), login: Self.login)).contains("unprotected"))
  }

  @Test func `C-33: a greeting without end is cut off`() async throws {
    for greeting in [String(repeating: "220-more\r\n", count: 1000), "220 " + String(repeating: "x", count: 100_000)] {
      let server = try await LineServer(greeting: greeting) { _ in .nothing }
      let outcome = await Self.client(server).send(Self.mail(), login: nil)
      #expect(Self.reason(outcome).contains("answered without end"), "\(outcome)")
    }
  }

  @Test func `a message larger than the server takes is not begun, and a server without a login we know gets none`()
    async throws
  {
    let server = try await Self.server(offers: ["SIZE 10", "AUTH CRAM-MD5"])
    #expect(Self.name(await Self.client(server).send(Self.mail(), login: nil)) == "tooLarge")
    #expect(Self.name(await Self.client(server).send(Self.mail(), login: Self.login)) == "cannotLogIn")
    #expect(!server.received.contains { $0.hasPrefix("MAIL") || $0.hasPrefix("AUTH") })
  }

  // MARK: Replies

  @Test func `replies are put together from any pieces`() throws {
    let text = Array("250-one\r\n250-two\r\n250 three\r\n354\n".utf8)
    for size in [1, 2, 7, text.count] {
      var (reader, replies) = (ReplyReader(), [MailReply]())
      for start in stride(from: 0, to: text.count, by: size) {
        replies += try reader.read(text[start..<min(start + size, text.count)])
      }
      #expect(replies == [MailReply(code: 250, lines: ["one", "two", "three"]), MailReply(code: 354, lines: [""])])
      #expect(reader.isBetweenReplies)
    }
  }

  @Test(arguments: ["hello\r\n", "25\r\n", "250x\r\n", "199 a\r\n", "650 a\r\n", "\r\n", "250-a\r\n550 b\r\n"])
  func `what is no reply is refused`(text: String) {
    var reader = ReplyReader()
    #expect(throws: ReplyProblem.self) { try reader.read(text.utf8) }
  }
}
