import Elections
package import Publishing
import PublishingGate
import Texts

/// What changed in a post since somebody looked at it.
package struct PostDifference {
  package let lines: [String]

  /// `versions`: all that the post ever said. `history`: its entries in the audit log, which know its earlier times.
  package init(since seen: Int, of post: PostRecord, versions: [PostVersion], history: [AuditEntry], civil: CivilText) {
    guard let old = versions.last(where: { $0.revision == seen })?.content else {
      self.lines = ["Post \(post.id) never had a revision \(seen)."]
      return
    }
    let new = post.content
    var lines: [String] = []
    func compare(_ name: String, _ before: String?, _ after: String?) {
      guard before != after else { return }
      lines.append("\(name) was \(Self.quoted(before)) and is \(Self.quoted(after)).")
    }
    compare("The title", old.title, new.title)
    lines += Self.textLines(old.text, new.text)
    compare("The link", old.link, new.link)
    compare("The class", old.contentClass.rawValue, new.contentClass.rawValue)
    compare("The grounds", old.grounds, new.grounds)
    if old.media != new.media {
      lines.append("The media were \(Self.list(old.media)) and are \(Self.list(new.media)).")
    }
    for (channel, due) in Self.times(at: seen, history) {
      guard let delivery = post.deliveries.map(\.delivery).first(where: { $0.channel == channel }),
        delivery.due != due
      else { continue }
      lines.append("On \(channel) it was due \(civil.short(due)) and is due \(civil.short(delivery.due)).")
    }
    self.lines = lines.isEmpty ? ["How late it may leave, or when it expires, was changed."] : lines
  }

  private static func quoted(_ text: String?) -> String { text.map { "“\($0.visibleLine)”" } ?? "none" }

  private static func list(_ media: [MediaItem]) -> String {
    media.isEmpty
      ? "none"
      : media.map { "\($0.fileName) (SHA-256 \($0.hash.hex), described as “\($0.alt)”)".visibleLine }
        .joined(separator: ", ")
  }

  /// The lines of the text that differ: what stood there, and what stands there now.
  private static func textLines(_ old: String, _ new: String) -> [String] {
    guard old != new else { return [] }
    var (before, after) = (pieces(old), pieces(new))
    while let first = before.first, first == after.first {
      before.removeFirst()
      after.removeFirst()
    }
    while let last = before.last, last == after.last {
      before.removeLast()
      after.removeLast()
    }
    return ["The text changed:"] + before.map { "- \($0)" } + after.map { "+ \($0)" }
  }

  private static func pieces(_ text: String) -> ArraySlice<Substring> {
    text.visible.split(separator: "\n", omittingEmptySubsequences: false)[...]
  }

  /// When each channel was due at a revision: what the first later change says that it was.
  private static func times(at seen: Int, _ history: [AuditEntry]) -> [(channel: String, due: Instant)] {
    var found: [(channel: String, due: Instant)] = []
    for entry in history {
      guard let channel = entry.draft.channel, let edit = entry.draft.fact.edit, let version = edit.version,
        version > seen, let due = edit.wasDue,
        !found.contains(where: { $0.channel == channel })
      else { continue }
      found.append((channel, due))
    }
    return found
  }
}
