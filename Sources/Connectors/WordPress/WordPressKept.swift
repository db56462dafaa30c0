import Texts

/// The ids that a site gave, as they are stored with the delivery.
struct WordPressKept: Hashable {
  struct Medium: Hashable {
    let id: Int
    let address: String
    var hasAlt = false
  }

  var post: Int?
  var categories: [Int]?
  /// In the order of the post's media; shorter while some are not uploaded yet.
  var media: [Medium] = []

  init() {}

  /// Nothing where the bytes are not ours: the site is then asked by our names for things.
  init(_ bytes: [UInt8]?) {
    guard let bytes, let json = JSON(parsing: String(decoding: bytes, as: UTF8.self)),
      json["connector"]?.string == "wordpress"
    else { return }
    post = json["post"]?.number
    categories = json["categories"]?.array?.compactMap(\.number)
    media = (json["media"]?.array ?? []).compactMap { item in
      guard let id = item["id"]?.number, let address = item["url"]?.string else { return nil }
      return Medium(id: id, address: address, hasAlt: item["alt"]?.bool == true)
    }
  }

  var bytes: [UInt8] {
    let media = media.map { medium in
      JSON.object([
        ("id", .number(medium.id)), ("url", .string(medium.address)), ("alt", .bool(medium.hasAlt)),
      ])
    }
    let json = JSON.object([
      ("connector", .string("wordpress")), ("post", post.map(JSON.number) ?? .null),
      ("categories", categories.map { .array($0.map(JSON.number)) } ?? .null), ("media", .array(media)),
    ])
    return Array(json.compactText.utf8)
  }
}
