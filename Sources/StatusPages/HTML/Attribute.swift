/// An attribute with its value. Its name always stands in the code; most of the values do as well.
struct Attribute {
  let name: StaticString
  /// Nil for one that has none, as `hidden`.
  let value: String?

  private init(_ name: StaticString, _ value: String?) {
    self.name = name
    self.value = value
  }

  // MARK: Of every element

  static func id(_ name: StaticString) -> Attribute { Attribute("id", "\(name)") }
  static func classed(_ name: StaticString) -> Attribute { Attribute("class", "\(name)") }
  static func lang(_ language: Language) -> Attribute { Attribute("lang", language.tag) }
  static func role(_ role: StaticString) -> Attribute { Attribute("role", "\(role)") }
  static func label(_ label: Label) -> Attribute { Attribute("aria-label", label.text) }
  static func labelledBy(_ names: StaticString) -> Attribute { Attribute("aria-labelledby", "\(names)") }
  static let currentPage = Attribute("aria-current", "page")
  static let hiddenFromReaders = Attribute("aria-hidden", "true")
  static let polite = Attribute("aria-live", "polite")
  static let hidden = Attribute("hidden", nil)
  /// A link can lead to it, though the tab key passes it by.
  static let reachedByLinks = Attribute("tabindex", "-1")

  /// What the script reads.
  static func data(_ name: DataName, _ value: String) -> Attribute { Attribute(name.attribute, value) }

  enum DataName {
    case at, channel, state

    fileprivate var attribute: StaticString {
      switch self {
      case .at: "data-at"
      case .channel: "data-channel"
      case .state: "data-state"
      }
    }
  }

  // MARK: Of one element or a few

  static func href(_ address: Address) -> Attribute { Attribute("href", address.text) }
  static func hrefLang(_ language: Language) -> Attribute { Attribute("hreflang", language.tag) }
  static func source(_ address: Address) -> Attribute { Attribute("src", address.text) }
  static let deferred = Attribute("defer", nil)
  static func rel(_ kind: StaticString) -> Attribute { Attribute("rel", "\(kind)") }
  static func type(_ type: StaticString) -> Attribute { Attribute("type", "\(type)") }
  static func charset(_ name: StaticString) -> Attribute { Attribute("charset", "\(name)") }
  static func meta(_ name: StaticString) -> Attribute { Attribute("name", "\(name)") }
  static func httpEquivalent(_ name: StaticString) -> Attribute { Attribute("http-equiv", "\(name)") }
  static func content(_ text: StaticString) -> Attribute { Attribute("content", "\(text)") }
  static func dateTime(_ text: String) -> Attribute { Attribute("datetime", text) }
  static func scope(_ scope: StaticString) -> Attribute { Attribute("scope", "\(scope)") }

  // MARK: Of pictures

  static func viewBox(width: Int, height: Int) -> Attribute { Attribute("viewBox", "0 0 \(width) \(height)") }
  static func x(_ x: Int) -> Attribute { Attribute("x", String(x)) }
  static func y(_ y: Int) -> Attribute { Attribute("y", String(y)) }
  static func x1(_ x: Int) -> Attribute { Attribute("x1", String(x)) }
  static func x2(_ x: Int) -> Attribute { Attribute("x2", String(x)) }
  static func y1(_ y: Int) -> Attribute { Attribute("y1", String(y)) }
  static func y2(_ y: Int) -> Attribute { Attribute("y2", String(y)) }
  static func width(_ width: Int) -> Attribute { Attribute("width", String(width)) }
  static func height(_ height: Int) -> Attribute { Attribute("height", String(height)) }
  static let inUserSpace = Attribute("patternUnits", "userSpaceOnUse")
  static let turned = Attribute("patternTransform", "rotate(45)")
  static func filled(by pattern: StaticString) -> Attribute { Attribute("fill", "url(#\(pattern))") }
}

extension Attribute {
  /// Words of the pages for an attribute, where no element may stand.
  struct Label: ExpressibleByStringLiteral {
    let text: String

    init(stringLiteral text: StaticString) { self.text = "\(text)" }
  }
}
