import StatusPages
import Testing

/// No text that a person or a file gives becomes a part of a page's tree.
@Suite struct HostileTextTests {
  /// The text to put in the place of another: the same for the same seed and place, so that what was one cause stays one.
  struct Hostility {
    let seed: UInt64

    private static let pieces =
      [
        "\"", "\"\u{301}", "'\u{327}", "<", ">\u{338}", "&", "&amp", "&#0;", "&lt;", "</script>", "<script>", "<!--",
        "-->",
        "]]>", "<![CDATA[", "</title>", "</main>", "<p>", "<svg onload=x>", "\" onfocus=\"x",
        "\"\u{301} onfocus=x autofocus y=\"",
        "javascript:x", "`", "=", "\\", "/", "/../", "%2e%2e", "%", "?lang=x", "#", "\u{0}", "\u{8}", "\u{B}", "\u{C}",
        "\r",
        "\n", "\t", "\u{7F}", "\u{85}", "\u{9F}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{1FFFE}",
        "\u{10FFFF}", "\u{202E}", "\u{202D}", "\u{2066}", "\u{2067}", "\u{2069}", "\u{200F}", "\u{61C}", "\u{200D}",
        "\u{200B}", "\u{2028}", "\u{2029}", "\u{E000}", "\u{E0041}", "\u{FE0F}", "👩‍🚒", "א", "العربية", "ŵ", "e\u{301}",
        "e\u{301}\u{301}\u{301}", "\u{301}", "\\(x)", "{{x}}", "${x}",
      ] + [UInt32(0xFDD0), 0xFDEF].compactMap { Unicode.Scalar($0).map { String($0) } }

    func callAsFunction(_ plain: String) -> String {
      var chance = Chance(
        state: plain.utf8.reduce(seed &* 0x9E37_79B9_7F4A_7C15) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
      return piece(&chance) + plain + piece(&chance)
    }

    private func piece(_ chance: inout Chance) -> String {
      var text = ""
      for _ in 0..<Int(chance.next() % 8) + 1 {
        if chance.next() % 4 == 0, let scalar = Unicode.Scalar(UInt32(chance.next() % 0x11_0000)) {
          text.unicodeScalars.append(scalar)
        } else {
          text += Self.pieces[Int(chance.next() % UInt64(Self.pieces.count))]
        }
      }
      return text
    }
  }

  /// SplitMix64.
  struct Chance {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  @Test("W-02: whatever the texts hold, each page has the tree that it has for plain ones", arguments: UInt64(1)...60)
  func tree(seed: UInt64) throws {
    let hostility = Hostility(seed: seed)
    for language in Language.allCases {
      let plain = Samples().pages(in: language)
      let hostile = Samples(typed: hostility.callAsFunction).pages(in: language)
      for (one, other) in zip(plain, hostile) where !one.name.hasSuffix("-50") {
        let expected = try PageTree(one.page.html).root.skeleton
        #expect(throws: Never.self, "\(one.name), seed \(seed)") {
          let found = try PageTree(other.page.html).root.skeleton
          #expect(found == expected, "\(one.name), seed \(seed)")
        }
      }
    }
  }

  @Test("W-02: a quotation mark under a combining mark does not end an attribute")
  func combiningMark() throws {
    let name = "x\"\u{301} onfocus=alert(1) autofocus y=\"\u{301}"
    let page = Page.notFound(council: name, suggestion: name, in: .english)
    #expect(!page.html.unicodeScalars.split(separator: "<").contains { $0.starts(with: "onfocus".unicodeScalars) })
    #expect(page.html.unicodeScalars.contains("\u{301}"))
    let link = try #require(try PageTree(page.html).first("main")?.all("a").first)
    #expect(link["href"] == "/why/x%22%CC%81%20onfocus%3Dalert%281%29%20autofocus%20y%3D%22%CC%81?lang=en")
    #expect(link.text == name)
  }

  @Test("W-02: text that turns its surroundings around is shown, and kept to itself")
  func bidirectional() throws {
    let page = Page.notFound(council: "safe\u{202E}gnp.exe", suggestion: "א", in: .english)
    let tree = try PageTree(page.html)
    #expect(tree.first("header")?.all("bdi").first?.text == "safe⟨U+202E⟩gnp.exe")
    #expect(tree.first("main")?.all("bdi").first?.text == "א")
  }

  @Test func `a time that is none is shown as it is`() throws {
    var samples = Samples()
    for text in [
      "", "yesterday", "2026-02-30T00:00:00Z", "2026-04-20T10:05:22", "2026-04-20T10:05:22+01:00\"><b>", "٢٠٢٦",
    ] {
      samples.clock = text
      let tree = try PageTree(
        Page.status(samples.status([samples.open]), freshness: Samples.fresh, in: .english).html)
      #expect(tree.mainText.contains("As of \(text), revision 12."))
    }
  }
}
