import Elections
import Foundation
import TestSupport
import Testing
import Texts
@testable import Connectors

/// Both files as other programs read them.
@Suite struct FeedReadingTests {
  private struct Read: Decodable {
    struct Entry: Decodable {
      let id, title, updated, published, content, type: String
      let link: String?
    }
    let version: String
    let bozo: Bool
    let title: String
    let entries: [Entry]
  }

  private static let script = """
    import feedparser, json, sys
    f = feedparser.parse(sys.argv[1], sanitize_html=False, resolve_relative_uris=False)
    print(json.dumps({'version': f.version, 'bozo': bool(f.bozo), 'title': f.feed.title, 'entries': [
      {'id': e.id, 'title': e.title, 'updated': e.updated, 'published': e.published, 'link': next((l.href for l in e.get('links', []) if l.rel == 'alternate'), None),
       'content': e.content[0].value, 'type': e.content[0].type} for e in f.entries]}))
    """

  static let texts = [
    "Plain", "<script>alert('x')</script> & ]]> <![CDATA[", "</content></entry></feed>", "  <entry>\n  </entry>\n",
    "ŵ ŷ £ – “quoted” 👨‍👩‍👧 e\u{301} \u{2028}x\u{85}y", "&amp; &lt; &#39; &#x0;", "\tTab\r\nand\rreturn", "{\"id\":\"x\"}",
    "    {\"id\":\"tag:x\",\"title\":\"y\"},",
  ]

  @Test func `feedparser reads the Atom file without complaint, and the JSON Feed says the same`() async throws {
    let bench = try FeedTests.Bench()
    let connector = bench.connector()
    for (index, text) in Self.texts.enumerated() {
      let post = Sample.post(
        text, title: index.isMultiple(of: 2) ? text : nil, link: index == 1 ? nil : "https://example.org/\(index)?a&b",
        media: [FeedTests.Bench.picture(alt: text)], number: Int64(index), key: UInt64(index))
      #expect(try await FeedTests.commit(connector, post).receipt != nil, "\(text)")
    }
    let output = try PythonServer.output(of: PythonServer.python(), ["-c", Self.script, bench.atomPath])
    let read = try JSONDecoder().decode(Read.self, from: Data(output.utf8))
    #expect(read.version == "atom10" && !read.bozo && read.title == "Peterborough & district")
    let json = try #require(JSON(parsing: try bench.json()))
    let items = try #require(json["items"]?.array)
    #expect(read.entries.count == Self.texts.count && items.count == Self.texts.count)
    for (entry, item) in zip(read.entries, items) {
      #expect(item["id"]?.string == entry.id)
      #expect(item["title"]?.string == entry.title)
      #expect(item["content_html"]?.string == entry.content)
      #expect(item["date_published"]?.string == entry.published && item["date_modified"]?.string == entry.updated)
      #expect(item["url"]?.string == entry.link)
      #expect(entry.type == "text/html")
    }
  }
}
