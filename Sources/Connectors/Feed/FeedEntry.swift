import Elections
import PublishingGate

/// One entry, rendered for both files: a block of Atom and a line of JSON.
///
/// The same post, revision and key give the same bytes, so what was approved, what is planned and what stands in
/// the files can be compared as they are.
struct FeedEntry: Hashable, Sendable {
  /// A tag (RFC 4151) from the feed's domain, the year of the due time, the post and the delivery's key.
  let id: String
  /// RFC 3339 in UTC; the due time.
  let updated: String
  /// From `  <entry>` to `  </entry>`, each with its line end. Nothing inside can look like either: it is escaped.
  let atom: String
  /// One item of the JSON Feed on one line; nil where it was found in the Atom file only.
  let json: String?

  private init(id: String, updated: String, atom: String, json: String?) {
    self.id = id
    self.updated = updated
    self.atom = atom
    self.json = json
  }

  init(_ post: ReleasedPost, domain: String) {
    let content = post.content
    let due = UTCText.text(post.due)
    let title = FeedText.title(of: content)
    let html = FeedText.html(of: content)
    let id = FeedEntry.id(of: post, domain: domain)
    var atom = FeedEntry.opening
    atom += "    <id>\(MarkupText.escaped(id))</id>\n    <title>\(MarkupText.escaped(title))</title>\n"
    atom += "    <published>\(due)</published>\n    <updated>\(due)</updated>\n"
    if let link = content.link { atom += "    <link rel=\"alternate\" href=\"\(MarkupText.escaped(link))\"/>\n" }
    atom += "    <content type=\"html\">\(MarkupText.escaped(html))</content>\n" + FeedEntry.closing
    var item: [(String, JSON)] = [("id", .string(id))]
    if let link = content.link { item.append(("url", .string(link))) }
    item += [
      ("title", .string(title)), ("content_html", .string(html)), ("date_published", .string(due)),
      ("date_modified", .string(due)),
    ]
    self.init(id: id, updated: due, atom: atom, json: JSON.object(item).compactText)
  }

  static func id(of post: ReleasedPost, domain: String) -> String {
    let year = CivilDateTime(secondsAsUTC: post.due.secondsSince1970).date.year
    return "tag:\(domain),\(year):\(post.name.post)/\(post.key.text)"
  }

  // MARK: As a plan's payload

  /// The line of JSON, then the block of Atom.
  var payload: [UInt8] { Array("\(json ?? "")\n\(atom)".utf8) }

  /// Reads `payload` back; nil for anything else.
  init?(payload: [UInt8]) {
    let text = String(decoding: payload, as: UTF8.self)
    guard let lineEnd = text.utf8.firstIndex(of: 0x0A) else { return nil }
    let json = String(text[..<lineEnd])
    let atom = String(text[text.utf8.index(after: lineEnd)...])
    guard !json.isEmpty, let entry = FeedEntry(atom: atom, json: json) else { return nil }
    self = entry
  }

  // MARK: In the files

  static let opening = "  <entry>\n"
  static let closing = "  </entry>\n"

  /// From a block of an Atom file that this program wrote.
  init?(atom: String, json: String?) {
    guard atom.hasPrefix(FeedEntry.opening), atom.hasSuffix(FeedEntry.closing),
      let id = FeedEntry.value("id", in: atom), let updated = FeedEntry.value("updated", in: atom)
    else { return nil }
    self.init(id: FeedText.unescaped(id), updated: updated, atom: atom, json: json)
  }

  private static func value(_ element: String, in atom: String) -> String? {
    guard let line = atom.split(separator: "\n").first(where: { $0.hasPrefix("    <\(element)>") }),
      line.hasSuffix("</\(element)>")
    else { return nil }
    return String(line.dropFirst(element.utf8.count + 6).dropLast(element.utf8.count + 3))
  }
}
