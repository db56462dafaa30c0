import Elections
import Foundation
@testable import Publishing
import Synchronization
import Testing
import Texts
@testable import Connectors

/// Deliveries to a real WordPress, with a proxy that breaks them at a chosen point.
@Suite(.enabled(if: Servers.areUp), .serialized) struct WordPressDeliveryTests {
  private static let cutter = Cutter(front: "wordpress")

  /// The calls that may break, by what their address holds.
  enum Call: String, CaseIterable {
    case draft = #"/posts\?context"#
    case upload = #"/media\?post"#
    case publish = #"/posts/[0-9]+\?context"#
  }

  private static let modes = [
    "drop-before-request", "drop-after-request", "drop-before-response", "drop-mid-response", "error-after-success",
    "error-after-success&status=200", "reject&status=429", "reject&status=503", "delay-request&seconds=3",
    "delay-response&seconds=3",
  ]

  // MARK: Broken deliveries

  @Test(arguments: modes, Call.allCases)
  func `C-01, C-11: whatever breaks, exactly one post is public`(mode: String, call: Call) async throws {
    let server = try WordPressServer()
    let (post, word) = WordPressServer.post(alt: call == .upload ? "Green bins" : nil)
    try await Self.cutter.set("mode=\(mode)&method=POST&path=\(APIClient.encoded(call.rawValue))")
    let connector = try server.connector(cut: true)
    let end = try await Delivering(connector).run(post)
    try await Self.cutter.clear()
    let receipt = try #require(end.receipt, "\(end)")
    let published = try await server.published(word)
    #expect(published.map { $0["id"]?.number } == [Int(receipt.remoteID)])
    #expect(published.first?["link"]?.string == receipt.url)
    #expect(await connector.verify(receipt, against: try connector.plan(post)) == .same)
    // One that is still on its way makes a second file, which no post shows.
    if call == .upload, !mode.hasPrefix("delay-request") { #expect(try await server.uploads(post.key) == 1) }
  }

  @Test(arguments: Call.allCases)
  func `C-07: a request that arrives late makes no second post`(call: Call) async throws {
    let server = try WordPressServer()
    let (post, word) = WordPressServer.post(alt: call == .upload ? "Green bins" : nil)
    try await Self.cutter.set("mode=deliver-late&seconds=1&method=POST&path=\(APIClient.encoded(call.rawValue))")
    let connector = try server.connector(cut: true)
    let end = try await Delivering(connector).run(post)
    try await server.waitForLateDelivery()
    try await Self.cutter.clear()
    let receipt = try #require(end.receipt, "\(end)")
    let published = try await server.published(word)
    #expect(published.map { $0["id"]?.number } == [Int(receipt.remoteID)])
    #expect(published.first?["link"]?.string == receipt.url)
    #expect(await connector.verify(receipt, against: try connector.plan(post)) == .same)
  }

  @Test func `a refused connection and a redirect leave nothing public, and a later attempt publishes`() async throws {
    let server = try WordPressServer()
    let connector = try server.connector(cut: true)
    for (rule, words) in [("mode=refuse", "retry"), ("mode=redirect&location=/&method=POST", "the channel is refused")]
    {
      let (post, word) = WordPressServer.post()
      try await Self.cutter.set(rule)
      guard case .other(let reason) = try await Delivering(connector).run(post) else { return #expect(Bool(false)) }
      try await Self.cutter.clear()
      #expect(reason.hasPrefix(words))
      #expect(try await server.published(word).isEmpty)
      #expect(try await Delivering(connector).run(post).receipt != nil)
      #expect(try await server.published(word).count == 1)
    }
  }

  @Test(arguments: 0..<7, [false, true])
  func `C-03: a process that dies at any request is followed by one that ends with one post`(
    count: Int, lastArrives: Bool
  ) async throws {
    let server = try WordPressServer()
    let (post, word) = WordPressServer.post(alt: "Green bins")
    let dying = Delivering(
      try server.connector(transport: DyingTransport(after: count, lastArrives: lastArrives)))
    #expect(try await dying.run(post, attempts: 1).receipt == nil)

    let connector = try server.connector()
    let next = Delivering(connector)
    let kept = dying.kept.withLock { $0 }
    next.kept.withLock { $0 = kept }
    let plan = try connector.plan(post)
    var receipt: Receipt?
    // After a start an attempt that had a permit is looked up; one without may be looked up too.
    switch await connector.find(Prepared(plan: plan, kept: kept)) {
    case .found(let found): receipt = found
    case .absentForCertain: receipt = try await next.run(post).receipt
    case let other: Issue.record("\(other)")
    }
    let published = try await server.published(word).map { $0["id"]?.number }
    #expect(published == [receipt.flatMap { Int($0.remoteID) }])
    #expect(try await server.uploads(post.key) == 1)
    #expect(await connector.verify(try #require(receipt), against: plan) == .same)
  }

  // MARK: What arrives

  @Test(arguments: ["AUTHOR", "EDITOR"])
  func `what people typed is what the public reads, and a picture's alt text is on the page`(role: String) async throws
  {
    let server = try WordPressServer()
    let typed = """
      <b>Bins</b> & "boxes" -- it's 9x9... [gallery] :) 8) &#163; &nbsp; C:\\new `x` (tm) ŵ £5 – 🗑️
      Second line, see https://example.org/?a=[1]&b=2.

      <script>alert(1)</script> end
      """
    let (post, word) = WordPressServer.post(typed, alt: "Green \"bins\" & lids < 2", title: "Tom's <b> & \"Friday\"")
    let transport = WatchingTransport()
    let connector = try server.connector(role: role, transport: transport)
    let end = try await Delivering(connector).run(post)
    let receipt = try #require(end.receipt, "\(end)")
    #expect(await connector.verify(receipt, against: try connector.plan(post)) == .same)
    let shown = try #require(try await server.published(word).first)
    #expect(
      ShownHTML(shown["content"]?["rendered"]?.string ?? "").text == PostHTML.oneLine(post.content.text))
    #expect(ShownHTML(shown["title"]?["rendered"]?.string ?? "").text == post.content.title)
    let page = ShownHTML(try await server.page(try #require(receipt.url)))
    #expect(page.alts.contains("Green \"bins\" & lids < 2"))
    #expect(page.links.contains("https://example.org/?a=[1]&b=2"))
    #expect(
      receipt.url?.hasSuffix("/toms-b-and-friday/") == true || receipt.url?.contains("/toms-b-and-friday-") == true)
    // C-16.
    let written = transport.requests.filter { $0.method == .post }
    #expect(written.count == 5)
    for request in written where request.header("content-type") == "application/json" {
      let text = String(decoding: request.body, as: UTF8.self)
      #expect(!text.contains("\"date") && !text.contains("\"future\"") && !request.url.contains("date="))
    }
  }

  @Test func `C-21: the receipt is in UTC whatever the site's time zone`() async throws {
    let server = try WordPressServer()
    try await server.act("/settings", [("timezone", .string("Asia/Tokyo"))])
    let end = try await Delivering(server.connector()).run(WordPressServer.post().0)
    try await server.act("/settings", [("timezone", .string("Europe/London"))])
    let receipt = try #require(end.receipt)
    #expect(abs(receipt.at.secondsSince1970 - Servers.now().secondsSince1970) < 60)
  }

  @Test func `an address that is taken ends in -2, and the receipt says so`() async throws {
    let server = try WordPressServer()
    let connector = try server.connector()
    let (first, word) = WordPressServer.post()
    let second = ReleasedPost(
      name: first.name, revision: 2, key: WordPressServer.post().0.key, due: first.due, content: first.content)
    let one = try #require(try await Delivering(connector).run(first).receipt?.url)
    let two = try #require(try await Delivering(connector).run(second).receipt?.url)
    #expect(two == one.dropLast() + "-2/")
    #expect(try await server.published(word).count == 2)
  }

  // MARK: People on the site

  private func prepare(_ connector: WordPressConnector, _ post: ReleasedPost) async throws -> (Delivering, Int) {
    let delivering = Delivering(connector)
    let plan = try connector.plan(post)
    let preparation = Preparation(
      name: post.name, contentHash: plan.contentHash, notAfter: Servers.now().adding(.seconds(60)), kept: nil
    ) { ids in
      delivering.kept.withLock { $0 = ids }
      return true
    }
    guard case .ready(let prepared) = await connector.prepare(plan, preparation),
      let id = WordPressKept(prepared.kept).post
    else { throw Servers.MissingServer(name: "draft") }
    return (delivering, id)
  }

  @Test func `an edit of the draft is not published: what was approved is`() async throws {
    let server = try WordPressServer()
    let connector = try server.connector()
    let (post, word) = WordPressServer.post()
    let (delivering, id) = try await prepare(connector, post)
    try await server.act("/posts/\(id)", [("content", .string("<p>Vote for me</p>"))], role: "EDITOR")
    #expect(try await delivering.run(post).receipt?.remoteID == String(id))
    let text = try await server.published(word).first?["content"]?["rendered"]?.string
    #expect(text.map { ShownHTML($0).text } == post.content.text)
  }

  @Test func `C-08: a draft that a person published with other words, binned or scheduled stays that person's`()
    async throws
  {
    let server = try WordPressServer()
    let connector = try server.connector()
    let later = "2031-01-01T09:00:00"
    for (fields, path, found) in [
      (
        [("status", JSON.string("publish")), ("content", .string("<p>Other</p>"))], "", "is public, and not as approved"
      ),
      ([], "?_method=DELETE", "its status is “trash”"), ([], "?_method=DELETE&force=true", "was deleted"),
      ([("status", .string("future")), ("date_gmt", .string(later))], "", "its status is “future”"),
      ([("date_gmt", .string(later))], "", ""),
    ] {
      let (post, word) = WordPressServer.post()
      let (delivering, id) = try await prepare(connector, post)
      try await server.act("/posts/\(id)\(path)", fields, role: "EDITOR")
      let before = try await server.published(word).count
      let prepared = Prepared(plan: try connector.plan(post), kept: delivering.kept.withLock { $0 })
      if !found.isEmpty {
        guard case .changedByOthers(let reason) = await connector.find(prepared) else {
          return #expect(Bool(false), "\(fields)")
        }
        #expect(reason.contains(found))
      }
      guard case .other(let reason) = try await delivering.run(post) else { return #expect(Bool(false), "\(fields)") }
      #expect(reason.hasPrefix("rejected"))
      #expect(try await server.published(word).count == before)
    }
  }

  @Test func `C-12: words that an editor takes out and a category that vanishes are seen on the page`() async throws {
    let server = try WordPressServer()
    let (post, word) = WordPressServer.post()
    let name = "News & \(word)"
    let category = try #require(try await server.act("/categories", [("name", .string(name))])["id"]?.number)
    let connector = try server.connector(categories: [name])
    let plan = try connector.plan(post)
    let (delivering, id) = try await prepare(connector, post)
    let receipt = try #require(try await delivering.run(post).receipt)
    #expect(await connector.verify(receipt, against: plan) == .same)

    try await server.act("/categories/\(category)?_method=DELETE&force=true")
    try await server.act("/posts/\(id)", [("content", .string("<p>Bins \(word)</p>"))], role: "EDITOR")
    guard case .differs(let differences) = await connector.verify(receipt, against: plan) else {
      return #expect(Bool(false))
    }
    #expect(differences.count == 2)
    #expect(differences.first?.contains("“move to Friday \(word)” became “\(word)”") == true)
    #expect(differences.last?.contains("not in the category “\(name)”") == true)

    guard case .other(let reason) = try await Delivering(connector).run(WordPressServer.post().0) else {
      return #expect(Bool(false))
    }
    #expect(reason.contains("has no category “\(name)”"))
  }

  @Test func `a draft is hidden from the public, and so is its picture in the site's lists`() async throws {
    let server = try WordPressServer()
    let (post, word) = WordPressServer.post(alt: "Green bins")
    _ = try await prepare(server.connector(), post)
    #expect(try await server.published(word).isEmpty)
    #expect(try await server.uploads(post.key) == 0)
  }

  // MARK: The account

  @Test func `a wrong password asks for a login, before anything is made`() async throws {
    let server = try WordPressServer()
    let wrong = SecretSource(.environment("P"), folder: "/") { _ in "wrong" }
    let connector = try server.connector(password: wrong)
    guard case .other(let reason) = try await Delivering(connector).run(WordPressServer.post().0) else {
      return #expect(Bool(false))
    }
    #expect(reason.hasPrefix("needs login") && reason.contains("make a new application password"))
    #expect(await !connector.test().isUsable)
  }

  @Test func `a test reads who is logged in and where`() async throws {
    let test = await (try WordPressServer().connector(categories: ["Uncategorized"])).test()
    #expect(test.isUsable)
    #expect(test.findings.contains { $0.contains("Europe/London") })
    #expect(test.findings.contains { $0.contains("gate-author") && $0.contains("author") })
  }
}
