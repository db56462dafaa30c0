import Foundation

/// What people read on a page: its words, where its links lead, and what its pictures say to those who cannot see them.
struct ShownHTML: Hashable, Sendable {
  /// Words with single blanks between them.
  private(set) var text = ""
  private(set) var links: [String] = []
  /// The alt text of every picture; empty where it has none.
  private(set) var alts: [String] = []

  init(_ html: String) {
    var rest = html[...]
    var raw = ""
    while let start = rest.firstIndex(of: "<") {
      raw += rest[..<start]
      rest = rest[start...]
      if rest.hasPrefix("<!--") {
        rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
        continue
      }
      guard let tag = Tag(&rest) else {
        raw += "&lt;"
        rest = rest.dropFirst()
        continue
      }
      raw += read(tag, &rest)
    }
    text = PostHTML.oneLine(Self.decoded(raw + rest))
  }

  /// Takes in what a tag says, and gives what stands for it in the text.
  private mutating func read(_ tag: Tag, _ rest: inout Substring) -> String {
    switch tag.name {
    case "script", "style":
      rest = rest.firstRange(of: "</\(tag.name)").map { rest[$0.lowerBound...] } ?? ""
      return " "
    case "a":
      if let address = tag.attributes["href"], !address.isEmpty { links.append(address) }
      return ""
    case "img":
      let (kind, alt) = (tag.attributes["class"] ?? "", tag.attributes["alt"] ?? "")
      // WordPress shows some signs as pictures of themselves.
      if kind.contains("emoji") || kind.contains("smiley") { return alt }
      alts.append(PostHTML.oneLine(alt))
      return " "
    case "/a", "b", "/b", "i", "/i", "em", "/em", "strong", "/strong", "span", "/span", "wbr": return ""
    default: return " "
    }
  }

  private struct Tag {
    /// In lower case, with its slash.
    let name: String
    private(set) var attributes: [String: String] = [:]

    /// Takes a tag off the front; nil where `<` begins none.
    init?(_ rest: inout Substring) {
      let inner = rest.dropFirst()
      guard let first = inner.first, first.isASCII, first.isLetter || first == "/" else { return nil }
      name = inner.prefix { !$0.isWhitespace && $0 != ">" }.lowercased()
      var text = inner.dropFirst(name.count)
      while let next = text.first, next != ">" {
        text = text.drop { $0.isWhitespace || $0 == "/" || $0 == "=" }
        let key = text.prefix { !$0.isWhitespace && !"=>/".contains($0) }
        text = text.dropFirst(key.count)
        guard text.first == "=" else {
          if key.isEmpty { break }
          continue
        }
        text = text.dropFirst()
        let value: Substring
        if let quote = text.first, quote == "\"" || quote == "'" {
          value = text.dropFirst().prefix { $0 != quote }
          text = text.dropFirst(value.count + 2)
        } else {
          value = text.prefix { !$0.isWhitespace && $0 != ">" }
          text = text.dropFirst(value.count)
        }
        attributes[key.lowercased()] = ShownHTML.decoded(String(value))
      }
      rest = text.dropFirst()
    }
  }

  // MARK: Entities

  private static let named: [Substring: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "hellip": "…", "ndash": "–",
    "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "times": "×", "trade": "™", "pound": "£",
    "euro": "€", "copy": "©",
  ]

  /// Every entity as its character; what is none stays.
  static func decoded(_ text: String) -> String { replacingEntities(in: text) { _ in true } }

  /// Only those beyond the first plane, as WordPress writes emoji where its database has three bytes for a character.
  static func decodedEmoji(_ text: String) -> String { replacingEntities(in: text) { ($0.value) > 0xFFFF } }

  private static func replacingEntities(in text: String, where isWanted: (Unicode.Scalar) -> Bool) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var decoded = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      decoded += rest[..<start]
      let name = rest[start...].dropFirst().prefix(10).prefix { $0 != ";" && $0 != "&" }
      let afterName = rest[start...].dropFirst(name.count + 1)
      if afterName.first == ";", let value = character(of: name), value.unicodeScalars.first.map(isWanted) == true {
        decoded += value
        rest = afterName.dropFirst()
      } else {
        decoded += "&"
        rest = rest[start...].dropFirst()
      }
    }
    return decoded + rest
  }

  private static func character(of name: Substring) -> String? {
    guard name.first == "#" else { return named[name] }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
