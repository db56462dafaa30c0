package import Contract
import Publishing
import Texts

/// All that a post will send, and when: what a person looks at before they agree to it. Nothing is cut, and what nobody
/// would see is made visible.
package struct PostSheet {
  package let post: PostAnswer
  package let civil: CivilText

  package init(post: PostAnswer, civil: CivilText) {
    self.post = post
    self.civil = civil
  }

  package var lines: [String] { [head, ""] + body + [""] + plan }

  package var head: String {
    Style.bold("Post \(post.post)") + ", revision \(post.revision), \(post.contentClass), by "
      + "\(post.author.visibleLine), written \(civil.short(post.createdAt))"
  }

  /// What it says.
  package var body: [String] {
    var lines: [String] = []
    if let title = post.title { lines.append("  \(Style.bold(title.visibleLine))") }
    lines += Self.indented(post.text)
    if let link = post.link { lines.append("  \(link.visibleLine)") }
    for file in post.media {
      lines += [
        "  [\(file.name.visibleLine): \(file.type.visibleLine), \(file.bytes) bytes, SHA-256 \(file.sha256)]",
        "    described as: \(file.alt.visibleLine)",
      ]
    }
    if let grounds = post.basis { lines.append("  Grounds: \(grounds.visibleLine)") }
    return lines
  }

  /// Where it will go, and when; nothing of what has gone or never will.
  package var plan: [String] {
    post.deliveries.filter { !$0.words.isFinal }.map { delivery in
      let expires = delivery.words.expires.map { "; expires \(civil.short($0))" } ?? ""
      return
        "  \(delivery.channel): due \(civil.short(delivery.due)), or up to \(delivery.words.lateAfter) later\(expires)"
    }
  }

  package static func indented(_ text: String) -> [String] {
    text.visible.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
  }

  /// The first words, for lists.
  package static func opening(title: String?, text: String, _ length: Int = 50) -> String {
    let words = (title ?? text).split(whereSeparator: \.isWhitespace).joined(separator: " ").printable
    return words.count <= length ? words : words.prefix(length - 1) + "…"
  }
}
