/// A page, read by the strictest rules under which every browser sees the same tree.
///
/// It knows the few elements and attributes that the pages may have, and refuses everything else: what got out of a text into
/// the tree cannot pass for one of them unseen.
struct PageTree {
  struct Element {
    let tag: String
    let attributes: [(name: String, value: String)]
    var children: [Node] = []

    subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  indirect enum Node {
    case element(Element)
    case text(String)
  }

  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  let root: Element

  init(_ html: String) throws {
    var reader = PageReader(html)
    try reader.expect("<!doctype html>\n")
    guard case .element(let root) = try reader.node(in: nil) else { throw Unreadable(description: "No element.") }
    try reader.expect("\n")
    guard reader.isAtEnd else { throw Unreadable(description: "Something stands behind the page.") }
    self.root = root
  }
}

// MARK: Asking

extension PageTree.Element {
  /// This element and all below it, in the order of the page.
  var all: [PageTree.Element] {
    [self] + elements.flatMap(\.all)
  }

  private var elements: [PageTree.Element] {
    children.compactMap { child in
      guard case .element(let element) = child else { return nil }
      return element
    }
  }

  func all(_ tags: String...) -> [PageTree.Element] { all.filter { tags.contains($0.tag) } }

  var text: String {
    children.map { child in
      switch child {
      case .element(let element): element.text
      case .text(let text): text
      }
    }.joined()
  }

  /// Texts outside of `bdi`, which holds what others wrote.
  var ownTexts: [String] {
    if tag == "bdi" { return [] }
    return children.flatMap { child in
      switch child {
      case .element(let element): element.ownTexts
      case .text(let text): [text]
      }
    }
  }

  /// Tags, names of attributes and the values that the code itself gives; of a text only that there is one.
  var skeleton: String {
    let attributes = self.attributes.map { attribute in
      let isFromData = ["data-channel", "href"].contains(attribute.name)
      return isFromData ? " \(attribute.name)" : " \(attribute.name)=\(attribute.value)"
    }
    let inside = children.map { child in
      switch child {
      case .element(let element): element.skeleton
      case .text: "·"
      }
    }
    return "<\(tag)\(attributes.joined())>\(inside.joined())</>"
  }
}

extension PageTree {
  func first(_ tag: String) -> Element? { root.all(tag).first }
  var mainText: String { first("main")?.text ?? "" }
}
