import Elections
import Publishing
import Testing
import Texts
@testable import Connectors

/// What is read after a lost answer, after publishing, and to try a channel out.
@Suite struct WordPressReadingTests {
  private typealias Site = WordPressSite

  private static func find(_ answer: WireOutcome, kept: String? = Site.keptText) async throws -> (FindOutcome, String) {
    let transport = ScriptedTransport(answer)
    let connector = Site.connector(transport)
    let outcome = await connector.find(
      Prepared(plan: try connector.plan(Sample.post()), kept: kept.map { Array($0.utf8) }))
    #expect(transport.requests.allSatisfy { $0.method == .get } && transport.requests.count == 1)
    return (outcome, transport.requests.first?.url ?? "")
  }

  @Test(arguments: [
    ("publish", nil, "found"), ("publish", "<p>x</p>", "changedByOthers"), ("draft", nil, "absentForCertain"),
    ("draft", "<p>x</p>", "absentForCertain"), ("trash", nil, "changedByOthers"), ("future", nil, "changedByOthers"),
    ("pending", nil, "changedByOthers"), ("private", nil, "changedByOthers"),
  ])
  func `C-08, C-11: the state of our own post says whether it went out`(
    status: String, content: String?, name: String
  ) async throws {
    let plan = try Site.connector(ScriptedTransport()).plan(Sample.post())
    let stored = try Site.stored(plan, status: status, content: content)
    let (outcome, url) = try await Self.find(SiteAnswer.json(200, stored))
    #expect(outcome.name == name && url.contains("/posts/12?context=edit"))
    if case .found(let receipt) = outcome {
      #expect(receipt == Receipt(remoteID: "12", url: "https://www.example.org/bins/", at: Sample.due))
    }
  }

  @Test func `what cannot be read decides nothing, and a deleted post is a person's question`() async throws {
    let gone = SiteAnswer.json(404, #"{"code":"rest_post_invalid_id","message":"Invalid post ID."}"#)
    #expect(try await Self.find(gone).0.name == "changedByOthers")
    for answer in [
      SiteAnswer.page(404), SiteAnswer.page(200), SiteAnswer.json(401, #"{"code":"x","message":"No."}"#),
      SiteAnswer.json(500, "{}"), SiteAnswer.json(200, "[]"), .maybeSent("Lost."), .notSent("No."),
    ] { #expect(try await Self.find(answer).0.name == "cannotTell") }
  }

  @Test func `without an id the draft is looked for by its slug, and nothing was published`() async throws {
    let plan = try Site.connector(ScriptedTransport()).plan(Sample.post())
    let (none, url) = try await Self.find(SiteAnswer.json(200, "[]"), kept: nil)
    #expect(none == .absentForCertain && url.contains("slug=portcullis-\(Sample.post().key.text)&status=any"))
    let draft = SiteAnswer.json(200, .array([try Site.stored(plan)]))
    #expect(try await Self.find(draft, kept: nil).0 == .absentForCertain)
    let published = SiteAnswer.json(200, .array([try Site.stored(plan, status: "publish")]))
    #expect(try await Self.find(published, kept: nil).0.name == "found")
    let foreign = SiteAnswer.json(200, .array([try Site.stored(plan, status: "publish", slug: "budget")]))
    #expect(try await Self.find(foreign, kept: nil).0 == .absentForCertain)
    #expect(try await Self.find(SiteAnswer.json(500, "{}"), kept: nil).0.name == "cannotTell")
  }

  // MARK: As the public sees it

  private static func verify(_ answers: WireOutcome..., post: ReleasedPost = Sample.post()) async throws
    -> VerifyOutcome
  {
    let transport = ScriptedTransport(answers[0], answers.count > 1 ? answers[1] : .maybeSent("Lost."))
    let connector = Site.connector(transport, categories: answers.count > 1 ? ["News & events"] : [])
    let outcome = await connector.verify(Receipt(remoteID: "12", at: Sample.due), against: try connector.plan(post))
    #expect(transport.requests.allSatisfy { $0.method == .get })
    #expect(transport.requests.first?.header("authorization") == nil)
    return outcome
  }

  private static func page(
    title: String = "It&#8217;s bins", _ content: String, featured: Int = 5
  ) -> WireOutcome {
    SiteAnswer.json(
      200,
      .object([
        ("id", .number(12)), ("title", .object([("rendered", .string(title))])),
        ("content", .object([("rendered", .string(content))])), ("featured_media", .number(featured)),
      ]))
  }

  @Test func `C-12: the public's view is compared by words, links, pictures and categories`() async throws {
    let post = Sample.post("It's bins\n\nSee https://example.org/a now", media: [Site.picture])
    let text =
      "<p>It&#8217;s bins</p>\n<p>See <a href=\"https://example.org/a\">https://example.org/a</a> now</p>\n"
    let picture = "<figure><img decoding=\"async\" src=\"x\" alt=\"Green &#8220;bins&#8221;\" /></figure>"
    let category = SiteAnswer.json(200, #"[{"name":"News &amp; events"}]"#)
    #expect(try await Self.verify(Self.page(text + picture), category, post: post) == .same)

    let poor = Self.page(title: "Bins", "<p>It's bins</p><p>See now</p><img src=x>", featured: 0)
    #expect(
      try await Self.verify(poor, SiteAnswer.json(200, #"[{"name":"Uncategorized"}]"#), post: post)
        == .differs([
          "The title is “Bins” instead of “It's bins”; correct the page by hand.",
          "The text is not as approved: “https://example.org/a now” became “now”; correct the page by hand.",
          "The link to https://example.org/a is missing on the page.",
          "The picture with the alt text “Green “bins”” is missing on the page, or has lost its alt text.",
          "The picture that stands for the post in lists is missing.",
          "The post is not in the category “News & events”; add it by hand.",
        ]))
  }

  @Test func `a post that the public cannot see yet is told from an API that it cannot see at all`() async throws {
    let hidden = SiteAnswer.json(401, #"{"code":"rest_forbidden","message":"Sorry."}"#)
    let closed = SiteAnswer.json(401, #"{"code":"rest_not_logged_in","message":"Sorry."}"#)
    #expect(try await Self.verify(hidden) == .notVisibleYet)
    #expect(
      try await Self.verify(closed)
        == .cannotRead("Lost."))
    let plan = try Site.connector(ScriptedTransport(), categories: []).plan(Sample.post())
    let planned = try Site.connector(ScriptedTransport(), categories: []).planned(plan)
    let shown = SiteAnswer.json(
      200,
      .object([
        ("id", .number(12)), ("status", .string("publish")),
        ("title", .object([("rendered", .string(planned.title))])),
        ("content", .object([("rendered", .string(planned.html))])), ("featured_media", .number(0)),
      ]))
    let transport = ScriptedTransport(closed, shown)
    let outcome = await Site.connector(transport, categories: [])
      .verify(Receipt(remoteID: "12", at: Sample.due), against: plan)
    #expect(
      outcome
        == .sameToOwner(
          "www.example.org answered 401 to a stranger, so the post was read with the account's own login."))
    #expect(transport.requests.map { $0.header("authorization") == nil } == [true, false])
    guard case .cannotRead = try await Self.verify(.maybeSent("Lost.")) else { return #expect(Bool(false)) }
  }

  // MARK: Trying it out

  private static let siteAnswer = SiteAnswer.json(
    200, #"{"name":"Example &amp; Council","timezone_string":"Europe/London","gmt_offset":0}"#)

  private static func account(_ capabilities: String) -> WireOutcome {
    SiteAnswer.json(200, #"{"name":"Gate","roles":["author"],"capabilities":{\#(capabilities)}}"#)
  }

  @Test func `a test says who is logged in where, and what the account may not do`() async {
    let good = ScriptedTransport(Self.siteAnswer, Self.account(#""publish_posts":true,"upload_files":true"#))
    #expect(
      await Site.connector(good).test()
        == ChannelTest(
          isUsable: true,
          findings: [
            "The site is “Example & Council”; its time zone is Europe/London.", "Logged in as “Gate” (author).",
            "The site filters the account's HTML; what it changes is noticed before a post goes out.",
          ]))
    let poor = ScriptedTransport(Self.siteAnswer, Self.account(#""unfiltered_html":true"#), SiteAnswer.json(200, "[]"))
    let test = await Site.connector(poor, categories: ["News"]).test()
    #expect(!test.isUsable && test.findings.count == 5)
    #expect(test.findings[2].contains("may not publish") && test.findings[3].contains("may not upload"))
    #expect(test.findings[4].contains("no category “News”"))
    #expect(poor.requests.allSatisfy { $0.method == .get })
  }

  @Test func `a test names a wrong password, a wrong address and a missing secret`() async {
    let wrong = ScriptedTransport(Self.siteAnswer, SiteAnswer.json(401, #"{"code":"x","message":"No."}"#))
    let lost = await Site.connector(wrong).test()
    #expect(!lost.isUsable && lost.findings.last?.contains("make a new application password") == true)
    #expect(await !Site.connector(ScriptedTransport(SiteAnswer.page(200))).test().isUsable)
    let secretless = await Site.connector(ScriptedTransport(), password: nil).test()
    #expect(!secretless.isUsable && secretless.findings.first?.contains("is not set") == true)
  }
}
