/// A stretch of a post's text that is more than text: a link, a tag or a mention (`app.bsky.richtext.facet`).
///
/// The network finds none of these by itself, and takes wrong places without complaint; so they are counted here, in
/// bytes of UTF-8 as the lexicon asks.
struct BlueskyFacet: Hashable, Sendable {
  enum Feature: Hashable, Sendable {
    case link(String)
    /// Without its number sign.
    case tag(String)
    /// A handle, whose account is looked up later.
    case mention(String)
  }

  let bytes: Range<Int>
  let feature: Feature

  /// All that `text` holds, in order.
  static func all(in text: String) -> [BlueskyFacet] {
    let scalars = Array(text.unicodeScalars)
    var offsets = [0]
    for scalar in scalars { offsets.append((offsets.last ?? 0) + UTF8.width(scalar)) }
    var facets: [BlueskyFacet] = []
    var index = 0
    while index < scalars.count {
      if let (end, feature) = feature(at: index, scalars) {
        facets.append(BlueskyFacet(bytes: offsets[index]..<offsets[end], feature: feature))
        index = end
      } else {
        index += 1
      }
    }
    return facets
  }

  private static func feature(at start: Int, _ scalars: [Unicode.Scalar]) -> (end: Int, feature: Feature)? {
    let before = start > 0 ? scalars[start - 1] : nil
    switch scalars[start] {
    case "h", "H": return before.map(isWordPart) == true ? nil : link(at: start, scalars)
    case "#", "＃": return before.map(mayStandBefore) == false ? nil : tag(at: start, scalars)
    case "@": return before.map(mayStandBefore) == false ? nil : mention(at: start, scalars)
    default: return nil
    }
  }

  // MARK: Links

  private static func link(at start: Int, _ scalars: [Unicode.Scalar]) -> (end: Int, feature: Feature)? {
    let beginning = string(scalars[start..<min(start + 8, scalars.count)]).lowercased()
    guard let scheme = ["https://", "http://"].first(where: beginning.hasPrefix) else { return nil }
    let host = start + scheme.utf8.count
    var end = host
    while end < scalars.count, !endsLink(at: end, scalars) { end += 1 }
    while end > host, isTrailing(scalars[start..<end]) { end -= 1 }
    guard end > host, scalars[host].properties.isAlphabetic || isDigit(scalars[host]) || scalars[host] == "[" else {
      return nil
    }
    return (end, .link(string(scalars[start..<end])))
  }

  private static func endsLink(at index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    endsWord(at: index, scalars) || "<>\"“”«»".unicodeScalars.contains(scalars[index])
  }

  /// Whether the last of a link belongs to the sentence around it.
  private static func isTrailing(_ link: ArraySlice<Unicode.Scalar>) -> Bool {
    switch link.last {
    case ".", ",", ";", ":", "!", "?", "'", "‘", "’", "…": true
    case ")": link.count(where: { $0 == ")" }) > link.count(where: { $0 == "(" })
    case "]": link.count(where: { $0 == "]" }) > link.count(where: { $0 == "[" })
    default: false
    }
  }

  // MARK: Tags

  /// The most of a tag, in characters and in bytes (`app.bsky.richtext.facet#tag`).
  private static let longestTag = (characters: 64, bytes: 640)

  private static func tag(at start: Int, _ scalars: [Unicode.Scalar]) -> (end: Int, feature: Feature)? {
    var end = start + 1
    while end < scalars.count, !endsWord(at: end, scalars) { end += 1 }
    while end > start + 1, isPunctuation(scalars[end - 1]) { end -= 1 }
    let name = scalars[(start + 1)..<end]
    let text = string(name)
    // The keycap # begins with a variation selector, and “#1” is a number.
    guard name.first != "\u{FE0F}", name.contains(where: { !isDigit($0) && !isPunctuation($0) }),
      text.count <= longestTag.characters, text.utf8.count <= longestTag.bytes
    else { return nil }
    return (end, .tag(text))
  }

  // MARK: Mentions

  private static func mention(at start: Int, _ scalars: [Unicode.Scalar]) -> (end: Int, feature: Feature)? {
    var end = start + 1
    while end < scalars.count, isHandlePart(scalars[end]) { end += 1 }
    while end > start + 1, [".", "-"].contains(scalars[end - 1]) { end -= 1 }
    if end < scalars.count, scalars[end] == "@" { return nil }
    let handle = string(scalars[(start + 1)..<end])
    return isHandle(handle) ? (end, .mention(handle.lowercased())) : nil
  }

  /// AT Protocol, “Handle”: a name of the DNS with two labels at least.
  private static func isHandle(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, text.utf8.count <= 253, let top = labels.last?.unicodeScalars.first, !isDigit(top) else {
      return false
    }
    return labels.allSatisfy { (1...63).contains($0.utf8.count) && $0.first != "-" && $0.last != "-" }
  }

  private static func isHandlePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || isDigit(scalar) || scalar == "." || scalar == "-")
  }

  // MARK: Letters

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || isDigit(scalar) }

  private static func endsWord(at index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    scalars[index].properties.isWhitespace || HiddenSigns.stands(at: index, in: scalars)
  }

  private static func mayStandBefore(_ scalar: Unicode.Scalar) -> Bool {
    // The last is a blank to the network's detector, as it is to JavaScript.
    scalar.properties.isWhitespace || scalar == "\u{FEFF}" || "([“\"‘".unicodeScalars.contains(scalar)
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }
}
