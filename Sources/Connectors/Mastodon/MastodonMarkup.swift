/// The text that a reader sees in a status's HTML.
enum MastodonMarkup {
  /// In the two ways in which a server can show a link: in full as its text, or shortened with the whole in `href`.
  static func texts(of html: String) -> [String] { [text(of: html, links: .shown), text(of: html, links: .targets)] }

  private enum Links { case shown, targets }

  private static func text(of html: String, links: Links) -> String {
    var result = ""
    var target: String?
    var rest = html[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">") {
        let tag = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        let name = tag.prefix { !$0.isWhitespace && $0 != ">" }.lowercased()
        switch name {
        case "br", "br/", "/p", "/div", "/li", "/blockquote", "/pre": result += "\n"
        case "a":
          let kinds = (attribute("class", of: tag) ?? "").split(separator: " ")
          let isWord = kinds.contains("mention") || kinds.contains("hashtag")
          target = links == .targets && !isWord ? attribute("href", of: tag) : nil
          if let target { result += target }
        case "/a": target = nil
        default: break
        }
        continue
      }
      let next = rest.firstIndex(of: "<") ?? rest.endIndex
      let words = next == rest.startIndex ? rest.prefix(1) : rest[..<next]
      rest = rest[words.endIndex...]
      if target == nil { result += unescaped(words) }
    }
    return result
  }

  private static func attribute(_ name: String, of tag: Substring) -> String? {
    for quote in ["\"", "'"] {
      guard let start = tag.firstRange(of: " \(name)=\(quote)") else { continue }
      return unescaped(tag[start.upperBound...].prefix { String($0) != quote })
    }
    return nil
  }

  private static let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}"]

  private static func unescaped(_ text: some StringProtocol) -> String {
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      guard let end = rest.prefix(12).firstIndex(of: ";"), let meaning = meaning(rest[..<end].dropFirst()) else {
        result += "&"
        rest = rest.dropFirst()
        continue
      }
      result += meaning
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func meaning(_ entity: Substring) -> String? {
    guard entity.hasPrefix("#") else { return named[String(entity)] }
    let digits = entity.dropFirst()
    let number =
      digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
