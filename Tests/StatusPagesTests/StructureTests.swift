import StatusPages
import Testing

/// What makes a page readable for everybody, asked of every page in every state.
@Suite struct StructureTests {
  private func eachPage(_ check: (String, Language, PageTree) throws -> Void) throws {
    for language in Language.allCases {
      for (name, page) in Samples().pages(in: language) {
        let tree = try PageTree(page.html)
        try check("\(name) in \(language)", language, tree)
      }
    }
  }

  @Test func `a page names its language and its title, and has one main heading`() throws {
    try eachPage { name, language, tree in
      #expect(tree.root["lang"] == (language == .english ? "en-GB" : "cy"), "\(name)")
      let title = tree.first("head")?.all("title").first?.text ?? ""
      #expect(title.contains(" – ") && !title.hasPrefix(" "), "\(name)")
      #expect(tree.root.all("h1").count == 1, "\(name)")
      #expect(tree.root.all("main").count == 1, "\(name)")
    }
  }

  @Test func `headings go down by one step at a time, and none is empty`() throws {
    try eachPage { name, _, tree in
      var level = 0
      for heading in tree.root.all("h1", "h2", "h3") {
        let own = Int(heading.tag.suffix(1)) ?? 0
        #expect(own <= level + 1, "\(name): \(heading.text)")
        #expect(!heading.text.isEmpty, "\(name)")
        level = own
      }
    }
  }

  @Test func `a table has a caption, and each of its headings a scope`() throws {
    var tables = 0
    try eachPage { name, _, tree in
      for table in tree.root.all("table") {
        tables += 1
        #expect(table.all("caption").count == 1, "\(name)")
        #expect(table.all("th").allSatisfy { ["col", "row"].contains($0["scope"] ?? "") }, "\(name)")
        #expect(table.all("tbody").flatMap { $0.all("tr") }.allSatisfy { $0.all("th").count == 1 }, "\(name)")
      }
    }
    #expect(tables > 0)
  }

  @Test func `ids are there once, and what points to one finds it`() throws {
    try eachPage { name, _, tree in
      let ids = tree.root.all.compactMap { $0["id"] }
      #expect(Set(ids).count == ids.count, "\(name): \(ids)")
      let pointers = tree.root.all.flatMap(Self.pointers)
      for pointer in pointers { #expect(ids.contains(pointer), "\(name): \(pointer)") }
      #expect(!pointers.isEmpty)
    }
  }

  /// The ids that an element points to.
  private static func pointers(of element: PageTree.Element) -> [String] {
    let labels = (element["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
    let places = [element["href"], element["fill"]].compactMap { value -> String? in
      guard let value, let sign = value.firstIndex(of: "#") else { return nil }
      return String(value[value.index(after: sign)...].prefix { $0 != ")" })
    }
    return labels + places
  }

  @Test func `every link leads to a page that is there, and has words`() throws {
    try eachPage { name, language, tree in
      for link in tree.root.all("a", "link") {
        let href = link["href"] ?? ""
        #expect(Self.isKnown(href), "\(name): \(href)")
        if link.tag == "a" {
          #expect(!link.text.isEmpty, "\(name): \(href)")
          let other = link["lang"] != nil
          if href.contains("lang=") {
            #expect(href.hasSuffix("lang=\(language.rawValue)") != other, "\(name): \(href)")
          }
        }
      }
    }
  }

  private static func isKnown(_ href: String) -> Bool {
    let place = String(href.prefix { $0 != "?" })
    let others = [
      "https://mcmw.abilitynet.org.uk/", "https://www.equalityadvisoryservice.com/", "https://www.equalityni.org/",
      "https://www.w3.org/TR/WCAG22/", "mailto:web@council.example.org",
    ]
    return ["#main", "/", "/upcoming", "/accessibility", "/purdah.ics"].contains(place)
      || place.hasPrefix("/why/") && !place.dropFirst(5).contains("/") || place == Assets.stylesheet.path
      || others.contains(href)
  }

  @Test func `the switch of the language leads to the same page`() throws {
    let samples = Samples()
    let why = Page.why(samples.why(samples.open), asked: "2026-05-07", freshness: Samples.fresh, in: .english)
    let link = try #require(try PageTree(why.html).root.all("a").first { $0["hreflang"] == "cy" })
    #expect(link["href"] == "/why/noticeboard?at=2026-05-07&lang=cy")
    #expect(link["lang"] == "cy")
    #expect(link.text == "Cymraeg")
  }

  @Test func `a page that changes asks anew without a script, and one that does not leaves its reader in peace`() throws
  {
    try eachPage { name, _, tree in
      let isLive = ["status", "why", "upcoming"].contains { name.hasPrefix($0) }
      #expect(tree.root.all("noscript").count == (isLive ? 2 : 0), "\(name)")
      #expect(tree.root.all("script").map { $0["src"] } == (isLive ? [Assets.script.path] : []), "\(name)")
      #expect(tree.root.all.filter { $0["aria-live"] != nil }.count == (isLive ? 1 : 0), "\(name)")
      #expect((tree.first("main")?["data-at"] != nil) == isLive, "\(name)")
      if isLive { #expect(tree.root.all.first { $0["id"] == "lost" }?["hidden"] != nil, "\(name)") }
    }
  }

  @Test func `every page has its way past the navigation, the page in hand marked, and the sentence about advice`()
    throws
  {
    try eachPage { name, language, tree in
      #expect(tree.first("body")?.all("a").first?["href"] == "#main", "\(name)")
      #expect(tree.root.all("a").filter { $0["aria-current"] != nil }.count <= 1, "\(name)")
      let sentence =
        language == .english ? "Portcullis gives no legal advice." : "Nid yw Portcullis yn rhoi cyngor cyfreithiol."
      #expect(tree.first("footer")?.text.contains(sentence) == true, "\(name)")
    }
  }

  @Test func `an answer in English says so on a Welsh page`() throws {
    let samples = Samples()
    let tree = try PageTree(
      Page.why(samples.why(samples.closed), asked: nil, freshness: Samples.fresh, in: .welsh).html)
    let marked = tree.root.all("bdi").filter { $0["lang"] == "en-GB" }.map(\.text)
    #expect(marked.contains("local-25-working-days"))
    #expect(marked.contains { $0.hasPrefix("Local Elections (Principal Areas)") })
    #expect(tree.mainText.contains("yn Saesneg"))
  }
}
