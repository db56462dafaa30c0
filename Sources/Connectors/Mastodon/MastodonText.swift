import Publishing

/// How a post's words become a status, how long it is, and when two are the same.
enum MastodonText {
  /// Title, text and link, each its own paragraph; the link only where the text does not hold it already.
  static func status(of content: PostContent) -> String {
    var parts = [content.title.map(folded), trimmed(content.text)].compactMap { $0 }.filter { !$0.isEmpty }
    if let link = content.link, !parts.contains(where: { holds($0, link) }) { parts.append(link) }
    return parts.joined(separator: "\n\n")
  }

  /// With every link as long as the instance says, and of a remote mention the name alone. Mastodon counts graphemes,
  /// other servers code points, and none says which: the larger number counts.
  static func length(of status: String, warning: String, link: Int) -> Int {
    let counted = MastodonEntities(status).rewritten { entity, typed in
      switch entity.kind {
      case .link: String(repeating: "x", count: link)
      case .perhapsLink: String(repeating: "x", count: max(link, typed.count))
      case .mention(let counted): String(typed.prefix(counted))
      }
    }
    // The instance counts the two as one text.
    let whole = warning + counted
    return max(whole.count, whole.unicodeScalars.count)
  }

  /// Whether two texts have most of their words in common, as a text has with what a server made of it.
  static func isAlike(_ left: String, _ right: String) -> Bool {
    let (left, right) = (words(left), words(right))
    let common = left.intersection(right).count
    return common >= 3 && common * 10 >= max(left.count, right.count) * 7
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
  }

  /// For comparing: blanks and line ends are one blank, and a remote mention is its name, as readers see it. Canonical
  /// equivalence (NFC) is how Swift compares anyway.
  static func normalised(_ text: String) -> String {
    let shown = MastodonEntities(text).rewritten { entity, typed in
      if case .mention(let counted) = entity.kind { String(typed.prefix(counted)) } else { typed }
    }
    return folded(shown)
  }

  static func folded(_ text: String) -> String {
    text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
  }

  private static func holds(_ text: String, _ link: String) -> Bool {
    MastodonEntities(text).links.contains(link)
      || text.split { $0.isWhitespace || $0.isNewline }.contains { $0 == link }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace || $0.isNewline }
    guard let last = start.lastIndex(where: { !$0.isWhitespace && !$0.isNewline }) else { return "" }
    return String(start[...last])
  }
}
