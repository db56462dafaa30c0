import Elections
import Foundation
import Texts

/// A status as an instance answers it (the entity `Status` of its API).
struct MastodonStatus: Sendable {
  let id: String
  /// Where people read it; nil where it is no address.
  let url: String?
  let created: Instant?
  /// HTML; nil where the answer does not show it.
  let content: String?
  /// The text as it was typed, where the answer carries it.
  let typed: String?
  let warning: String
  let visibility: String
  /// Nil where the answer says nothing of them.
  let media: [Medium]?

  struct Medium: Sendable {
    let id: String
    let description: String
  }

  init?(_ json: JSON) {
    guard let id = Self.id(json) else { return nil }
    self.id = id
    url = [json["url"]?.string, json["uri"]?.string].compactMap { $0 }.first(where: Self.isAddress)
    created = json["created_at"]?.string.flatMap(ISOTime.instant)
    content = json["content"]?.string
    // The second is what Pleroma and Akkoma answer.
    typed = [json["text"]?.string, json["pleroma"]?["content"]?["text/plain"]?.string].compactMap(\.self)
      .first { !$0.isEmpty }
    warning = json["spoiler_text"]?.string ?? ""
    visibility = json["visibility"]?.string ?? ""
    media = json["media_attachments"]?.array?.map {
      Medium(id: Self.id($0) ?? "", description: $0["description"]?.string ?? "")
    }
  }

  /// The id of an account, status or medium: a text of whatever the instance chose.
  static func id(_ json: JSON) -> String? {
    let id = json["id"]?.string ?? json["id"]?.number.map(String.init) ?? ""
    return id.isEmpty || id.utf8.count > 200 ? nil : id
  }

  private static func isAddress(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count < 2000
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.properties.generalCategory != .control }
      && URL(string: text)?.host() != nil
  }
}
