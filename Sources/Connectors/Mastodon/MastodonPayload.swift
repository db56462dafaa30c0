import Publishing
import Texts

/// What a plan says of a status: all that the request will, but for the ids of its media.
struct MastodonPayload: Hashable, Sendable {
  let status: String
  /// Empty where there is none.
  let warning: String
  let visibility: String
  let language: String
  let media: [MediaItem]

  init(_ content: PostContent, _ settings: MastodonSettings) {
    status = MastodonText.status(of: content)
    warning = settings.contentWarning ?? ""
    visibility = settings.visibility.rawValue
    language = settings.language
    media = content.media
  }

  /// Nil where another connector, or another version of this one, made it.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), let json = JSON(parsing: text),
      json["connector"]?.string == "mastodon", let status = json["status"]?.string,
      let warning = json["spoiler_text"]?.string, let visibility = json["visibility"]?.string,
      let language = json["language"]?.string, let items = json["media"]?.array
    else { return nil }
    let media = items.compactMap(Self.item)
    guard media.count == items.count else { return nil }
    self.status = status
    self.warning = warning
    self.visibility = visibility
    self.language = language
    self.media = media
  }

  private static func item(_ json: JSON) -> MediaItem? {
    guard let hash = json["sha256"]?.string.flatMap(ContentHash.init(hex:)), let name = json["name"]?.string,
      let type = json["type"]?.string, let alt = json["alt"]?.string, let bytes = json["bytes"]?.number
    else { return nil }
    return MediaItem(hash: hash, fileName: name, mediaType: type, alt: alt, byteCount: bytes)
  }

  var bytes: [UInt8] {
    let json = JSON.object([
      ("connector", .string("mastodon")), ("language", .string(language)), ("media", .array(media.map(\.json))),
      ("spoiler_text", .string(warning)), ("status", .string(status)), ("visibility", .string(visibility)),
    ])
    return Array(json.compactText.utf8)
  }

  /// The body of `POST /api/v1/statuses`. It never holds `scheduled_at`: the gate alone schedules (C-16).
  func request(mediaIDs: [String]) -> JSON {
    var keys: [(String, JSON)] = [("language", .string(language))]
    if !mediaIDs.isEmpty { keys.append(("media_ids", .array(mediaIDs.map(JSON.string)))) }
    keys.append(("sensitive", .bool(!warning.isEmpty)))
    if !warning.isEmpty { keys.append(("spoiler_text", .string(warning))) }
    keys += [("status", .string(status)), ("visibility", .string(visibility))]
    return .object(keys)
  }

  /// Whether strangers can read it.
  var isPublic: Bool { visibility == "public" || visibility == "unlisted" }

  var audience: String {
    switch visibility {
    case "public": "everyone, and it stands in the public timelines"
    case "unlisted": "everyone, but it does not stand in the public timelines"
    default: "followers only"
    }
  }
}
