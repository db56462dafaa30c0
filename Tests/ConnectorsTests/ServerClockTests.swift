import Connectors
import Elections
import Foundation
import Publishing
import TestSupport
import Testing

/// A receiver's clock as a witness.
@Suite struct ServerClockTests {
  private static let now = Instant(secondsSince1970: 1_800_000_000)

  /// Answers everything alike, and notes what it was asked.
  private struct ScriptedServer: Transport {
    let outcome: WireOutcome
    let asked: @Sendable (WireRequest, PhaseTimeouts) -> Void

    func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
      asked(request, timeouts)
      return outcome
    }
  }

  private static func ask(
    _ url: String, _ outcome: WireOutcome, isOwn: Bool = false,
    asked: @escaping @Sendable (WireRequest, PhaseTimeouts) -> Void = { _, _ in }
  ) async -> Instant? {
    let addressGuard = AddressGuard(allowsInsecure: true, resolve: { _, _ in [.v4(0x5DB8_D822)] })
    return await ServerClock(
      addressGuard: addressGuard, transport: ScriptedServer(outcome: outcome, asked: asked), isOwn: { _ in isOwn }
    ).time(of: url, now: now)?.instant
  }

  private static func answer(_ status: Int, _ headers: (String, String)...) -> WireOutcome {
    .response(WireResponse(status: status, headers: headers.map { ($0.0, $0.1) }))
  }

  private static let date = ("date", "Fri, 15 Jan 2027 08:00:01 GMT")

  @Test func `whatever a server answers over TLS, its date counts; the request changes nothing`() async {
    for status in [200, 301, 404, 405, 501] {
      let instant = await Self.ask("https://www.example.org:8443/hook?token=x", Self.answer(status, Self.date)) {
        request, timeouts in
        #expect(request.method == .head && request.url == "https://www.example.org:8443/" && request.body.isEmpty)
        #expect(!request.headers.contains { $0.name == "authorization" } && timeouts.overall == .seconds(5))
      }
      #expect(instant == Self.now.adding(seconds: 1))
    }
  }

  @Test func `plain http, this machine, a cache, and an answer without a date are no witnesses`() async {
    let good = Self.answer(200, Self.date)
    let never: @Sendable (WireRequest, PhaseTimeouts) -> Void = { _, _ in Issue.record("it was asked") }
    #expect(await Self.ask("http://www.example.org/", good, asked: never) == nil)
    #expect(await Self.ask("https://www.example.org/", good, isOwn: true, asked: never) == nil)
    #expect(await Self.ask("https://www.example.org/", Self.answer(200, Self.date, ("age", "4000"))) == nil)
    #expect(await Self.ask("https://www.example.org/", Self.answer(200)) == nil)
    #expect(await Self.ask("https://www.example.org/", Self.answer(200, ("date", "yesterday"))) == nil)
    #expect(await Self.ask("https://www.example.org/", .notSent("The certificate is not trusted.")) == nil)
    #expect(await Self.ask("https://www.example.org/", .maybeSent("lost")) == nil)
  }

  @Test func `this machine's own addresses are known`() {
    #expect(ServerClock.isOfThisMachine(.v4(0x7F00_0001)) && ServerClock.isOfThisMachine(.v4(0x7F12_3456)))
    #expect(!ServerClock.isOfThisMachine(.v4(0x5DB8_D822)))
  }

  @Test func `a real server is believed only under a certificate that is trusted`() async throws {
    let folder = try ScratchFolder()
    let (file, key) = (folder.path("certificate.pem"), folder.path("key.pem"))
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/env"),
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", file,
      ])
    let receiver = try WebhookReceiver(in: folder, certificate: (file: file, key: key))
    let addressGuard = AddressGuard()
    func ask(trusting roots: String?, isOwn: @escaping @Sendable (IPAddress) -> Bool) async -> Instant? {
      await ServerClock(
        addressGuard: addressGuard, transport: HTTPTransport(addressGuard: addressGuard, trustRootsFile: roots),
        isOwn: isOwn
      ).time(of: receiver.url(host: "localhost"), now: Self.now)?.instant
    }
    #expect(await ask(trusting: nil, isOwn: { _ in false }) == nil)
    #expect(await ask(trusting: file, isOwn: ServerClock.isOfThisMachine) == nil)
    let told = try #require(await ask(trusting: file, isOwn: { _ in false }))
    let real = Instant(secondsSince1970: Int64(Date().timeIntervalSince1970))
    #expect(real.since(told) < .seconds(10) && told.since(real) < .seconds(10))
    #expect(try receiver.attempts().isEmpty)
  }
}
