import Texts

/// What an instance takes (`GET /api/v2/instance`, `configuration`); without an answer, what Mastodon comes with.
package struct MastodonLimits: Hashable, Sendable {
  /// Of a post and its warning together.
  package var characters = 500
  /// What a link counts as, however long it is.
  package var link = 23
  package var media = 4
  package var imageBytes = 16 * 1024 * 1024
  package var videoBytes = 40 * 1024 * 1024
  /// Code points of a description, as the instance counts them.
  package var description = 1500
  package var types = ["image/jpeg", "image/png", "image/gif", "image/webp"]

  package init() {}

  /// The answer of `/api/v2/instance`, or of `/api/v1/instance`, whose `configuration` is the same in this. Nil where
  /// it says nothing of posts.
  init?(instance json: JSON) {
    guard let configuration = json["configuration"], let statuses = configuration["statuses"],
      statuses["max_characters"]?.number != nil
    else { return nil }
    self.init()
    characters = Self.number(statuses["max_characters"], 1...1_000_000, else: characters)
    link = Self.number(statuses["characters_reserved_per_url"], 1...10_000, else: link)
    media = Self.number(statuses["max_media_attachments"], 0...100, else: media)
    let attachments = configuration["media_attachments"]
    imageBytes = Self.number(attachments?["image_size_limit"], 1...1_000_000_000, else: imageBytes)
    videoBytes = Self.number(attachments?["video_size_limit"], 1...10_000_000_000, else: videoBytes)
    description = Self.number(attachments?["description_limit"], 1...100_000, else: description)
    let named = attachments?["supported_mime_types"]?.array?.compactMap(\.string) ?? []
    if !named.isEmpty { types = named }
  }

  private static func number(_ json: JSON?, _ range: ClosedRange<Int>, else usual: Int) -> Int {
    json?.number.flatMap { range.contains($0) ? $0 : nil } ?? usual
  }

  /// In the form in which `init(instance:)` reads it.
  var json: JSON {
    .object([
      (
        "configuration",
        .object([
          (
            "media_attachments",
            .object([
              ("description_limit", .number(description)), ("image_size_limit", .number(imageBytes)),
              ("supported_mime_types", .array(types.map(JSON.string))), ("video_size_limit", .number(videoBytes)),
            ])
          ),
          (
            "statuses",
            .object([
              ("characters_reserved_per_url", .number(link)), ("max_characters", .number(characters)),
              ("max_media_attachments", .number(media)),
            ])
          ),
        ])
      )
    ])
  }

  func bytes(of type: String) -> Int { type.hasPrefix("image/") ? imageBytes : videoBytes }
}
