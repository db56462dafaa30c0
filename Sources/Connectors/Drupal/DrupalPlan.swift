import Publishing
import Texts

/// What will stand on the site, whole; pictures are added by the ids of their uploads.
struct DrupalPlan: SitePage {
  static let product = "Drupal"

  let site: String
  /// Our own id for the node: the delivery's key as a UUID.
  let node: String
  let title: String
  let html: String

  init(_ post: ReleasedPost, site: String) {
    self.site = site
    node = Self.uuid(post.key)
    title = Headline.title(of: post.content)
    html = PostHTML.body(of: post.content)
  }

  /// Version 4 (RFC 9562, section 5.4): the key's bits are random, and six of them give way.
  static func uuid(_ key: DeliveryKey) -> String {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: key.high)
    bytes.append(bigEndian: key.low)
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Hexadecimal.text(bytes)
    var parts: [Substring] = []
    var rest = hex[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }

  var shownTitle: String { title }

  var payload: [UInt8] {
    let json = JSON.object([
      ("connector", .string("drupal")), ("site", .string(site)), ("node", .string(node)), ("title", .string(title)),
      ("html", .string(html)),
    ])
    return Array(json.compactText.utf8)
  }

  init?(payload: [UInt8]) {
    guard let json = JSON(parsing: String(decoding: payload, as: UTF8.self)), json["connector"]?.string == "drupal",
      let site = json["site"]?.string, let node = json["node"]?.string, let title = json["title"]?.string,
      let html = json["html"]?.string
    else { return nil }
    self.site = site
    self.node = node
    self.title = title
    self.html = html
  }
}

/// What the site is known to hold, as it is stored with the delivery.
struct DrupalKept: Hashable {
  /// The node was there once: when it is gone, somebody removed it.
  var hasNode = false
  /// The ids of uploaded pictures, in order.
  var files: [String] = []

  init(_ bytes: [UInt8]?) {
    guard let bytes, let json = JSON(parsing: String(decoding: bytes, as: UTF8.self)),
      json["connector"]?.string == "drupal"
    else { return }
    hasNode = json["node"]?.bool == true
    files = (json["files"]?.array ?? []).compactMap(\.string)
  }

  var bytes: [UInt8] {
    let json = JSON.object([
      ("connector", .string("drupal")), ("node", .bool(hasNode)), ("files", .array(files.map(JSON.string))),
    ])
    return Array(json.compactText.utf8)
  }
}
