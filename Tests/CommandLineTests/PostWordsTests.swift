import Foundation
import TestSupport
import Testing

/// Words that nobody would read, or that a terminal would obey.
@Suite struct PostWordsTests {
  @Test(arguments: ["\u{200B}", "\u{AD}\u{2060}", "\u{202E}\u{2066}", "\u{A0}", "a\u{1B}[31m"])
  func `a text that shows nothing, or holds a control, is no post`(text: String) throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let outcome = try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", text)
    #expect(outcome.status == 65, "\(outcome)")
  }

  @Test func `the byte order mark of a file is no word of the post`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    try council.folder.write("text.txt", "\u{FEFF}From a notepad\n")
    let outcome = try council.run(
      "post", "add", "website", "--at", "2027-01-11T09:00", "--text-file", "text.txt", "--format", "json")
    #expect(outcome.status == 0 && outcome.object["text"] as? String == "From a notepad", "\(outcome)")
  }

  @Test(arguments: [
    "<script>a()</script>", "<g onload='a()'/>", "<a href=\"javascript:a()\"/>", "<foreignObject/>", "",
  ])
  func `a drawing that could act on its readers is refused`(inside: String) throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    try council.folder.write(
      "a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Come on, all</title>\(inside)</svg>")
    let outcome = try council.run(
      "post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a", "--media", "a.svg", "--alt", "A drawing")
    #expect(outcome.status == (inside.isEmpty ? 0 : 65), "\(outcome)")
  }

  @Test func `a link with a name or password in it is refused`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    for link in ["https://user:word@example.org/", "https://user@example.org"] {
      let outcome = try council.run(
        "post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a", "--link", link)
      #expect(outcome.status == 65 && outcome.errors.contains("password"), "\(outcome)")
    }
  }
}
