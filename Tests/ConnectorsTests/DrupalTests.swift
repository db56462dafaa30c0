import Elections
import Publishing
import Testing
import Texts
@testable import Connectors

/// Answers follow the documentation of Drupal's JSON:API module; no live site has been asked.
@Suite struct DrupalTests {
  private static let base = "https://www.example.org"
  private static let node = "00000000-0000-4001-8000-000000000007"
  private static let keptText = #"{"connector":"drupal","node":true,"files":[]}"#
  private static let picture = MediaItem(
    hash: ContentHash(of: Array("a".utf8)), fileName: "bins.jpg", mediaType: "image/jpeg", alt: "Green bins",
    byteCount: 1)

  private static func connector(
    _ transport: some Transport, imageField: String? = "field_image", moderated: Bool = false,
    clock: TestClock = TestClock()
  ) -> DrupalConnector {
    let reference = SecretReference.environment("P")
    return DrupalConnector(
      channel: "website",
      settings: DrupalSettings(
        url: base, user: "gate", password: reference, bundle: "localgov_news_article", imageField: imageField,
        isModerated: moderated),
      client: APIClient(base: base, transport: transport),
      password: SecretSource(reference, folder: "/") { _ in "s3cret" }, media: MediaSource { _ in Array("a".utf8) },
      now: clock.now)
  }

  private static func stored(
    status: Bool = false, title: String = "Bins are collected on Friday",
    html: String = "<p>Bins are collected on Friday.</p>", processed: String? = nil, state: String? = nil,
    alts: [String] = []
  ) -> JSON {
    var attributes: [(String, JSON)] = [
      ("drupal_internal__nid", .number(42)), ("status", .bool(status)), ("title", .string(title)),
      ("path", .object([("alias", .null), ("pid", .null), ("langcode", .string("en"))])),
      (
        "body",
        .object([
          ("value", .string(html)), ("format", .string("basic_html")), ("processed", .string(processed ?? html)),
        ])
      ),
    ]
    if let state { attributes.append(("moderation_state", .string(state))) }
    let images = alts.map { JSON.object([("meta", .object([("alt", .string($0))]))]) }
    return .object([
      (
        "data",
        .object([
          ("type", .string("node--localgov_news_article")), ("id", .string(node)), ("attributes", .object(attributes)),
          ("relationships", .object([("field_image", .object([("data", .array(images))]))])),
        ])
      )
    ])
  }

  private static func problem(_ status: Int, _ detail: String = "No.") -> WireOutcome {
    SiteAnswer.json(
      status,
      #"{"jsonapi":{"version":"1.0"},"errors":[{"title":"T","status":"\#(status)","detail":"\#(detail)"}]}"#)
  }

  private static func prepare(
    _ transport: ScriptedTransport, _ post: ReleasedPost = Sample.post(), kept: SiteKept = SiteKept(),
    moderated: Bool = false
  ) async throws -> PrepareOutcome {
    let connector = connector(transport, moderated: moderated)
    let plan = try connector.plan(post)
    return await connector.prepare(plan, kept.preparation(for: plan))
  }

  private static func commit(
    _ transport: ScriptedTransport, kept: String? = keptText, moderated: Bool = false, clock: TestClock = TestClock()
  ) async throws -> CommitOutcome {
    let connector = connector(transport, moderated: moderated, clock: clock)
    let plan = try connector.plan(Sample.post())
    return await connector.commit(
      Prepared(plan: plan, kept: kept.map { Array($0.utf8) }), under: Sample.permit(for: plan))
  }

  // MARK: Pure

  @Test func `C-05: the node's UUID is the delivery's key, and another key is another UUID`() throws {
    #expect(DrupalPlan.uuid(Sample.post().key) == "00000000-0000-4001-8000-000000000007")
    #expect(
      DrupalPlan.uuid(DeliveryKey(high: .max, low: .max)) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    let connector = Self.connector(ScriptedTransport())
    #expect(try connector.plan(Sample.post()) == connector.plan(Sample.post()))
  }

  @Test func `pictures need a field for them, an alt text and a kind that browsers show`() throws {
    let content = PostContent(text: "Bins", media: [Self.picture])
    #expect(Self.connector(ScriptedTransport()).check(content).isEmpty)
    let without = Self.connector(ScriptedTransport(), imageField: nil).check(content)
    #expect(without.first?.description.contains("set image-field") == true)
    let bad = MediaItem(
      hash: ContentHash(of: []), fileName: "a.pdf", mediaType: "application/pdf", alt: "", byteCount: 1)
    #expect(Self.connector(ScriptedTransport()).check(PostContent(text: " ", media: [bad])).count == 3)
    let long = PostContent(text: "x", title: String(repeating: "x", count: 256))
    #expect(Self.connector(ScriptedTransport()).check(long).first?.description.contains("255") == true)
    let preview = try Self.connector(ScriptedTransport()).preview(
      Self.connector(ScriptedTransport()).plan(Sample.post(media: [Self.picture])))
    #expect(
      preview.contains("Picture: bins.jpg, alt text: Green bins") && preview.contains("everybody, on \(Self.base)"))
  }

  // MARK: The draft

  @Test func `a post is an unpublished node under our own id`() async throws {
    let transport = ScriptedTransport(SiteAnswer.json(201, Self.stored()))
    let kept = SiteKept()
    #expect(try await Self.prepare(transport, kept: kept).name == "ready")
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count == 1 && request.method == .post)
    #expect(request.url == "https://www.example.org/jsonapi/node/localgov_news_article")
    #expect(request.header("content-type") == "application/vnd.api+json")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"data":{"type":"node--localgov_news_article","id":"\#(Self.node)","attributes":{"#
        + #""title":"Bins are collected on Friday","body":{"value":"<p>Bins are collected on Friday.</p>","#
        + #""format":"basic_html"},"status":false}}}"#)
    #expect(kept.text == Self.keptText)
  }

  @Test func `C-08: a UUID that is there already is ours, where it holds our words`() async throws {
    let used = Self.problem(409, "Conflict")
    let ours = ScriptedTransport(used, SiteAnswer.json(200, Self.stored()))
    #expect(try await Self.prepare(ours).name == "ready")
    #expect(ours.requests.map(\.method) == [.post, .get])
    let other = try await Self.prepare(ScriptedTransport(used, SiteAnswer.json(200, Self.stored(html: "<p>x</p>"))))
    #expect(other.name == "rejected" && other.reason.contains("the text became another"))
    let lost = SiteKept()
    #expect(try await Self.prepare(ScriptedTransport(.maybeSent("Lost.")), kept: lost).name == "retry")
    #expect(lost.text.isEmpty)
  }

  @Test func `a kept node is read, not made; one that was deleted or is public at once is a person's`() async throws {
    let transport = ScriptedTransport(SiteAnswer.json(200, Self.stored()))
    #expect(try await Self.prepare(transport, kept: SiteKept(Self.keptText)).name == "ready")
    #expect(transport.requests.map(\.method) == [.get])
    let gone = try await Self.prepare(ScriptedTransport(Self.problem(404)), kept: SiteKept(Self.keptText))
    #expect(gone.name == "rejected" && gone.reason.contains("deleted by somebody"))
    let loud = try await Self.prepare(ScriptedTransport(SiteAnswer.json(201, Self.stored(status: true))))
    #expect(loud.name == "rejected" && loud.reason.contains("public at once"))
  }

  @Test func `a picture is uploaded to its field and referred to with its alt text`() async throws {
    let post = Sample.post(media: [Self.picture])
    let transport = ScriptedTransport(
      SiteAnswer.json(201, #"{"data":{"type":"file--file","id":"f-1"}}"#),
      SiteAnswer.json(201, Self.stored(alts: ["Green bins"])))
    let kept = SiteKept()
    #expect(try await Self.prepare(transport, post, kept: kept).name == "ready")
    let upload = transport.requests[0]
    #expect(upload.url == "https://www.example.org/jsonapi/node/localgov_news_article/field_image")
    #expect(upload.header("content-type") == "application/octet-stream")
    #expect(upload.header("content-disposition") == "file; filename=\"portcullis-\(post.key.text)-1.jpg\"")
    let field = transport.requests[1].json?["data"]?["relationships"]?["field_image"]?["data"]?.array?.first
    #expect(field?["id"]?.string == "f-1" && field?["meta"]?["alt"]?.string == "Green bins")
    #expect(kept.text == #"{"connector":"drupal","node":true,"files":["f-1"]}"#)
    let dropped = ScriptedTransport(
      SiteAnswer.json(201, #"{"data":{"type":"file--file","id":"f-1"}}"#), SiteAnswer.json(201, Self.stored()))
    #expect(try await Self.prepare(dropped, post).reason.contains("alt texts became others"))
  }

  @Test(arguments: [
    (400, "rejected"), (401, "needsLogin"), (403, "channelRefused"), (404, "channelRefused"), (405, "channelRefused"),
    (415, "channelRefused"), (422, "rejected"), (429, "retry"), (500, "retry"), (503, "retry"), (302, "needsLogin"),
  ])
  func `every answer to making the draft has one meaning`(status: Int, name: String) async throws {
    let outcome = try await Self.prepare(ScriptedTransport(Self.problem(status)))
    #expect(outcome.name == name && outcome.reason.contains("www.example.org"))
    if status == 405 { #expect(outcome.reason.contains("accept all operations")) }
  }

  // MARK: Publishing

  @Test func `C-16: publishing sets the status with the whole post, and no date`() async throws {
    let transport = ScriptedTransport(SiteAnswer.json(200, Self.stored(status: true)))
    let outcome = try await Self.commit(transport)
    #expect(
      outcome == .published(Receipt(remoteID: Self.node, url: "https://www.example.org/node/42", at: Sample.due)))
    let request = try #require(transport.requests.first)
    #expect(request.method == .patch && request.url.hasSuffix("/jsonapi/node/localgov_news_article/\(Self.node)"))
    #expect(request.json?["data"]?["attributes"]?.keys == ["body", "status", "title"])
    #expect(request.json?["data"]?["attributes"]?["status"]?.bool == true)
  }

  @Test func `under content moderation the state is set, never the status`() async throws {
    let draft = ScriptedTransport(SiteAnswer.json(201, Self.stored(state: "draft")))
    _ = try await Self.prepare(draft, moderated: true)
    let publish = ScriptedTransport(SiteAnswer.json(200, Self.stored(status: true, state: "published")))
    #expect(try await Self.commit(publish, moderated: true).name == "published")
    for (transport, state) in [(draft, "draft"), (publish, "published")] {
      let attributes = transport.requests.first?.json?["data"]?["attributes"]
      #expect(attributes?["moderation_state"]?.string == state && attributes?["status"] == nil)
    }
  }

  @Test(arguments: [
    (400, "undecided"), (401, "needsLogin"), (403, "channelRefused"), (404, "uncertain"), (405, "channelRefused"),
    (408, "uncertain"),
    (409, "uncertain"), (415, "channelRefused"), (422, "undecided"), (429, "notSent"), (500, "uncertain"),
    (503, "uncertain"),
    (301, "channelRefused"), (302, "uncertain"), (307, "channelRefused"), (200, "uncertain"), (204, "uncertain"),
  ])
  func `C-02, C-09: every answer to publishing has one meaning and costs one request`(
    status: Int, name: String
  ) async throws {
    let transport = ScriptedTransport(Self.problem(status))
    let outcome = try await Self.commit(transport)
    #expect(outcome.name == name && transport.requests.count == 1 && outcome.reason.contains("\(status)"))
  }

  @Test func `G-33, C-14: without a node, or with a permit that is over, nothing is sent`() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(beforeStart: { clock.move(by: .seconds(1)) })
    #expect(try await Self.commit(transport, kept: nil).name == "notSent")
    #expect(try await Self.commit(transport, clock: clock).name == "notSent")
    #expect(try await Self.commit(transport, clock: clock).name == "notSent")
    #expect(transport.requests.isEmpty)
    #expect(try await Self.commit(ScriptedTransport(SiteAnswer.page(200))).name == "uncertain")
    #expect(try await Self.commit(ScriptedTransport(SiteAnswer.json(200, Self.stored()))).name == "uncertain")
  }

  @Test func `a node with another id than was asked for is never published as ours`() async throws {
    let other = Self.stored(status: true).compactText.replacing(Self.node, with: "0b3a2b1c-0000-4000-8000-000000000000")
    #expect(try await Self.commit(ScriptedTransport(SiteAnswer.json(200, other))).name == "uncertain")
    let draft = other.replacing(#""status":true"#, with: #""status":false"#)
    let outcome = try await Self.prepare(ScriptedTransport(SiteAnswer.json(201, draft)))
    #expect(outcome.name == "channelRefused" && outcome.reason.contains("0b3a2b1c"), "\(outcome)")
  }

  // MARK: Reading

  @Test func `C-11: the state of our node says whether the post went out`() async throws {
    func find(_ answer: WireOutcome, kept: String? = Self.keptText, moderated: Bool = false) async throws -> String {
      let transport = ScriptedTransport(answer)
      let connector = Self.connector(transport, moderated: moderated)
      let plan = try connector.plan(Sample.post())
      return await connector.find(Prepared(plan: plan, kept: kept.map { Array($0.utf8) })).name
    }
    #expect(try await find(SiteAnswer.json(200, Self.stored(status: true))) == "found")
    #expect(try await find(SiteAnswer.json(200, Self.stored(status: true, title: "x"))) == "changedByOthers")
    #expect(try await find(SiteAnswer.json(200, Self.stored())) == "absentForCertain")
    #expect(try await find(SiteAnswer.json(200, Self.stored(state: "draft")), moderated: true) == "absentForCertain")
    #expect(try await find(SiteAnswer.json(200, Self.stored(state: "archived")), moderated: true) == "changedByOthers")
    #expect(try await find(Self.problem(404)) == "changedByOthers")
    #expect(try await find(Self.problem(404), kept: nil) == "absentForCertain")
    #expect(try await find(Self.problem(403)) == "cannotTell")
    #expect(try await find(SiteAnswer.page(200)) == "cannotTell")
    #expect(try await find(.maybeSent("Lost.")) == "cannotTell")
  }

  @Test func `C-12: the public's view is compared without a login`() async throws {
    let post = Sample.post(media: [Self.picture])
    func verify(_ answer: WireOutcome, then second: WireOutcome = .maybeSent("Lost.")) async throws -> VerifyOutcome {
      let transport = ScriptedTransport(answer, second)
      let connector = Self.connector(transport)
      let outcome = await connector.verify(
        Receipt(remoteID: Self.node, at: Sample.due), against: try connector.plan(post))
      // Only where no stranger is let in does the account read, and that is said.
      #expect(transport.requests.first?.header("authorization") == nil)
      return outcome
    }
    let good = Self.stored(
      status: true, processed: "<p>Bins are collected on Friday.</p>\n", alts: ["Green bins"])
    #expect(try await verify(SiteAnswer.json(200, good)) == .same)
    let poor = Self.stored(status: true, title: "Bins", processed: "<p>Bins</p>")
    guard case .differs(let differences) = try await verify(SiteAnswer.json(200, poor)) else {
      return #expect(Bool(false))
    }
    #expect(differences.count == 3)
    let draft = SiteAnswer.json(200, Self.stored(status: false, alts: ["Green bins"]))
    #expect(try await verify(Self.problem(403), then: draft) == .notVisibleYet)
    #expect(
      try await verify(Self.problem(401), then: SiteAnswer.json(200, good))
        == .sameToOwner(
          "www.example.org answered 401 to a stranger, so the post was read with the account's own login."))
    guard case .cannotRead = try await verify(SiteAnswer.page(200)) else { return #expect(Bool(false)) }
  }

  @Test func `a test sees the login and the content type`() async {
    let me = #""meta":{"links":{"me":{"meta":{"id":"u"},"href":"x"}}}"#
    let links = #""links":{"node--localgov_news_article":{"href":"x"}}"#
    for (body, words, isUsable) in [
      ("{\(links),\(me)}", "Logged in as “gate”", true), ("{\(links)}", "does not know the login", false),
      ("{\"links\":{},\(me)}", "no content type", false),
    ] {
      let test = await Self.connector(ScriptedTransport(SiteAnswer.json(200, body))).test()
      #expect(test.isUsable == isUsable && test.findings.first?.contains(words) == true)
    }
    #expect(await !Self.connector(ScriptedTransport(Self.problem(401))).test().isUsable)
  }
}
