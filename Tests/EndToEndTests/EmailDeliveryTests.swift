import Connectors
import Elections
import Foundation
import Glibc
import Publishing
import TestSupport
import Testing
import Texts

/// Against a real mail server, with and without the proxy that breaks sessions.
@Suite(.enabled(if: Servers.areUp), .serialized) struct EmailDeliveryTests {
  private static let picture = [UInt8]((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

  private static func connector(
    port: String = "SMTP_PORT", host: String = "localhost", security: EmailSettings.Security = .startTLS,
    to: String = "list@example.test", password: String? = nil, isTrusted: Bool = true,
    timeouts: MailTimeouts = MailTimeouts()
  ) throws -> EmailConnector {
    let password = try password ?? Servers.value("SMTP_PASSWORD")
    guard let number = Int(try Servers.value(port)) else { throw Servers.MissingServer(name: port) }
    let settings = EmailSettings(
      host: host, port: number, security: security,
      login: EmailSettings.Login(user: try Servers.value("SMTP_USER"), password: .environment("P")),
      from: "Council News <news@example.test>", to: to)
    return EmailConnector(
      channel: "list", settings: settings,
      transport: SMTPClient(
        settings: settings, addressGuard: AddressGuard(),
        trustRootsFile: isTrusted ? try Servers.value("TEST_CA_FILE") : nil, timeouts: timeouts),
      password: SecretSource(.environment("P"), folder: "/") { _ in password },
      media: MediaSource { _ in picture }, now: Servers.now)
  }

  private static func post(
    _ text: String = "Bins are collected on Friday.", title: String? = nil, media: [MediaItem] = []
  ) -> ReleasedPost {
    var generator = SystemRandomNumberGenerator()
    return ReleasedPost(
      name: DeliveryName(post: PostID(12), channel: "list"), revision: 1, key: .random(using: &generator),
      due: Instant(secondsSince1970: 1_795_366_800), content: PostContent(text: text, title: title, media: media))
  }

  private static func messages(_ post: ReleasedPost) throws -> [Maildir.Message] {
    try Maildir.messages("<\(post.key.text)@example.test>")
  }

  // MARK: What arrives

  @Test func `C-22: text that begins with dots, long lines, signs and pictures arrive as they were`() async throws {
    let text = [
      ".", "..", ".hidden", "a", "From here on", "= =20", "trailing ",
      String(repeating: "Bins – ŵythnos £5 ", count: 300),
      String(repeating: "x", count: 3000), "👩‍👩‍👧‍👦",
    ].joined(separator: "\n")
    let item = MediaItem(
      hash: ContentHash(of: Self.picture), fileName: "biniau ŵ.jpg", mediaType: "image/jpeg", alt: "Green bins – full",
      byteCount: Self.picture.count)
    let post = Self.post(text, title: "Biniau – dydd Gwener £5 \(String(repeating: "ŵ", count: 80))", media: [item])
    let end = try await Delivering(try Self.connector()).run(post)
    #expect(end.receipt?.remoteID == "<\(post.key.text)@example.test>", "\(end)")
    let messages = try Self.messages(post)
    let message = try #require(messages.first)
    #expect(messages.count == 1 && message.defects.isEmpty, "\(message.defects)")
    #expect(message.text.hasPrefix(text + "\n\nPicture: Green bins – full"))
    #expect(
      message.html.contains("<br/>..<br/>.hidden<br/>") && message.html.contains(String(repeating: "x", count: 3000)))
    #expect(message.subject == post.content.title && message.from == "Council News <news@example.test>")
    #expect(message.to == "list@example.test" && message.auto == "auto-generated")
    #expect(message.date == "Sun, 22 Nov 2026 17:00:00 +0000")
    #expect(message.longestLine <= 78)
    #expect(
      message.attachments == [
        Maildir.Attachment(
          name: item.shortName, type: "image/jpeg", description: "Green bins – full",
          base64: Data(Self.picture).base64EncodedString())
      ])
  }

  @Test func `a title cannot add a header or a recipient`() async throws {
    let post = Self.post(title: "Bins\r\nBcc: everyone@example.test\r\nSubject: Other")
    #expect(try await Delivering(try Self.connector()).run(post).receipt != nil)
    let message = try #require(try Self.messages(post).first)
    #expect(message.subject == "Bins Bcc: everyone@example.test Subject: Other" && message.defects.isEmpty)
    #expect(message.to == "list@example.test")
  }

  @Test func `a large message goes through whole`() async throws {
    let text = String(repeating: "All work and no play makes bins a dull topic.\n", count: 40_000)
    let post = Self.post(text)
    #expect(try await Delivering(try Self.connector()).run(post).receipt != nil)
    // The last line's end belongs to the boundary.
    #expect(try Self.messages(post).first?.text == String(text.dropLast()))
  }

  // MARK: What the server answers

  @Test(arguments: [
    ("greylisted@example.test", nil, "not sent: localhost answered 451: “4.7.1 try again later”"),
    ("bounce@example.test", nil, "the channel is refused: localhost answered 550 to the recipient"),
    ("list@example.test", "[reject] Bins", "undecided: localhost answered 554 to the message"),
    ("list@example.test", "[defer] Bins", "not sent: localhost answered 451 to the message"),
  ])
  func `a refusal is told with its code, and nothing arrives`(to: String, title: String?, words: String) async throws {
    let post = Self.post(title: title)
    let end = try await Delivering(try Self.connector(to: to)).run(post, attempts: 2)
    guard case .other(let reason) = end else { return #expect(Bool(false), "\(end)") }
    #expect(reason.hasPrefix(words), "\(reason)")
    #expect(try Self.messages(post).isEmpty)
  }

  @Test func `a wrong password needs a login, and stands in no reason`() async throws {
    let post = Self.post()
    let end = try await Delivering(try Self.connector(password: "hunter2-wrong")).run(post)
    guard case .other(let reason) = end else { return #expect(Bool(false), "\(end)") }
    #expect(reason.hasPrefix("needs login: localhost answered 535") && !reason.contains("hunter2"), "\(reason)")
    #expect(try Self.messages(post).isEmpty)
  }

  @Test func `C-32: a certificate for another name, or of an unknown authority, sends nothing`() async throws {
    let post = Self.post()
    for connector in [try Self.connector(host: "127.0.0.1"), try Self.connector(isTrusted: false)] {
      let end = try await Delivering(connector).run(post, attempts: 1)
      guard case .other(let reason) = end else { return #expect(Bool(false), "\(end)") }
      #expect(reason.hasPrefix("not sent: The "), "\(reason)")
      #expect(reason.contains("certificate"), "\(reason)")
    }
    #expect(try Self.messages(post).isEmpty)
  }

  @Test func `without TLS a login goes to this machine only, and works there`() async throws {
    let post = Self.post()
    let end = try await Delivering(try Self.connector(host: "127.0.0.1", security: .none)).run(post)
    #expect(end.receipt != nil, "\(end)")
    #expect(try Self.messages(post).count == 1)
  }

  @Test func `a test logs in by STARTTLS, and a wrong password is told`() async throws {
    let good = try await Self.connector().test()
    #expect(good.isUsable && good.findings.first?.contains("accepts the login of") == true, "\(good.findings)")
    let bad = try await Self.connector(password: "hunter2-wrong").test()
    #expect(!bad.isUsable && bad.findings.first?.contains("535") == true, "\(bad.findings)")
    let wrongName = try await Self.connector(host: "127.0.0.1").test()
    #expect(!wrongName.isUsable && wrongName.findings.first?.contains("certificate") == true)
  }

  // MARK: The network on a bad day

  struct Cut: Sendable, CustomStringConvertible {
    let rule: String
    /// Sent again, and then published; else a person's question for good.
    let recovers: Bool
    let arrivals: Int
    var description: String { rule }
  }

  @Test(arguments: [
    Cut(rule: "mode=drop-before-request", recovers: true, arrivals: 1),
    Cut(rule: "mode=drop-before-request&how=close", recovers: true, arrivals: 1),
    Cut(rule: "mode=reject", recovers: true, arrivals: 1),
    Cut(rule: "mode=drop-after-request", recovers: false, arrivals: 0),
    Cut(rule: "mode=drop-after-request&how=close", recovers: false, arrivals: 0),
    Cut(rule: "mode=deliver-late&seconds=1", recovers: false, arrivals: 1),
    Cut(rule: "mode=drop-before-response", recovers: false, arrivals: 1),
    Cut(rule: "mode=drop-before-response&how=close", recovers: false, arrivals: 1),
    Cut(rule: "mode=drop-mid-response", recovers: false, arrivals: 1),
    Cut(rule: "mode=delay-request&seconds=3", recovers: false, arrivals: 1),
    Cut(rule: "mode=delay-response&seconds=3", recovers: false, arrivals: 1),
  ])
  func `C-01: however the session breaks, the list gets the post at most once`(cut: Cut) async throws {
    let cutter = Cutter(front: "smtp")
    try await cutter.clear()
    try await cutter.set(cut.rule)
    let post = Self.post()
    let connector = try Self.connector(port: "SMTP_CUT_PORT", timeouts: MailTimeouts(end: .seconds(2)))
    let end = try await Delivering(connector).run(post)
    if cut.recovers {
      #expect(end.receipt != nil, "\(end)")
    } else {
      guard case .uncertain = end else { return #expect(Bool(false), "\(end)") }
    }
    #expect(try Self.arrivals(post, atLeast: cut.arrivals) == cut.arrivals)
    try await cutter.clear()
  }

  @Test func `a server that refuses connections is tried again, and the post goes out once it does not`() async throws {
    let cutter = Cutter(front: "smtp")
    try await cutter.set("mode=refuse")
    let post = Self.post()
    let connector = try Self.connector(port: "SMTP_CUT_PORT")
    let end = try await Delivering(connector).run(post)
    guard case .other(let reason) = end else { return #expect(Bool(false), "\(end)") }
    #expect(reason.hasPrefix("not sent: localhost refused the connection"), "\(reason)")
    try await cutter.clear()
    #expect(try await Delivering(connector).run(post).receipt != nil)
    #expect(try Self.messages(post).count == 1)
  }

  @Test func `C-32: TLS from the first byte is verified as well`() async throws {
    let address = try #require(URL(string: try Servers.value("WEBHOOK_CUT_TLS_URL")))
    func test(_ host: String) async throws -> ChannelTest {
      let settings = EmailSettings(
        host: host, port: try #require(address.port), security: .tls, login: nil, from: "a@example.test",
        to: "b@example.test")
      let client = SMTPClient(
        settings: settings, addressGuard: AddressGuard(), trustRootsFile: try Servers.value("TEST_CA_FILE"),
        timeouts: MailTimeouts(reply: .seconds(1)))
      return await EmailConnector(
        channel: "list", settings: settings, transport: client, password: nil, media: MediaSource { _ in [] },
        now: Servers.now
      ).test()
    }
    let wrongName = try await test("127.0.0.1")
    #expect(!wrongName.isUsable && wrongName.findings.first?.contains("certificate") == true, "\(wrongName)")
    // The certificate is good, and what is behind it speaks HTTP.
    let silent = try await test("localhost")
    #expect(silent.findings.first?.contains("did not answer in time before it greeted") == true, "\(silent)")
  }

  /// 4xx must be believed, and a server that has taken the message in all the same makes a second copy of it: the
  /// price of the standard. The copies have one Message-ID, by which a list can tell.
  @Test func `a server that lies about having refused is believed, and the copy has the same Message-ID`() async throws
  {
    let cutter = Cutter(front: "smtp")
    try await cutter.clear()
    try await cutter.set("mode=error-after-success")
    let post = Self.post()
    let end = try await Delivering(try Self.connector(port: "SMTP_CUT_PORT")).run(post, attempts: 1)
    guard case .other(let reason) = end else { return #expect(Bool(false), "\(end)") }
    #expect(reason.hasPrefix("not sent: localhost answered 451 to the message"), "\(reason)")
    #expect(try Self.arrivals(post, atLeast: 1) == 1)
    try await cutter.clear()
  }

  /// How many came in, once so many have: a late one takes its time.
  private static func arrivals(_ post: ReleasedPost, atLeast count: Int) throws -> Int {
    var found = try messages(post).count
    for _ in 0..<50 where found < count {
      usleep(100_000)
      found = try messages(post).count
    }
    return found
  }
}
