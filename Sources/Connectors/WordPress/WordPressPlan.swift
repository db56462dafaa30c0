import Publishing
import Texts

/// What will stand on the site: everything but the addresses of pictures, which only uploading gives.
struct WordPressPlan: SitePage {
  static let product = "WordPress"

  let site: String
  /// As HTML, as `html` is.
  let title: String
  let slug: String
  let html: String
  let categories: [String]

  init(_ post: ReleasedPost, site: String, categories: [String]) {
    let title = Headline.title(of: post.content)
    self.site = site
    self.title = PostHTML.typed(title)
    slug = Headline.slug(title, key: post.key)
    html = PostHTML.body(of: post.content)
    self.categories = categories
  }

  var shownTitle: String { ShownHTML.decoded(title) }

  var payload: [UInt8] {
    let json = JSON.object([
      ("connector", .string("wordpress")), ("site", .string(site)), ("title", .string(title)),
      ("slug", .string(slug)), ("html", .string(html)), ("categories", .array(categories.map(JSON.string))),
    ])
    return Array(json.compactText.utf8)
  }

  init?(payload: [UInt8]) {
    guard let json = JSON(parsing: String(decoding: payload, as: UTF8.self)),
      json["connector"]?.string == "wordpress", let site = json["site"]?.string, let title = json["title"]?.string,
      let slug = json["slug"]?.string, let html = json["html"]?.string, let categories = json["categories"]?.array
    else { return nil }
    self.site = site
    self.title = title
    self.slug = slug
    self.html = html
    self.categories = categories.compactMap(\.string)
  }

  // MARK: Names by which the site is asked

  /// What the draft is found by when the answer that gave its id was lost.
  static func draftSlug(_ key: DeliveryKey) -> String { "portcullis-\(key.text)" }

  /// The same for an upload; `index` counts from 0.
  static func mediaSlug(_ key: DeliveryKey, _ index: Int) -> String { "\(draftSlug(key))-\(index + 1)" }

  // MARK: With uploads

  /// The whole content: pictures and documents after the text.
  func content(_ media: [MediaItem], at addresses: [String]) -> String {
    var parts = [html]
    for (item, address) in zip(media, addresses) {
      parts.append(
        item.isPicture
          ? PostHTML.figure(source: address, alt: item.alt)
          : "<p>\(PostHTML.anchor(to: address, text: PostHTML.oneLine(item.alt)))</p>")
    }
    return parts.joined(separator: "\n")
  }

  /// The post as the site is to hold it, for the draft and for publishing alike.
  func fields(_ media: [MediaItem], _ kept: WordPressKept) -> [(String, JSON)] {
    var fields: [(String, JSON)] = [
      ("title", .string(title)), ("content", .string(content(media, at: kept.media.map(\.address)))),
      ("featured_media", .number(featured(media, kept))),
    ]
    if let categories = kept.categories, !categories.isEmpty {
      fields.append(("categories", .array(categories.map(JSON.number))))
    }
    return fields
  }

  /// The first picture; 0 is none.
  func featured(_ media: [MediaItem], _ kept: WordPressKept) -> Int {
    zip(media, kept.media).first { $0.0.isPicture }?.1.id ?? 0
  }
}
