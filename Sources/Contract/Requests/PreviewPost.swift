/// What each channel of a post would send, or what keeps it from that. Nothing is sent.
package struct PreviewPost: Request {
  package let post: String
  package let channel: String?

  package init(post: String, channel: String?) {
    self.post = post
    self.channel = channel
  }

  package static let path = "posts/{post}/preview"
  package static let summary = "Shows for each channel exactly what will be sent, or what keeps it from being sent."

  package struct Preview: Codable, Hashable, Sendable {
    package let channel: String
    /// Empty where the settings in force have no such channel.
    package let connector: String
    package let preview: String?
    package let problems: [String]
    /// For words alone.
    @ForWords package private(set) var due: Moment?

    package init(channel: String, connector: String, preview: String?, problems: [String], due: Moment) {
      self.channel = channel
      self.connector = connector
      self.preview = preview
      self.problems = problems
      self.due = due
    }

    private enum CodingKeys: String, CodingKey {
      case channel, connector, preview, problems
      case due = "_due"
    }
  }

  package struct Answer: Codable, Hashable, Sendable {
    package let post: String
    package let revision: Int
    package let title: String?
    package let text: String
    package let link: String?
    package let media: [MediaFile]
    package let previews: [Preview]
    /// For words alone.
    @ForWords package private(set) var whole: PostAnswer?

    package init(of whole: PostAnswer, previews: [Preview]) {
      post = whole.post
      revision = whole.revision
      title = whole.title
      text = whole.text
      link = whole.link
      media = whole.media
      self.previews = previews
      self.whole = whole
    }

    private enum CodingKeys: String, CodingKey {
      case post, revision, title, text, link, media, previews
      case whole = "_whole"
    }
  }
}
