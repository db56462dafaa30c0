import PublishingGate

/// How a post's words become a status, how long it is, and when two are the same.
enum MastodonText {
  /// Title, text and link, each its own paragraph; the link only where the text does not hold it already.
  static func status(of content: PostContent) -> String {
    var parts = [content.title.map(folded), trimmed(content.text)].compactMap { $0 }.filter { !$0.isEmpty }
    if let link = content.link, !parts.contains(where: { holds($0, link) }) { parts.append(link) }
    return parts.joined(separator: "\n\n")
  }

  /// Graphemes, with every link as long as the instance says and of a remote mention the name alone.
  static func length(of status: String, warning: String, link: Int) -> Int {
    let counted = MastodonEntities(status).rewritten { entity, typed in
      switch entity.kind {
      case .link: String(repeating: "x", count: link)
      case .perhapsLink: String(repeating: "x", count: max(link, typed.count))
      case .mention(let counted): String(typed.prefix(counted))
      }
    }
    // The instance counts the two as one text.
    return (warning + counted).count
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
