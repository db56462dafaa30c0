import Elections
import Foundation
package import Publishing
import Texts

/// An entry of the audit log as `audit.json` has it: one line of JSON.
///
/// `causes` and `detail` stand there as the log shows them, key by key, so that anyone can work the entry's hash out
/// again: over the compact text of both, and nothing where they are `[]` and `null`. Where the chain covers a digest of
/// what `detail` says in somebody's own words, `sealed` is what it covers in the place of `detail`, and `key` proves by
/// HMAC-SHA256 that the text is the one. A text that is hidden, or was removed, takes nothing from that: then `detail` is
/// what the chain covers. Where it was removed, `text_removed` says who had it removed, when, and which entry records that.
package struct EntryLine {
  package let contract: ContractJSON

  /// How much of an entry a pack shows.
  package enum Hiding: CaseIterable {
    case nothing
    /// What somebody said in their own words holds a redacted term.
    case text
    /// The rest of the detail, or the causes, do.
    case facts
    /// The actor does.
    case factsAndActor
  }

  package static func hiding(_ entry: AuditEntry, _ redactor: Redactor) -> Hiding {
    let draft = entry.draft
    if redactor.touches(draft.actor) { return .factsAndActor }
    if let removal = entry.removal, redactor.touches(removal.actor) { return .facts }
    if redactor.touches(json: entry.chainedDetail) || redactor.touches(json: draft.causes) { return .facts }
    return redactor.touches(json: draft.detail) ? .text : .nothing
  }

  package func text(_ entry: AuditEntry, hiding: Hiding) -> String {
    let draft = entry.draft
    let head: [(String, JSON)] = [
      ("id", .number(Int(entry.id))), ("at", contract.instant(draft.at)),
      ("actor", hiding == .factsAndActor ? .null : .string(draft.actor)), ("event", .string(draft.event.rawValue)),
      ("post", JSON(draft.post?.description)), ("channel", JSON(draft.channel)),
      ("revision", draft.revision.map { .number(Int($0.rawValue)) } ?? .null),
    ]
    var line = JSON.object(head).compactText
    line.removeLast()
    let causes = Self.kept(draft.causes, empty: "[]")
    switch hiding {
    case .nothing:
      line += ",\"causes\":\(causes),\"detail\":\(Self.kept(draft.detail, empty: "null"))"
      if case .kept(let key, let sealed) = entry.apart {
        line += ",\"sealed\":\(Self.kept(sealed.text, empty: "null")),\"key\":\"\(key.hex)\""
      }
      if let removal = entry.removal { line += ",\"text_removed\":\(self.removal(removal).compactText)" }
    case .text:
      let detail = Self.kept(entry.chainedDetail, empty: "null")
      line += ",\"causes\":\(causes),\"detail\":\(detail),\"redacted\":true"
    case .facts, .factsAndActor: line += ",\"causes\":null,\"detail\":null,\"redacted\":true"
    }
    return line + ",\"previous\":\"\(entry.previous.hex)\",\"hash\":\"\(entry.hash.hex)\"}"
  }

  /// Who had the personal text taken away.
  private func removal(_ removal: RecordedRemoval) -> JSON {
    .object([
      ("entry", .number(Int(removal.entry))), ("at", contract.instant(removal.at)), ("by", .string(removal.actor)),
    ])
  }

  /// What the log keeps as JSON stays as it is written there; what would be none becomes a text.
  private static func kept(_ text: String, empty: String) -> String {
    if text.isEmpty { return empty }
    return text.contains(where: \.isNewline) || JSON(parsing: text) == nil ? JSON.string(text).compactText : text
  }
}
