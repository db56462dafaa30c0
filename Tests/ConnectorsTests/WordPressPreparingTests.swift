import Elections
import Publishing
import Testing
import Texts
@testable import Connectors

/// Drafts, uploads and categories: what nobody sees, and what may be done again.
@Suite struct WordPressPreparingTests {
  private typealias Site = WordPressSite

  private static let none = SiteAnswer.json(200, "[]")
  private static let uploaded = SiteAnswer.json(
    201, #"{"id":5,"slug":"x","source_url":"https://www.example.org/b.png","alt_text":""}"#)
  private static let described = SiteAnswer.json(
    200, #"{"id":5,"source_url":"https://www.example.org/b.png","alt_text":"Green “bins”"}"#)
  private static let keptPicture = Site.keptPicture.replacing("[3]", with: "[]")

  private static func prepare(
    _ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post(), kept: SiteKept = SiteKept(),
    categories: [String] = [], clock: TestClock = TestClock()
  ) async throws -> PrepareOutcome {
    let connector = Site.connector(transport, categories: categories, clock: clock)
    let plan = try connector.plan(post)
    return await connector.prepare(plan, kept.preparation(for: plan))
  }

  private static func plan(_ post: ReleasedPost = Sample.post()) throws -> SendPlan {
    try Site.connector(ScriptedTransport()).plan(post)
  }

  private static func paths(_ transport: ScriptedTransport) -> [String] {
    transport.requests.map { request in
      let path = request.url.dropFirst("\(Site.base)/wp-json/wp/v2".count)
      return "\(request.method.rawValue) \(path.replacing(/[?&]_fields=.*/, with: ""))"
    }
  }

  // MARK: The draft

  @Test func `a text is one draft under the delivery's slug, and its id is kept`() async throws {
    let transport = ScriptedTransport(Self.none, SiteAnswer.json(201, try Site.stored(Self.plan())))
    let kept = SiteKept()
    let outcome = try await Self.prepare(transport, kept: kept)
    let slug = "portcullis-\(Sample.post().key.text)"
    #expect(Self.paths(transport) == ["GET /posts?slug=\(slug)&status=any&context=edit", "POST /posts?context=edit"])
    let json = try #require(transport.requests.last?.json)
    #expect(json.keys == ["content", "featured_media", "slug", "status", "title"])
    #expect(json["status"]?.string == "draft" && json["slug"]?.string == slug)
    #expect(kept.text == Site.keptText && outcome.prepared?.kept == kept.bytes)
  }

  @Test func `C-05: another attempt asks for the kept draft only, and writes nothing`() async throws {
    let transport = ScriptedTransport(SiteAnswer.json(200, try Site.stored(Self.plan())))
    #expect(try await Self.prepare(transport, kept: SiteKept(Site.keptText)).name == "ready")
    #expect(Self.paths(transport) == ["GET /posts/12?context=edit"])
  }

  @Test func `a draft whose answer was lost is found again, the older of two`() async throws {
    let (first, second) = (try Site.stored(Self.plan()), try Site.stored(Self.plan(), id: 14))
    let transport = ScriptedTransport(
      Self.none, .maybeSent("Lost."), SiteAnswer.json(200, .array([second, first])))
    let kept = SiteKept(Site.keptText.replacing("12", with: "null"))
    #expect(try await Self.prepare(transport, kept: kept) == .retry("Lost.", after: nil))
    #expect(try await Self.prepare(transport, kept: kept).name == "ready")
    #expect(transport.requests.count(where: { $0.method == .post }) == 1)
    #expect(kept.text == Site.keptText)
  }

  @Test func `what a site answers that ignores the slug is another's, and left alone`() async throws {
    let ours = WordPressPlan.draftSlug(Sample.post().key)
    for slug in ["budget", "\(ours)__trashed", "\(ours)-draft", "\(ours)-", "x-\(ours)"] {
      let foreign = try Site.stored(Self.plan(), id: 7, slug: slug)
      let transport = ScriptedTransport(
        SiteAnswer.json(200, .array([foreign])), SiteAnswer.json(201, try Site.stored(Self.plan())))
      let kept = SiteKept()
      #expect(try await Self.prepare(transport, kept: kept).name == "ready", "\(slug)")
      #expect(kept.text == Site.keptText && transport.requests.last?.url.contains("/posts?context=edit") == true)
    }
    let numbered = ScriptedTransport(SiteAnswer.json(200, .array([try Site.stored(Self.plan(), slug: "\(ours)-2")])))
    #expect(try await Self.prepare(numbered).name == "ready" && numbered.requests.count == 1)
    let another = ScriptedTransport(SiteAnswer.json(200, try Site.stored(Self.plan(), id: 7)))
    #expect(try await Self.prepare(another, kept: SiteKept(Site.keptText)).name == "retry")
  }

  @Test func `a draft that somebody edited is written again, and refused where it still differs`() async throws {
    let edited = SiteAnswer.json(200, try Site.stored(Self.plan(), content: "<p>Bins are on Monday.</p>"))
    let good = SiteAnswer.json(200, try Site.stored(Self.plan()))
    let transport = ScriptedTransport(edited, good)
    #expect(try await Self.prepare(transport, kept: SiteKept(Site.keptText)).name == "ready")
    let rewrite = try #require(transport.requests.last?.json)
    #expect(rewrite.keys == ["content", "featured_media", "title"])

    let outcome = try await Self.prepare(ScriptedTransport(edited, edited), kept: SiteKept(Site.keptText))
    #expect(
      outcome.reason
        == "www.example.org does not keep the post as it was approved: of the text “>Bins are collected on Friday.</p>” "
        + "became “>Bins are on Monday.</p>”. Give the account a role that may write it, such as Editor, or change the "
        + "post.")
  }

  @Test func `C-12: a title, category or picture that the site dropped is refused by name`() async throws {
    let found = SiteAnswer.json(200, #"[{"id":3,"name":"News &amp; events"}]"#)
    for (stored, words) in [
      (try Site.stored(Self.plan(), title: "Bins"), "of the title"),
      (try Site.stored(Self.plan(), categories: [1]), "the category “News & events” was dropped"),
      (try Site.stored(Self.plan(), categories: [3], featured: 9), "the picture shown with the post is another"),
    ] {
      let answer = SiteAnswer.json(200, stored)
      let outcome = try await Self.prepare(
        ScriptedTransport(found, Self.none, answer, answer), categories: ["News & events"])
      #expect(outcome.name == "rejected" && outcome.reason.contains(words))
    }
  }

  @Test func `emoji that the site wrote as numbers are the same emoji`() async throws {
    let post = Sample.post("Bins 🗑 today")
    let stored = try Site.stored(
      Self.plan(post), title: "Bins &#x1f5d1; today", content: "<p>Bins &#x1f5d1; today</p>")
    #expect(try await Self.prepare(ScriptedTransport(Self.none, SiteAnswer.json(201, stored)), post).name == "ready")
  }

  @Test(arguments: ["trash", "pending", "private", "future"])
  func `a draft that somebody binned or moved on is left alone`(status: String) async throws {
    let transport = ScriptedTransport(SiteAnswer.json(200, try Site.stored(Self.plan(), status: status)))
    let outcome = try await Self.prepare(transport, kept: SiteKept(Site.keptText))
    #expect(outcome.name == "rejected" && outcome.reason.contains("“\(status)”") && transport.requests.count == 1)
  }

  @Test func `C-16: a draft to which somebody gave a date to come is left alone, and a deleted one too`() async throws {
    let dated = try Site.stored(Self.plan(), date: "2026-12-24T09:00:00")
    let gone = SiteAnswer.json(404, #"{"code":"rest_post_invalid_id","message":"Invalid post ID."}"#)
    for (answer, words) in [(SiteAnswer.json(200, dated), "a date to come"), (gone, "was deleted by somebody")] {
      let transport = ScriptedTransport(answer)
      let outcome = try await Self.prepare(transport, kept: SiteKept(Site.keptText))
      #expect(outcome.name == "rejected" && outcome.reason.contains(words) && transport.requests.count == 1)
    }
  }

  @Test func `C-07: a post that a late request published is never written by a preparation`() async throws {
    let same = ScriptedTransport(SiteAnswer.json(200, try Site.stored(Self.plan(), status: "publish")))
    #expect(try await Self.prepare(same, kept: SiteKept(Site.keptText)).name == "ready")
    let other = ScriptedTransport(
      SiteAnswer.json(200, try Site.stored(Self.plan(), status: "publish", title: "Bins!")))
    let outcome = try await Self.prepare(other, kept: SiteKept(Site.keptText))
    #expect(outcome.name == "rejected" && outcome.reason.contains("public already"))
    #expect((same.requests + other.requests).allSatisfy { $0.method == .get })
  }

  @Test func `a site that publishes a draft at once is reported`() async throws {
    let transport = ScriptedTransport(Self.none, SiteAnswer.json(201, try Site.stored(Self.plan(), status: "publish")))
    let outcome = try await Self.prepare(transport)
    #expect(outcome.name == "rejected" && outcome.reason.contains("look at the post 12 there at once"))
  }

  // MARK: Answers

  @Test(arguments: [
    (400, "rest_invalid_param", "rejected"), (401, "rest_cannot_create", "needsLogin"),
    (403, "rest_forbidden_status", "channelRefused"), (404, "rest_no_route", "channelRefused"), (413, "x", "rejected"),
    (408, "x", "retry"), (429, "x", "retry"), (500, "x", "retry"), (502, "x", "retry"), (503, "x", "retry"),
    (301, "x", "channelRefused"), (302, "x", "needsLogin"), (307, "x", "channelRefused"), (200, "x", "retry"),
  ])
  func `every answer to looking for the draft and to making it has one meaning`(
    status: Int, code: String, name: String
  ) async throws {
    let answer = SiteAnswer.json(
      status, #"{"code":"\#(code)","message":"No."}"#, headers: [("Retry-After", "90")])
    for (transport, isQuestion) in [(ScriptedTransport(answer), true), (ScriptedTransport(Self.none, answer), false)] {
      let outcome = try await Self.prepare(transport)
      // A question without a body is refused for the login's sake, never for the post's.
      let meant = isQuestion && name == "rejected" ? "needsLogin" : name
      #expect(outcome.name == meant && outcome.reason.contains("www.example.org"))
      if case .retry(_, let after) = outcome, status != 200 { #expect(after == .seconds(90)) }
    }
    #expect(try await Self.prepare(ScriptedTransport(SiteAnswer.page(200))).name == "channelRefused")
    #expect(try await Self.prepare(ScriptedTransport(SiteAnswer.page(404))).reason.contains("its API is not there"))
  }

  @Test func `a wrong password is noticed behind the parameter that it spoils`() async throws {
    let answer = SiteAnswer.json(
      400,
      #"{"code":"rest_invalid_param","message":"Invalid parameter(s): status","data":{"status":400,"params":{"status":"#
        + #""Status is forbidden."},"details":{"status":{"code":"rest_forbidden_status","message":"Status is forbidden.","#
        + #""data":{"status":401}}}}}"#)
    let outcome = try await Self.prepare(ScriptedTransport(answer))
    #expect(outcome.name == "needsLogin" && outcome.reason.contains("401 (rest_forbidden_status)"))
  }

  @Test func `G-33: a preparation for something else, or that is over, writes nothing`() async throws {
    let transport = ScriptedTransport()
    let connector = Site.connector(transport)
    let plan = try connector.plan(Sample.post())
    for preparation in [
      SiteKept().preparation(for: plan, contentHash: ContentHash(of: [])),
      SiteKept().preparation(for: plan, from: Sample.due.adding(seconds: -60)),
    ] { #expect(await connector.prepare(plan, preparation).name == "retry") }
    #expect(transport.requests.isEmpty)

    let clock = TestClock()
    let slow = ScriptedTransport(Self.none, beforeStart: { clock.move(by: .seconds(40)) })
    #expect(try await Self.prepare(slow, clock: clock).name == "retry")
    #expect(slow.requests.map(\.method) == [.get])
  }

  @Test func `where an id cannot be kept nothing further is made`() async throws {
    let transport = ScriptedTransport(Self.none, SiteAnswer.json(201, try Site.stored(Self.plan())), Self.none)
    let outcome = try await Self.prepare(
      transport, Sample.post(media: [Site.picture]), kept: SiteKept(room: 1))
    #expect(outcome.name == "retry" && transport.requests.count == 2)
  }

  // MARK: Pictures

  @Test func `a picture is attached to the draft, described, and then stands in the text`() async throws {
    let post = Sample.post(media: [Site.picture])
    let plan = try Self.plan(post)
    let bare = try Site.stored(plan, featured: 0)
    let transport = ScriptedTransport(
      Self.none, SiteAnswer.json(201, bare), Self.none, Self.uploaded, Self.described,
      SiteAnswer.json(200, try Site.stored(plan, kept: Self.keptPicture)))
    let kept = SiteKept()
    #expect(try await Self.prepare(transport, post, kept: kept).name == "ready")
    let slug = "portcullis-\(post.key.text)"
    #expect(
      Self.paths(transport) == [
        "GET /posts?slug=\(slug)&status=any&context=edit", "POST /posts?context=edit", "GET /media?slug=\(slug)-1",
        "POST /media?post=12&slug=\(slug)-1&title=\(Site.picture.publicName)", "POST /media/5",
        "POST /posts/12?context=edit",
      ])
    let upload = transport.requests[3]
    #expect(upload.body == Array("a".utf8) && upload.header("content-type") == "image/png")
    #expect(upload.header("content-disposition") == "attachment; filename=\"\(slug)-1.png\"")
    #expect(transport.requests[4].json?["alt_text"]?.string == "Green “bins”")
    #expect(transport.requests[5].json?["featured_media"]?.number == 5)
    #expect(kept.text == Self.keptPicture)
  }

  @Test func `an upload whose answer was lost is found again, and none is made twice`() async throws {
    let post = Sample.post(media: [Site.picture])
    let plan = try Self.plan(post)
    let bare = try Site.stored(plan, featured: 0)
    let whole = SiteAnswer.json(200, try Site.stored(plan, kept: Self.keptPicture))
    let kept = SiteKept()
    let first = ScriptedTransport(Self.none, SiteAnswer.json(201, bare), Self.none, .maybeSent("Lost."))
    #expect(try await Self.prepare(first, post, kept: kept).name == "retry")
    let slug = WordPressPlan.mediaSlug(post.key, 0)
    let found = SiteAnswer.json(
      200,
      #"[{"id":4,"slug":"town-hall","source_url":"https://www.example.org/a.png","alt_text":""},"#
        + #"{"id":5,"slug":"\#(slug)-2","source_url":"https://www.example.org/b.png","alt_text":""}]"#)
    let second = ScriptedTransport(SiteAnswer.json(200, bare), found, .maybeSent("Lost."))
    #expect(try await Self.prepare(second, post, kept: kept).name == "retry")
    let third = ScriptedTransport(SiteAnswer.json(200, bare), Self.described, whole)
    #expect(try await Self.prepare(third, post, kept: kept).name == "ready")
    #expect(Self.paths(third) == ["GET /posts/12?context=edit", "POST /media/5", "POST /posts/12?context=edit"])
    #expect(kept.text == Self.keptPicture)
  }

  @Test func `a file that the site refuses, a changed file and a changed alt text wait for a person`() async throws {
    let post = Sample.post(media: [Site.picture])
    let bare = SiteAnswer.json(200, try Site.stored(Self.plan(post), featured: 0))
    let refused = SiteAnswer.json(
      500, #"{"code":"rest_upload_sideload_error","message":"Sorry, you are not allowed to upload this file type."}"#)
    let transport = ScriptedTransport(bare, Self.none, refused)
    let outcome = try await Self.prepare(transport, post, kept: SiteKept(Site.keptText))
    #expect(outcome.name == "rejected" && outcome.reason.contains("not allowed to upload this file type"))
    let failing = ScriptedTransport(bare, Self.none, SiteAnswer.json(500, #"{"code":"x","message":"No."}"#))
    #expect(try await Self.prepare(failing, post, kept: SiteKept(Site.keptText)).name == "retry")

    let stripped = ScriptedTransport(
      bare, Self.none, Self.uploaded, SiteAnswer.json(200, #"{"id":5,"source_url":"x","alt_text":"Green"}"#))
    #expect(try await Self.prepare(stripped, post, kept: SiteKept(Site.keptText)).reason.contains("to “Green”"))

    let changed = Site.connector(ScriptedTransport(bare, Self.none), media: Array("b".utf8))
    let plan = try changed.plan(post)
    let answer = await changed.prepare(plan, SiteKept(Site.keptText).preparation(for: plan))
    #expect(answer.name == "rejected" && answer.reason.contains("was changed in the store"))
  }

  @Test func `a document is a link that says what it is`() throws {
    let item = MediaItem(
      hash: ContentHash(of: []), fileName: "map.pdf", mediaType: "application/pdf", alt: "Map of the works",
      byteCount: 1)
    let plan = try #require(WordPressPlan(payload: Self.plan(Sample.post("Works", media: [item])).payload))
    #expect(
      plan.content([item], at: ["https://www.example.org/m.pdf"])
        == "<p>Works</p>\n<p><a href=\"https://www.example.org/m.pdf\">Map of the works</a></p>")
    #expect(plan.featured([item], WordPressKept(Array(Site.keptPicture.utf8))) == 0)
  }

  // MARK: Categories

  @Test func `a category is found by its exact name and never made`() async throws {
    let list = #"[{"id":2,"name":"News"},{"id":3,"name":"News &amp; events"},{"id":4,"name":"Old news &amp; events"}]"#
    let transport = ScriptedTransport(
      SiteAnswer.json(200, list), Self.none, SiteAnswer.json(201, try Site.stored(Self.plan(), categories: [3])))
    let kept = SiteKept()
    #expect(try await Self.prepare(transport, kept: kept, categories: ["News & events"]).name == "ready")
    #expect(Self.paths(transport)[0] == "GET /categories?search=events&per_page=100")
    #expect(kept.text.contains(#""categories":[3]"#))
    #expect(transport.requests[2].json?["categories"]?.array?.first?.number == 3)
  }

  @Test func `a category that is missing or not clear holds the channel before anything is made`() async throws {
    for (list, words) in [
      ("[]", "has no category “News”; make it there"), (#"[{"id":2,"name":"news"}]"#, "has no category"),
      (#"[{"id":2,"name":"News"},{"id":3,"name":"News"}]"#, "has 2 categories “News”"),
    ] {
      let transport = ScriptedTransport(SiteAnswer.json(200, list))
      let outcome = try await Self.prepare(transport, categories: ["News"])
      #expect(outcome.name == "channelRefused" && outcome.reason.contains(words) && transport.requests.count == 1)
    }
  }
}
