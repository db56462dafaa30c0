import Elections
import GateTesting
import Publishing
import TestSupport
import Testing
import Texts

/// Listed words are matched on what a reader sees, not on how it is encoded.
@Suite struct ListedWordsTests {
  private static let terms = [
    "Example Party", "Labour", "Siân Gwenllian", "Lee", "Ian Ali", "Plaid Cymru", "Hunt", "Reading",
  ]
  private static let matcher = TermMatcher(terms)

  private static func found(_ text: String) -> [String] { matcher.matches(in: text).map(\.term) }
  private static func foundInAddress(_ text: String) -> [String] { matcher.matches(inAddress: text).map(\.term) }

  @Test(arguments: [
    // What nobody sees: soft hyphen, zero-width space, joiners, word joiner, byte order mark, variation selector, tags,
    // a filler, bidi marks, a control character.
    "La\u{AD}bour", "La\u{200B}bour", "L\u{200C}abou\u{200D}r", "La\u{2060}bour", "La\u{FEFF}bour", "La\u{FE0F}bour",
    "La\u{E0061}bour", "La\u{3164}bour", "La\u{200E}bour", "La\u{2067}bour", "La\u{0}bour", "La\u{34F}bour",
    "\u{200B}L\u{200B}a\u{200B}b\u{200B}o\u{200B}u\u{200B}r", "vote\u{200B}Labour", "Lab\u{180E}our",
    // Marks.
    "L\u{336}a\u{336}b\u{336}o\u{336}u\u{336}r", "Lâbôür", "L\u{20DD}abour", "Ŀäɓøūɍ",
    // Other scripts and styles: Cyrillic, Greek, Armenian, Cherokee, fullwidth, mathematical, circled, parenthesized,
    // squared, small capitals, superscript, regional letters.
    "Lаbоur", "LАBОUR", "Labοur", "Lαbουr", "Labօuɾ", "ᏞᎪᏴOUᏒ", "Ｌａｂｏｕｒ", "𝐋𝐚𝐛𝐨𝐮𝐫", "𝓛𝓪𝓫𝓸𝓾𝓻", "𝕷𝖆𝖇𝖔𝖚𝖗", "𝙻𝚊𝚋𝚘𝚞𝚛",
    "ⓛⓐⓑⓞⓤⓡ",
    "ⓁⒶⒷⓄⓊⓇ", "⒧⒜⒝⒪⒰⒭", "🅻🅰🅱🅾🆄🆁", "🄻🄰🄱🄾🅄🅁", "ʟᴀʙᴏᴜʀ", "ᴸᵃᵇᵒᵘʳ", "🇱🇦🇧🇴🇺🇷", "🅛🅐🅑🅞🅤🅡",
    // Letters and digits of one alphabet that look alike.
    "Iabour", "1abour", "Lab0ur", "L4bour", "|_ Labour", "La8our",
    // Shown from right to left.
    "\u{202E}ruobaL\u{202C} wins",
    // Joined.
    "#votelabour", "#VoteLabour", "#vote_labour", "#Labour2027", "@LabourParty", "＃VoteLabour", "#VoteLаbоur",
    "#vote\u{200B}labour", "#VOTELabour",
    // Addresses in the text.
    "see https://example.org/l%61bour now", "https://example.org/la%C2%ADbour", "www.votelabour.org.uk",
    "https://xn--lbur-53d9f.example", "see labour.org.uk",
  ])
  func `a word is found as a reader sees it, and the passage is what stands in the text`(text: String) throws {
    #expect(Self.found(text) == ["Labour"])
    for match in Self.matcher.matches(in: "On Friday \(text) then.") {
      let inside = match.passage.split(separator: "«").last?.split(separator: "»").first.map(String.init)
      #expect(text.unicodeScalars.contains(try #require(inside).unicodeScalars), "\(match.passage)")
    }
    #expect(Self.matcher.redacted("a \(text) b", mark: "▮").count == 1)
  }

  @Test(arguments: [
    "#VoteExampleParty", "#vote_example_party", "#voteexampleparty", "#EXAMPLEPARTY", "#exampleparty2027",
    "ExampleParty",
    "@ExampleParty", "#Example_Party", "example_party", "example-party", "Ｅxample\u{2003}Ｐarty", "Example Pаrty",
    "Еxаmрlе Раrtу", "#VoteЕxampleРarty", "exampleparty.org", "https://exampleparty.org/about", "Exarnple Party",
    "example%20party", "https://voteexampleparty.org.uk/?a=b", "#WhyTheExamplePartyIsWrong",
    "#whytheexamplepartyiswrong",
  ])
  func `several words are found however they are joined`(text: String) {
    #expect(Self.found(text) == ["Example Party"])
    #expect(Self.foundInAddress("https://council.example/\(text)").contains("Example Party"))
  }

  @Test(arguments: [
    ("https://labour.org.uk", "Labour"), ("https://www.votelabour.org.uk/", "Labour"),
    ("https://council.example/news/labour-win", "Labour"), ("https://council.example/?q=labour", "Labour"),
    ("https://council.example/#labour", "Labour"), ("https://council.example/l%61b%6Fur", "Labour"),
    ("https://council.example/l%2561bour", "Labour"), ("https://council.example/%4C%41%42%4F%55%52", "Labour"),
    ("https://council.example/?q=vote+example+party", "Example Party"), ("https://example-party.org", "Example Party"),
    ("https://council.example/Example%20Party", "Example Party"), ("https://exampleparty.org", "Example Party"),
    ("https://xn--lbur-53d9f.example/", "Labour"), ("https://XN--LBUR-53D9F.example/", "Labour"),
    ("https://council.example/La%C2%ADbour", "Labour"), ("https://council.example/L%D0%B0bour", "Labour"),
    ("https://council.example/sian-gwenllian", "Siân Gwenllian"), ("labour-rally.jpg", "Labour"),
    ("VoteLabour.jpg", "Labour"), ("plaid_cymru.png", "Plaid Cymru"), ("https://user:labour@council.example", "Labour"),
  ])
  func `a link and a file's name are taken apart, and the passage is the whole of it`(address: String, term: String) {
    #expect(Self.matcher.matches(inAddress: address).map(\.term) == [term])
    #expect(Self.matcher.matches(inAddress: address).map(\.passage) == ["«\(address)»"])
  }

  @Test(arguments: [
    "Scunthorpe", "#Scunthorpe", "#scunthorpe", "Leeds", "#leedsfestival", "https://leeds.gov.uk/labourers",
    "laboured", "belabour", "#laboured", "all", "ALL", "All", "aii", "is all", "Cornwall and Devon", "Green Lane",
    "M4 and A1", "A1 5GB", "Meet Ian", "LAN", "the example, a party", "an example for the party", "#exampleforparty",
    "https://council.example/", "https://example.org/party", "50% off", "e.g. this", "bins@example.org", "U.K.",
    "4 July", "1 2 3", "0", "…", "😀👍🏽", "Привет, мир", "你好世界", "שלום", "مرحبا", "½ m²", "™", "£5", "🇬🇧", "naïve café",
    "the huntsman", "#shunted", "#spreadingjoy", "spreading", "proofreading", "https://example.org/proofreading",
    "https://council.example/%", "https://council.example/%zz%", "xn--", "xn--zzzzzzzzzzzzzzzzzzzzzz", "%C3%28",
    "\u{202E}", "\u{200B}", "#", "#_", "@", "_", "a\u{0}b",
  ])
  func `what only holds a term's letters is not flagged, in texts and in addresses`(text: String) {
    #expect(Self.found(text).isEmpty && Self.foundInAddress(text).isEmpty)
  }

  @Test func `listed names that are words too are found as they were before, and nowhere else`() {
    #expect(Self.found("Reading library, reading, READING") == ["Reading", "Reading", "Reading"])
    #expect(TermMatcher(["Ian"]).matches(in: "all about Iain and the LAN").isEmpty)
    #expect(TermMatcher(["ALI"]).matches(in: "all, ALL, All").isEmpty)
    #expect(TermMatcher(["Ma"]).matches(in: "the M4 is closed").isEmpty)
    #expect(TermMatcher(["Партия"]).matches(in: "наша ПАРТИЯ").map(\.term) == ["Партия"])
    #expect(TermMatcher(["Партия"]).matches(in: "наша Пaртия").map(\.term) == ["Партия"])
  }

  @Test func `every field that readers see is looked at, and what is published nowhere is not`() {
    let inForce = SimulatedCouncil.inForce(terms: ["Labour"])
    func passages(_ content: PostContent) -> [String] { inForce.matches(in: content).map(\.passage) }
    #expect(passages(PostContent(text: "a", title: "La\u{AD}bour")) == ["«La\u{AD}bour»"])
    #expect(passages(PostContent(text: "a", link: "https://labour.org.uk/x")) == ["«https://labour.org.uk/x»"])
    let item = MediaItem(
      hash: ContentHash(of: []), fileName: "labour.jpg", mediaType: "image/jpeg", alt: "the Lаbour stall", byteCount: 0)
    #expect(passages(PostContent(text: "a", media: [item])) == ["the «Lаbour» stall", "«labour.jpg»"])
    #expect(passages(PostContent(text: "a", contentClass: .statutory, grounds: "Labour Relations Act")).isEmpty)
  }

  @Test func `a passage shows the words around a hashtag, and terms found twice at one place are told once`() {
    #expect(
      Self.matcher.matches(in: "one two three four five six #VoteExampleParty seven eight nine ten eleven twelve")
        .map(\.passage) == ["two three four five six #Vote«ExampleParty» seven eight nine ten eleven"])
    #expect(Self.matcher.redacted("#VoteExampleParty, #votelabour, Lаbour", mark: "▮").text == "#Vote▮, #▮, ▮")
    #expect(Self.found("https://example.org/labour #labour") == ["Labour", "Labour"])
  }

  @Test func `two lists are the same where their words are, in whatever order`() {
    #expect(TermMatcher(["Labour", "Lee"]) == TermMatcher(["Lee", "Labour"]))
    #expect(
      TermMatcher(["Labour"]) != TermMatcher(["Labour", "Lee"]) && TermMatcher(["Labour"]) != TermMatcher(["Lee"]))
  }
}

extension String.UnicodeScalarView {
  /// Scalar by scalar: what nobody sees is no part of a `Character` here.
  func contains(_ other: String.UnicodeScalarView) -> Bool {
    let (all, part) = (Array(self), Array(other))
    guard part.count <= all.count else { return false }
    return (0...all.count - part.count).contains { Array(all[$0..<$0 + part.count]) == part }
  }
}
