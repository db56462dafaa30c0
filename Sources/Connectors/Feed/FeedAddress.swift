import Elections
import Publishing

/// Where readers find a feed's files, and whose ids its entries have.
struct FeedAddress: Hashable, Sendable {
  /// The Atom file's public address; nil where the settings do not say.
  let atom: String?
  /// The JSON Feed's.
  let json: String?
  private let domain: String
  /// Whether the domain is the council's.
  private let isOwn: Bool

  /// Of a feed whose settings name no domain; its ids are told apart by the keys in them.
  private static let noDomain = "portcullis.localhost"

  init(_ settings: FeedSettings, jsonName: String) {
    atom = settings.url
    json = settings.url.map { FeedAddress.folder(of: $0) + APIClient.encoded(jsonName) }
    let own = settings.domain ?? settings.url.flatMap(FeedAddress.host)
    domain = own ?? FeedAddress.noDomain
    isOwn = own != nil
  }

  /// A file of the folder `media`: in full where the feed's own address is known, else from the feed's place on
  /// (RFC 3986, section 5.1.3).
  func media(_ name: String) -> String {
    (atom.map { FeedAddress.folder(of: $0) } ?? "") + "\(FeedMedia.folderName)/\(name)"
  }

  /// A tag (RFC 4151) of the domain, the year of the due time in UTC, the post and the delivery's key.
  func entryID(of post: ReleasedPost) -> String {
    "tag:\(domain),\(UTCText.text(post.due).prefix(4)):\(post.name.post)/\(post.key.text)"
  }

  /// A new feed's own id. Without a domain of its council it has the key of its first entry, which nobody else has.
  func feedID(channel: String, first post: ReleasedPost) -> String {
    "tag:\(domain),2026:feed/\(channel)" + (isOwn ? "" : "/\(post.key.text)")
  }

  private static func folder(of address: String) -> String {
    let end = address.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? address.endIndex
    let path = address[..<end]
    let start = path.firstRange(of: "://")?.upperBound ?? path.startIndex
    guard let slash = path[start...].lastIndex(of: "/") else { return String(path) + "/" }
    return String(path[...slash])
  }

  /// In lower case, as a tag wants it; nil for an address in brackets, which no tag may hold.
  private static func host(of address: String) -> String? {
    guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
    let host = address[start...].prefix { $0 != "/" && $0 != ":" && $0 != "?" && $0 != "#" }.lowercased()
    return host.isEmpty || host.hasPrefix("[") || !host.utf8.allSatisfy { $0 < 0x80 } ? nil : host
  }
}
