import Elections
import Foundation
import Publishing
import Testing
import Texts
@testable import Connectors

/// Makes connectors and the answers of a site, as WordPress 6.1 gave them.
enum WordPressSite {
  static let password = "abcd efgh ijkl mnop qrst uvwx"
  static let base = "https://www.example.org"
  static let picture = MediaItem(
    hash: ContentHash(of: Array("a".utf8)), fileName: "My bins.png", mediaType: "image/png", alt: "Green “bins”",
    byteCount: 1)

  static func connector(
    _ transport: some Transport, categories: [String] = [], base: String = base, clock: TestClock = TestClock(),
    password: String? = password, media: [UInt8] = Array("a".utf8)
  ) -> WordPressConnector {
    let reference = SecretReference.environment("P")
    return WordPressConnector(
      channel: "website",
      settings: WordPressSettings(url: base, user: "gate", password: reference, categories: categories),
      client: APIClient(base: base, transport: transport),
      password: SecretSource(reference, folder: "/") { _ in password }, media: MediaSource { _ in media },
      now: clock.now)
  }

  /// A post as the site gives it with `context=edit`.
  static func stored(
    _ plan: SendPlan, id: Int = 12, status: String = "draft", kept: String? = nil, title: String? = nil,
    content: String? = nil, categories: [Int] = [], featured: Int? = nil, date: String = "2026-11-22T17:00:00",
    slug: String? = nil
  ) throws -> JSON {
    let planned = try #require(WordPressPlan(payload: plan.payload))
    let kept = WordPressKept(kept.map { Array($0.utf8) })
    let items = plan.post.content.media
    return .object([
      ("id", .number(id)), ("slug", .string(slug ?? WordPressPlan.draftSlug(plan.post.key))),
      ("status", .string(status)), ("link", .string("\(base)/bins/")),
      ("date_gmt", .string(date)), ("modified_gmt", .string("2026-11-22T17:00:00")),
      ("title", .object([("raw", .string(title ?? planned.title))])),
      ("content", .object([("raw", .string(content ?? planned.content(items, at: kept.media.map(\.address))))])),
      ("categories", .array(categories.map(JSON.number))),
      ("featured_media", .number(featured ?? planned.featured(items, kept))),
    ])
  }

  static let keptText = #"{"connector":"wordpress","post":12,"categories":[],"media":[]}"#
  static let keptPicture =
    #"{"connector":"wordpress","post":12,"categories":[3],"media":[{"id":5,"url":"https://www.example.org/b.png","alt":true}]}"#
}

/// What is planned, and the one public request.
@Suite struct WordPressTests {
  private typealias Site = WordPressSite

  private static func commit(
    _ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post(), kept: String? = Site.keptText,
    clock: TestClock = TestClock(), password: String? = Site.password
  ) async throws -> CommitOutcome {
    let connector = Site.connector(transport, clock: clock, password: password)
    let plan = try connector.plan(post)
    return await connector.commit(
      Prepared(plan: plan, kept: kept.map { Array($0.utf8) }), under: Sample.permit(for: plan))
  }

  // MARK: Pure

  @Test func `a plan is the same bytes for the same post, and says what will stand on the site`() throws {
    let connector = Site.connector(ScriptedTransport(), categories: ["News & events"])
    let post = Sample.post("Bins & \"boxes\" on Friday. Early.", link: "https://example.org/b")
    let plan = try connector.plan(post)
    #expect(try connector.plan(post) == plan)
    #expect(
      String(decoding: plan.payload, as: UTF8.self)
        == #"{"connector":"wordpress","site":"https://www.example.org","title":"Bins &amp; &quot;boxes&quot; on Friday","#
        + #""slug":"bins-and-boxes-on-friday","html":"<p>Bins &amp; &quot;boxes&quot; on Friday. Early.</p>\n<p>"#
        + #"<a href=\"https://example.org/b\">https://example.org/b</a></p>","categories":["News & events"]}"#)
  }

  @Test func `a preview shows people what will be sent`() throws {
    let connector = Site.connector(ScriptedTransport(), categories: ["News"])
    let plan = try connector.plan(
      Sample.post("Bins \"today\".\nEarly.", link: "https://example.org/b", media: [Site.picture]))
    #expect(
      connector.preview(plan) == """
        Title: Bins "today"
        Text:
          Bins "today".
          Early.
        Link: https://example.org/b
        Picture: My bins.png, alt text: Green “bins”
        Categories: News
        Page: ends in /bins-today, or /bins-today-2 where that is taken
        Who sees it: everybody, on https://www.example.org

        """)
  }

  @Test func `text, alt text and kinds of files are checked before anything is queued`() {
    let connector = Site.connector(ScriptedTransport())
    func problems(_ text: String, type: String = "image/png", alt: String = "Bins") -> [String] {
      let item = MediaItem(
        hash: ContentHash(of: []), fileName: "a.bin", mediaType: type, alt: alt, byteCount: 1)
      return connector.check(PostContent(text: text, media: [item])).map(\.description)
    }
    for type in ["image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"] {
      #expect(problems("Bins", type: type).isEmpty)
    }
    #expect(problems(" \n").first?.contains("no text") == true)
    #expect(problems("a\u{8}").first?.contains("control character") == true)
    #expect(problems("Bins", type: "image/svg+xml").first?.contains("convert it") == true)
    #expect(problems("Bins", alt: " ").first?.contains("no alt text") == true)
  }

  @Test func `a plan of another connector or for another site is never sent`() async throws {
    let transport = ScriptedTransport()
    let post = Sample.post()
    let foreign = SendPlan(post: post, payload: Array(#"{"connector":"drupal"}"#.utf8))
    let elsewhere = try Site.connector(transport, base: "https://old.example.org").plan(post)
    let connector = Site.connector(transport)
    for (plan, words) in [(foreign, "not for WordPress"), (elsewhere, "is for https://old.example.org")] {
      let outcome = await connector.commit(
        Prepared(plan: plan, kept: Array(Site.keptText.utf8)), under: Sample.permit(for: plan))
      #expect(outcome.name == "rejected" && outcome.reason.contains(words))
      #expect(await connector.prepare(plan, SiteKept().preparation(for: plan)).name == "rejected")
      #expect(await connector.find(Prepared(plan: plan)).name == "cannotTell")
    }
    #expect(transport.requests.isEmpty)
  }

  // MARK: The public request

  @Test func `C-16: publishing carries the whole approved post to one id, and no date`() async throws {
    let transport = ScriptedTransport()
    _ = try await Self.commit(transport, Sample.post(media: [Site.picture]), kept: Site.keptPicture)
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count == 1 && request.method == .post)
    #expect(request.url.hasPrefix("https://www.example.org/wp-json/wp/v2/posts/12?context=edit&_fields=id,slug,status"))
    #expect(request.header("authorization") == "Basic Z2F0ZTphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3g=")
    let json = try #require(request.json)
    #expect(
      json.keys == [
        "categories", "content", "excerpt", "featured_media", "password", "slug", "status", "sticky", "tags", "title",
      ])
    #expect(json["status"]?.string == "publish" && json["slug"]?.string == "bins-are-collected-on-friday")
    #expect(json["featured_media"]?.number == 5 && json["categories"]?.array?.first?.number == 3)
    #expect(
      json["content"]?.string
        == "<p>Bins are collected on Friday.</p>\n"
        + "<figure><img src=\"https://www.example.org/b.png\" alt=\"Green “bins”\"></figure>")
  }

  @Test func `C-21: the receipt has the site's id, link and time in UTC`() async throws {
    let plan = try Site.connector(ScriptedTransport()).plan(Sample.post())
    let stored = try Site.stored(plan, status: "publish", date: "2027-07-01T09:00:00")
    let outcome = try await Self.commit(ScriptedTransport(SiteAnswer.json(200, stored)))
    #expect(
      outcome
        == .published(
          Receipt(
            remoteID: "12", url: "https://www.example.org/bins/", at: Instant(secondsSince1970: 1_814_432_400))))
  }

  @Test(arguments: [
    (400, "rest_invalid_param", "undecided"), (400, "application_passwords_disabled", "needsLogin"),
    (400, "rest_disabled", "channelRefused"), (400, "invalid_email", "undecided"), (400, "empty_content", "rejected"),
    (409, "x", "uncertain"), (423, "locked", "uncertain"), (410, "rest_already_trashed", "uncertain"),
    (401, "rest_cannot_create", "needsLogin"),
    (403, "rest_cannot_publish", "channelRefused"), (404, "rest_post_invalid_id", "uncertain"),
    (404, "rest_no_route", "channelRefused"), (405, "x", "channelRefused"), (408, "x", "uncertain"),
    (413, "x", "rejected"),
    (425, "x", "uncertain"), (429, "x", "notSent"), (500, "x", "uncertain"), (502, "x", "uncertain"),
    (503, "x", "uncertain"), (301, "x", "channelRefused"), (302, "x", "uncertain"), (303, "x", "uncertain"),
    (307, "x", "channelRefused"), (308, "x", "channelRefused"), (200, "x", "uncertain"), (204, "x", "uncertain"),
  ])
  func `C-02, C-09: every answer to publishing has one meaning and costs one request`(
    status: Int, code: String, name: String
  ) async throws {
    let transport = ScriptedTransport(
      SiteAnswer.json(
        status, #"{"code":"\#(code)","message":"Sorry, <b>no</b>.","data":{"status":\#(status)}}"#,
        headers: [("Retry-After", "90")]))
    let outcome = try await Self.commit(transport)
    #expect(outcome.name == name && transport.requests.count == 1)
    #expect(outcome.reason.contains("\(status)") && outcome.reason.contains("www.example.org"))
    if ["rejected", "channelRefused"].contains(name), status >= 400 {
      #expect(outcome.reason.contains("(\(code)): “Sorry, no.”"))
    }
    if case .notSent(_, let after) = outcome { #expect(after == .seconds(90)) }
  }

  @Test func `only what spoils the post's own words is its fault`() async throws {
    for (parameter, name) in [
      ("title", "rejected"), ("content", "rejected"), ("categories", "channelRefused"), ("featured_media", "undecided"),
    ] {
      let answer =
        #"{"code":"rest_invalid_param","message":"Invalid parameter(s): \#(parameter)","data":{"status":400,"params":"#
        + #"{"\#(parameter)":"No."}}}"#
      let outcome = try await Self.commit(ScriptedTransport(SiteAnswer.json(400, answer)))
      #expect(outcome.name == name, "\(parameter): \(outcome)")
    }
    let inner =
      #"{"code":"rest_invalid_param","message":"Invalid parameter(s): status","data":{"status":400,"params":{"status":"#
      + #""No."},"details":{"status":{"code":"rest_forbidden_status","message":"No.","data":{"status":403}}}}}"#
    #expect(try await Self.commit(ScriptedTransport(SiteAnswer.json(400, inner))).name == "channelRefused")
    #expect(try await Self.commit(ScriptedTransport(SiteAnswer.json(400, ""))).name == "undecided")
  }

  @Test func `C-09: a page, another post or another status is no publication`() async throws {
    let plan = try Site.connector(ScriptedTransport()).plan(Sample.post())
    for answer in [
      SiteAnswer.page(200), SiteAnswer.json(200, try Site.stored(plan, id: 13, status: "publish")),
      SiteAnswer.json(200, try Site.stored(plan, status: "future")), SiteAnswer.json(200, "{"),
      .maybeSent("Lost."),
    ] {
      #expect(try await Self.commit(ScriptedTransport(answer)).name == "uncertain")
    }
    #expect(try await Self.commit(ScriptedTransport(SiteAnswer.page(403))).reason.contains("firewall"))
    #expect(try await Self.commit(ScriptedTransport(.notSent("No."))) == .notSent("No.", after: nil))
  }

  @Test func `G-33: without a permit, a draft or a password nothing reaches the network`() async throws {
    let transport = ScriptedTransport()
    let connector = Site.connector(transport)
    let plan = try connector.plan(Sample.post())
    for permit in [
      Sample.permit(for: plan, from: Sample.due.adding(seconds: -1)),
      Sample.permit(for: plan, name: DeliveryName(post: PostID(12), channel: "other")),
      Sample.permit(for: plan, contentHash: ContentHash(of: [])),
    ] {
      let outcome = await connector.commit(Prepared(plan: plan, kept: Array(Site.keptText.utf8)), under: permit)
      #expect(outcome.name == "notSent")
    }
    #expect(try await Self.commit(transport, kept: nil).name == "notSent")
    #expect(try await Self.commit(transport, Sample.post(media: [Site.picture])).name == "notSent")
    #expect(try await Self.commit(transport, password: nil).reason.contains("is not set"))
    #expect(transport.requests.isEmpty)
  }

  @Test func `C-14: a permit that ends while the connection is made stops the request`() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(.maybeSent("Lost."), beforeStart: { clock.move(by: .seconds(1)) })
    #expect(try await Self.commit(transport, clock: clock).name == "notSent")
    #expect(transport.requests.isEmpty)
  }

  @Test func `C-30: no plan, kept id, reason or connector shows the password`() async throws {
    let transport = ScriptedTransport(SiteAnswer.json(401, #"{"code":"rest_cannot_create","message":"Sorry."}"#))
    let outcome = try await Self.commit(transport)
    var shown = "\(outcome) \(try Site.connector(transport).plan(Sample.post()))"
    dump(Site.connector(transport), to: &shown)
    for text in ["abcd", "efgh", "YWJjZGVmZ2hpams"] { #expect(!shown.contains(text)) }
    #expect(outcome.reason.contains("make a new application password"))
  }
}
