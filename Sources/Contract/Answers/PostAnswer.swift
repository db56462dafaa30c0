/// A post with what becomes of it on each of its channels.
package struct PostAnswer: Codable, Hashable, Sendable {
  package struct Approval: Codable, Hashable, Sendable {
    package let channel: String
    package let by: String
    package let at: Moment
    /// False where it was rejected.
    package let approves: Bool
    /// It is for the post as it stands now.
    package let counts: Bool
    package let reason: String?

    package init(channel: String, by: String, at: Moment, approves: Bool, counts: Bool, reason: String?) {
      self.channel = channel
      self.by = by
      self.at = at
      self.approves = approves
      self.counts = counts
      self.reason = reason
    }
  }

  package let post: String
  /// Counts its versions.
  package let revision: Int
  package let deliveries: [DeliveryAnswer]
  package let author: String
  package let createdAt: Moment
  package let key: String?
  package let contentClass: String
  package let title: String?
  package let text: String
  package let link: String?
  package let media: [MediaFile]
  /// Of all that it says.
  package let sha256: String
  /// The duty or order that asks for it.
  package let basis: String?
  package let editor: String?
  /// When the version was written.
  package let writtenAt: Moment
  /// Listed words that stand in it.
  package let flagged: [String]
  package let approvals: [Approval]

  package init(
    post: String, revision: Int, deliveries: [DeliveryAnswer], author: String, createdAt: Moment, key: String?,
    contentClass: String, title: String?, text: String, link: String?, media: [MediaFile], sha256: String,
    basis: String?, editor: String?, writtenAt: Moment, flagged: [String], approvals: [Approval]
  ) {
    self.post = post
    self.revision = revision
    self.deliveries = deliveries
    self.author = author
    self.createdAt = createdAt
    self.key = key
    self.contentClass = contentClass
    self.title = title
    self.text = text
    self.link = link
    self.media = media
    self.sha256 = sha256
    self.basis = basis
    self.editor = editor
    self.writtenAt = writtenAt
    self.flagged = flagged
    self.approvals = approvals
  }

  private enum CodingKeys: String, CodingKey {
    case post, revision, deliveries, author
    case createdAt = "created_at"
    case key
    case contentClass = "class"
    case title, text, link, media, sha256, basis, editor
    case writtenAt = "written_at"
    case flagged, approvals
  }
}

/// A picture or document of a post, which is kept under its content's hash.
package struct MediaFile: Codable, Hashable, Sendable {
  package let sha256: String
  package let name: String
  package let type: String
  /// What it shows, in words.
  package let alt: String
  package let bytes: Int

  package init(sha256: String, name: String, type: String, alt: String, bytes: Int) {
    self.sha256 = sha256
    self.name = name
    self.type = type
    self.alt = alt
    self.bytes = bytes
  }
}
