package import Elections
import Foundation
import Publishing
import Texts

/// `index.html`: a pack for people, without a script or anything from elsewhere.
package struct EvidencePage {
  package let civil: CivilText

  /// Text of a post must not act on the page around it: characters that turn the direction of writing, or that no
  /// reader sees, become `�`.
  package static func escape(_ text: String) -> String {
    MarkupText.escaped(text) { scalar in
      switch scalar.value {
      case 0x09, 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
  }

  // MARK: The frame

  package func opening(_ manifest: PackManifest, _ counts: EvidenceCounts) -> String {
    let range = "\(civil.short(manifest.range.lowerBound)) to \(civil.short(manifest.range.upperBound))"
    let title = "Published and held: \(range)"
    let filters = manifest.filters.compactMap { name, value in value.map { "only \(name) “\($0)”" } }
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en-GB\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
      "<title>\(Self.escape(title))</title>", "<style>\(Self.style)</style>", "</head>", "<body id=\"top\">", "<main>",
      "<h1>\(Self.escape(title))</h1>",
      "<p>Made \(time(manifest.madeAt)) by \(Self.escape(manifest.by)) with Portcullis"
        + "\(filters.isEmpty ? "" : "; " + Self.escape(filters.joined(separator: ", "))). The end of the range is not part "
        + "of it. States are those at the time of making. Times are those of \(Self.escape(civil.zone.identifier)).</p>",
    ]
    if let fault = manifest.logFault {
      lines.append("<p class=\"warning\"><strong>The audit log is not intact.</strong> \(Self.escape(fault))</p>")
    }
    if manifest.redactions.applied + manifest.redactions.entries + manifest.redactions.files > 0 {
      lines.append(
        "<p>Names or words are blacked out in \(manifest.redactions.applied) places and shown as \(Redactor.mark); "
          + "\(manifest.redactions.entries) entries of the log are given without their facts, and "
          + "\(manifest.redactions.files) files of the rules are left out.</p>")
    }
    let rows: [(String, Int)] =
      [("Posts", counts.posts)] + Outcome.allCases.map { (Self.words($0), counts.outcomes[$0] ?? 0) }
      + [("Entries of the audit log", manifest.entries)]
    lines.append("<table><caption>Summary: deliveries of posts to channels, within the range</caption>")
    lines.append("<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Number</th></tr></thead><tbody>")
    lines += rows.map { "<tr><th scope=\"row\">\($0.0)</th><td class=\"number\">\($0.1)</td></tr>" }
    lines.append("</tbody></table>")
    lines.append("<h2>How this can be checked</h2>")
    lines.append(
      "<p><code>manifest.json</code> names every file with its SHA-256. <code>audit.json</code> holds the entries of the "
        + "audit log, each with the hash of the one before it; “portcullis audit verify --pack” checks all of them against "
        + "the log of the gate, and “portcullis audit replay” asks the rules of the time again. The rules stand in "
        + "<code>revisions.json</code> and <code>calendars/</code>.</p>")
    lines.append("<h2>Posts</h2>")
    return lines.joined(separator: "\n") + "\n"
  }

  package static let contentsOpening =
    "<table><caption>The posts of this pack</caption><thead><tr><th scope=\"col\">Post</th><th scope=\"col\">What it "
    + "says</th><th scope=\"col\">Class</th><th scope=\"col\">Channels</th><th scope=\"col\">In the range</th></tr></thead>"
    + "<tbody>\n"
  package static let contentsClosing = "</tbody></table>\n"
  package static let noPosts = "<p>No post belongs to this pack.</p>\n"
  package static let closing = "</main>\n</body>\n</html>\n"

  /// The post's row in the list of all.
  package func row(_ post: PostEvidence) -> String {
    let opening = post.content.map { PostSheet.opening(title: $0.title, text: $0.text, 80) } ?? ""
    let channels = post.deliveries.map(\.name.channel).joined(separator: ", ")
    let outcomes = PostEvidence.words(post.outcomes).joined(separator: ", ")
    return "<tr><th scope=\"row\"><a href=\"#post-\(post.id)\">\(post.id)</a></th><td>\(Self.escape(opening))</td>"
      + "<td>\(post.content?.contentClass.rawValue ?? "")</td><td>\(Self.escape(channels))</td>"
      + "<td>\(outcomes.isEmpty ? "none of these" : outcomes)</td></tr>\n"
  }

  package static func words(_ outcome: Outcome) -> String {
    switch outcome {
    case .published: "Published"
    case .held: "Held"
    case .failed: "Refused by the receiver"
    case .rejected: "Rejected by an approver"
    case .review: "Sent to review"
    case .uncertain: "Uncertain"
    case .overridden: "Let out by an override"
    case .cancelled: "Cancelled"
    case .expired: "Expired"
    }
  }

  package func time(_ instant: Instant?) -> String {
    guard let instant else { return "–" }
    return "<time datetime=\"\(civil.rfc3339(instant))\">\(civil.short(instant))</time>"
  }

  private static let style = """
    body{font:1rem/1.5 system-ui,sans-serif;color:#111;background:#fff;margin:0}main{max-width:70rem;margin:auto;\
    padding:1rem}h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.1rem}\
    table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}caption{text-align:left;font-weight:bold;\
    padding:.3rem 0}th,td{border:1px solid #666;padding:.3rem .5rem;text-align:left;vertical-align:top;\
    overflow-wrap:anywhere}thead th{background:#eee}.number{text-align:right}.text{white-space:pre-wrap;\
    border-left:.3rem solid #666;padding:.3rem .7rem;margin:.5rem 0;unicode-bidi:isolate;overflow-wrap:anywhere}\
    .warning{border:.2rem solid #a00;padding:.5rem}dt{font-weight:bold}dd{margin:0 0 .4rem 1rem;\
    overflow-wrap:anywhere}section{border-top:1px solid #999}a{color:#004b8d}\
    @media print{main{max-width:none;padding:0}section,tr{break-inside:avoid-page}h2,h3,caption{break-after:avoid}\
    thead{display:table-header-group}thead th{background:none}a{color:inherit}}
    """
}

/// The numbers of a pack's summary.
package struct EvidenceCounts {
  package private(set) var posts = 0
  /// How many deliveries had each outcome in the range.
  package private(set) var outcomes: [Outcome: Int] = [:]

  package mutating func add(_ post: PostEvidence) {
    posts += 1
    for delivery in post.deliveries {
      for outcome in delivery.outcomes { outcomes[outcome, default: 0] += 1 }
    }
  }
}
