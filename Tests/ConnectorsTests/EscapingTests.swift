import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

/// Every escape, judged by a real parser of its format: what was put in comes out, and nothing besides.
@Suite struct EscapingTests {
  /// Signs that end something in one of the formats, alone, and with what makes one `Character` of them and another.
  static let texts: [String] = {
    let signs = [
      "\"", ",", "'", "<", ">", "&", "\\", "%", ";", ":", "/", "=", "+", "-", "@", "\n", "\r", "\r\n", "\t", "--",
      "]]>",
      "＝", "﹢", "\u{FEFF}=", " =1+1", "=HYPERLINK(\"https://example.org\")", "\0", "\u{1}", "\u{1B}[2J", "\u{7F}",
      "\u{9B}", "\u{85}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{AD}", "\u{FFFE}", "\u{FFFF}",
      "\u{FFFD}", "\u{1F1EC}\u{1F1E7}", "ŵ", "é", "👩‍👩‍👧",
    ]
    let around = ["\u{301}", "\u{20E3}", "\u{FE0F}", "\u{200D}", "\u{1F3FD}", "x"]
    return signs + signs.flatMap { sign in around.flatMap { ["a\(sign)\($0)b", "\(sign)\($0)", "\($0)\(sign)"] } }
      + seeded(signs + around)
  }()

  /// Mixtures of the same, always the same ones.
  private static func seeded(_ parts: [String]) -> [String] {
    var generator = SeededGenerator(seed: 20_261_130)
    return (0..<300).map { _ in
      (0..<Int.random(in: 1...9, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
    }
  }

  private struct Read: Decodable {
    let csv: [[String]]
    let xml, xmlAttributes, html, htmlAttributes, json, names, values, site, siteAttributes: [String]
    let parts: [Int]
    let mail: [Mail]
  }

  private struct Mail: Decodable {
    let fields: [String]
    let subject, name, address: String
  }

  private static let judge = """
    import csv, io, json, sys, email, email.policy, xml.etree.ElementTree as tree
    from email.header import decode_header, make_header
    from html.parser import HTMLParser
    given = json.load(open(sys.argv[1], encoding='utf-8'))
    class Page(HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True); self.text = ''; self.value = None; self.tags = 0
        def handle_starttag(self, tag, attributes):
            self.tags += 1; self.value = attributes[0][1] if len(attributes) == 1 else None
        def handle_data(self, data): self.text += data
    def page(text):
        reader = Page(); reader.feed(text); reader.close()
        return reader
    rows = list(csv.reader(io.StringIO(given['csv'], newline='')))
    xml = [tree.fromstring(('<a b="' + t + '">' + t + '</a>').encode('utf-8')) for t in given['markup']]
    html = [page('<a b="' + t + '">' + t + '</a>') for t in given['markup']]
    assert all(p.tags == 1 for p in html)
    names, values, parts = [], [], []
    for form in given['forms']:
        raw = ('Content-Type: ' + form['type'] + '\\r\\n\\r\\n').encode() + bytes.fromhex(form['bytes'])
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        inside = message.get_payload()
        parts.append(len(inside))
        head = raw.split(b'filename="')[1].split(b'"\\r\\n')[0]
        names.append(head.decode('utf-8'))
        values.append(bytes.fromhex(form['bytes']).split(b'\\r\\n\\r\\n', 1)[1].split(b'\\r\\n--portcullis-')[0].hex())
    site = [page('<a b="' + p[0] + '">' + p[1] + '</a>') for p in given['site']]
    assert all(p.tags == 1 for p in site)
    mail = []
    for raw in given['mail']:
        message = email.message_from_bytes(bytes.fromhex(raw), policy=email.policy.default)
        sender = message['From'].addresses[0]
        # Its reader of addresses leaves a blank between encoded words, which RFC 2047 (6.2) takes away.
        field = email.message_from_bytes(bytes.fromhex(raw), policy=email.policy.compat32)['From']
        name = str(make_header(decode_header(field[:max(field.rfind('<'), 0)].strip()))).strip('"')
        mail.append({'fields': message.keys(), 'subject': str(message['Subject']), 'name': name,
          'address': sender.addr_spec})
    print(json.dumps({'mail': mail, 'site': [p.text for p in site], 'siteAttributes': [p.value or '' for p in site],
      'csv': rows, 'xml': [x.text or '' for x in xml], 'xmlAttributes': [x.get('b') for x in xml],
      'html': [p.text for p in html], 'htmlAttributes': [p.value or '' for p in html],
      'json': [json.loads(t)['v'] for t in given['json']], 'names': names, 'values': values, 'parts': parts}))
    """

  private func read() throws -> Read {
    let folder = try ScratchFolder()
    let forms = Self.texts.map { text in
      let form = MultipartForm(fields: [("description", text)], file: ("file", text, "image/png", Array("x".utf8)))
      return ["type": form.type, "bytes": form.bytes.map { String(format: "%02x", $0) }.joined()]
    }
    let given: [String: Any] = [
      "csv": Self.texts.map { CSVText.row([$0, "next", $0]) + "\r\n" }.joined(),
      "markup": Self.texts.map { MarkupText.escaped($0) },
      "json": Self.texts.flatMap {
        [JSON.object([("v", .string($0))]).compactText, JSON.object([("v", .string($0))]).text]
      },
      "forms": forms,
      "site": Self.texts.map(PostHTML.oneLine).map { [PostHTML.attribute($0), PostHTML.typed($0)] },
      "mail": Self.texts.map { text in
        let head = MailHeader.text("Subject", text) + MailHeader.mailbox("From", Self.mailbox(text))
        return Array((head + "To: b@example.org\r\n\r\nText\r\n").utf8).map { String(format: "%02x", $0) }.joined()
      },
    ]
    let file = folder.url.appending(path: "given.json")
    try JSONSerialization.data(withJSONObject: given).write(to: file)
    let script = folder.url.appending(path: "judge.py")
    try Data(Self.judge.utf8).write(to: script)
    let output = try PythonServer.output(of: PythonServer.python(), [script.path, file.path])
    return try JSONDecoder().decode(Read.self, from: Data(output.utf8))
  }

  private static let nameless = Mailbox("a@example.org")

  /// Of somebody who is called so, as far as an address may say it.
  private static func mailbox(_ name: String) -> Mailbox {
    guard let mailbox = Mailbox("\(name) <a@example.org>") ?? nameless else { preconditionFailure("an address") }
    return mailbox
  }

  /// Scalar by scalar: `==` of strings takes canonically equal ones for the same.
  private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test func `CSV, XML, HTML, JSON and multipart forms are read back as they were meant, whatever stands in them`()
    throws
  {
    let read = try read()
    #expect(read.csv.count == Self.texts.count)
    for (index, text) in Self.texts.enumerated() {
      let row = read.csv[index]
      #expect(row.count == 3 && row[1] == "next", "a row of its own for \(text.visibleLine)")
      let given = text.unicodeScalars.flatMap { scalar in
        scalar == "\0" ? Self.scalars("⟨U+0000⟩") : [scalar.value]
      }
      let shown = Self.scalars(row[0])
      #expect(shown == given || shown == [0x27] + given, "\(text.visibleLine)")
      if let first = text.unicodeScalars.first, "=+-@\t\r＝".unicodeScalars.contains(first) {
        #expect(shown.first == 0x27, "no formula: \(text.visibleLine)")
      }
      let markup = text.unicodeScalars.map { MarkupText.isForbidden($0) ? 0xFFFD : $0.value }
      #expect(Self.scalars(read.xml[index]) == markup, "XML: \(text.visibleLine)")
      // In attributes a parser of XML turns tabs and line feeds into blanks (section 3.3.3).
      #expect(
        Self.scalars(read.xmlAttributes[index]) == markup.map { $0 == 9 || $0 == 10 ? 32 : $0 },
        "XML attribute: \(text.visibleLine)")
      #expect(Self.scalars(read.html[index]) == markup, "HTML: \(text.visibleLine)")
      #expect(Self.scalars(read.htmlAttributes[index]) == markup, "HTML attribute: \(text.visibleLine)")
      #expect(Self.scalars(read.json[2 * index]) == Self.scalars(text), "JSON: \(text.visibleLine)")
      #expect(Self.scalars(read.json[2 * index + 1]) == Self.scalars(text), "JSON: \(text.visibleLine)")
      #expect(read.parts[index] == 2, "two parts: \(text.visibleLine)")
      #expect(!read.names[index].unicodeScalars.contains { $0 == "\r" || $0 == "\n" || $0 == "\"" })
      #expect(read.values[index] == text.utf8.map { String(format: "%02x", $0) }.joined())
    }
  }

  @Test func `mail headers and the pages of a site are read back as they were meant, and no field comes in`() throws {
    let read = try read()
    for (text, mail) in zip(Self.texts, read.mail) {
      #expect(mail.fields == ["Subject", "From", "To"], "\(text.visibleLine)")
      #expect(mail.address == "a@example.org", "\(text.visibleLine)")
      let shown = mail.subject.split(separator: " ").joined(separator: " ")
      #expect(Self.scalars(shown) == Self.scalars(MailHeader.oneLine(text)), "\(text.visibleLine)")
      let name = MailHeader.oneLine(Self.mailbox(text).name ?? "")
      #expect(Self.scalars(mail.name) == Self.scalars(name), "\(text.visibleLine)")
    }
    for (index, text) in Self.texts.map(PostHTML.oneLine).enumerated() {
      let meant = text.unicodeScalars.map { MarkupText.isForbidden($0) ? 0xFFFD : $0.value }
      #expect(Self.scalars(read.site[index]) == meant, "\(text.visibleLine)")
      #expect(Self.scalars(read.siteAttributes[index]) == meant, "attribute: \(text.visibleLine)")
    }
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "\u{200B}=1", "=\u{301}1", "\"=1"])
  func `no cell of CSV begins as a formula does`(text: String) {
    let cell = CSVText.cell(text)
    #expect(text.hasPrefix("\"") ? cell == "\"\"\"=1\"" : cell.hasPrefix("'") || cell.hasPrefix("\"'"), "\(cell)")
  }

  @Test func `half a surrogate pair in JSON is read as a sign, not as half a one`() {
    for text in [#"{"v":"\ud800"}"#, #"{"v":"a\udc00b"}"#, #"{"v":"\ud83d\u0041"}"#] {
      guard let value = JSON(parsing: text)?["v"]?.string else { continue }
      #expect(value.unicodeScalars.contains("\u{FFFD}"))
      #expect(JSON(parsing: JSON.string(value).compactText)?.string == value)
    }
  }
}
