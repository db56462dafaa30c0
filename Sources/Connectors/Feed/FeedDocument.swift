import Texts

/// The two files of a feed, whole: rendered from entries that are rendered already, and read back.
///
/// Every entry stands on lines of its own, so that this program's files are read without a parser for any XML.
struct FeedDocument: Hashable, Sendable {
  let title: String
  let homePage: String?
  let address: FeedAddress

  /// RFC 4287; `id` is the feed's own.
  func atom(_ entries: [FeedEntry], id: String) -> [UInt8] {
    var text = FeedDocument.start + "  <id>\(MarkupText.escaped(id))</id>\n"
    text += "  <title>\(MarkupText.escaped(title))</title>\n"
    text += "  <updated>\(entries.map(\.updated).max() ?? "1970-01-01T00:00:00Z")</updated>\n"
    text += "  <author><name>\(MarkupText.escaped(title))</name></author>\n"
    if let homePage { text += "  <link rel=\"alternate\" href=\"\(MarkupText.escaped(homePage))\"/>\n" }
    if let own = address.atom {
      text += "  <link rel=\"self\" type=\"application/atom+xml\" href=\"\(MarkupText.escaped(own))\"/>\n"
    }
    text += "  <generator>Portcullis</generator>\n"
    for entry in entries { text += entry.atom }
    return Array((text + FeedDocument.end).utf8)
  }

  /// JSON Feed 1.1.
  func json(_ entries: [FeedEntry]) -> [UInt8] {
    var text = "{\n  \"version\": \"https://jsonfeed.org/version/1.1\",\n"
    text += "  \"title\": \(JSON.string(title).compactText),\n"
    if let homePage { text += "  \"home_page_url\": \(JSON.string(homePage).compactText),\n" }
    if let own = address.json { text += "  \"feed_url\": \(JSON.string(own).compactText),\n" }
    text += "  \"items\": ["
    var isFirst = true
    for item in entries.compactMap(\.json) {
      text += isFirst ? "\n    " : ",\n    "
      text += item
      isFirst = false
    }
    return Array((text + (isFirst ? "]\n}\n" : "\n  ]\n}\n")).utf8)
  }

  // MARK: Reading

  private static let start =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
  private static let end = "</feed>\n"

  /// The entries of an Atom file that this program wrote, in its order; nil for any other and for one that is cut.
  static func entries(inAtom bytes: [UInt8], json: [UInt8] = []) -> [FeedEntry]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix(start), text.hasSuffix(end) else { return nil }
    let items = items(inJSON: json)
    var entries: [FeedEntry] = []
    var block: String?
    for line in text.split(separator: "\n") {
      if line == "  <entry>" {
        block = FeedEntry.opening
      } else if line == "  </entry>", let whole = block {
        guard let entry = FeedEntry(atom: whole + FeedEntry.closing, json: nil) else { return nil }
        entries.append(items[entry.id].flatMap { FeedEntry(atom: entry.atom, json: $0) } ?? entry)
        block = nil
      } else if block != nil {
        block?.append("\(line)\n")
      }
    }
    return block == nil ? entries : nil
  }

  /// The feed's own id in an Atom file that this program wrote.
  static func id(inAtom bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    guard text.hasPrefix(start), let line = text.dropFirst(start.count).split(separator: "\n").first,
      line.hasPrefix("  <id>"), line.hasSuffix("</id>")
    else { return nil }
    return FeedText.unescaped(String(line.dropFirst(6).dropLast(5)))
  }

  /// The lines of a JSON Feed that this program wrote, by the ids of their items.
  static func items(inJSON bytes: [UInt8]) -> [String: String] {
    var items: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("    {\"id\":\"") {
      let item = line.hasSuffix(",") ? line.dropFirst(4).dropLast() : line.dropFirst(4)
      let id = item.dropFirst(7).prefix { $0 != "\"" }
      items[String(id)] = String(item)
    }
    return items
  }
}
