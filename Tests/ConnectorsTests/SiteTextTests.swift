import Publishing
import Testing
@testable import Connectors

/// How words become a page, and a page words again.
@Suite struct SiteTextTests {
  @Test(arguments: [
    ("a < b & \"c\" it's", "a &lt; b &amp; &quot;c&quot; it&#039;s"),
    ("[gallery] `x`", "&#091;gallery&#093; &#096;x&#096;"),
    ("mid-day a - b -- c", "mid-day a &#045; b &#045;&#045; c"),
    ("Wait... 1.5 e.g. no", "Wait&#046;&#046;&#046; 1.5 e.g. no"),
    (":) ;-) 8) 8-O note: 18:30 8 am", "&#058;) &#059;&#045;) &#056;) &#056;-O note: 18:30 8 am"),
    ("6x9 (tm) box", "6&#120;9 &#040;tm) box"),
    ("&#163; & &nbsp;", "&amp;&#035;163; &amp; &amp;nbsp;"),
    ("ŵ £5 – 🗑️", "ŵ £5 – 🗑️"),
  ])
  func `what a site would take for markup, a shortcode or sloppy typing is written so that it stays`(
    typed: String, html: String
  ) {
    #expect(PostHTML.typed(typed) == html)
    #expect(ShownHTML(PostHTML.typed(typed)).text == typed)
  }

  @Test func `blank lines part paragraphs, line ends break lines, and the link comes last unless the text has it`() {
    let content = PostContent(text: "One\nTwo  words\r\n\n \nThree", link: "https://example.org/?a=1&b")
    #expect(
      PostHTML.body(of: content)
        == "<p>One<br>Two words</p>\n<p>Three</p>\n<p><a href=\"https://example.org/?a=1&amp;b\">"
        + "https://example.org/?a=1&amp;b</a></p>")
    let named = PostContent(text: "See https://example.org/b.", link: "https://example.org/b")
    #expect(
      PostHTML.body(of: named) == "<p>See <a href=\"https://example.org/b\">https://example.org/b</a>.</p>")
  }

  @Test(arguments: [
    ("(https://example.org/a)", "https://example.org/a"),
    ("https://example.org/a_(b).", "https://example.org/a_(b)"),
    ("“https://example.org/a”,", "https://example.org/a"),
    ("at:http://example.org/?q=ŵ&x=[1]!", "http://example.org/?q=ŵ&x=[1]"),
  ])
  func `an address in the text is a link without the signs around it`(text: String, address: String) {
    let shown = ShownHTML(PostHTML.body(of: PostContent(text: text)))
    #expect(shown.links == [address] && shown.text == text)
  }

  @Test(arguments: ["https://", "http://.", "ftp://example.org", "javascript:alert(1)", "example.org"])
  func `what is no address of the web stays text`(text: String) {
    #expect(ShownHTML(PostHTML.body(of: PostContent(text: text))).links.isEmpty)
  }

  // MARK: Titles and addresses

  @Test(arguments: [
    ("Bins are collected on Friday. Put them out early.", "Bins are collected on Friday"),
    ("Cllr. Jones opens St. Mary's at 3 p.m. today! Come.", "Cllr. Jones opens St. Mary's at 3 p.m. today!"),
    ("\n  Road   closed\nUse the A15.", "Road closed"), ("Wait...", "Wait..."),
  ])
  func `a title is the first sentence`(text: String, title: String) {
    #expect(Headline.title(of: PostContent(text: text)) == title)
  }

  @Test func `a long first sentence is cut between words at 80 characters, a title of its own is not`() {
    let text = String(repeating: "ŵord ", count: 40)
    let title = Headline.title(of: PostContent(text: text))
    #expect(title.count <= 80 && title.hasSuffix("ŵord…"))
    #expect(Headline.title(of: PostContent(text: String(repeating: "x", count: 100))).count == 80)
    #expect(Headline.title(of: PostContent(text: "x", title: text)).count == 199)
  }

  @Test(arguments: [
    ("Bin day moves to Friday!", "bin-day-moves-to-friday"),
    ("The Council’s café & Tŷ Gŵydd", "the-councils-cafe-and-ty-gwydd"),
    ("Straße Łódź", "strasse-lodz"), ("2027", "post-2027"), ("🗑️", "post-aaaaaaaa"), ("  --  ", "post-aaaaaaaa"),
    (
      String(repeating: "word ", count: 20), "word-word-word-word-word-word-word-word-word-word-word-word"
    ),
  ])
  func `an address is lower case without accents`(title: String, slug: String) {
    #expect(Headline.slug(title, key: DeliveryKey(high: 0, low: 0)) == slug)
  }

  // MARK: Reading pages

  @Test func `a page is read without scripts, comments, smileys' markup and entities`() {
    let shown = ShownHTML(
      "<!-- x --><p class='a'>It&#8217;s<br />&lt;b&gt; <em>o</em>ne &amp; 1 < 2<script>x('<p>')</script></p>"
        + "<img class=\"wp-smiley\" alt=\":)\"><a href=\"/a?b&amp;c\">l</a><IMG SRC=x ALT='Bins &amp; lids'/><img>")
    #expect(shown.text == "It’s <b> one & 1 < 2 :)l")
    #expect(shown.links == ["/a?b&c"] && shown.alts == ["Bins & lids", ""])
  }

  @Test func `C-12: what is missing on a page is named, and what a theme adds is not`() {
    let approved = ShownHTML(
      "<p>It's \"on\" Friday - really... at 9x9</p><a href='https://example.org/a'>a</a><img alt='Green bins'>")
    let themed = ShownHTML(
      "<div>Share this</div><p>It&#8217;s &#8220;on&#8221; Friday &#8211; really&#8230; at 9&#215;9</p>"
        + "<a href='https://example.org/a'>a</a><figure><img loading=lazy alt='Green bins'></figure><p>Related</p>")
    #expect(themed.differences(from: approved).isEmpty)
    let broken = ShownHTML("<p>It's \"on\" Friday</p><img>")
    #expect(
      broken.differences(from: approved) == [
        "The text is not as approved: “- really... at 9x9 a” became “”; correct the page by hand.",
        "The link to https://example.org/a is missing on the page.",
        "The picture with the alt text “Green bins” is missing on the page, or has lost its alt text.",
      ])
  }

  @Test(arguments: ["<", "<a", "<a href", "<a href=\"x", "<!--", "<script>", "&", "&#", "&#x110000;", "</", "<p/ =>"])
  func `a page that is cut anywhere is read to its end`(html: String) {
    _ = ShownHTML("a" + html)
    #expect(ShownHTML("word " + html).text.hasPrefix("word"))
  }

  @Test(arguments: BlueskyTextTests.hidden) func `what nobody sees ends an address in the text`(sign: Unicode.Scalar) {
    let html = PostHTML.body(of: PostContent(text: "See https://example.org/a\(sign)b today"))
    let start = "<p>See <a href=\"https://example.org/a\">https://example.org/a</a>"
    // A sign that combines makes another `Character` of the bracket before it.
    #expect(html.unicodeScalars.starts(with: start.unicodeScalars), "\(html)")
  }

  @Test(arguments: BlueskyTextTests.hidden) func `what nobody sees ends a link on Mastodon`(sign: Unicode.Scalar) {
    #expect(MastodonEntities("https://example.org/a\(sign)b").links == ["https://example.org/a"])
  }
}
