import Elections
import Foundation
import Publishing
import Texts

/// One post's part of the page.
extension EvidencePage {
  package func section(_ post: PostEvidence) -> String {
    var lines = [
      "<section id=\"post-\(post.id)\" aria-labelledby=\"post-\(post.id)-title\">",
      "<h3 id=\"post-\(post.id)-title\">Post \(post.id)\(post.content?.title.map { ": \(Self.escape($0))" } ?? "")</h3>",
    ]
    if let content = post.content { lines += wording(content) }
    lines.append("<dl>")
    var facts: [(String, String)] = [
      ("Class", post.content?.contentClass.rawValue ?? "–"), ("Written by", Self.escape(post.author)),
      ("Accepted", time(post.createdAt)), ("SHA-256 of the content", post.hash?.hex ?? "–"),
    ]
    if let grounds = post.content?.grounds { facts.insert(("Grounds", Self.escape(grounds)), at: 1) }
    if let editor = post.editor { facts.append(("Last changed by", "\(Self.escape(editor)), \(time(post.writtenAt))")) }
    lines += facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }
    lines.append("</dl>")
    for version in post.versions.dropLast() {
      let by = Self.escape(version.editor ?? post.author)
      lines.append("<p>Revision \(version.revision), by \(by), \(time(version.at ?? post.createdAt)):</p>")
      lines += wording(version.content)
    }
    lines += channels(post) + holds(post) + approvals(post) + overrides(post) + record(post)
    lines.append("<p><a href=\"#top\">To the top</a></p>")
    lines.append("</section>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func wording(_ content: PostContent) -> [String] {
    var lines = ["<p class=\"text\">\(Self.escape(content.text))</p>"]
    if let link = content.link { lines.append("<p>Link: \(address(link))</p>") }
    if !content.media.isEmpty {
      let items = content.media.map { item in
        "<li>\(Self.escape(item.fileName)) (\(Self.escape(item.mediaType)), \(item.byteCount) bytes): "
          + "\(Self.escape(item.alt))</li>"
      }
      lines.append("<ul>\(items.joined())</ul>")
    }
    return lines
  }

  /// A link only where it leads to a page of the web, and says where.
  private func address(_ text: String) -> String {
    let escaped = Self.escape(text)
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(Redactor.mark) else { return escaped }
    return "<a rel=\"noreferrer\" href=\"\(escaped)\">\(escaped)</a>"
  }

  private func table(_ caption: String, _ columns: [String], _ rows: [[String]]) -> [String] {
    if rows.isEmpty { return [] }
    let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
    return ["<table><caption>\(caption)</caption>", "<thead><tr>\(head)</tr></thead><tbody>"]
      + rows.map { row in
        "<tr><th scope=\"row\">\(row[0])</th>\(row.dropFirst().map { "<td>\($0)</td>" }.joined())</tr>"
      } + ["</tbody></table>"]
  }

  private func channels(_ post: PostEvidence) -> [String] {
    table(
      "Channels of post \(post.id)",
      ["Channel", "State", "Planned", "Attempted", "Confirmed", "Revision", "Where, or why not"],
      post.deliveries.map { delivery in
        let place = delivery.url.map(address) ?? delivery.remoteID.map(Self.escape)
        return [
          Self.escape(delivery.name.channel), delivery.state.rawValue, time(delivery.planned), time(delivery.attempted),
          time(delivery.confirmed), String(delivery.revision), place ?? delivery.reason.map(Self.escape) ?? "–",
        ]
      })
  }

  private func holds(_ post: PostEvidence) -> [String] {
    let rows = post.deliveries.flatMap { delivery in
      delivery.holds.map { hold in
        let cause = RecordedCause(json: hold.cause)
        return [
          Self.escape(delivery.name.channel), time(hold.from), hold.to.map(time) ?? "still held",
          Self.escape(cause.sentence(civil)), cause.citation.map(Self.escape) ?? "–", String(hold.entry),
        ]
      }
    }
    return table("What held post \(post.id)", ["Channel", "From", "Until", "Cause", "Law", "Entry"], rows)
  }

  private func approvals(_ post: PostEvidence) -> [String] {
    table(
      "Approvals and rejections of post \(post.id)", ["Channel", "Decision", "By", "At", "Reason"],
      post.approvals.map { approval in
        [
          Self.escape(approval.delivery.channel), approval.isApproval ? "approved" : "rejected",
          Self.escape(approval.actor), time(approval.at), approval.reason.map(Self.escape) ?? "–",
        ]
      })
  }

  private func overrides(_ post: PostEvidence) -> [String] {
    table(
      "Overrides for post \(post.id)",
      ["Override", "Channel", "State", "Basis", "Reason", "Asked for by", "Decided by", "Until"],
      post.overrides.map { record in
        let decided = record.decider.map { "\(Self.escape($0)), \(time(record.decidedAt))" }
        return [
          record.id.description, Self.escape(record.delivery.channel), record.state.rawValue, record.basis.rawValue,
          Self.escape(record.reason), "\(Self.escape(record.requester)), \(time(record.requestedAt))", decided ?? "–",
          time(record.until),
        ]
      })
  }

  private func record(_ post: PostEvidence) -> [String] {
    table(
      "Entries of the audit log on post \(post.id), within the range",
      ["Entry", "At", "By", "What", "Channel", "Reason"],
      post.entries.map { entry in
        [
          "<span id=\"entry-\(entry.id)\">\(entry.id)</span>", time(entry.at), Self.escape(entry.actor),
          entry.event.rawValue, entry.channel.map(Self.escape) ?? "–", entry.reason.map(Self.escape) ?? "–",
        ]
      })
  }
}
