import Elections
import Publishing
import Texts

/// One entry, rendered for both files: a block of Atom and a line of JSON.
///
/// The same post, revision and key give the same bytes, so what was approved, what is planned and what stands in
/// the files can be compared as they are.
struct FeedEntry: Hashable, Sendable {
  /// A tag (RFC 4151) of the feed's domain, the year of the due time, the post and the delivery's key.
  let id: String
  /// RFC 3339 in UTC; the due time, or when it left where that was later.
  let updated: String
  /// From `  <entry>` to `  </entry>`, each with its line end. Nothing inside can look like either: it is escaped.
  let atom: String
  /// One item of the JSON Feed on one line; nil where it was found in the Atom file only.
  let json: String?

  init(id: String, updated: String, atom: String, json: String?) {
    self.id = id
    self.updated = updated
    self.atom = atom
    self.json = json
  }

  /// `id` is its own where the entry is out already; else one is made. Where `showsMedia` is false the descriptions of its
  /// pictures stand for them.
  init(_ post: ReleasedPost, at address: FeedAddress, id: String? = nil, showsMedia: Bool = true) {
    let content = post.content
    let due = UTCText.text(post.due)
    let title = PlainHTML.title(of: content)
    let place: ((MediaItem) -> String)? = showsMedia ? { address.media($0.publicName) } : nil
    let html = PlainHTML.html(of: content, media: place)
    let id = id ?? address.entryID(of: post)
    // One that was stored before links were looked at closely may be no address.
    let link = content.link.flatMap(WebLink.encoded)
    let media = showsMedia ? FeedEntry.unique(content.media) : []
    var atom = FeedEntry.opening
    atom += "    <id>\(MarkupText.escaped(id))</id>\n    <title>\(MarkupText.escaped(title))</title>\n"
    atom += "    <published>\(due)</published>\n    <updated>\(due)</updated>\n"
    if let link { atom += "    <link rel=\"alternate\" href=\"\(MarkupText.escaped(link))\"/>\n" }
    for item in media {
      atom += FeedEntry.enclosure + MarkupText.escaped(address.media(item.publicName)) + "\""
      atom += " type=\"\(MarkupText.escaped(item.mediaType))\" length=\"\(item.byteCount)\"/>\n"
    }
    atom += "    <content type=\"html\">\(MarkupText.escaped(html))</content>\n" + FeedEntry.closing
    var item: [(String, JSON)] = [("id", .string(id))]
    if let link { item.append(("url", .string(link))) }
    item += [
      ("title", .string(title)), ("content_html", .string(html)), ("date_published", .string(due)),
      ("date_modified", .string(due)),
    ]
    if let first = media.first(where: { $0.mediaType.hasPrefix("image/") }) {
      item.append(("image", .string(address.media(first.publicName))))
    }
    if !media.isEmpty {
      let attachments = media.map { item in
        JSON.object([
          ("url", .string(address.media(item.publicName))), ("mime_type", .string(item.mediaType)),
          ("title", .string(PlainHTML.oneLine(item.alt))), ("size_in_bytes", .number(item.byteCount)),
        ])
      }
      item.append(("attachments", .array(attachments)))
    }
    self.init(id: id, updated: due, atom: atom, json: JSON.object(item).compactText)
  }

  /// The same file twice is one file.
  private static func unique(_ media: [MediaItem]) -> [MediaItem] {
    var seen: Set<String> = []
    return media.filter { seen.insert($0.publicName).inserted }
  }

  /// How much later than it was due a post may leave and still bear that time.
  private static let punctual = Duration.seconds(60)

  /// The entry as it leaves at `instant`. One that was held says when it came out: a reader must not be told that it
  /// appeared while its channel was closed.
  func leaving(at instant: Instant, due: Instant) -> FeedEntry {
    instant.since(due) > Self.punctual ? dated(UTCText.text(instant)) : self
  }

  /// The same at another time. What people wrote is escaped, and so never reads like one of the fields.
  func dated(_ time: String) -> FeedEntry {
    var (atom, json) = (atom, json)
    for name in ["published", "updated"] {
      atom = atom.replacing("<\(name)>\(updated)</\(name)>", with: "<\(name)>\(time)</\(name)>", maxReplacements: 1)
    }
    for name in ["date_published", "date_modified"] {
      json = json?.replacing("\"\(name)\":\"\(updated)\"", with: "\"\(name)\":\"\(time)\"", maxReplacements: 1)
    }
    return FeedEntry(id: id, updated: time, atom: atom, json: json)
  }

  /// The key of the delivery that the entry is of: what stays the same when the feed's domain changes.
  var key: Substring { id.split(separator: "/").last ?? "" }

  /// The names of the files that the entry needs beside the feed.
  var mediaNames: [String] {
    atom.split(separator: "\n").filter { $0.hasPrefix(FeedEntry.enclosure) }.compactMap { line in
      line.dropFirst(FeedEntry.enclosure.count).prefix { $0 != "\"" }.split(separator: "/").last.map(String.init)
    }.filter(FeedMedia.isName)
  }

  private static let enclosure = "    <link rel=\"enclosure\" href=\""

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
