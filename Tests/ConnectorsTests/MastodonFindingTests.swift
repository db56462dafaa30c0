import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct MastodonFindingTests {
  private static let text = "Bins & bags: “Friday” – ŵ\n\nhttps://example.org/b"

  private static func find(
    _ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post(text), before: [String] = [],
    media: [String] = [], warning: String? = nil, after: Duration = .seconds(5)
  ) async throws -> FindOutcome {
    let clock = TestClock(Sample.due.adding(after))
    let connector = try MastodonBench().connector(transport, warning: warning, clock: clock.now)
    let kept = MastodonBench.kept(before: before, media: media)
    return await connector.find(Prepared(plan: try connector.plan(post), kept: kept))
  }

  private static func isAbsentPerhaps(_ outcome: FindOutcome) -> Bool {
    if case .absentPerhaps = outcome { true } else { false }
  }

  @Test func `an equal post of the account is ours, with the time at which it became public`() async throws {
    let created = Sample.due.adding(seconds: 2)
    let transport = ScriptedTransport(
      MastodonBench.list(MastodonBench.status("111"), MastodonBench.status("110", created: created)),
      MastodonBench.source("Something else"),
      MastodonBench.source("Bins & bags: “Friday” – w\u{302} \n\n\n https://example.org/b\n"))
    guard case .found(let receipt) = try await Self.find(transport) else { return surprise("another outcome") }
    #expect(receipt.kept == Receipt(remoteID: "110", url: "https://social.example.org/@council/110", at: created))
    // What it shows is told of, though its source is ours.
    #expect(receipt.differences == ["The text reads otherwise: “Bins are collected on Friday.”."])
    #expect(transport.requests.allSatisfy { $0.method == .get })
    #expect(transport.requests.last?.url == "https://social.example.org/api/v1/statuses/110/source")
  }

  @Test func `C-07: what is not there is never absent for certain`() async throws {
    for script in [
      [MastodonBench.list()],
      [MastodonBench.list(MastodonBench.status()), MastodonBench.source("Bins & bags: “Friday” – ŵ")],
    ] {
      let transport = script.count == 1 ? ScriptedTransport(script[0]) : ScriptedTransport(script[0], script[1])
      let outcome = try await Self.find(transport)
      #expect(Self.isAbsentPerhaps(outcome), "\(outcome)")
      #expect("\(outcome)".contains("2026-11-22T17:00:00Z"))
    }
  }

  @Test func `an equal post from before the attempt is another one, by its id or by its time`() async throws {
    let old = MastodonBench.status("100", created: Sample.due.adding(seconds: -301))
    let known = MastodonBench.status("101", created: Sample.due.adding(seconds: -10))
    let future = MastodonBench.status("102", created: Sample.due.adding(seconds: 306))
    let transport = ScriptedTransport(MastodonBench.list(future, known, old), MastodonBench.source(Self.text))
    #expect(Self.isAbsentPerhaps(try await Self.find(transport, before: ["101"])))
    #expect(transport.requests.count == 1)
  }

  @Test func `an instance's clock may be five minutes off`() async throws {
    for seconds in [-300, 305] as [Int64] {
      let status = MastodonBench.status(created: Sample.due.adding(seconds: seconds))
      let outcome = try await Self.find(
        ScriptedTransport(MastodonBench.list(status), MastodonBench.source(Self.text)))
      guard case .found = outcome else { return surprise("\(outcome)") }
    }
  }

  @Test func `pictures tell equal texts apart, and an edited post is a person's question`() async throws {
    let post = Sample.post(Self.text, media: [MastodonBench.medium()])
    let (bare, ours) = (MastodonBench.status("110"), MastodonBench.status("111", media: [("9", "Green bins")]))
    let transport = ScriptedTransport(
      MastodonBench.list(ours, bare), MastodonBench.source(Self.text), MastodonBench.source("Another text"))
    guard case .found(let receipt) = try await Self.find(transport, post, media: ["9"]) else {
      return surprise("another outcome")
    }
    #expect(receipt.remoteID == "111")
    let edited = ScriptedTransport(MastodonBench.list(ours), MastodonBench.source("Changed"))
    guard case .changedByOthers(let reason) = try await Self.find(edited, post, media: ["9"]) else {
      return surprise("another outcome")
    }
    #expect(reason.contains("https://social.example.org/@council/111"))
  }

  @Test func `of two equal posts the first is taken`() async throws {
    let transport = ScriptedTransport(
      MastodonBench.list(MastodonBench.status("111"), MastodonBench.status("110")), MastodonBench.source(Self.text),
      MastodonBench.source(Self.text))
    guard case .found(let receipt) = try await Self.find(transport) else { return surprise("another outcome") }
    #expect(receipt.remoteID == "110")
  }

  @Test func `where a server keeps no source, what it shows is compared`() async throws {
    let html =
      "<p>Bins &amp; bags: “Friday” – ŵ</p><p><a href=\"https://example.org/b\" rel=\"nofollow\">"
      + "<span class=\"invisible\">https://</span><span>example.org/b</span></a></p>"
    let transport = ScriptedTransport(
      MastodonBench.list(MastodonBench.status(content: html)), MastodonBench.answer(404))
    guard case .found = try await Self.find(transport) else { return surprise("another outcome") }
  }

  @Test(arguments: [301, 401, 403, 404, 422, 429, 500, 503])
  func `an instance that does not answer the question leaves it open`(status: Int) async throws {
    let list = try await Self.find(ScriptedTransport(MastodonBench.answer(status), MastodonBench.answer(status)))
    guard case .cannotTell(let reason) = list else { return surprise("\(list)") }
    #expect(reason.contains("\(status)"))
    guard ![403, 404].contains(status) else { return }
    let source = try await Self.find(
      ScriptedTransport(MastodonBench.list(MastodonBench.status()), MastodonBench.answer(status)))
    guard case .cannotTell = source else { return surprise("\(source)") }
  }

  @Test func `a page, a lost answer or nothing kept leaves the question open`() async throws {
    for answer in [MastodonBench.answer(200, "<html>"), MastodonBench.answer(200, "{}"), .maybeSent("Lost.")] {
      guard case .cannotTell = try await Self.find(ScriptedTransport(answer)) else {
        return surprise("another outcome")
      }
    }
    let connector = try MastodonBench().connector(ScriptedTransport())
    let plan = try connector.plan(Sample.post())
    guard case .cannotTell = await connector.find(Prepared(plan: plan)) else { return surprise("another outcome") }
  }

  // MARK: Whose it is, and what could not be seen

  private static func lookedUp(
    _ transport: ScriptedTransport, ended: Duration = .seconds(60), taken: Set<String> = [],
    visibility: MastodonSettings.Visibility = .public, after: Duration = .seconds(86_400)
  ) async throws -> FindOutcome {
    let clock = TestClock(Sample.due.adding(after))
    let connector = try MastodonBench().connector(transport, visibility: visibility, clock: clock.now)
    return await connector.find(
      Prepared(
        plan: try connector.plan(Sample.post(text)), kept: MastodonBench.kept(),
        lost: LostAttempt(began: Sample.due, ended: Sample.due.adding(ended), taken: taken)))
  }

  @Test func `what is another delivery's already is never this one's`() async throws {
    let status = MastodonBench.status("111")
    let transport = ScriptedTransport(MastodonBench.list(status), MastodonBench.source(Self.text))
    #expect(Self.isAbsentPerhaps(try await Self.lookedUp(transport, taken: ["111"])))
    #expect(transport.requests.count == 1)
    let free = ScriptedTransport(MastodonBench.list(status), MastodonBench.source(Self.text))
    #expect(try await Self.lookedUp(free, taken: ["112"]).name == "found")
  }

  @Test func `an equal post that is later than the request could have been under way is no match`() async throws {
    for (seconds, name) in [(359, "found"), (361, "absentPerhaps")] as [(Int64, String)] {
      let status = MastodonBench.status(created: Sample.due.adding(seconds: seconds))
      let transport = ScriptedTransport(MastodonBench.list(status), MastodonBench.source(Self.text))
      #expect(try await Self.lookedUp(transport).name == name)
    }
  }

  @Test func `the account's posts are read page by page as far back as the attempt`() async throws {
    func page(_ ids: Range<Int>, at instant: Instant) -> WireOutcome {
      MastodonBench.answer(
        200, JSON.array(ids.reversed().map { MastodonBench.status(String($0), created: instant) }).compactText)
    }
    let later = Sample.due.adding(seconds: 7200)
    let transport = ScriptedTransport(
      page(300..<340, at: later), page(260..<300, at: later),
      MastodonBench.list(
        MastodonBench.status("110"), MastodonBench.status("100", created: Sample.due.adding(seconds: -900))),
      MastodonBench.source(Self.text))
    guard case .found(let receipt) = try await Self.lookedUp(transport) else { return surprise("another outcome") }
    #expect(receipt.remoteID == "110")
    #expect(transport.requests[1].url.hasSuffix("&max_id=300") && transport.requests[2].url.hasSuffix("&max_id=260"))
    // A server that knows no pages, and gives the first again.
    let deaf = ScriptedTransport(page(300..<340, at: later), page(300..<340, at: later))
    guard case .absentPerhaps(let reason) = try await Self.lookedUp(deaf) else { return surprise("another outcome") }
    #expect(reason.contains("what is older could not be seen") && deaf.requests.count == 2)
  }

  @Test func `what a listing may leave out is said`() async throws {
    guard
      case .absentPerhaps(let reason) = try await Self.lookedUp(
        ScriptedTransport(MastodonBench.list()), visibility: .unlisted)
    else { return surprise("another outcome") }
    #expect(reason.contains("This post is unlisted, and servers may leave such posts out"))
  }

  @Test func `pictures with other ids than their uploads, and a text in the answer itself, are no reason against it`()
    async throws
  {
    let post = Sample.post(Self.text, media: [MastodonBench.medium()])
    for alt in [MastodonBench.medium().alt, ""] {
      let other = MastodonBench.status("110", media: [("900", alt)])
      let transport = ScriptedTransport(MastodonBench.list(other), MastodonBench.source(Self.text))
      #expect(try await Self.find(transport, post, media: ["9"]).name == "found")
    }
    guard case .object(let keys) = MastodonBench.status("110") else { return surprise("no object") }
    let typed = ScriptedTransport(MastodonBench.list(.object(keys + [("text", .string(Self.text))])))
    #expect(try await Self.find(typed).name == "found" && typed.requests.count == 1)
  }

  /// Looks for a post with one picture beside another of the same text that waits for its answer too.
  private static func besideRival(_ status: JSON, alt: String = "Brown bins", rival upload: String = "8") async throws
    -> FindOutcome
  {
    let transport = ScriptedTransport(MastodonBench.list(status), MastodonBench.source(text))
    let connector = try MastodonBench().connector(transport, clock: TestClock(Sample.due.adding(seconds: 5)).now)
    func prepared(_ alt: String, _ id: String, _ lost: LostAttempt?) throws -> Prepared {
      let plan = try connector.plan(Sample.post(text, media: [MastodonBench.medium(alt: alt)]))
      return Prepared(plan: plan, kept: MastodonBench.kept(media: [id]), lost: lost)
    }
    let lost = LostAttempt(
      began: Sample.due, ended: Sample.due.adding(seconds: 60), taken: [], rivals: [try prepared(alt, upload, nil)])
    return await connector.find(try prepared("Green bins", "9", lost))
  }

  @Test func `F-70: of two posts of one text with different pictures neither gets the other's`() async throws {
    let (ours, rivals) = ([("9", "Green bins")], [("8", "Brown bins")])
    #expect(try await Self.besideRival(MastodonBench.status(media: ours)).name == "found")
    #expect(try await Self.besideRival(MastodonBench.status(media: rivals)).name == "absentPerhaps")
    // The server gives ids of its own: the alt texts tell them apart, and where they are equal a person does.
    #expect(try await Self.besideRival(MastodonBench.status(media: [("900", "Green bins")])).name == "found")
    #expect(try await Self.besideRival(MastodonBench.status(media: [("900", "Brown bins")])).name == "changedByOthers")
    let same = try await Self.besideRival(MastodonBench.status(media: [("900", "Green bins")]), alt: "Green bins")
    guard case .changedByOthers(let reason) = same else { return surprise("\(same)") }
    #expect(reason.contains("another post of the same text waits"))
  }

  @Test func `an equal post of another time is named, should the server's clock be wrong`() async throws {
    guard case .object(let keys) = MastodonBench.status("110", created: Sample.due.adding(seconds: 900)) else {
      return surprise("no object")
    }
    let ahead = ScriptedTransport(MastodonBench.list(.object(keys + [("text", .string(Self.text))])))
    guard case .absentPerhaps(let reason) = try await Self.find(ahead) else { return surprise("another outcome") }
    #expect(
      reason.contains("One of another time has it (https://social.example.org/@council/110, dated 2026-11-22T17:15"))
  }

  @Test func `a pinned post that is old does not end the list, nor does a short page`() async throws {
    let pinned = MastodonBench.status("5", created: Sample.due.adding(seconds: -90_000))
    let newer = (200..<209).reversed().map {
      MastodonBench.status(String($0), created: Sample.due.adding(seconds: 7200))
    }
    let transport = ScriptedTransport(
      MastodonBench.answer(200, JSON.array([pinned] + newer).compactText),
      MastodonBench.list(MastodonBench.status("110")),
      MastodonBench.source(Self.text))
    #expect(try await Self.lookedUp(transport).name == "found")
  }

  @Test func `a text that the server rewrote is named for a person to look at`() async throws {
    let transport = ScriptedTransport(
      MastodonBench.list(MastodonBench.status()),
      MastodonBench.source("Bins & bags: 'Friday' - ŵ https://example.org/b?utm=1"))
    guard case .changedByOthers(let reason) = try await Self.find(transport) else { return surprise("another outcome") }
    #expect(reason.contains("https://social.example.org/@council/110") && reason.contains("rewrite"))
  }

  // MARK: Reading back

  private static func verify(
    _ answer: WireOutcome, text: String = text, media: [MediaItem] = [], warning: String? = nil,
    visibility: MastodonSettings.Visibility = .public
  ) async throws -> (VerifyOutcome, ScriptedTransport) {
    let transport = ScriptedTransport(answer)
    let connector = try MastodonBench().connector(transport, visibility: visibility, warning: warning)
    let plan = try connector.plan(Sample.post(text, media: media))
    return (await connector.verify(Receipt(remoteID: "110", at: Sample.due), against: plan), transport)
  }

  private static func shown(
    _ html: String, media: [(id: String, alt: String)] = [], visibility: String = "public", warning: String = ""
  ) -> WireOutcome {
    MastodonBench.answer(
      200,
      MastodonBench.status(content: html, media: media, visibility: visibility, warning: warning).compactText)
  }

  @Test(arguments: [
    ("One\n\ntwo\nthree", "<p>One</p><p>two<br />three</p>"),
    ("a < b & \"c\" 'd'", "<p>a &lt; b &amp; &quot;c&quot; &#39;d&#39;</p>"),
    ("£ &amp;", "<p>&#xA3; &amp;amp;</p>"), ("a & b", "<p>a & b</p>"),
    (
      "See https://example.org/a/very/long/path?x=1&y=2.",
      "<p>See <a href=\"https://example.org/a/very/long/path?x=1&amp;y=2\" rel=\"nofollow\"><span class=\"invisible\">https://"
        + "</span><span class=\"ellipsis\">example.org/a/very/long/path?x</span><span class=\"invisible\">=1&amp;y=2</span>"
        + "</a>.</p>"
    ),
    (
      "See https://example.org/a/very/long/path",
      "<p>See <a href='https://example.org/a/very/long/path'>example.org/a/very…</a></p>"
    ),
    (
      "Ask @council@example.org #bins",
      "<p>Ask <span class=\"h-card\"><a href=\"https://example.org/@council\" class=\"u-url mention\">@<span>council</span>"
        + "</a></span> <a href=\"https://social.example.org/tags/bins\" class=\"mention hashtag\" rel=\"tag\">#<span>bins</span>"
        + "</a></p>"
    ),
  ])
  func `the text that strangers see is the one that was typed`(text: String, html: String) async throws {
    let (outcome, transport) = try await Self.verify(Self.shown(html), text: text)
    #expect(outcome == .same)
    #expect(transport.requests.first?.url == "https://social.example.org/api/v1/statuses/110")
    #expect(transport.requests.first?.header("authorization") == nil)
  }

  @Test func `C-12: another text, warning or audience, a lost picture and a lost alt text are reported`() async throws {
    let media = [MastodonBench.medium(), MastodonBench.medium(alt: "Brown bins")]
    let answer = Self.shown("<p>Bins</p>", media: [("9", "")], visibility: "unlisted", warning: "Roads")
    guard case .differs(let differences) = try await Self.verify(answer, media: media).0 else {
      return surprise("another outcome")
    }
    #expect(
      differences == [
        "The text reads otherwise: “Bins”.", "The warning is another one: “Roads”.", "It is unlisted, not public.",
        "It has 1 pictures, not 2.", "“bins.png” has lost its alt text.",
      ])
    let other = Self.shown("<p>Bins</p>", media: [("9", "Green bins: ŵ £"), ("10", "Red bins")])
    guard case .differs(let alts) = try await Self.verify(other, text: "Bins", media: media).0 else {
      return surprise("another outcome")
    }
    #expect(alts == ["The alt text of “bins.png” is another one: “Red bins”."])
  }

  @Test func `another post, or one without a text, is none that was read back`() async throws {
    for text in [#"{"id":"999","content":"<p>Bins</p>"}"#, #"{"id":"110","content":null}"#] {
      let outcome = try await Self.verify(MastodonBench.answer(200, text), text: "Bins").0
      guard case .cannotRead = outcome else { return surprise("\(outcome)") }
    }
  }

  @Test(arguments: [302, 401, 403])
  func `where strangers are not let in the account reads back, and that is said`(status: Int) async throws {
    let transport = ScriptedTransport(MastodonBench.answer(status), Self.shown("<p>Bins</p>"))
    let connector = try MastodonBench().connector(transport)
    let plan = try connector.plan(Sample.post("Bins"))
    guard
      case .sameToOwner(let reason) = await connector.verify(Receipt(remoteID: "110", at: Sample.due), against: plan)
    else { return surprise("another outcome") }
    #expect(reason.contains("answered \(status) to a stranger"))
    #expect(transport.requests.map { $0.header("authorization") == nil } == [true, false])
  }

  @Test func `what strangers cannot read is not called the same`() async throws {
    let (followers, transport) = try await Self.verify(
      Self.shown("<p>Bins</p>", visibility: "private"), text: "Bins", visibility: .private)
    #expect(
      followers == .sameToOwner("The post is for followers only, so it was read with the channel's own token."))
    #expect(transport.requests.first?.header("authorization") != nil)
    #expect(try await Self.verify(MastodonBench.answer(404)).0 == .notVisibleYet)
    for answer in [
      MastodonBench.answer(401), MastodonBench.answer(500), MastodonBench.answer(200, "<html>"), .maybeSent("Lost."),
      MastodonBench.answer(200, "{}"),
    ] {
      guard case .cannotRead = try await Self.verify(answer).0 else { return surprise("another outcome") }
    }
  }
}
