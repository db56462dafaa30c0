import Elections
import Publishing
import Texts

/// What preparing a delivery brought, kept for the commit and for looking it up after doubt.
struct MastodonKept: Hashable, Sendable {
  struct Upload: Hashable, Sendable {
    let id: String
    let hash: ContentHash
    let uploaded: Instant
    /// The instance has finished working on it: attached before that, the post is refused.
    var isReady: Bool
  }

  /// The account's id, under which its posts are listed.
  var account: String
  /// When this attempt began: an older status is not ours.
  var started: Instant
  /// The statuses near that time that were there before it, so that an equal one is not taken for ours.
  var before: [String]
  /// By their place in the post.
  var uploads: [Int: Upload]

  init(account: String, started: Instant, before: [String], uploads: [Int: Upload] = [:]) {
    self.account = account
    self.started = started
    self.before = before
    self.uploads = uploads
  }

  init?(_ bytes: [UInt8]?) {
    guard let bytes, let text = String(validating: bytes, as: UTF8.self), let json = JSON(parsing: text),
      json["connector"]?.string == "mastodon", let account = json["account"]?.string,
      let started = json["started_ms"]?.number, let before = json["before"]?.array, let media = json["media"]?.array
    else { return nil }
    self.init(
      account: account, started: Instant(millisecondsSince1970: Int64(started)), before: before.compactMap(\.string))
    for entry in media {
      guard let place = entry["place"]?.number, let id = entry["id"]?.string, let ready = entry["ready"]?.bool,
        let hash = entry["sha256"]?.string.flatMap(ContentHash.init(hex:)), let uploaded = entry["uploaded_ms"]?.number
      else { return nil }
      uploads[place] = Upload(
        id: id, hash: hash, uploaded: Instant(millisecondsSince1970: Int64(uploaded)), isReady: ready)
    }
  }

  var bytes: [UInt8] {
    let media = uploads.sorted { $0.key < $1.key }.map { place, upload in
      JSON.object([
        ("id", .string(upload.id)), ("place", .number(place)), ("ready", .bool(upload.isReady)),
        ("sha256", .string(upload.hash.hex)), ("uploaded_ms", .number(Int(upload.uploaded.millisecondsSince1970))),
      ])
    }
    let json = JSON.object([
      ("account", .string(account)), ("before", .array(before.map(JSON.string))), ("connector", .string("mastodon")),
      ("media", .array(media)), ("started_ms", .number(Int(started.millisecondsSince1970))),
    ])
    return Array(json.compactText.utf8)
  }

  /// The ids of all media in their order; nil while one of them is missing or not ready.
  func mediaIDs(for media: [MediaItem]) -> [String]? {
    var ids: [String] = []
    for (place, item) in media.enumerated() {
      guard let upload = uploads[place], upload.hash == item.hash, upload.isReady else { return nil }
      ids.append(upload.id)
    }
    return ids
  }
}
