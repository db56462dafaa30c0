import Elections
import Publishing
import Texts

/// A post as the site holds it (REST API handbook, Posts, `context=edit`).
struct WordPressPost: Hashable {
  let id: Int
  let slug: String?
  /// `draft`, `publish`, `future`, `trash` …
  let status: String
  let link: String?
  /// In UTC, as `2026-11-22T17:00:00`.
  let date: String?
  let modified: String?
  let title: String
  let content: String
  let categories: [Int]
  let featured: Int

  static let fields =
    "_fields=id,slug,status,link,date_gmt,modified_gmt,title.raw,content.raw,categories,featured_media"

  init?(_ json: JSON?) {
    guard let json, let id = json["id"]?.number, let status = json["status"]?.string,
      let title = json["title"]?["raw"]?.string, let content = json["content"]?["raw"]?.string
    else { return nil }
    self.id = id
    slug = json["slug"]?.string
    self.status = status
    link = json["link"]?.string
    date = json["date_gmt"]?.string
    modified = json["modified_gmt"]?.string
    self.title = title
    self.content = content
    categories = json["categories"]?.array?.compactMap(\.number) ?? []
    featured = json["featured_media"]?.number ?? 0
  }

  /// Whether this is the slug that was asked for, as a site gives it: with a number behind it where another thing has it.
  /// A site that knows no such question answers with whatever it has, and what lies in its bin is ours no longer.
  static func isSlug(_ slug: String?, _ asked: String) -> Bool {
    guard let slug, slug.hasPrefix(asked) else { return false }
    let rest = slug.dropFirst(asked.count)
    return rest.isEmpty
      || rest.first == "-" && rest.count > 1 && rest.dropFirst().allSatisfy { ("0"..."9").contains($0) }
  }

  /// Somebody gave the draft a date of its own: publishing it would only schedule it. Else it bears the time of its
  /// last change.
  var isScheduled: Bool {
    guard let date, let modified else { return false }
    return date > modified
  }

  func receipt(now: Instant, differences: [String] = []) -> Receipt {
    Receipt(remoteID: String(id), url: link, at: date.flatMap(Self.instant) ?? now, differences: differences)
  }

  /// From UTC without a zone.
  static func instant(_ text: String) -> Instant? {
    let parts = text.split { "-T:".contains($0) }.compactMap { Int($0) }
    guard parts.count == 6, let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]),
      let civil = CivilDateTime(date: date, hour: parts[3], minute: parts[4], second: min(parts[5], 59))
    else { return nil }
    return Instant(secondsSince1970: civil.secondsAsUTC)
  }

  // MARK: Compared with what was sent

  /// What the site made of the post, as a sentence; nil where it holds what was sent.
  func difference(from plan: WordPressPlan, _ media: [MediaItem], _ kept: WordPressKept) -> String? {
    let content = plan.content(media, at: kept.media.map(\.address))
    if let difference = Self.difference("title", sent: plan.title, kept: title) { return difference }
    if let difference = Self.difference("text", sent: content, kept: self.content) { return difference }
    let dropped = zip(plan.categories, kept.categories ?? []).filter { !categories.contains($0.1) }.map(\.0)
    if let name = dropped.first { return "the category “\(name)” was dropped" }
    let picture = plan.featured(media, kept)
    return featured == picture
      ? nil : "the picture shown with the post is \(featured == 0 ? "none" : "another") instead of ours"
  }

  private static func difference(_ part: String, sent: String, kept: String) -> String? {
    let (sent, kept) = (ShownHTML.decodedEmoji(sent), ShownHTML.decodedEmoji(kept))
    if sent == kept { return nil }
    let common = zip(sent, kept).prefix { $0 == $1 }.count
    func excerpt(_ text: String) -> String { String(text.dropFirst(max(0, common - 10)).prefix(60)) }
    return "of the \(part) “\(excerpt(sent))” became “\(excerpt(kept))”"
  }
}
