import Elections
import Publishing
import Texts

/// A post as a program gets it on standard input: JSON of one line, its keys in a fixed order.
struct CommandPost: Hashable, Sendable {
  enum Action: String { case publish, find }

  /// Every value but the paths of media, which depend on where the store lies when it is sent.
  private let entries: [(String, JSON)]
  let media: [MediaItem]

  static func == (left: Self, right: Self) -> Bool { left.payload == right.payload }
  func hash(into hasher: inout Hasher) { hasher.combine(payload) }

  init(_ post: ReleasedPost) {
    let content = post.content
    entries = [
      ("key", .string(post.key.text)),
      ("delivery", .string(post.name.description)),
      ("post", .number(Int(post.name.post.rawValue))),
      ("revision", .number(post.revision)),
      ("channel", .string(post.name.channel)),
      ("due", .string(UTCText.text(post.due))),
      ("class", .string(content.contentClass.rawValue)),
      ("title", JSON(content.title)),
      ("text", .string(content.text)),
      ("link", JSON(content.link)),
    ]
    media = content.media
  }

  /// What the program reads.
  func input(_ action: Action, mediaFolder: String) -> [UInt8] {
    let files = media.map { Self.json($0, path: "\(mediaFolder)/\($0.hash.hex)") }
    let input = JSON.object(
      [("version", .number(1)), ("action", .string(action.rawValue))] + entries + [("media", .array(files))])
    return Array((input.compactText + "\n").utf8)
  }

  private static func json(_ item: MediaItem, path: String?) -> JSON {
    .object(
      (path.map { [("path", JSON.string($0))] } ?? []) + [
        ("name", .string(item.fileName)), ("type", .string(item.mediaType)), ("alt", .string(item.alt)),
        ("sha256", .string(item.hash.hex)),
      ])
  }

  // MARK: As a plan's payload

  var payload: [UInt8] {
    let files = media.map { Self.json($0, path: nil) }
    return Array(
      JSON.object(
        [("connector", .string("command")), ("version", .number(1))] + entries + [("media", .array(files))]
      ).compactText.utf8)
  }

  /// Nil for what this connector did not write.
  init?(_ plan: SendPlan) {
    guard let json = String(validating: plan.payload, as: UTF8.self).flatMap(JSON.init(parsing:)),
      json["connector"]?.string == "command", json["version"]?.number == 1
    else { return nil }
    self.init(plan.post)
    // The plan is all that the post says, so one that differs was made from another.
    guard payload == plan.payload else { return nil }
  }
}
