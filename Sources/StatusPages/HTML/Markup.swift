import Texts

/// A part of a page: text and elements, safe to be written as they stand.
///
/// It is made of literals of the code, numbers, elements, and texts from outside by one of two functions that escape them. A
/// `String` cannot be put into a sentence as it is, and no function takes HTML.
package struct Markup: Hashable, Sendable {
  fileprivate(set) var html: String

  init() { html = "" }

  /// Text that a person or a file gave, on one line, with everything that is not seen written out. It keeps its own
  /// direction to itself: Arabic in a name does not turn the date behind it around.
  static func typed(_ text: String, in language: Language? = nil) -> Markup {
    Tag.bdi(language.map { .lang($0) }) { .bare(text.visibleLine) }
  }

  /// The same, cut after 200 characters: for names and titles.
  static func name(_ text: String, in language: Language? = nil) -> Markup {
    Tag.bdi(language.map { .lang($0) }) { .bare(text.printable) }
  }

  /// The same where no element may stand: in a page's title, and in a picture.
  static func bareName(_ text: String) -> Markup { .bare(text.printable) }

  private static func bare(_ text: String) -> Markup {
    var markup = Markup()
    markup.html = text.escapedForHTML
    return markup
  }

  static func number(_ number: Int) -> Markup { .bare(String(number)) }

  /// What the code itself wrote in digits and signs: a time, a zone.
  static func digits(_ text: String) -> Markup { .bare(text) }

  static func joined(_ parts: some Sequence<Markup>, by separator: Markup = "") -> Markup {
    var joined = Markup()
    var isFirst = true
    for part in parts {
      if !isFirst { joined.html += separator.html }
      joined.html += part.html
      isFirst = false
    }
    return joined
  }

  static func + (one: Markup, other: Markup) -> Markup {
    var sum = one
    sum.html += other.html
    return sum
  }

  var isEmpty: Bool { html.isEmpty }

  /// A whole document, its type before it.
  static func document(_ root: Markup) -> String { "<!doctype html>\n" + root.html + "\n" }
}

extension Tag {
  /// The element with its attributes and what stands inside; an attribute that is nil is left out.
  func callAsFunction(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup = { Markup() }) -> Markup {
    var element = Markup()
    element.html = "<\(rawValue)"
    for attribute in attributes {
      guard let attribute else { continue }
      element.html += " \(attribute.name)"
      if let value = attribute.value { element.html += "=\"\(value.escapedForHTML)\"" }
    }
    element.html += ">"
    let inside = content()
    if isVoid {
      precondition(inside.isEmpty, "Nothing stands inside of <\(rawValue)>.")
    } else {
      element.html += inside.html + "</\(rawValue)>"
    }
    return element
  }
}

extension Markup: ExpressibleByStringInterpolation {
  package init(stringLiteral literal: String) { html = literal.escapedForHTML }
  package init(stringInterpolation: Sentence) { html = stringInterpolation.html }

  /// A sentence with elements in it.
  package struct Sentence: StringInterpolationProtocol {
    fileprivate var html = ""

    package init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { html += literal.escapedForHTML }
    package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
    package mutating func appendInterpolation(_ number: Int) { html += String(number) }
  }
}

/// Puts parts of a page one behind the other.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ markup: Markup) -> Markup { markup }
  static func buildBlock(_ parts: Markup...) -> Markup { .joined(parts) }
  static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
  static func buildEither(first part: Markup) -> Markup { part }
  static func buildEither(second part: Markup) -> Markup { part }
  static func buildArray(_ parts: [Markup]) -> Markup { .joined(parts) }
}
