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

  package func revision(_ revision: Revision) -> JSON {
    .object([
      ("revision", .number(Int(revision.number.rawValue))),
      ("hash", .string(revision.hash.hex)),
      ("adopted_at", instant(revision.adoptedAt)),
      ("adopted_by", .string(revision.actor)),
      ("reason", JSON(revision.reason)),
      ("automatic", .bool(revision.isAutomatic)),
      ("folder", .string(revision.governing.folder)),
      ("files", .array(revision.governing.files.map(file))),
      ("also_closes", .array(revision.alsoCloses.map { .array($0.files.map(file)) })),
    ])
  }

  private func file(_ file: Snapshot.File) -> JSON {
    .object([
      ("role", .string(file.role.rawValue)), ("path", .string(file.path)), ("sha256", .string(file.hash.hex)),
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
