import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

/// What a post becomes before anything is sent.
@Suite struct BlueskyTextTests {
  private static func connector(threads: Bool = false, languages: [String] = ["en"]) -> BlueskyConnector {
    BlueskyBench(threads: threads, languages: languages).connector(ScriptedTransport())
  }

  // MARK: Facets

  struct Text: Sendable {
    let text: String
    /// What each facet stands over, and what it is.
    let facets: [(over: String, feature: BlueskyFacet.Feature)]

    init(_ text: String, _ facets: (String, BlueskyFacet.Feature)...) {
      self.text = text
      self.facets = facets
    }
  }

  private static let url = "https://example.org/bins"

  @Test(arguments: [
    Text("Bins – https://example.org/bins", (url, .link(url))),
    Text("Bins–https://example.org/bins", (url, .link(url))),
    Text("Cyngor Caerdydd: biniau ŵ a ŷ https://example.org/bins yma", (url, .link(url))),
    Text("£5 £5 £5 https://example.org/bins", (url, .link(url))),
    Text("👨‍👩‍👧‍👦🗑️ https://example.org/bins 🏴󠁧󠁢󠁷󠁬󠁳󠁿", (url, .link(url))),
    Text("Cafe\u{301} w\u{302} https://example.org/bins", (url, .link(url))),
    Text(
      "Dŵr #dŵr a #tŷ – @cyngor.example.org", ("#dŵr", .tag("dŵr")), ("#tŷ", .tag("tŷ")),
      ("@cyngor.example.org", .mention("cyngor.example.org"))),
    Text("(See https://example.org/bins.)", (url, .link(url))),
    Text("“https://example.org/bins”", (url, .link(url))),
    Text("https://example.org/a_(b), and", ("https://example.org/a_(b)", .link("https://example.org/a_(b)"))),
    Text("HTTP://EXAMPLE.ORG/A!", ("HTTP://EXAMPLE.ORG/A", .link("HTTP://EXAMPLE.ORG/A"))),
    Text(
      "https://example.org/#bins @A.Example.org", ("https://example.org/#bins", .link("https://example.org/#bins")),
      ("@A.Example.org", .mention("a.example.org"))),
    Text("https://example.org/ŵ yes", ("https://example.org/ŵ", .link("https://example.org/ŵ"))),
    Text("#Bins, #2026 #1st! (#More) ##", ("#Bins", .tag("Bins")), ("#1st", .tag("1st")), ("#More", .tag("More"))),
    Text("mail news@example.org or xhttps://example.org #️⃣ a#b @nobody @-a.example @a.1 @a..b https:// http://."),
    Text(""),
  ])
  func `C-18: the bytes of every facet are the link, tag or mention`(text: Text) {
    let facets = BlueskyFacet.all(in: text.text)
    let bytes = Array(text.text.utf8)
    #expect(facets.map { String(decoding: bytes[$0.bytes], as: UTF8.self) } == text.facets.map(\.over))
    #expect(facets.map(\.feature) == text.facets.map(\.feature))
  }

  @Test func `C-18: the offsets are those of the lexicon's own unit, bytes of UTF-8`() {
    #expect(BlueskyFacet.all(in: "ŵ – £ 🗑️ https://example.org").map(\.bytes) == [18..<37])
    #expect(BlueskyFacet.all(in: "w\u{302} #a").map(\.bytes) == [4..<6])
  }

  /// What has no shape: the network's own list, and the rest of its kind.
  static let hidden: [Unicode.Scalar] = [
    "\u{AD}", "\u{200A}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{20E2}", "\u{FEFF}", "\u{200E}",
    "\u{200F}",
    "\u{61C}", "\u{180E}", "\u{202A}", "\u{202E}", "\u{2061}", "\u{2066}", "\u{2069}", "\u{FFF9}", "\u{115F}",
    "\u{3164}",
    "\u{34F}", "\u{E0041}", "\u{7F}", "\u{85}",
  ]

  @Test(arguments: hidden) func `what nobody sees ends a hashtag and a link`(sign: Unicode.Scalar) {
    let facets = BlueskyFacet.all(in: "#Bins\(sign)day https://example.org/a\(sign)b #Bins\(sign) #\(sign)x")
    #expect(facets.map(\.feature) == [.tag("Bins"), .link("https://example.org/a"), .tag("Bins")])
  }

  @Test func `the look of an emoji and the letters of a flag belong to a tag`() {
    for tag in ["Bins❤️", "Cymru🏴󠁧󠁢󠁷󠁬󠁳󠁿", "ŵ", "e\u{301}"] {
      #expect(BlueskyFacet.all(in: "#\(tag)").map(\.feature) == [.tag(tag)])
    }
  }

  @Test func `a tag longer than the lexicon allows stays text`() {
    #expect(BlueskyFacet.all(in: "#" + String(repeating: "ŵ", count: 64)).count == 1)
    #expect(BlueskyFacet.all(in: "#" + String(repeating: "ŵ", count: 65)).isEmpty)
  }

  // MARK: Limits

  private static let family = "👨‍👩‍👧‍👦"

  @Test(arguments: [
    (String(repeating: "ŵ", count: 300), nil), (String(repeating: "w\u{302}", count: 300), nil),
    (String(repeating: "ŵ", count: 301), "301 characters, 1 more than the 300"),
    (String(repeating: family, count: 120), nil),
    (String(repeating: family, count: 121), "3025 bytes, 25 more than the 3000"),
    (String(repeating: family, count: 301), "301 characters, 1 more than the 300"),
    (String(repeating: "x", count: 290) + " \n", nil),
  ])
  func `C-17: 300 characters as people count them, and 3000 bytes`(text: String, excess: String?) {
    let problems = Self.connector().check(PostContent(text: text)).map(\.description)
    if let excess {
      #expect(problems.count == 1 && problems[0].contains(excess))
    } else {
      #expect(problems.isEmpty)
    }
  }

  @Test func `C-19: a link counts in full`() throws {
    let link = "https://example.org/" + String(repeating: "a", count: 60)
    let room = 300 - 1 - link.count
    let text = String(repeating: "ŷ", count: room) + " " + link
    #expect(Self.connector().check(PostContent(text: text)).isEmpty)
    #expect(Self.connector().check(PostContent(text: "ŷ" + text)).count == 1)
    let plan = try Self.plan(Self.connector(), Sample.post(text))
    #expect(plan.first.facets == [BlueskyFacet(bytes: (2 * room + 1)..<(2 * room + 81), feature: .link(link))])
  }

  @Test func `the title stands above the text and counts with it`() throws {
    let plan = try Self.plan(Self.connector(), Sample.post("On Friday.\r\nNot before.\n", title: " Bins "))
    #expect(plan.first.text == "Bins\n\nOn Friday.\nNot before.")
    let long = PostContent(text: String(repeating: "x", count: 295), title: "Bins")
    #expect(Self.connector().check(long).first?.description.contains("301 characters") == true)
  }

  @Test func `what cannot be published is refused with what to change`() {
    func picture(type: String = "image/png", bytes: Int = 950_000, alt: String = "Bins") -> MediaItem {
      MediaItem(hash: ContentHash(of: []), fileName: "a.bin", mediaType: type, alt: alt, byteCount: bytes)
    }
    func problems(_ media: [MediaItem], link: String? = nil, text: String = "Bins") -> [String] {
      Self.connector().check(PostContent(text: text, link: link, media: media)).map(\.description)
    }
    #expect(problems(Array(repeating: picture(), count: 4)).isEmpty)
    #expect(problems([picture()], text: " ").isEmpty)
    #expect(problems([], text: " \n")[0].contains("no text"))
    #expect(problems(Array(repeating: picture(), count: 5))[0].contains("5 pictures, 1 more than the 4"))
    #expect(problems([picture(bytes: 950_001)])[0].contains("950001 bytes, 1 more than the 950000"))
    #expect(problems([picture(type: "application/pdf")])[0].contains("is application/pdf"))
    #expect(problems([picture(alt: " ")])[0].contains("no alt text"))
    #expect(problems([], link: "example.org")[0].contains("is no address"))
    let languages = Self.connector(languages: ["en", "cy", "gd", "ga"]).check(PostContent(text: "Bins"))
    #expect(languages.first?.description.contains("4 languages") == true)
  }

  // MARK: Links and pictures

  private static func plan(_ connector: BlueskyConnector, _ post: ReleasedPost) throws -> BlueskyPlan {
    try #require(BlueskyPlan(payload: connector.plan(post).payload))
  }

  @Test func `a link becomes a card, or text where pictures are`() throws {
    let card = try Self.plan(Self.connector(), Sample.post(title: "Bins", link: "https://example.org/b"))
    #expect(card.card == BlueskyPlan.Card(uri: "https://example.org/b", title: "Bins"))
    let plain = try Self.plan(Self.connector(), Sample.post(link: "https://example.org/b"))
    #expect(plain.card?.title == "example.org" && !plain.first.text.contains("https"))
    let pictured = try Self.plan(
      Self.connector(), Sample.post("Bins", link: "https://example.org/b", media: [Sample.picture(alt: "Green")]))
    #expect(pictured.card == nil && pictured.first.text == "Bins\n\nhttps://example.org/b")
    let once = try Self.plan(
      Self.connector(),
      Sample.post("https://example.org/b", link: "https://example.org/b", media: [Sample.picture(alt: "Green")]))
    #expect(once.first.text == "https://example.org/b")
  }

  @Test func `a plan is the same for the same post, and can be read back`() throws {
    let post = Sample.post(
      "Bins ŵ #bins @a.example.org https://example.org", media: [Sample.picture(alt: "Green “bins”")])
    let plan = try Self.connector().plan(post)
    #expect(try Self.connector().plan(post) == plan)
    let read = try #require(BlueskyPlan(payload: plan.payload))
    #expect(read.payload == plan.payload && read.first.facets.count == 3 && read.handles == ["a.example.org"])
    #expect(BlueskyPlan(payload: Array(#"{"connector":"mastodon"}"#.utf8)) == nil)
    #expect(BlueskyPlan(payload: []) == nil)
  }

  @Test func `a preview says what will be seen, in words`() throws {
    let connector = Self.connector()
    let plan = try connector.plan(Sample.post("Bins #bins\nhttps://example.org", link: "https://example.org/b"))
    let rkey = try #require(BlueskyPlan(payload: plan.payload)).first.rkey
    #expect(
      connector.preview(plan) == """
        Account: council.test, by pds.example.org
        Seen by: everyone
        Text, 30 of 300 characters:
          Bins #bins
          https://example.org
        Tag: #bins
        Link in the text: https://example.org
        Link card: “example.org”, to https://example.org/b
        Language: en
        Record key: \(rkey)

        """)
  }

  // MARK: Record keys

  @Test func `C-05: a record key is a valid TID, the same in every attempt, and another for another revision`() {
    var keys: Set<String> = []
    for number in 0..<1000 {
      let post = Sample.post(key: UInt64(number))
      let key = RecordKey.text(for: post)
      #expect(RecordKey.isValid(key) && key == RecordKey.text(for: post))
      keys.insert(key)
    }
    #expect(keys.count == 1000)
    #expect(
      !RecordKey.isValid("3lbgate22222") && !RecordKey.isValid("zlbgate222222") && !RecordKey.isValid("3lbgate22222A"))
  }

  @Test func `record keys sort by due time and by part`() {
    let random = (0..<200).map { _ in Sample.random() }
    for key in random {
      let earlier = RecordKey.text(for: Sample.post(key: key))
      let later = RecordKey.text(for: Sample.post(key: Sample.random(), due: Sample.due.adding(seconds: 68)))
      #expect(earlier < later)
      let parts = (0..<25).map { RecordKey.text(for: Sample.post(key: key), part: $0) }
      #expect(parts == parts.sorted() && Set(parts).count == 25)
    }
    // The due time itself: no key lies after it.
    let due = RecordKey.text(for: Sample.post(due: Sample.due.adding(.milliseconds(67_109))))
    #expect(RecordKey.text(for: Sample.post(), part: 24) < due)
  }

  // MARK: Threads

  private static let paragraphs = (1...6).map { "Paragraph \($0). " + String(repeating: "Sŵn a thŷ. ", count: 20) }

  @Test func `a long text becomes a thread only where the settings allow it`() throws {
    let text = Self.paragraphs.joined(separator: "\n\n")
    let refused = Self.connector().check(PostContent(text: text))
    #expect(refused.count == 1 && refused[0].description.contains("threads: true"))
    #expect(Self.connector(threads: true).check(PostContent(text: text)).isEmpty)
    let plan = try Self.plan(Self.connector(threads: true), Sample.post(text))
    #expect(plan.parts.count == 6 && Set(plan.parts.map(\.rkey)).count == 6)
    for (number, part) in plan.parts.enumerated() {
      #expect(part.text.hasPrefix("Paragraph \(number + 1).") && part.text.hasSuffix(" (\(number + 1)/6)"))
    }
  }

  @Test func `a thread loses no word, cuts no link, and no part is too long`() throws {
    for seed in 0..<40 {
      let words = (0..<(200 + 5 * seed)).map { number in
        switch (number * 7 + seed) % 11 {
        case 0: "https://example.org/\(number)"
        case 1: "diwedd."
        case 2: "👨‍👩‍👧‍👦"
        case 3: "ŵyneb\n\n"
        default: "gair\(number)"
        }
      }
      let parts = try #require(BlueskyThread.parts(of: words.joined(separator: " ")))
      #expect(parts.allSatisfy(BlueskyText.fits))
      let back = parts.flatMap { $0.split(whereSeparator: \.isWhitespace).dropLast() }
      #expect(back == words.joined(separator: " ").split(whereSeparator: \.isWhitespace))
    }
  }

  @Test func `a text is split after a sentence rather than within one`() throws {
    let text = String(repeating: "a", count: 150) + ". " + String(repeating: "b ", count: 100) + "end."
    let parts = try #require(BlueskyThread.parts(of: text))
    #expect(parts[0] == String(repeating: "a", count: 150) + ". (1/2)")
  }

  @Test func `what cannot be split is refused`() {
    #expect(BlueskyThread.parts(of: String(repeating: "x", count: 301)) == nil)
    #expect(BlueskyThread.parts(of: String(repeating: "word ", count: 2000)) == nil)
    let problems = Self.connector(threads: true).check(PostContent(text: String(repeating: "x", count: 301)))
    #expect(problems.first?.description.contains("cannot be split") == true)
  }

  // MARK: Content ids

  @Test func `the id of a record is what a server computes`() {
    let record = JSON.object([
      ("$type", .string("app.bsky.feed.post")), ("text", .string("Bin day")),
      ("createdAt", .string("2026-11-22T17:00:00.000Z")), ("langs", .array([.string("en")])),
    ])
    #expect(ContentID(ofRecord: record).text == "bafyreielreefgunxpx3pq3towddkfjjdkoggaluicvcy5c3fkolvqdaoui")
    let abc = ContentHash(of: "abc".utf8)
    #expect(ContentID(ofBlob: abc).text == "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu")
  }

  @Test(arguments: [
    (#"{"b":1,"a":-1,"aa":24}"#, "a3616120616201626161" + "1818"),
    (#"[256,65536,4294967296,-257]"#, "84190100" + "1a00010000" + "1b0000000100000000" + "390100"),
    (#"[null,true,false,"ŵ"]"#, "84f6f5f4" + "62c5b5"), ("{}", "a0"),
  ])
  func `DAG-CBOR has one form for each value`(text: String, hex: String) throws {
    let json = try #require(JSON(parsing: text))
    #expect(Hexadecimal.text(DagCBOR.bytes(of: json)) == hex)
  }
}
