import Testing
import Texts

/// What is stored keeps its bytes; what is printed holds nothing that a terminal obeys or a reader does not see.
@Suite struct JSONTextTests {
  private static let odd =
    "\u{1B}\u{7F}\u{9B}\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{202E}\u{2060}\u{2066}\u{FEFF}\u{FFF9}\u{E0041}"

  @Test func `printed JSON escapes all that is not seen, above U+FFFF as two, and is the same value`() throws {
    let json = JSON.object([("a" + Self.odd, .array([.string("b" + Self.odd)]))])
    let escaped =
      #"\u001b\u007f\u009b\u00ad\u061c\u180e\u200b\u200e\u202e\u2060\u2066\ufeff\ufff9\udb40\udc41"#
    #expect(json.lineText == #"{"a"# + escaped + #"":["b"# + escaped + #""]}"#)
    #expect(json.text == "{\n  \"a" + escaped + "\": [\n    \"b" + escaped + "\"\n  ]\n}\n")
    #expect(JSON(parsing: json.lineText)?.compactText == json.compactText)
  }

  @Test func `stored JSON escapes no more than it ever did`() {
    #expect(
      JSON.string("\u{1B}\u{7F}\u{9B}\u{200B}\u{202E}\u{2028}é").compactText
        == "\"\\u001b\u{7F}\u{9B}\u{200B}\u{202E}\\u2028é\"")
  }

  @Test func `what a reader sees is not escaped`() {
    #expect(JSON.string("Café – “日本”").lineText == "\"Café – “日本”\"")
  }
}
