package import Texts

/// Schedules a post for one or more channels.
package struct AddPost: Request {
  package let channels: [String]
  /// RFC 3339, local time, or `now`.
  package let at: String
  package let text: String
  package let title: String?
  package let link: String?
  /// Files that the desk keeps already.
  package let media: [MediaFile]
  package let contentClass: String
  /// The duty or order that asks for a statutory or emergency post.
  package let basis: String?
  /// How late it may leave without a person's decision; the channel's own bound where left out.
  package let lateAfter: String?
  /// When it is pointless and expires.
  package let expires: String?
  /// A key of the author's own, by which a repetition is known.
  package let key: String?

  package init(
    channels: [String], at: String, text: String, title: String? = nil, link: String? = nil, media: [MediaFile] = [],
    contentClass: String = "routine", basis: String? = nil, lateAfter: String? = nil, expires: String? = nil,
    key: String? = nil
  ) {
    self.channels = channels
    self.at = at
    self.text = text
    self.title = title
    self.link = link
    self.media = media
    self.contentClass = contentClass
    self.basis = basis
    self.lateAfter = lateAfter
    self.expires = expires
    self.key = key
  }

  package static let path = "posts"
  package static let usual: [String: JSON] = ["class": .string("routine")]
  package static let changes = true
  package static let summary = "Schedules a post for one or more channels, and says at once what will become of it."
  package typealias Answer = WholePost

  private enum CodingKeys: String, CodingKey {
    case channels, at, text, title, link, media
    case contentClass = "class"
    case basis
    case lateAfter = "late_after"
    case expires, key
  }
}
