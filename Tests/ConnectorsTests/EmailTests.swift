import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct EmailTests {
  private static let password = "hunter2-\u{E9}"

  private static func connector(
    _ transport: some MailTransport = ScriptedMail(), from: String = "Council News <news@example.org>",
    to: String = "list@lists.example.org", password: String? = password, media: [UInt8] = Array("a".utf8),
    largest: Int = EmailConnector.usualLargest, clock: TestClock = TestClock()
  ) -> EmailConnector {
    EmailConnector(
      channel: "website",
      settings: EmailSettings(
        host: "mail.example.org", port: 587, security: .startTLS,
        login: EmailSettings.Login(user: "news", password: .environment("P")), from: from, to: to),
      transport: transport, password: SecretSource(.environment("P"), folder: "/") { _ in password },
      media: MediaSource { _ in media }, largest: largest, now: clock.now)
  }

  private static func commit(_ connector: EmailConnector, _ post: ReleasedPost = Sample.post()) async throws
    -> CommitOutcome
  {
    let plan = try connector.plan(post)
    return await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
  }

  /// The message as it would leave.
  private static func message(_ post: ReleasedPost, from: String = "Council News <news@example.org>") async throws
    -> String
  {
    let transport = ScriptedMail()
    _ = try await commit(connector(transport, from: from), post)
    return String(decoding: try #require(transport.sent.first).message, as: UTF8.self)
  }

  // MARK: The message

  @Test func `a message without pictures is, to the letter, what the plan says`() async throws {
    let key = Sample.post().key.text
    let text = try await Self.message(Sample.post("Bins: £5 – “Friday”", title: "Bins", link: "https://example.org/b"))
    #expect(
      text
        == """
        From: "Council News" <news@example.org>
        To: list@lists.example.org
        Subject: Bins
        Date: Sun, 22 Nov 2026 17:00:00 +0000
        Message-ID: <\(key)@example.org>
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: multipart/alternative;
         boundary="=_\(key)_a"

        --=_\(key)_a
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Bins: =C2=A35 =E2=80=93 =E2=80=9CFriday=E2=80=9D

        https://example.org/b
        --=_\(key)_a
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <!DOCTYPE html>
        <html><head><meta charset=3D"utf-8"><title>Bins</title></head>
        <body><p>Bins: =C2=A35 =E2=80=93 =E2=80=9CFriday=E2=80=9D</p>
        <p><a href=3D"https://example.org/b">https://example.org/b</a></p></body></=
        html>
        --=_\(key)_a--

        """.replacing("\n", with: "\r\n"))
  }

  @Test func `pictures are attached with their descriptions, which the text repeats`() async throws {
    let text = try await Self.message(Sample.post(media: [Sample.picture(alt: "Green bins – full")]))
    let key = Sample.post().key.text
    #expect(text.contains("Content-Type: multipart/mixed;\r\n boundary=\"=_\(key)_m\"\r\n\r\n--=_\(key)_m\r\n"))
    let part = """
      --=_\(key)_m
      Content-Type: image/jpeg
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment;
       filename="\(Sample.picture(alt: "").shortName)"
      Content-Description: =?UTF-8?B?R3JlZW4gYmlucyDigJMgZnVsbA==?=

      YQ==
      --=_\(key)_m--

      """
    #expect(text.hasSuffix(part.replacing("\n", with: "\r\n")))
    #expect(text.contains("Picture: Green bins =E2=80=93 full\r\n"))
  }

  @Test func `the plan is the same for the same post, says what it is for, and holds no picture and no password`()
    async throws
  {
    let post = Sample.post(media: [Sample.picture(alt: "Bins")])
    let plan = try Self.connector().plan(post)
    #expect(try Self.connector().plan(post) == plan)
    let payload = String(decoding: plan.payload, as: UTF8.self)
    #expect(payload.hasPrefix(#"{"connector":"email","version":1,"id":"<\#(post.key.text)@example.org>","#))
    #expect(!payload.contains("YQ==") && !payload.contains("hunter2"))
    #expect(MailMessage(plan)?.payload == plan.payload)
    let foreign = SendPlan(post: post, payload: Array(#"{"connector":"webhook","version":1}"#.utf8))
    let transport = ScriptedMail()
    let outcome = await Self.connector(transport).commit(Prepared(plan: foreign), under: Sample.permit(for: foreign))
    #expect(outcome.name == "rejected" && transport.sent.isEmpty)
  }

  @Test func `C-05: the Message-ID is the same in every attempt and another for another revision`() async throws {
    let transport = ScriptedMail(.maybeSent("Lost."))
    let connector = Self.connector(transport)
    for key: UInt64 in [1, 1, 2] { _ = try await Self.commit(connector, Sample.post(key: key)) }
    let ids = transport.sent.map { mail in
      String(decoding: mail.message, as: UTF8.self).split(separator: "\r\n").first { $0.hasPrefix("Message-ID: ") }
    }
    #expect(ids.count == 3 && ids[0] == ids[1] && ids[0] != ids[2])
  }

  @Test func `C-21: a summer date-time is right, in UTC`() {
    #expect(MailHeader.date(Instant(secondsSince1970: 1_782_982_805)) == "Thu, 2 Jul 2026 09:00:05 +0000")
    #expect(MailHeader.date(Instant(secondsSince1970: 951_782_400)) == "Tue, 29 Feb 2000 00:00:00 +0000")
  }

  // MARK: Nothing from outside shapes a header

  @Test(arguments: [
    "Bins\r\nBcc: everyone@example.net", "Bins\nBcc: x@example.net", "Bins\rBcc: x@example.net",
    "Bins\u{85}Bcc: x@example.net", "Bins\u{2028}Bcc: x@example.net", "Bins\u{0}Bcc:", "=?UTF-8?Q?Bins=0ABcc:_x?=",
    "Bins\u{B}\u{C}Bcc:", String(repeating: "a", count: 3000), String(repeating: "ŵ ", count: 900),
    String(repeating: "👩‍👩‍👧‍👦", count: 90),
  ])
  func `a title stays inside its own field, whatever it holds, and every line is short`(title: String) async throws {
    let head = MailHeader.text("Subject", title)
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.last == "" && lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") }, "\(head)")
    #expect(head.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A })
    #expect(lines.allSatisfy { $0.utf8.count <= 76 }, "\(head)")
    #expect(!head.replacing("\r\n", with: "").unicodeScalars.contains { $0 == "\r" || $0 == "\n" })
    #expect(!lines.contains { $0.hasPrefix("Bcc") })
  }

  @Test func `names of people stay inside their fields too`() throws {
    let odd = try #require(Mailbox("Café \u{1}\" News, et al <news@example.org>"))
    let from = MailHeader.mailbox("From", odd)
    #expect(from == "From: =?UTF-8?B?Q2Fmw6kgTmV3cywgZXQgYWw=?=\r\n <news@example.org>\r\n", "\(from)")
    let plain = try #require(Mailbox("news@example.org"))
    #expect(MailHeader.mailbox("To", plain) == "To: news@example.org\r\n")
  }

  @Test func `encoded words put together again are the subject`() throws {
    let subject =
      "Casgliadau sbwriel – dydd Gwener, 27 Tachwedd: £5 y bag, ŵythnos nesaf 👩‍👩‍👧‍👦 " + String(repeating: "ŷ", count: 200)
    let words = MailHeader.text("Subject", subject).dropFirst(9).dropLast().split(separator: "\r\n ")
    var decoded = ""
    for word in words {
      #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=") && word.utf8.count <= 75)
      let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
      // Each word is whole characters (RFC 2047, section 5).
      decoded += try #require(String(validating: data, as: UTF8.self))
    }
    #expect(decoded == subject)
  }

  @Test func `quoted-printable lines are short, end in CR LF and read back as they were`() throws {
    let text = [
      ".", "..", ".hidden", "From here", " From", "trailing \t", "a=b", String(repeating: "ŵ", count: 200),
      String(repeating: "x", count: 76), String(repeating: "x", count: 77), String(repeating: "x", count: 75) + " ", "",
      "\u{0}\u{7F}",
    ].joined(separator: "\n")
    let encoded = QuotedPrintable.encoded(text)
    let lines = encoded.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.last != " " && $0.last != "\t" && !$0.hasPrefix("From ") })
    #expect(encoded.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A })
    #expect(Self.decoded(encoded) == text + "\n")
  }

  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x0D { continue }
      guard byte == 0x3D else {
        bytes.append(byte)
        continue
      }
      let pair = rest.prefix(2)
      rest = rest.dropFirst(2)
      if let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) { bytes.append(value) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (".\r\n", "..\r\n"), ("a\r\n.b\r\n", "a\r\n..b\r\n"), ("a.\r\n", "a.\r\n"), ("...\r\n", "....\r\n"),
    ("a", "a\r\n"), ("a\r\n.", "a\r\n..\r\n"),
  ])
  func `C-22: a line that begins with a dot gets another, and the message ends with a line's end`(
    text: String, stuffed: String
  ) {
    #expect(String(decoding: DotStuffing.stuffed(Array(text.utf8)), as: UTF8.self) == stuffed)
  }

  // MARK: What an answer means

  struct Row: Sendable, CustomStringConvertible {
    let code: Int
    let step: MailStep
    let outcome: String
    var description: String { "\(code) at \(step)" }
  }

  static let rows: [Row] =
    [
      Row(code: 250, step: .end, outcome: "published"), Row(code: 251, step: .end, outcome: "published"),
      Row(code: 421, step: .end, outcome: "notSent"), Row(code: 451, step: .end, outcome: "notSent"),
      Row(code: 452, step: .end, outcome: "notSent"), Row(code: 550, step: .end, outcome: "undecided"),
      Row(code: 552, step: .end, outcome: "undecided"), Row(code: 554, step: .end, outcome: "undecided"),
      Row(code: 354, step: .end, outcome: "uncertain"), Row(code: 334, step: .end, outcome: "uncertain"),
      Row(code: 535, step: .login, outcome: "needsLogin"), Row(code: 534, step: .login, outcome: "needsLogin"),
      Row(code: 504, step: .login, outcome: "needsLogin"), Row(code: 454, step: .login, outcome: "notSent"),
      Row(code: 250, step: .login, outcome: "notSent"), Row(code: 530, step: .sender, outcome: "needsLogin"),
      Row(code: 550, step: .sender, outcome: "channelRefused"), Row(code: 451, step: .sender, outcome: "notSent"),
      Row(code: 550, step: .recipient, outcome: "channelRefused"), Row(code: 451, step: .recipient, outcome: "notSent"),
      Row(code: 554, step: .data, outcome: "channelRefused"), Row(code: 451, step: .data, outcome: "notSent"),
      Row(code: 250, step: .data, outcome: "notSent"), Row(code: 421, step: .message, outcome: "notSent"),
      Row(code: 552, step: .message, outcome: "undecided"), Row(code: 554, step: .greeting, outcome: "channelRefused"),
      Row(code: 421, step: .greeting, outcome: "notSent"), Row(code: 502, step: .hello, outcome: "channelRefused"),
      Row(code: 454, step: .startTLS, outcome: "notSent"), Row(code: 502, step: .startTLS, outcome: "channelRefused"),
    ]

  @Test(arguments: rows)
  func `every answer at every step means what the table says, and names the server`(row: Row) async throws {
    let reply = MailReply(code: row.code, lines: ["5.7.1 said hunter2", "twice"])
    let outcome = try await Self.commit(Self.connector(ScriptedMail(.answered(reply, to: row.step))))
    #expect(outcome.name == row.outcome, "\(outcome)")
    if row.outcome != "published" { #expect(outcome.reason.hasPrefix("mail.example.org answered \(row.code)")) }
    // A server may repeat what it was given at the login.
    if row.step == .login { #expect(!outcome.reason.contains("hunter2")) }
  }

  @Test(arguments: [
    (MailStep.recipient, 550, "5.1.1 no such user", "channelRefused"),
    (.recipient, 552, "5.2.2 full", "channelRefused"),
    (.recipient, 552, "5.3.4 too large", "rejected"), (.sender, 552, "too large", "rejected"),
    (.sender, 530, "5.7.0 log in", "needsLogin"), (.recipient, 535, "5.7.8 no", "needsLogin"),
    (.login, 432, "4.7.12 change the password", "needsLogin"), (.data, 554, "5.5.1 no recipients", "channelRefused"),
    (.end, 550, "5.1.1 no such user", "channelRefused"), (.end, 550, "5.2.1 disabled", "channelRefused"),
    (.end, 550, "5.7.26 unauthenticated sender", "channelRefused"), (.end, 530, "5.7.0 log in", "needsLogin"),
    (.end, 550, "5.7.1 looks like spam", "rejected"), (.end, 552, "5.3.4 too large", "rejected"),
    (.end, 554, "5.6.0 not wanted", "rejected"), (.end, 554, "no", "undecided"), (.end, 450, "4.2.0 later", "notSent"),
    (.recipient, 552, "Mailbox full", "channelRefused"), (.data, 552, "Mailbox full", "channelRefused"),
    (.end, 550, "mailbox unavailable", "channelRefused"), (.end, 550, "No such user here", "channelRefused"),
    (.end, 550, "Relaying denied", "channelRefused"), (.end, 550, "#5.1.0 Rejected", "channelRefused"),
    (.end, 552, "exceeded storage allocation", "channelRefused"),
    (.end, 552, "message size exceeds the limit", "rejected"),
    (.end, 553, "no", "channelRefused"), (.end, 554, "Transaction failed", "undecided"),
    (.end, 500, "what", "channelRefused"), (.end, 503, "what", "channelRefused"), (.end, 521, "no", "channelRefused"),
    (.end, 551, "no", "channelRefused"), (.end, 556, "no", "channelRefused"), (.end, 550, "no", "undecided"),
    (.end, 550, "5.7.1 no", "undecided"), (.end, 550, "5.7.1 sender not authorised", "channelRefused"),
    (.end, 550, "5.0.0 no", "undecided"), (.end, 554, "5.5.0 no", "undecided"),
    (.end, 554, "5.5.1 virus found", "rejected"),
    (.end, 554, "5.7.1 Client host [192.0.2.4] blocked using zen.spamhaus.org", "channelRefused"),
    (.end, 554, "spam: your address is on a blocklist", "undecided"),
    (.end, 550, "Message content rejected", "rejected"),
  ])
  func `what concerns the list, the sender or the login holds the channel, and only the message is final`(
    step: MailStep, code: Int, words: String, name: String
  ) async throws {
    let outcome = try await Self.commit(
      Self.connector(ScriptedMail(.answered(MailReply(code: code, lines: [words]), to: step))))
    #expect(outcome.name == name, "\(outcome)")
  }

  @Test func `the waits are those of RFC 5321, and the permit and the lease are made for them`() {
    let timeouts = MailTimeouts()
    #expect(timeouts.reply == .seconds(300) && timeouts.data == .seconds(120))
    #expect(timeouts.write == .seconds(180) && timeouts.end == .seconds(600))
    let connector = Self.connector(ScriptedMail())
    #expect(connector.longestPermit == timeouts.conversation && connector.longestAnswer == timeouts.end)
  }

  @Test func `no answer before the dot is not sent, none after it is unknown, and unknown is never sent again`()
    async throws
  {
    #expect(try await Self.commit(Self.connector(ScriptedMail(.notSent("Closed.")))) == .notSent("Closed.", after: nil))
    let connector = Self.connector(ScriptedMail(.maybeSent("Lost.")))
    #expect(try await Self.commit(connector) == .uncertain("Lost."))
    let plan = try connector.plan(Sample.post())
    guard case .cannotTell(let reason) = await connector.find(Prepared(plan: plan)) else { return #expect(Bool(false)) }
    #expect(reason.contains("<\(Sample.post().key.text)@example.org>"))
    let large = try await Self.commit(Self.connector(ScriptedMail(.tooLarge(size: 1500, limit: 1000))))
    #expect(large.name == "rejected" && large.reason.contains("500 more"))
    #expect(try await Self.commit(Self.connector(ScriptedMail(.cannotLogIn("No.")))).name == "needsLogin")
  }

  @Test func `what is published has the Message-ID as its id, and one commit is one session`() async throws {
    let transport = ScriptedMail()
    let outcome = try await Self.commit(Self.connector(transport))
    #expect(outcome.receipt == Receipt(remoteID: "<\(Sample.post().key.text)@example.org>", at: Sample.due))
    #expect(transport.sent.count == 1 && transport.users == ["news"])
    #expect(transport.sent.first?.sender == "news@example.org")
    #expect(transport.sent.first?.recipient == "list@lists.example.org")
  }

  // MARK: The gate

  @Test func `G-33: without a permit for this post, or after its time, nothing is sent`() async throws {
    let (transport, clock) = (ScriptedMail(), TestClock())
    let connector = Self.connector(transport, clock: clock)
    let plan = try connector.plan(Sample.post())
    let other = try connector.plan(Sample.post("Another text."))
    #expect(await connector.commit(Prepared(plan: plan), under: Sample.permit(for: other)).name == "notSent")
    clock.move(by: .seconds(1))
    #expect(await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan)).name == "notSent")
    #expect(transport.sent.isEmpty)
  }

  @Test func `C-16: a permit that ends while the message is on its way keeps the final dot back`() async throws {
    let clock = TestClock()
    let transport = ScriptedMail { clock.move(by: .seconds(1)) }
    let outcome = try await Self.commit(Self.connector(transport, clock: clock))
    #expect(outcome == .notSent("Too late for the dot.", after: nil) && transport.sent.isEmpty)
  }

  @Test func `a password that cannot be read, or a changed picture, sends nothing`() async throws {
    let transport = ScriptedMail()
    let outcome = try await Self.commit(Self.connector(transport, password: nil))
    #expect(outcome.name == "notSent" && outcome.reason.contains("P is not set"))
    let changed = Self.connector(transport, media: Array("b".utf8))
    #expect(try await Self.commit(changed, Sample.post(media: [Sample.picture(alt: "Bins")])).name == "rejected")
    #expect(transport.sent.isEmpty)
  }

  // MARK: Before it is used

  @Test func `what a message cannot carry is told before it is due, and by how much`() {
    let connector = Self.connector(largest: 10_000)
    func problems(_ content: PostContent) -> String {
      connector.check(content).map(\.description).joined(separator: "|")
    }
    #expect(problems(PostContent(text: "Bins")).isEmpty)
    #expect(problems(PostContent(text: " ", title: "Bins")).isEmpty)
    #expect(problems(PostContent(text: " ")).contains("neither text nor title"))
    #expect(problems(PostContent(text: "a\u{0}")).contains("control character"))
    #expect(problems(PostContent(text: "a", link: "javascript:x")).contains("no web address"))
    #expect(problems(PostContent(text: "a", media: [Sample.picture(alt: " ")])).contains("no description"))
    let item = MediaItem(
      hash: ContentHash(of: Array("a".utf8)), fileName: "a.jpg", mediaType: "image/jpeg", alt: "A", byteCount: 9_000)
    #expect(problems(PostContent(text: "a", media: [item])).contains("more than the 10000 allowed"))
    #expect(!Self.connector(from: "nobody").check(PostContent(text: "a")).isEmpty)
  }

  @Test(arguments: [0, 1, 2, 3, 56, 57, 58, 114, 5000])
  func `the size that is checked is the size that is sent`(count: Int) throws {
    let bytes = [UInt8](repeating: 7, count: count)
    let item = MediaItem(
      hash: ContentHash(of: bytes), fileName: "a.jpg", mediaType: "image/jpeg", alt: "A", byteCount: count)
    let message = MailMessage(
      Sample.post(media: [item]), from: try #require(Mailbox("a@example.org")),
      to: try #require(Mailbox("b@example.org")))
    #expect(try message.bytes(MediaSource { _ in bytes }).count == message.size)
  }

  @Test func `the preview shows what people will read and who they are`() throws {
    let connector = Self.connector()
    let post = Sample.post(title: "Bins", media: [Sample.picture(alt: "Green bins")])
    let preview = connector.preview(try connector.plan(post))
    for words in [
      "From: Council News <news@example.org>\n", "To: list@lists.example.org\n", "Subject: Bins\n",
      "Date: Sun, 22 Nov 2026 17:00:00 +0000\n", "  Bins are collected on Friday.\n", "described as “Green bins”",
    ] { #expect(preview.contains(words), "\(preview)") }
  }

  @Test func `a test says who is logged in and how much the server takes`() async {
    let good = await Self.connector().test()
    #expect(good.isUsable && good.findings[0].contains("accepts the login of news"))
    #expect(good.findings[1] == "It takes messages of up to 35882577 bytes.")
    let refused = ScriptedMail(
      server: .failed(.answered(MailReply(code: 535, lines: ["5.7.8 bad hunter2"]), to: .login)))
    let bad = await Self.connector(refused).test()
    #expect(!bad.isUsable && bad.findings[0].contains("535") && !bad.findings[0].contains("hunter2"))
    #expect(await Self.connector(password: nil).test().isUsable == false)
  }
}
