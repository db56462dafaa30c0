import Elections
import Foundation
package import Publishing
import PublishingGate
package import Texts

/// What the store keeps, as the contract writes it.
extension ContractJSON {
  package func entry(_ entry: AuditEntry) -> JSON {
    let draft = entry.draft
    return .object([
      ("id", .number(Int(entry.id))), ("at", instant(draft.at)), ("actor", .string(draft.actor)),
      ("event", .string(draft.event.rawValue)), ("post", JSON(draft.post?.description)),
      ("channel", JSON(draft.channel)), ("revision", draft.revision.map { .number(Int($0.rawValue)) } ?? .null),
      ("causes", draft.causes.isEmpty ? .array([]) : JSON(parsing: draft.causes) ?? .array([])),
      ("detail", draft.detail.isEmpty ? .null : JSON(parsing: draft.detail) ?? .null),
      ("previous", .string(entry.previous.hex)), ("hash", .string(entry.hash.hex)),
    ])
  }

  package func override(_ record: OverrideRecord) -> JSON {
    .object([
      ("override", .string(record.id.description)), ("delivery", .string(record.delivery.description)),
      ("state", .string(record.state.rawValue)), ("basis", .string(record.basis.rawValue)),
      ("reason", .string(record.reason)), ("until", instant(record.until)), ("requester", .string(record.requester)),
      ("requested_at", instant(record.requestedAt)), ("decider", JSON(record.decider)),
      ("decided_at", instant(record.decidedAt)),
    ])
  }
}
