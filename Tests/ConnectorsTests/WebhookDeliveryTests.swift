import Elections
import Foundation
import Publishing
import Synchronization
import TestSupport
import Testing
@testable import Connectors

/// Deliveries over loopback to a receiver that verifies by the reference library.
@Suite struct WebhookDeliveryTests {
  private struct Bench {
    let folder: ScratchFolder
    let receiver: WebhookReceiver

    init(secrets: String = WebhookReceiver.secret, certificate: ((ScratchFolder) throws -> (String, String))? = nil)
      throws
    {
      folder = try ScratchFolder()
      let pair = try certificate?(folder)
      receiver = try WebhookReceiver(in: folder, secrets: secrets, certificate: pair.map { (file: $0.0, key: $0.1) })
    }

    func connector(
      host: String = "127.0.0.1", fault: String? = nil, addressGuard: AddressGuard = AddressGuard(),
      trusting trustRootsFile: String? = nil, timeouts: PhaseTimeouts = PhaseTimeouts(),
      now: @escaping @Sendable () -> Instant = TestClock.real
    ) -> WebhookConnector {
      WebhookConnector(
        channel: "website", url: receiver.url(host: host, fault: fault),
        secret: SecretSource(.file(receiver.secretsFile), folder: "/"), receiverDedupes: true,
        transport: HTTPTransport(addressGuard: addressGuard, trustRootsFile: trustRootsFile), timeouts: timeouts,
        now: now)
    }
  }

  /// With a permit that a slow machine does not outlive.
  private static func commit(_ connector: WebhookConnector, _ post: ReleasedPost) async throws -> CommitOutcome {
    let plan = try connector.plan(post)
    let permit = Sample.permit(for: plan, from: TestClock.real().adding(seconds: 3600))
    return await connector.commit(Prepared(plan: plan), under: permit)
  }

  private static func post() -> ReleasedPost { Sample.post("Bins: “Friday” – 🗑️\n", key: Sample.random()) }

  @Test func `a delivery is accepted by the reference library, and a second one is known as a duplicate`() async throws
  {
    let bench = try Bench()
    let post = Self.post()
    let first = try await Self.commit(bench.connector(), post)
    #expect(first.receipt?.remoteID == post.key.text, "\(first)")
    #expect(try await Self.commit(bench.connector(host: "localhost"), post).receipt != nil)
    let attempts = try bench.receiver.attempts()
    #expect(attempts.map(\.accepted) == [true, false] && attempts.map(\.duplicate) == [false, true])
    #expect(attempts.map(\.refusal) == [nil, nil])
    #expect(attempts[0].body == String(decoding: try bench.connector().plan(post).payload, as: UTF8.self))
    #expect(attempts[0].headers["content-type"] == "application/json")
    #expect(attempts[0].headers["user-agent"] == "Portcullis/0.1")
  }

  @Test func `while secrets change, a receiver that knows either accepts, and one that knows neither does not`()
    async throws
  {
    let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    let bench = try Bench(secrets: other)
    let ours = try bench.folder.write("\(WebhookReceiver.secret)\n\(other)\n", to: "ours")
    func connector(_ file: String) -> WebhookConnector {
      WebhookConnector(
        channel: "website", url: bench.receiver.url(), secret: SecretSource(.file(file), folder: "/"),
        receiverDedupes: true, transport: HTTPTransport(addressGuard: AddressGuard()), now: TestClock.real)
    }
    #expect(try await Self.commit(connector(ours), Self.post()).receipt != nil)
    try bench.folder.write(WebhookReceiver.secret, to: "ours")
    let refused = try await Self.commit(connector(ours), Self.post())
    #expect(refused.name == "needsLogin" && refused.reason.contains("No matching signature"), "\(refused)")
  }

  @Test(arguments: [
    ("drop-after-request", "uncertain", 0), ("drop-before-response", "uncertain", 1), ("cut-response", "uncertain", 1),
    ("error-after-success", "uncertain", 1), ("html", "uncertain", 1), ("endless-body", "uncertain", 1),
    ("endless-headers", "uncertain", 1), ("status&code=429&retry-after=60", "notSent", 0),
    ("status&code=410", "channelRefused", 0), ("status&code=401", "needsLogin", 0),
    ("status&code=307&location=/hook", "channelRefused", 0), ("status&code=302&location=/hook", "uncertain", 0),
    ("status&code=503&retry-after=1", "uncertain", 0),
  ])
  func `C-02, C-09, C-28, C-33: whatever goes wrong, one request is on the wire and its outcome is the right one`(
    fault: String, outcome: String, accepted: Int
  ) async throws {
    let bench = try Bench()
    let answer = try await Self.commit(bench.connector(fault: fault), Self.post())
    #expect(answer.name == outcome, "\(answer)")
    let attempts = try bench.receiver.attempts()
    #expect(attempts.count == 1)
    #expect(attempts.count(where: \.accepted) == accepted)
  }

  @Test func `C-01, C-07: after a lost answer the same id is sent again, and the receiver has one post`() async throws {
    let bench = try Bench()
    let post = Self.post()
    for fault in ["drop-before-response", "drop-after-request", "error-after-success"] {
      let lost = bench.connector(fault: fault)
      #expect(try await Self.commit(lost, post).name == "uncertain")
      #expect(await lost.find(Prepared(plan: try lost.plan(post))) == .absentForCertain)
    }
    #expect(try await Self.commit(bench.connector(), post).receipt != nil)
    let attempts = try bench.receiver.attempts()
    #expect(attempts.count == 4 && Set(attempts.map(\.id)) == [post.key.text])
    #expect(attempts.count(where: \.accepted) == 1)
  }

  @Test(arguments: [
    ("slow", PhaseTimeouts(read: .milliseconds(200))), ("slow", PhaseTimeouts(overall: .milliseconds(300))),
    ("drip", PhaseTimeouts(overall: .milliseconds(300))),
  ])
  func `C-33: an answer that does not come, or does not end, is given up and may have been sent`(
    fault: String, timeouts: PhaseTimeouts
  ) async throws {
    let bench = try Bench()
    let outcome = try await Self.commit(bench.connector(fault: fault, timeouts: timeouts), Self.post())
    #expect(outcome.name == "uncertain", "\(outcome)")
    #expect(try bench.receiver.attempts().count == 1)
  }

  @Test func `a refused connection was not sent, and is reported at once`() async throws {
    let bench = try Bench()
    bench.receiver.server.stop()
    for host in ["127.0.0.1", "localhost"] {
      let outcome = try await Self.commit(bench.connector(host: host), Self.post())
      #expect(outcome.name == "notSent" && outcome.reason.contains("refused the connection"), "\(outcome)")
    }
  }

  @Test func `C-14, C-16: a permit that ends while the connection is made keeps the request from leaving`() async throws
  {
    let bench = try Bench()
    // The connector looks three times: before it begins, when the name is known, when the connection stands.
    for looks in 0..<3 {
      let left = Mutex(looks)
      let permitUntil = Sample.due.adding(seconds: 1)
      let connector = bench.connector(now: {
        left.withLock { left in
          left -= 1
          return left >= 0 ? Sample.due : permitUntil
        }
      })
      let plan = try connector.plan(Self.post())
      let outcome = await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
      #expect(outcome.name == "notSent", "\(looks): \(outcome)")
    }
    #expect(try bench.receiver.attempts().isEmpty)
  }

  @Test func `C-31: a name that leads inside is refused before connecting; a checked one is where the request goes`()
    async throws
  {
    let bench = try Bench()
    let loopback = try #require(AddressBlock("127.0.0.0/8"))
    let inside: AddressGuard.Resolver = { _, _ in [.v4(0x7F00_0001)] }
    let refused = try await Self.commit(
      bench.connector(
        host: "hooks.example.test", addressGuard: AddressGuard(allowsInsecure: true, resolve: inside)), Self.post())
    #expect(refused.name == "notSent" && refused.reason.contains("a loopback address"), "\(refused)")
    #expect(try bench.receiver.attempts().isEmpty)
    // No name server knows this name: the request can only have followed the checked address.
    let sent = try await Self.commit(
      bench.connector(
        host: "hooks.example.test",
        addressGuard: AddressGuard(allowsInsecure: true, allowed: [loopback], resolve: inside)), Self.post())
    #expect(sent.receipt != nil, "\(sent)")
    #expect(try bench.receiver.attempts().first?.headers["host"] == "hooks.example.test:\(bench.receiver.server.port)")
  }

  // MARK: TLS

  private static func certificate(for name: String) -> (ScratchFolder) throws -> (String, String) {
    { folder in
      let (file, key) = (folder.path("certificate.pem"), folder.path("key.pem"))
      _ = try PythonServer.output(
        of: URL(filePath: "/usr/bin/env"),
        [
          "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
          "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", file,
        ])
      return (file, key)
    }
  }

  @Test func `C-32: a certificate of an unknown authority is refused, and one that is trusted is accepted`()
    async throws
  {
    let bench = try Bench(certificate: Self.certificate(for: "localhost"))
    let unknown = try await Self.commit(bench.connector(host: "localhost"), Self.post())
    #expect(unknown.name == "notSent" && unknown.reason.contains("certificate is not trusted"), "\(unknown)")
    #expect(try bench.receiver.attempts().isEmpty)
    let trusting = bench.connector(host: "localhost", trusting: bench.folder.path("certificate.pem"))
    let known = try await Self.commit(trusting, Self.post())
    #expect(known.receipt != nil, "\(known)")
  }

  @Test func `C-32: a certificate for another name is refused`() async throws {
    let bench = try Bench(certificate: Self.certificate(for: "other.example"))
    for host in ["localhost", "127.0.0.1"] {
      let connector = bench.connector(host: host, trusting: bench.folder.path("certificate.pem"))
      let outcome = try await Self.commit(connector, Self.post())
      #expect(outcome.name == "notSent" && outcome.reason.contains("is for another name"), "\(outcome)")
    }
    #expect(try bench.receiver.attempts().isEmpty)
  }
}
