import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct MastodonTests {
  // MARK: Counting

  static let bees = String(repeating: "b", count: 30)

  @Test(arguments: [
    ("Bins", 4), ("ŵŷ£–", 4), ("w\u{302}", 2), ("👨‍👩‍👧‍👦", 7), ("🇬🇧🏴󠁧󠁢󠁷󠁬󠁳󠁿", 9), ("a\r\nb", 4),
    ("https://a.co", 23), ("HTTPS://A.CO", 23), ("See https://example.org/bins.", 28), ("(https://example.org/a)", 25),
    ("https://example.org/a?b=1&c=2#d e", 25), ("https://example.org/\(bees)\(bees)", 23),
    ("https://example.org/x.?y=1", 28), ("https://example.org:8443/\(bees)", 23), ("https://example.org/a_(b)", 26),
    ("http://\(bees).com/example", 23), ("https://one.example.org https://two.example.org", 47),
    // Not certain to be a link: whatever counts more.
    ("http://intranet/\(bees)", 46), ("http://a.test", 23), ("xhttps://a.co", 24), ("https://例え.jp", 28),
    ("https://", 8),
    ("www.example.org/\(bees)", 46),
    ("@council", 8), ("@council@example.org", 8), ("Ask @a_b@example.org, please", 16), ("@alice@\(bees).com", 6),
    ("bins@example.org", 16), ("@a@b@c", 6), ("/@council@example.org", 21), ("@@", 2),
    ("https://social.example.org/@user@example.org/1", 23),
  ])
  func `C-17, C-19: a status is counted by graphemes and by code points, and the larger number holds`(
    text: String, length: Int
  ) {
    #expect(MastodonText.length(of: text, warning: "", link: 23) == length)
  }

  @Test func `C-19: a link at the very limit counts as 23, and one character more is too many by one`() throws {
    let connector = try MastodonBench().connector(ScriptedTransport())
    let link = " https://example.org/\(Self.bees)"
    #expect(connector.check(PostContent(text: String(repeating: "ŵ", count: 476) + link)).isEmpty)
    let problems = connector.check(PostContent(text: String(repeating: "ŵ", count: 477) + link))
    #expect(
      problems.map(\.description) == [
        "The post has 501 characters, 1 more than the 500 that social.example.org takes (a link counts as 23); shorten "
          + "the text."
      ])
  }

  @Test func `C-17: the warning counts too`() throws {
    let connector = try MastodonBench().connector(ScriptedTransport(), warning: "Roads")
    #expect(connector.check(PostContent(text: String(repeating: "x", count: 495))).isEmpty)
    let problem = connector.check(PostContent(text: String(repeating: "x", count: 496))).first?.description
    #expect(problem?.contains("501 characters, 1 more than the 500") == true)
    #expect(problem?.contains("with its warning") == true)
  }

  // MARK: Checking and planning

  @Test func `C-13: pictures without alt text, too many, too large or of another type are problems`() throws {
    let connector = try MastodonBench().connector(ScriptedTransport())
    func problems(_ media: [MediaItem]) -> String {
      connector.check(PostContent(text: "x", media: media)).map(\.description).joined(separator: "\n")
    }
    #expect(problems([MastodonBench.medium()]).isEmpty)
    #expect(problems([MastodonBench.medium(alt: " ")]).contains("“bins.png” has no alt text"))
    #expect(problems([MastodonBench.medium(alt: String(repeating: "ŵ", count: 1500))]).isEmpty)
    #expect(
      problems([MastodonBench.medium(alt: String(repeating: "ŵ", count: 1502))]).contains("2 more than the 1500"))
    #expect(problems(Array(repeating: MastodonBench.medium(), count: 6)).contains("2 more than the 4"))
    func item(_ type: String, _ bytes: Int) -> MediaItem {
      MediaItem(hash: ContentHash(of: []), fileName: "f", mediaType: type, alt: "A", byteCount: bytes)
    }
    #expect(problems([item("image/png", 16_777_217)]).contains("1 more than the 16777216"))
    #expect(problems([item("image/tiff", 1)]).contains("of the type image/tiff"))
    #expect(problems([item("video/mp4", 1), item("image/png", 1)]).contains("must be alone"))
  }

  @Test func `an empty post is a problem, and no plan is made of one`() throws {
    let connector = try MastodonBench().connector(ScriptedTransport())
    #expect(connector.check(PostContent(text: " \n")).count == 1)
    #expect(throws: ContentProblem.self) { try connector.plan(Sample.post(" ")) }
  }

  static let layouts: [(text: String, title: String?, link: String?, status: String)] = [
    ("Friday.\n", "Bins", "https://example.org/b", "Bins\n\nFriday.\n\nhttps://example.org/b"),
    ("See https://example.org/b.", nil, "https://example.org/b", "See https://example.org/b."),
    ("https://example.org/bins", nil, "https://example.org/b", "https://example.org/bins\n\nhttps://example.org/b"),
    ("http://intranet/b", nil, "http://intranet/b", "http://intranet/b"), ("One\n\ntwo", nil, nil, "One\n\ntwo"),
  ]

  @Test(arguments: layouts)
  func `a status is title, text and link, and the link stands there once`(
    text: String, title: String?, link: String?, status: String
  ) {
    #expect(MastodonText.status(of: PostContent(text: text, title: title, link: link)) == status)
  }

  @Test func `a plan is the same bytes for the same post, and holds all that the request will`() throws {
    let connector = try MastodonBench().connector(ScriptedTransport(), visibility: .unlisted, warning: "Roads")
    let post = Sample.post("Bins: “Friday”", media: [MastodonBench.medium()])
    let plan = try connector.plan(post)
    #expect(try connector.plan(post) == plan)
    #expect(
      String(decoding: plan.payload, as: UTF8.self)
        == #"{"connector":"mastodon","language":"en","media":[{"sha256":"\#(ContentHash(of: MastodonBench.picture).hex)""#
        + #","name":"bins.png","type":"image/png","alt":"Green bins: ŵ £","bytes":72}],"spoiler_text":"Roads","#
        + #""status":"Bins: “Friday”","visibility":"unlisted"}"#)
  }

  @Test func `the preview shows everything that will be sent, line by line`() throws {
    let connector = try MastodonBench().connector(ScriptedTransport(), visibility: .private, warning: "Roads")
    let plan = try connector.plan(
      Sample.post("Friday.", title: "Bins", link: "https://example.org/b", media: [MastodonBench.medium()]))
    #expect(
      connector.preview(plan) == """
        Warning, shown first: Roads
        Text:
          Bins

          Friday.

          https://example.org/b
        Length: 43 of 500 characters
        Visible to: followers only
        Language: en
        Picture 1: bins.png (image/png, 72 bytes)
          Alt text: Green bins: ŵ £

        """)
  }

  // MARK: Limits

  static let instance = MastodonBench.answer(
    200,
    #"{"domain":"social.example.org","configuration":{"statuses":{"max_characters":1000,"max_media_attachments":6,"#
      + #""characters_reserved_per_url":30},"media_attachments":{"supported_mime_types":["image/png","image/avif"],"#
      + #""image_size_limit":1000,"video_size_limit":2000,"description_limit":99}}}"#)

  @Test func `limits are learnt from the instance, kept in a file for a day, and asked for again after it`()
    async throws
  {
    let bench = try MastodonBench()
    let clock = TestClock()
    let transport = ScriptedTransport(Self.instance, Self.instance)
    let connector = bench.connector(transport, clock: clock.now)
    #expect(connector.limits == MastodonLimits())
    await connector.learnLimits()
    #expect(connector.limits.characters == 1000 && connector.limits.link == 30 && connector.limits.media == 6)
    #expect(connector.limits.types == ["image/png", "image/avif"] && connector.limits.description == 99)
    #expect(connector.limits.imageBytes == 1000 && connector.limits.videoBytes == 2000)
    let attributes = try FileManager.default.attributesOfItem(atPath: bench.folder.path("limits/website.json"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path("limits")) == ["website.json"])
    // A new start knows them, and does not ask.
    let next = bench.connector(transport, clock: clock.now)
    #expect(next.limits == connector.limits)
    clock.move(by: .seconds(86_399))
    await next.learnLimits()
    #expect(transport.requests.count == 1)
    clock.move(by: .seconds(1))
    await next.learnLimits()
    #expect(transport.requests.map(\.url) == Array(repeating: "https://social.example.org/api/v2/instance", count: 2))
    // Another instance's are its own.
    #expect(bench.connector(transport, base: "https://other.example.org").limits == MastodonLimits())
  }

  @Test func `an instance that does not tell its limits leaves the last ones, and is not asked at once again`()
    async throws
  {
    let bench = try MastodonBench()
    let clock = TestClock()
    let transport = ScriptedTransport(
      Self.instance, .maybeSent("Lost."), MastodonBench.answer(404), MastodonBench.answer(200, "<html>"), Self.instance)
    let connector = bench.connector(transport, clock: clock.now)
    await connector.learnLimits()
    clock.move(by: .seconds(86_400))
    for _ in 0..<2 { await connector.learnLimits() }
    #expect(transport.requests.count == 2 && connector.limits.characters == 1000)
    clock.move(by: .seconds(600))
    await connector.learnLimits()
    #expect(
      transport.requests.map { URL(string: $0.url)?.path() }.suffix(2) == ["/api/v2/instance", "/api/v1/instance"])
    #expect(connector.limits.characters == 1000)
    clock.move(by: .seconds(600))
    await connector.learnLimits()
    #expect(transport.requests.count == 5)
  }

  @Test(arguments: [
    "", "{}", #"{"instance":"https://social.example.org"}"#, #"{"instance":"https://social.example.org","limits":{}}"#,
    #"{"instance":"https://social.example.org","read_at":"soon","limits":{"configuration":{"statuses":7}}}"#,
  ])
  func `a file of limits that says nothing is as good as none`(text: String) throws {
    let bench = try MastodonBench()
    try FileManager.default.createDirectory(atPath: bench.folder.path("limits"), withIntermediateDirectories: true)
    try bench.folder.write(text, to: "limits/website.json")
    #expect(bench.connector(ScriptedTransport()).limits == MastodonLimits())
  }

  @Test func `absurd limits are not believed`() throws {
    let json = try #require(
      JSON(
        parsing: #"{"configuration":{"statuses":{"max_characters":0,"max_media_attachments":-1,"#
          + #""characters_reserved_per_url":99999999},"media_attachments":{"supported_mime_types":[]}}}"#))
    #expect(MastodonLimits(instance: json) == MastodonLimits())
  }

  // MARK: Times

  @Test(arguments: [
    ("2026-11-22T17:00:00Z", 0), ("2026-11-22T17:00:00.000Z", 0), ("2026-11-22T17:00:00.123456Z", 123),
    ("2026-11-22T17:00:00.5Z", 500), ("2026-11-22T18:00:00+01:00", 0), ("2026-11-22T16:30:00.250-00:30", 250),
  ])
  func `times of an instance are read to the millisecond`(text: String, milliseconds: Int64) {
    #expect(ISOTime.instant(text) == Sample.due.adding(.milliseconds(milliseconds)))
  }

  @Test(arguments: ["", "2026-11-22", "2026-11-22T17:00:00", "2026-13-22T17:00:00Z", "2026-11-22T17:00:00.Z", "now"])
  func `what is no time is none`(text: String) { #expect(ISOTime.instant(text) == nil) }
}
