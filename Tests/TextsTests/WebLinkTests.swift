import Testing
import Texts

@Suite struct WebLinkTests {
  @Test(arguments: [
    "https://example.org", "http://example.org/a?b=c&d='2'#e", "HTTPS://Example.ORG/", "https://example.org:8443/a(b)",
    "https://bücher.example/straße", "https://[2001:db8::1]/a", "https://example.org/a%20b", "https://example.org./x",
    "https://example.org/cy/newyddion-ŵythnos", "https://192.0.2.1/",
  ])
  func `what is an address on the web passes as it is`(link: String) {
    #expect(WebLink.problem(in: link) == nil)
    #expect(WebLink.encoded(link) == link)
  }

  @Test(arguments: [
    ("https://example.org/a b", "has a blank", "https://example.org/a%20b"),
    ("https://example.org/<b>", "holds “<”", "https://example.org/%3Cb%3E"),
    ("https://example.org/\"x", "write it as %22", "https://example.org/%22x"),
    ("https://example.org/\"\u{301}", "holds “\"”", "https://example.org/%22\u{301}"),
    ("https://example.org/“x”", "holds ““”", "https://example.org/%E2%80%9Cx%E2%80%9D"),
    ("https://example.org/a\u{200B}b", "⟨U+200B⟩, which is not seen", "https://example.org/a%E2%80%8Bb"),
    ("https://example.org/a\u{AD}", "U+00AD", "https://example.org/a%C2%AD"),
    ("https://example.org/a\u{202E}b", "U+202E", "https://example.org/a%E2%80%AEb"),
    ("https://example.org/a\nb", "has a blank", "https://example.org/a%0Ab"),
    ("https://example.org/a\u{1}b", "U+0001", "https://example.org/a%01b"),
    ("https://example.org/100%", "write it as %25", "https://example.org/100%25"),
    ("https://example.org/a[1]", "square brackets", "https://example.org/a%5B1%5D"),
    ("https://example.org/a#b#c", "two number signs", "https://example.org/a#b%23c"),
    ("https://example.org/{a}|\\^`", "holds “{”", "https://example.org/%7Ba%7D%7C%5C%5E%60"),
  ])
  func `what may not stand in an address is refused with its remedy, and written by percent signs where it was stored`(
    link: String, words: String, encoded: String
  ) {
    #expect(WebLink.problem(in: link)?.contains(words) == true, "\(WebLink.problem(in: link) ?? "none")")
    #expect(WebLink.encoded(link) == encoded)
  }

  @Test(arguments: [
    "", "example.org", "javascript:alert(1)", "ftp://example.org/", "https://", "https:///a", "https://?a",
    "https://a b/",
    "https://exa<mple.org/", "https://example.org:99999/", "https://example..org/", "https://[zz]/",
    "https:/example.org",
  ])
  func `what leads nowhere is refused, and no sign makes an address of it`(link: String) {
    #expect(WebLink.problem(in: link) != nil)
    #expect(WebLink.encoded(link).map { WebLink.problem(in: $0) == nil } ?? true)
  }

  @Test func `files are known by their content`() {
    #expect(MediaKind(content: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]) == .png)
    #expect(MediaKind(content: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
    for (text, kind) in [
      ("GIF89a…", MediaKind.gif), ("RIFF\0\0\0\0WEBPVP8 ", .webp), ("%PDF-1.7", .pdf), ("\0\0\0\u{18}ftypisom", .mp4),
      ("<?xml version=\"1.0\"?>\n<svg xmlns=\"…\"/>", .svg), ("\u{FEFF} <svg>", .svg),
    ] { #expect(MediaKind(content: Array(text.utf8)) == kind, "\(text)") }
    for text in ["", "A text", "<html>", "<p>svg", "RIFF\0\0\0\0WAVE", "\u{89}PNG", "BM"] {
      #expect(MediaKind(content: Array(text.utf8)) == nil, "\(text)")
    }
  }
}
