import Texts
import Testing

/// What a reader does not see is written out, and nothing else is changed.
@Suite struct VisibleTextTests {
  /// One of each kind: controls, C1, turns of direction, no width, separators, tags, selectors, nothing, private use.
  static let unseen: [UInt32] =
    Array(1...9) + Array(0x0B...0x1F) + Array(0x7F...0x9F) + [
      0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
      0x2028,
      0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066, 0x2067, 0x2068,
      0x2069, 0x206A, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFA, 0xFFFB, 0xE000, 0xFDD0,
      0xFFFE, 0x378, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFF,
    ]

  @Test func `every character that nobody sees is written out, on one line and on several, and none is left`() throws {
    for value in Self.unseen {
      let scalar = try #require(Unicode.Scalar(value))
      let text = "Bins\(scalar)day"
      let hex = String(value, radix: 16, uppercase: true)
      let mark = "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
      for shown in [text.visible, text.visibleLine, text.printable] {
        #expect(shown == "Bins" + mark + "day", "U+\(hex)")
        #expect(!shown.unicodeScalars.contains { $0.isUnseen })
      }
    }
  }

  @Test(arguments: [
    "Plain", "Café, Straße, Łódź", "ไทย", "سلام", "שלום", "日本語", "e\u{301}", "1\u{A0}000 £ – “so” …", "❤️", "1️⃣ #️⃣", "👩‍🚒",
    "🏳️‍🌈",
    "👍🏽", "👩🏽‍🤝‍👨🏼", "©️ ☎︎",
  ])
  func `what a reader sees stays as it is, emoji with their joiners too`(text: String) {
    #expect(text.visible == text && text.visibleLine == text && text.printable == text)
  }

  @Test func `joiners and selectors that hide between letters are written out`() {
    #expect("a\u{200D}b".visible == "a⟨U+200D⟩b")
    #expect("9\u{FE0F}9".visible == "9⟨U+FE0F⟩9")
    #expect("👩\u{200D}x".visible == "👩⟨U+200D⟩x")
    #expect("❤\u{FE0F}\u{FE0F}".visible == "❤\u{FE0F}⟨U+FE0F⟩")
  }

  @Test func `a line end stays where there are lines, and is written out where there is one`() {
    #expect("a\nb".visible == "a\nb")
    #expect("a\r\nb".visible == "a\nb", "as files from other systems have it")
    #expect("a\rb".visible == "a⟨U+000D⟩b")
    #expect("a\nb\r\nc".visibleLine == "a⟨U+000A⟩b⟨U+000D⟩⟨U+000A⟩c")
  }

  @Test func `lists cut, and nothing else does`() {
    let long = String(repeating: "a", count: 500)
    #expect(long.visible == long && long.visibleLine == long)
    #expect(long.printable == String(repeating: "a", count: 200) + "…")
    #expect(String(repeating: "a", count: 200).printable == String(repeating: "a", count: 200))
    #expect(String(repeating: "\u{1B}", count: 100).printable.count == 201)
  }
}
