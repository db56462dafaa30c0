import Elections
package import Publishing
import Texts

/// All that a post will send, and when: what a person looks at before they agree to it. Nothing is cut, and what nobody
/// would see is made visible.
package struct PostSheet {
  package let post: PostRecord
  package let civil: CivilText
  /// The channels' own bound on lateness, where a post has none.
  package let rules: Ruleset

  package init(post: PostRecord, civil: CivilText, rules: Ruleset) {
    self.post = post
    self.civil = civil
    self.rules = rules
  }

  package var lines: [String] { [head, ""] + body + [""] + plan }

  package var head: String {
    Style.bold("Post \(post.id)") + ", revision \(post.revision), \(post.content.contentClass.rawValue), by "
      + "\(post.author.visibleLine), written \(civil.short(post.createdAt))"
  }

  /// What it says.
  package var body: [String] {
    let content = post.content
    var lines: [String] = []
    if let title = content.title { lines.append("  \(Style.bold(title.visibleLine))") }
    lines += Self.indented(content.text)
    if let link = content.link { lines.append("  \(link.visibleLine)") }
    for item in content.media {
      lines += [
        "  [\(item.fileName.visibleLine): \(item.mediaType.visibleLine), \(item.byteCount) bytes, SHA-256 \(item.hash.hex)]",
        "    described as: \(item.alt.visibleLine)",
      ]
    }
    if let grounds = content.grounds { lines.append("  Grounds: \(grounds.visibleLine)") }
    return lines
  }

  /// Where it will go, and when; nothing of what has gone or never will.
  package var plan: [String] {
    post.deliveries.map(\.delivery).filter { !$0.state.isFinal }.map { delivery in
      let lateAfter = delivery.lateAfter ?? rules.channel(delivery.channel)?.lateAfter ?? Channel.defaultLateAfter
      let expires = delivery.expires.map { "; expires \(civil.short($0))" } ?? ""
      return "  \(delivery.channel): due \(civil.short(delivery.due)), or up to \(lateAfter.inWords) later\(expires)"
    }
  }

  package static func indented(_ text: String) -> [String] {
    text.visible.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
  }
}
