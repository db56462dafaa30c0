import Elections
import Foundation
package import Publishing
import Texts

/// An entry of the audit log as `audit.json` has it: one line of JSON.
///
/// `causes` and `detail` stand there as the log keeps them, key by key, so that anyone can work the entry's hash out
/// again: over the compact text of both, and nothing where they are `[]` and `null`.
package struct EntryLine {
  package let contract: ContractJSON

  /// How much of an entry a pack shows.
  package enum Hiding: CaseIterable {
    case nothing
    /// Detail and causes hold a redacted term.
    case facts
    /// The actor does.
    case factsAndActor
  }

  package static func hiding(_ draft: AuditDraft, _ redactor: Redactor) -> Hiding {
    if redactor.touches(draft.actor) { return .factsAndActor }
    return redactor.touches(json: draft.detail) || redactor.touches(json: draft.causes) ? .facts : .nothing
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
    if hiding == .nothing {
      line += ",\"causes\":\(Self.kept(draft.causes, empty: "[]")),\"detail\":\(Self.kept(draft.detail, empty: "null"))"
    } else {
      line += ",\"causes\":null,\"detail\":null,\"redacted\":true"
    }
    return line + ",\"previous\":\"\(entry.previous.hex)\",\"hash\":\"\(entry.hash.hex)\"}"
  }

  /// What the log keeps as JSON stays as it is written there; what would be none becomes a text.
  private static func kept(_ text: String, empty: String) -> String {
    if text.isEmpty { return empty }
    return text.contains(where: \.isNewline) || JSON(parsing: text) == nil ? JSON.string(text).compactText : text
  }
}
