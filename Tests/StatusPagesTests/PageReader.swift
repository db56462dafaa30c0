/// Reads a page scalar by scalar, as a browser does.
struct PageReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ html: String) { scalars = Array(html.unicodeScalars) }

  var isAtEnd: Bool { position == scalars.count }

  private typealias Unreadable = PageTree.Unreadable

  /// The attributes that each element may have, besides `lang`.
  private static let known: [String: Set<String>] = [
    "html": [], "head": [], "body": [], "title": ["id"], "noscript": [],
    "meta": ["charset", "name", "content", "http-equiv"], "link": ["rel", "href", "type"], "script": ["src", "defer"],
    "header": [], "nav": ["aria-label"], "main": ["id", "tabindex", "data-at"], "footer": [],
    "div": ["class", "id", "hidden", "data-channel", "data-state"], "h1": [], "h2": [], "h3": [],
    "p": ["class", "id", "role", "aria-live"], "ul": ["class"], "ol": ["class"], "li": [], "dl": [], "dt": [], "dd": [],
    "a": ["href", "class", "hreflang", "aria-current"], "strong": [], "span": ["class", "aria-hidden"], "bdi": [],
    "time": ["datetime"], "table": [], "caption": [], "thead": [], "tbody": [], "tr": [], "th": ["scope"], "td": [],
    "figure": [], "figcaption": [], "svg": ["role", "aria-labelledby", "class", "viewBox", "aria-hidden"],
    "desc": ["id"], "defs": [], "pattern": ["id", "patternUnits", "patternTransform", "width", "height"],
    "g": ["class"], "rect": ["class", "fill", "x", "y", "width", "height"],
    "line": ["class", "x1", "x2", "y1", "y2"], "text": ["class", "x", "y"],
  ]
  private static let void: Set<String> = ["meta", "link"]
  /// Inside of these a browser closes the element at once when another kind begins, or makes no element at all.
  private static let phrasing: Set<String> = ["a", "strong", "span", "bdi", "time"]
  private static let holdPhrasingAlone: Set<String> = phrasing.union([
    "p", "h1", "h2", "h3", "dt", "caption", "figcaption",
  ])
  private static let holdTextAlone: Set<String> = ["title", "desc", "text", "script"]

  // MARK: Elements

  mutating func node(in parent: String?) throws -> PageTree.Node {
    guard peek == "<" else { return .text(try text()) }
    let element = try element()
    if let parent {
      if Self.holdTextAlone.contains(parent) { throw Unreadable(description: "<\(element.tag)> in <\(parent)>") }
      if Self.holdPhrasingAlone.contains(parent), !Self.phrasing.contains(element.tag) {
        throw Unreadable(description: "<\(element.tag)> in <\(parent)>")
      }
      if parent == "a", element.all("a").isEmpty == false { throw Unreadable(description: "A link in a link") }
    }
    return .element(element)
  }

  private mutating func element() throws -> PageTree.Element {
    try expect("<")
    let tag = name()
    guard let known = Self.known[tag] else { throw Unreadable(description: "An element <\(tag)>") }
    var attributes: [(name: String, value: String)] = []
    while peek == " " {
      position += 1
      let attribute = name()
      guard known.contains(attribute) || attribute == "lang" else {
        throw Unreadable(description: "<\(tag)> has an attribute “\(attribute)”")
      }
      guard !attributes.contains(where: { $0.name == attribute }) else {
        throw Unreadable(description: "<\(tag)> has “\(attribute)” twice")
      }
      attributes.append((attribute, peek == "=" ? try value() : ""))
    }
    try expect(">")
    var element = PageTree.Element(tag: tag, attributes: attributes)
    if Self.void.contains(tag) { return element }
    while !starts(with: "</") { element.children.append(try node(in: tag)) }
    try expect("</\(tag)>")
    return element
  }

  private mutating func name() -> String {
    var name = ""
    while let scalar = peek,
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar) || scalar == "-"
    {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    return name
  }

  // MARK: Texts

  private mutating func value() throws -> String {
    try expect("=\"")
    let value = try characters(until: "\"")
    try expect("\"")
    return value
  }

  private mutating func text() throws -> String { try characters(until: "<") }

  private mutating func characters(until end: Unicode.Scalar) throws -> String {
    var text = ""
    while let scalar = peek, scalar != end {
      switch scalar {
      case "<", ">", "\"", "'": throw Unreadable(description: "A bare \(scalar) behind “\(text.suffix(40))”")
      case "&": text += try reference()
      default:
        guard Self.mayStand(scalar) else { throw Unreadable(description: "U+\(String(scalar.value, radix: 16))") }
        text.unicodeScalars.append(scalar)
        position += 1
      }
    }
    guard !isAtEnd else { throw Unreadable(description: "The page ends in a text.") }
    return text
  }

  private mutating func reference() throws -> String {
    for (written, meant) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
    where starts(with: written) {
      position += written.unicodeScalars.count
      return meant
    }
    throw Unreadable(description: "An unknown reference")
  }

  /// No control but a line end, no noncharacter, and nothing that turns the text around it.
  private static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: true
    case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }

  // MARK: Signs

  private var peek: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

  private func starts(with text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

  mutating func expect(_ text: String) throws {
    guard starts(with: text) else {
      let found = String(String.UnicodeScalarView(scalars[position...].prefix(40)))
      throw Unreadable(description: "“\(text)” is expected, and “\(found)” stands there")
    }
    position += text.unicodeScalars.count
  }
}
