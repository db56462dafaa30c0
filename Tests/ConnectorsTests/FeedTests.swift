import Elections
import Foundation
import Glibc
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct FeedTests {
  struct NoStore: Error, CustomStringConvertible { let description = "it is locked" }

  /// A feed in a folder of its own.
  struct Bench {
    let folder: ScratchFolder
    var atomPath: String { folder.path("public/feed.atom") }
    var jsonPath: String { folder.path("public/feed.json") }

    init() throws { folder = try ScratchFolder() }

    func connector(
      path: String? = nil, published: [PublishedPost] = [], domain: String? = "portcullis.localhost",
      url: String? = nil, id: String? = nil, clock: TestClock = TestClock()
    ) -> FeedConnector {
      FeedConnector(
        channel: "website", path: path ?? atomPath, title: "Peterborough & district",
        homePage: "https://example.org/?a=1&b=2",
        settings: FeedSettings(path: "public/feed.atom", url: url, domain: domain, id: id),
        media: Self.media, published: { Array(published.prefix($0)) },
        now: clock.now)
    }

    /// The start of a JPEG, and what makes each another.
    static func picture(alt: String, number: UInt8 = 0) -> MediaItem {
      let bytes = Self.bytes(number)
      return MediaItem(
        hash: ContentHash(of: bytes), fileName: "bins.jpg", mediaType: "image/jpeg", alt: alt, byteCount: bytes.count)
    }

    static func bytes(_ number: UInt8) -> [UInt8] { [0xFF, 0xD8, 0xFF, 0xE0, number] }

    static let media = MediaSource { item in
      let known = (UInt8.min...UInt8.max).map(Self.bytes) + [Array("No picture".utf8)]
      guard let bytes = known.first(where: { ContentHash(of: $0) == item.hash }) else { throw NoStore() }
      return bytes
    }

    func mediaNames() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path("public/media")).sorted()
    }

    func atom() throws -> String { try String(contentsOfFile: atomPath, encoding: .utf8) }
    func json() throws -> String { try String(contentsOfFile: jsonPath, encoding: .utf8) }
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path("public")).sorted()
    }
    func ids() throws -> [String] { try #require(FeedDocument.entries(inAtom: Array(atom().utf8))).map(\.id) }
  }

  static func commit(_ connector: FeedConnector, _ post: ReleasedPost) async throws -> CommitOutcome {
    let plan = try connector.plan(post)
    return await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
  }

  static func address(_ domain: String) -> FeedAddress {
    FeedAddress(FeedSettings(path: "feed.atom", domain: domain), jsonName: "feed.json")
  }

  // MARK: Rendering

  @Test func `both files hold what was said, escaped for what they are`() async throws {
    let bench = try Bench()
    let post = Sample.post(
      "Bins & “bags” <b>\nFriday's\n\n \nSecond", title: "A \"title\" <i>", link: "https://example.org/?a=1&b='2'",
      media: [Bench.picture(alt: "Green\nbins & <lids>")])
    let name = post.content.media[0].publicName
    let outcome = try await Self.commit(bench.connector(), post)
    let key = post.key.text
    #expect(
      try bench.atom() == """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
          <id>tag:portcullis.localhost,2026:feed/website</id>
          <title>Peterborough &amp; district</title>
          <updated>2026-11-22T17:00:00Z</updated>
          <author><name>Peterborough &amp; district</name></author>
          <link rel="alternate" href="https://example.org/?a=1&amp;b=2"/>
          <generator>Portcullis</generator>
          <entry>
            <id>tag:portcullis.localhost,2026:12/\(key)</id>
            <title>A &quot;title&quot; &lt;i&gt;</title>
            <published>2026-11-22T17:00:00Z</published>
            <updated>2026-11-22T17:00:00Z</updated>
            <link rel="alternate" href="https://example.org/?a=1&amp;b=&#39;2&#39;"/>
            <link rel="enclosure" href="media/\(name)" type="image/jpeg" length="5"/>
            <content type="html">\
        &lt;p&gt;Bins &amp;amp; “bags” &amp;lt;b&amp;gt;&lt;br/&gt;Friday&amp;#39;s&lt;/p&gt;&lt;p&gt;Second&lt;/p&gt;\
        &lt;p&gt;&lt;a href=&quot;https://example.org/?a=1&amp;amp;b=&amp;#39;2&amp;#39;&quot;&gt;\
        https://example.org/?a=1&amp;amp;b=&amp;#39;2&amp;#39;&lt;/a&gt;&lt;/p&gt;\
        &lt;p&gt;&lt;img src=&quot;media/\(name)&quot; alt=&quot;Green bins &amp;amp; &amp;lt;lids&amp;gt;&quot;/&gt;&lt;/p&gt;\
        </content>
          </entry>
        </feed>

        """)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(bench.json().utf8)) as? [String: Any])
    let item = try #require((json["items"] as? [[String: Any]])?.first)
    let attachment = try #require((item["attachments"] as? [[String: Any]])?.first)
    #expect(attachment["url"] as? String == "media/\(name)" && attachment["mime_type"] as? String == "image/jpeg")
    #expect(attachment["size_in_bytes"] as? Int == 5 && attachment["title"] as? String == "Green bins & <lids>")
    #expect(try Data(contentsOf: bench.folder.url.appending(path: "public/media/\(name)")) == Data(Bench.bytes(0)))
    #expect(json["version"] as? String == "https://jsonfeed.org/version/1.1")
    #expect(json["title"] as? String == "Peterborough & district")
    #expect(json["home_page_url"] as? String == "https://example.org/?a=1&b=2")
    #expect(
      item.compactMapValues { $0 as? String } == [
        "image": "media/\(name)",
        "id": "tag:portcullis.localhost,2026:12/\(key)", "title": "A \"title\" <i>",
        "url": "https://example.org/?a=1&b='2'", "date_published": "2026-11-22T17:00:00Z",
        "date_modified": "2026-11-22T17:00:00Z",
        "content_html": "<p>Bins &amp; “bags” &lt;b&gt;<br/>Friday&#39;s</p><p>Second</p>"
          + "<p><a href=\"https://example.org/?a=1&amp;b=&#39;2&#39;\">https://example.org/?a=1&amp;b=&#39;2&#39;</a></p>"
          + "<p><img src=\"media/\(name)\" alt=\"Green bins &amp; &lt;lids&gt;\"/></p>",
      ])
    #expect(
      outcome.receipt
        == Receipt(remoteID: "tag:portcullis.localhost,2026:12/\(key)", url: post.content.link, at: Sample.due))
  }

  @Test(arguments: [
    ("One line", "One line"), ("\n\n  First \t line \nSecond", "First line"),
    (String(repeating: "ŵ", count: 80), String(repeating: "ŵ", count: 80)),
    (String(repeating: "ŵ", count: 81), String(repeating: "ŵ", count: 79) + "…"),
    (String(repeating: "👨‍👩‍👧", count: 81), String(repeating: "👨‍👩‍👧", count: 79) + "…"),
    (String(repeating: "a", count: 78) + " bcd", String(repeating: "a", count: 78) + "…"),
  ])
  func `without a title the first line is one, cut at eighty characters`(text: String, title: String) {
    #expect(PlainHTML.title(of: PostContent(text: text)) == title)
    #expect(PlainHTML.title(of: PostContent(text: text, title: " \n")) == title)
  }

  @Test func `C-05: the same post, revision and key give the same bytes, and another key another entry`() throws {
    let bench = try Bench()
    let plan = try bench.connector().plan(Sample.post())
    #expect(try bench.connector().plan(Sample.post()) == plan)
    #expect(FeedEntry(payload: plan.payload) == FeedEntry(Sample.post(), at: Self.address("portcullis.localhost")))
    let other = try bench.connector().plan(Sample.post(revision: 2, key: 2))
    #expect(FeedEntry(payload: other.payload)?.id != FeedEntry(payload: plan.payload)?.id)
  }

  @Test func `C-21: a summer time is written in UTC, and the year of an id is that of UTC`() throws {
    let summer = FeedEntry(
      Sample.post(due: Instant(secondsSince1970: 1_782_894_600)), at: Self.address("d"))
    #expect(summer.updated == "2026-07-01T08:30:00Z")
    let newYear = FeedEntry(
      Sample.post(due: Instant(millisecondsSince1970: 1_798_761_599_500)), at: Self.address("d"))
    #expect(newYear.updated == "2026-12-31T23:59:59.500Z" && newYear.id.hasPrefix("tag:d,2026:"))
  }

  @Test func `what XML cannot carry, empty posts and links that are none are problems`() throws {
    let connector = try Bench().connector()
    #expect(connector.check(PostContent(text: "a\tb\r\nc 🗑️\u{85}")).isEmpty)
    let bad = PostContent(
      text: "a\u{1}", title: "\u{FFFE}", link: "javascript:alert(1)", media: [Sample.picture(alt: "\u{1F}")])
    #expect(
      connector.check(bad).map(\.description) == [
        "The text holds the control character U+0001, which a feed cannot carry; take it out.",
        "The title holds the control character U+FFFE, which a feed cannot carry; take it out.",
        "The description of “bins.jpg” holds the control character U+001F, which a feed cannot carry; take it out.",
        "The link “javascript:alert(1)” is no web address; begin it with https://.",
      ])
    #expect(connector.check(PostContent(text: " \n")).count == 1)
    #expect(connector.check(PostContent(text: "", title: "Title")).isEmpty)
    #expect(throws: ContentProblem.self) { try connector.plan(Sample.post("a\u{0}")) }
  }

  @Test func `the JSON Feed stands beside the Atom file under every name`() {
    #expect(FeedConnector.jsonPath(besides: "/a.b/feed.atom") == "/a.b/feed.json")
    #expect(FeedConnector.jsonPath(besides: "/a.b/feed") == "/a.b/feed.json")
    #expect(FeedConnector.jsonPath(besides: "/a/.feed") == "/a/.feed.json")
    #expect(FeedConnector.jsonPath(besides: "feed.json") == "feed.feed.json")
  }

  // MARK: Committing

  @Test func `G-33: without a permit for this content, channel and time nothing is written`() async throws {
    let bench = try Bench()
    let connector = bench.connector()
    let plan = try connector.plan(Sample.post())
    for permit in [
      Sample.permit(for: plan, from: Sample.due.adding(seconds: -1)),
      Sample.permit(for: plan, name: DeliveryName(post: PostID(12), channel: "other")),
      Sample.permit(for: plan, contentHash: ContentHash(of: [])),
    ] {
      let outcome = await connector.commit(Prepared(plan: plan), under: permit)
      #expect(outcome.name == "notSent")
    }
    #expect(!FileManager.default.fileExists(atPath: bench.folder.path("public")))
  }

  @Test func `C-14, C-16: a permit that ends while the disk is slow publishes nothing and leaves nothing`() async throws
  {
    let bench = try Bench()
    // The clock jumps past the permit between the first look and the one before the rename.
    let outcome = try await Self.commit(bench.connector(clock: TestClock(step: .seconds(2))), Sample.post())
    #expect(outcome.name == "notSent" && outcome.reason.contains("permit"))
    #expect(try bench.names().isEmpty)
  }

  @Test func `C-01: committing the same plan again, in this process or the next, gives one entry and the same bytes`()
    async throws
  {
    let bench = try Bench()
    let connector = bench.connector()
    for key in 1...3 { #expect(try await Self.commit(connector, Sample.post(key: UInt64(key))).receipt != nil) }
    let (atom, json) = (try bench.atom(), try bench.json())
    #expect(try await Self.commit(connector, Sample.post(key: 2)).receipt != nil)
    #expect(try await Self.commit(bench.connector(), Sample.post(key: 1)).receipt != nil)
    #expect(try bench.atom() == atom && bench.json() == json)
    #expect(try bench.ids().count == 3)
  }

  @Test func `the newest hundred are kept in the order of publication, however late a post was`() async throws {
    let bench = try Bench()
    let published = (1...100).map { number in
      PublishedPost(post: Sample.post(number: Int64(number), key: UInt64(number)), publishedAt: Sample.due)
    }
    let late = Sample.post("Held for weeks", number: 500, key: 500, due: Sample.due.adding(seconds: -4_000_000))
    #expect(try await Self.commit(bench.connector(published: published), late).receipt != nil)
    let ids = try bench.ids()
    #expect(ids.count == 100)
    #expect(ids.first?.contains(":500/") == true && ids[1].contains(":1/") && ids.last?.contains(":99/") == true)
    #expect(FeedDocument.items(inJSON: Array(try bench.json().utf8)).count == 100)
  }

  @Test func `C-03: an entry whose receipt was lost in a crash stays, in its place`() async throws {
    let bench = try Bench()
    let first = bench.connector()
    let posts = (1...3).map { Sample.post(number: Int64($0), key: UInt64($0)) }
    for post in posts { _ = try await Self.commit(first, post) }
    // The next process: the store knows of the first and the third only.
    let known = [posts[2], posts[0]].map { PublishedPost(post: $0, publishedAt: Sample.due) }
    let second = bench.connector(published: known)
    guard case .found = await second.find(Prepared(plan: try second.plan(posts[1]))) else {
      return #expect(Bool(false))
    }
    _ = try await Self.commit(second, Sample.post(number: 4, key: 4))
    #expect(try bench.ids().map { $0.split(separator: "/")[0].suffix(2) } == [":4", ":3", ":2", ":1"])
    #expect(FeedDocument.items(inJSON: Array(try bench.json().utf8)).count == 4)
  }

  @Test func `C-04: two processes on one feed lose none of each other's entries`() async throws {
    let bench = try Bench()
    let gates = [bench.connector(), bench.connector()]
    for number in 1...6 {
      _ = try await Self.commit(gates[number % 2], Sample.post(number: Int64(number), key: UInt64(number)))
    }
    #expect(try Set(bench.ids()).count == 6)
    #expect(FeedDocument.items(inJSON: Array(try bench.json().utf8)).count == 6)
  }

  @Test func `a reader sees a whole file at every moment, and no file of ours besides`() async throws {
    let bench = try Bench()
    let connector = bench.connector()
    _ = try await Self.commit(connector, Sample.post(key: 1_000))
    let over = bench.folder.path("over")
    let reader = Task {
      var looks = 0
      var broken = 0
      while !FileManager.default.fileExists(atPath: over) {
        if FeedDocument.entries(inAtom: Array(try bench.atom().utf8)) == nil { broken += 1 }
        if (try? JSONSerialization.jsonObject(with: Data(try bench.json().utf8))) == nil { broken += 1 }
        looks += 1
        await Task.yield()
      }
      return (looks, broken)
    }
    for number in 1...60 {
      _ = try await Self.commit(connector, Sample.post(number: Int64(number), key: UInt64(number)))
    }
    try bench.folder.write("", to: "over")
    let (looks, broken) = try await reader.value
    #expect(looks > 1 && broken == 0)
    #expect(try bench.names() == ["feed.atom", "feed.json"])
  }

  @Test func `the web server may read the files and pass through the folder`() async throws {
    let bench = try Bench()
    _ = try await Self.commit(bench.connector(), Sample.post())
    for (name, mode) in [("public", 0o755), ("public/feed.atom", 0o644), ("public/feed.json", 0o644)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: bench.folder.path(name))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
    }
  }

  // MARK: When the disk or the store does not play along

  @Test func `a folder that cannot be made, and a file that cannot be replaced, are not sent, with path and remedy`()
    async throws
  {
    let bench = try Bench()
    try bench.folder.write("", to: "file")
    let under = try await Self.commit(bench.connector(path: bench.folder.path("file/feed.atom")), Sample.post())
    #expect(
      under
        == .notSent(
          "“\(bench.folder.path("file/feed.atom"))” cannot be read (Not a directory); correct the channel's path in the "
            + "settings.", after: nil))
    let system = try await Self.commit(bench.connector(path: "/proc/portcullis/feed.atom"), Sample.post())
    #expect(system.name == "notSent" && system.reason.contains("“/proc/portcullis” cannot be made"), "\(system)")
  }

  @Test(.enabled(if: getuid() != 0, "the administrator may write everywhere"))
  func `a folder that may not be written is not sent, with path and remedy`() async throws {
    let bench = try Bench()
    try FileManager.default.createDirectory(
      atPath: bench.folder.path("public"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o555])
    let outcome = try await Self.commit(bench.connector(), Sample.post())
    #expect(outcome.name == "notSent" && outcome.reason.contains("let the account that runs the gate write there"))
  }

  @Test func `a file of somebody else, or one that is cut short, is neither overwritten nor believed`() async throws {
    let bench = try Bench()
    _ = try await Self.commit(bench.connector(), Sample.post(key: 1))
    let whole = try bench.atom()
    for text in ["<html>", String(whole.dropLast(9)), whole.replacingOccurrences(of: "<updated>", with: "<changed>")] {
      try Data(text.utf8).write(to: URL(filePath: bench.atomPath))
      let connector = bench.connector()
      let outcome = try await Self.commit(connector, Sample.post(key: 2))
      #expect(outcome.name == "notSent" && outcome.reason.contains("move it away"))
      #expect(try bench.atom() == text)
      guard case .cannotTell(let reason) = await connector.find(Prepared(plan: try connector.plan(Sample.post(key: 2))))
      else {
        return #expect(Bool(false))
      }
      #expect(reason.contains("“\(bench.atomPath)”"))
    }
  }

  @Test func `when the list of published posts cannot be read nothing is written`() async throws {
    let bench = try Bench()
    let connector = FeedConnector(
      channel: "website", path: bench.atomPath, title: "T", settings: FeedSettings(path: "feed.atom"),
      media: Bench.media, published: { _ in throw NoStore() }, now: TestClock().now)
    let outcome = try await Self.commit(connector, Sample.post())
    #expect(
      outcome
        == .notSent("The posts already published could not be read (it is locked); look at the store.", after: nil))
    #expect(!FileManager.default.fileExists(atPath: bench.folder.path("public")))
  }

  @Test func `C-11: an entry that is public while the rest failed is unknown, and then found`() async throws {
    let bench = try Bench()
    // A folder in the JSON Feed's place refuses the rename after the Atom file's.
    try FileManager.default.createDirectory(atPath: bench.jsonPath + "/x", withIntermediateDirectories: true)
    let connector = bench.connector()
    let plan = try connector.plan(Sample.post())
    let outcome = await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
    #expect(outcome.name == "uncertain" && outcome.reason.contains("“\(bench.jsonPath)”"), "\(outcome)")
    guard case .found(let receipt) = await connector.find(Prepared(plan: plan)) else { return #expect(Bool(false)) }
    guard case .differs(let differences) = await connector.verify(receipt, against: plan) else {
      return #expect(Bool(false))
    }
    #expect(differences.count == 1 && differences[0].contains("feed.json"))
    // The next entry writes both anew.
    try FileManager.default.removeItem(atPath: bench.jsonPath)
    #expect(try await Self.commit(connector, Sample.post(key: 2)).receipt != nil)
    #expect(await connector.verify(receipt, against: plan) == .same)
  }

  @Test func `an entry is absent for certain when the file is missing, empty or without it`() async throws {
    let bench = try Bench()
    let connector = bench.connector()
    let plan = try connector.plan(Sample.post(key: 9))
    #expect(await connector.find(Prepared(plan: plan)) == .absentForCertain)
    _ = try await Self.commit(connector, Sample.post(key: 1))
    #expect(await connector.find(Prepared(plan: plan)) == .absentForCertain)
    try Data().write(to: URL(filePath: bench.atomPath))
    #expect(await connector.find(Prepared(plan: plan)) == .absentForCertain)
    #expect(try await Self.commit(connector, Sample.post(key: 9)).receipt != nil)
  }

  @Test func `an entry is found by the id that was planned, though the feed's domain changed`() async throws {
    let bench = try Bench()
    let old = bench.connector(domain: "old.example")
    let plan = try old.plan(Sample.post())
    _ = await old.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
    guard case .found(let receipt) = await bench.connector(domain: "new.example").find(Prepared(plan: plan)) else {
      return #expect(Bool(false))
    }
    #expect(receipt.remoteID.hasPrefix("tag:old.example,"))
  }

  @Test func `verify compares what the public sees with what was approved`() async throws {
    let bench = try Bench()
    let connector = bench.connector()
    let plan = try connector.plan(Sample.post("Bins on Friday"))
    let outcome = await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
    let receipt = try #require(outcome.receipt)
    #expect(await connector.verify(receipt, against: plan) == .same)
    let edited = try bench.atom().replacingOccurrences(of: "Friday", with: "Monday")
    try Data(edited.utf8).write(to: URL(filePath: bench.atomPath))
    guard case .differs(let changed) = await connector.verify(receipt, against: plan) else {
      return #expect(Bool(false))
    }
    #expect(changed.first?.contains("another content") == true)
    try FileManager.default.removeItem(atPath: bench.atomPath)
    guard case .differs(let gone) = await connector.verify(receipt, against: plan) else { return #expect(Bool(false)) }
    #expect(gone == ["“\(bench.atomPath)” does not hold the entry \(receipt.remoteID)."])
  }
}
