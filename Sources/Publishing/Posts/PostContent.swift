package import Elections
package import Texts

/// A picture or document that goes with a post; its bytes lie in the store's folder under their hash.
package struct MediaItem: Hashable, Codable, Sendable {
  package let hash: ContentHash
  package let fileName: String
  package let mediaType: String
  package let alt: String
  package let byteCount: Int

  package init(hash: ContentHash, fileName: String, mediaType: String, alt: String, byteCount: Int) {
    self.hash = hash
    self.fileName = fileName
    self.mediaType = mediaType
    self.alt = alt
    self.byteCount = byteCount
  }
}

/// What an author wants to say, unchanged once queued.
package struct PostContent: Hashable, Codable, Sendable {
  package var text: String
  package var title: String?
  package var link: String?
  package var media: [MediaItem]
  package var contentClass: ContentClass
  /// The duty or order that asks for a statutory or emergency post.
  package var grounds: String?

  package init(
    text: String, title: String? = nil, link: String? = nil, media: [MediaItem] = [],
    contentClass: ContentClass = .routine, grounds: String? = nil
  ) {
    self.text = text
    self.title = title
    self.link = link
    self.media = media
    self.contentClass = contentClass
    self.grounds = grounds
  }

  /// The text that is stored and hashed: JSON with its keys in a fixed order.
  package var canonicalText: String {
    var object = CompactObjectText(capacity: text.utf8.count + 64)
    object.append("class", contentClass.rawValue)
    object.append("text", text)
    if let title { object.append("title", title) }
    if let link { object.append("link", link) }
    if let grounds { object.append("grounds", grounds) }
    if !media.isEmpty { object.append("media", .array(media.map(\.json))) }
    return object.text
  }

  /// What an approval and a permit are for.
  package var hash: ContentHash { ContentHash(of: canonicalText.utf8) }

  /// Reads `canonicalText` back.
  package init?(canonicalText: String) {
    guard let json = JSON(parsing: canonicalText), let text = json["text"]?.string,
      let contentClass = json["class"]?.string.flatMap(ContentClass.init(rawValue:))
    else { return nil }
    let media = (json["media"]?.array ?? []).compactMap(MediaItem.init)
    self.init(
      text: text, title: json["title"]?.string, link: json["link"]?.string, media: media, contentClass: contentClass,
      grounds: json["grounds"]?.string)
  }
}

extension MediaItem {
  package var json: JSON {
    .object([
      ("sha256", .string(hash.hex)), ("name", .string(fileName)), ("type", .string(mediaType)), ("alt", .string(alt)),
      ("bytes", .number(byteCount)),
    ])
  }

  init?(_ json: JSON) {
    guard let hash = json["sha256"]?.string.flatMap(ContentHash.init(hex:)), let name = json["name"]?.string,
      let type = json["type"]?.string, let alt = json["alt"]?.string, let bytes = json["bytes"]?.number
    else { return nil }
    self.init(hash: hash, fileName: name, mediaType: type, alt: alt, byteCount: bytes)
  }
}
