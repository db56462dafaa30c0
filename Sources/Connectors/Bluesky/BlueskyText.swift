import Publishing

/// What a post looks like on Bluesky, and how much of it there may be (`app.bsky.feed.post`).
enum BlueskyText {
  /// In characters as people count them, a link in full.
  static let mostCharacters = 300
  static let mostBytes = 3000

  /// Title, blank line, text; then the link, where pictures leave no room for a card. White space around it, such
  /// as a file's last line end, is left out.
  static func shown(_ content: PostContent) -> String {
    var blocks = [content.title, content.text].compactMap { $0.map(trimmed) }
    if let link = content.link, !content.media.isEmpty, !content.text.contains(link) { blocks.append(link) }
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n").withPlainLineEnds
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  static func fits(_ text: String) -> Bool { text.utf8.count <= mostBytes && text.count <= mostCharacters }

  /// By how much it does not fit; nil when it does.
  static func excess(_ text: String) -> String? {
    let (characters, bytes) = (text.count, text.utf8.count)
    if characters > mostCharacters {
      return "\(characters) characters, \(characters - mostCharacters) more than the \(mostCharacters)"
    }
    return bytes > mostBytes ? "\(bytes) bytes, \(bytes - mostBytes) more than the \(mostBytes)" : nil
  }
}

/// A long text as the numbered parts of a thread.
enum BlueskyThread {
  static let mostParts = 25

  /// Nil where a single word is too long for a part, or there would be too many parts.
  static func parts(of text: String) -> [String]? {
    for (longest, number) in [(9, " (9/9)"), (mostParts, " (99/99)")] {
      let room = number.utf8.count
      guard
        let parts = split(
          text, characters: BlueskyText.mostCharacters - room, bytes: BlueskyText.mostBytes - room)
      else { return nil }
      if parts.count <= longest {
        return parts.enumerated().map { "\($0.element) (\($0.offset + 1)/\(parts.count))" }
      }
    }
    return nil
  }

  private static func split(_ text: String, characters: Int, bytes: Int) -> [String]? {
    var parts: [String] = []
    var rest = BlueskyText.trimmed(text)
    while rest.count > characters || rest.utf8.count > bytes {
      guard let border = border(in: rest, characters: characters, bytes: bytes) else { return nil }
      parts.append(BlueskyText.trimmed(rest[..<border]))
      rest = BlueskyText.trimmed(rest[border...])
    }
    return parts + [rest]
  }

  /// Where the first part ends: after the last paragraph that fits, or else sentence, or else word; a part is not made
  /// shorter than a third for it.
  private static func border(in text: String, characters: Int, bytes: Int) -> String.Index? {
    var (paragraph, sentence, word): (String.Index?, String.Index?, String.Index?)
    var (count, size, last) = (0, 0, Character(" "))
    for index in text.indices {
      let character = text[index]
      if character.isWhitespace, count > 0 {
        word = index
        if count >= characters / 3 || size >= bytes / 3 {
          if ".!?…".contains(last) { sentence = index }
          if character.isNewline { paragraph = index }
        }
      }
      count += 1
      size += character.utf8.count
      if count > characters || size > bytes { break }
      last = character
    }
    return paragraph ?? sentence ?? word
  }
}
