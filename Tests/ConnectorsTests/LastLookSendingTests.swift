import Elections
import Foundation
import Publishing
import Synchronization
import TestSupport
import Testing
@testable import Connectors

/// A permit that stands in time and that something has closed meanwhile: no connector lets a byte leave under it.
@Suite struct LastLookSendingTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Answers the first looks as it is told, and counts them.
  private final class Looks: Sendable {
    private let asked = Mutex(0)
    private let refusedFrom: Int
    init(refusedFrom: Int = 1) { self.refusedFrom = refusedFrom }
    var count: Int { asked.withLock { $0 } }
    var look: @Sendable () async -> LastLook.Refusal? {
      {
        let number = self.asked.withLock { asked in
          asked += 1
          return asked
        }
        return number >= self.refusedFrom ? .paused : nil
      }
    }
  }

  private static func commit(_ connector: some Connector, _ looks: Looks, clock: @escaping @Sendable () -> Instant)
    async throws -> CommitOutcome
  {
    let plan = try connector.plan(Sample.post())
    return await connector.commit(
      Prepared(plan: plan), under: Sample.permit(for: plan, from: clock(), look: looks.look))
  }

  @Test func `G-20: a webhook's request is withheld over a connection that stands`() async throws {
    let receiver = try WebhookReceiver(in: folder)
    let connector = WebhookConnector(
      channel: "website", url: receiver.url(), secret: SecretSource(.file(receiver.secretsFile), folder: "/"),
      receiverDedupes: false, transport: HTTPTransport(addressGuard: AddressGuard()), now: TestClock().now)
    let looks = Looks()
    let outcome = try await Self.commit(connector, looks, clock: TestClock().now)
    #expect(outcome.name == "notSent" && looks.count == 1, "\(outcome)")
    #expect(try receiver.attempts().isEmpty)
    #expect(try await Self.commit(connector, Looks(refusedFrom: 2), clock: TestClock().now).name != "notSent")
    #expect(try receiver.attempts().count == 1)
  }

  @Test func `G-20: a feed's new file is thrown away before readers see it`() async throws {
    let path = folder.path("news.atom")
    let connector = FeedConnector(
      channel: "website", path: path, title: "News", settings: FeedSettings(path: path),
      media: FeedTests.Bench.media, published: { _ in [] }, now: TestClock().now)
    let looks = Looks()
    #expect(try await Self.commit(connector, looks, clock: TestClock().now).name == "notSent")
    #expect(looks.count == 1 && !FileManager.default.fileExists(atPath: path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
    #expect(try await Self.commit(connector, Looks(refusedFrom: 2), clock: TestClock().now).name == "published")
  }

  @Test func `G-20: a mail is withdrawn before its final dot`() async throws {
    let mail = ScriptedMail()
    let connector = EmailConnector(
      channel: "website",
      settings: EmailSettings(
        host: "mail.example.org", port: 587, security: .startTLS, login: nil, from: "news@example.org",
        to: "list@example.org"),
      transport: mail, password: nil, media: MediaSource { _ in [] }, now: TestClock().now)
    let looks = Looks(refusedFrom: 2)
    #expect(try await Self.commit(connector, looks, clock: TestClock().now).name == "notSent")
    #expect(looks.count == 2 && mail.sent.isEmpty)
  }

  @Test func `G-20: a council's program is not started`() async throws {
    let program = folder.path("publish")
    let source = try folder.write("#!/bin/sh\ntouch \(folder.path("ran"))\necho '{\"id\": \"1\"}'\n", to: "source")
    _ = try PythonServer.output(of: URL(filePath: "/usr/bin/install"), ["-m", "755", source, program])
    let connector = CommandConnector(
      channel: "website",
      settings: CommandSettings(program: program, timeout: .seconds(10), canFind: false, dedupes: false),
      program: program, media: MediaSource { _ in [] }, mediaFolder: "/", now: TestClock().now)
    let looks = Looks()
    #expect(try await Self.commit(connector, looks, clock: TestClock().now).name == "notSent")
    #expect(looks.count == 1 && !FileManager.default.fileExists(atPath: folder.path("ran")))
    #expect(try await Self.commit(connector, Looks(refusedFrom: 2), clock: TestClock().now).name == "published")
  }
}
