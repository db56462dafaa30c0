import Elections
import Publishing
import Texts

/// The body of a webhook: `{"type", "timestamp", "data"}`, the same bytes for the same post, revision and key.
enum WebhookBody {
  /// The most that is sent, in bytes; the standard asks for small bodies.
  static let largest = 20 * 1024

  static func bytes(of post: ReleasedPost) -> [UInt8] {
    let due = JSON.string(UTCText.text(post.due))
    let content = post.content
    let data: [(String, JSON)] = [
      ("delivery", .string(post.name.description)),
      ("post", .number(Int(post.name.post.rawValue))),
      ("revision", .number(post.revision)),
      ("channel", .string(post.name.channel)),
      ("due", due),
      ("class", .string(content.contentClass.rawValue)),
      ("title", JSON(content.title)),
      ("text", .string(content.text)),
      ("link", JSON(content.link)),
      ("media", .array(content.media.map(media))),
    ]
    let body = JSON.object([
      ("type", .string("post.released")), ("timestamp", due), ("data", .object(data)),
    ])
    return Array(body.compactText.utf8)
  }

  private static func media(_ item: MediaItem) -> JSON {
    .object([
      ("name", .string(item.fileName)), ("type", .string(item.mediaType)), ("alt", .string(item.alt)),
      ("sha256", .string(item.hash.hex)),
    ])
  }

  /// No body with this content is longer on this channel, whatever its post's number.
  static func longest(with content: PostContent, channel: String) -> Int {
    let name = DeliveryName(post: PostID(.max), channel: channel)
    let due = Instant(millisecondsSince1970: 1)
    return bytes(
      of: ReleasedPost(name: name, revision: .max, key: DeliveryKey(high: 0, low: 0), due: due, content: content)
    ).count
  }
}
